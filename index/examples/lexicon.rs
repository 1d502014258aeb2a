//! Makes `index/data/lexicon.bin` from the Danish lemma table of spaCy. The same input gives the same bytes.
//!
//! ```text
//! pip download --no-deps --no-binary :all: spacy-lookups-data==1.0.5 && tar xzf spacy_lookups_data-1.0.5.tar.gz
//! gunzip -c spacy_lookups_data-1.0.5/spacy_lookups_data/data/da_lemma_lookup.json.gz |
//!     cargo run --release -p hashwall-index --example lexicon > index/data/lexicon.bin
//! ```
//!
//! The table (MIT licence, see `index/data/README.md`) gives each form one lemma, and not always the one a Dane thinks
//! of: *leder* is under *led*, *bøger* under *bøge*, *nyt* under *nytte*. Whole paradigms tell: where *bøgerne* belongs
//! to *bog*, *bøger* does too. So a form may get several lemmas, the likeliest first. From the lemmas that are compounds
//! themselves it learns which words begin compounds (with their linking letter) and which end them.

#![allow(clippy::print_stderr)] // it tells the person who runs it what it made

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::error::Error;
use std::io::{Read, Write};

use hashwall_index::fold_word as fold;
use tantivy_fst::MapBuilder;

type Lemmas = BTreeMap<String, Vec<String>>;

/// Particles and prefixes: what they make is a word of its own (*opslag* is no *slag*), no compound.
const PARTICLES: &str = "af an and be bi bort de er et en efter for fore fra frem gen ge hen her hid i in ind iso kom med mis mod ned ni om \
    op over pa par per po pro på re sa sam sammen selv se ta ti til to tre u ud under und ved vel ve vi";

/// Endings that make words, though some are words too.
const ENDINGS: &str = "hed dom skab else ning vis bar som lig løs fuld mæssig sel inde ske agtig isk ner der ter ere \
    eri ent ant ist tal ale ion ling tion tor tør ret ens ling ende are ord ese ile ine";

/// The words of two letters that make compounds; other pairs of letters stand there by chance.
const SHORT_NOUNS: &str = "by år øl ko sø is te bi æg ur ål el";

/// Irregular forms that the table has under another word or not at all: `form lemma`.
const IRREGULAR: &str = "tænder tand, tænders tand, tænderne tand, tændernes tand, øjne øje, øjnene øje, øjnenes øje, faderen far, \
    faderens far, moderen mor, moderens mor, mødre mor, mødrene mor, mødrenes mor, fundet finde, fundne finde, tog tage, taget tage, \
    taget tag, mænd mand, nætter nat, hænder hånd, fødder fod, brødre bror, søstre søster, døtre datter";

fn main() -> Result<(), Box<dyn Error>> {
    let mut json = String::new();
    std::io::stdin().read_to_string(&mut json)?;
    let table: BTreeMap<String, String> = serde_json::from_str(&json)?;
    let (lemmas, names) = read(&table);
    let lemmas = mend(lemmas);
    let (begins, ends) = learn(&lemmas, &names);
    write(&lemmas, &names, &begins, &ends)
}

/// Folded form → folded lemmas, and the names among the forms: a lower-case word wins over a name.
fn read(table: &BTreeMap<String, String>) -> (Lemmas, BTreeSet<String>) {
    let mut lemmas = Lemmas::new();
    let mut names = BTreeSet::new();
    let is_word = |word: &str| word.chars().all(char::is_alphabetic);
    for capitals in [false, true] {
        for (form, lemma) in table.iter().filter(|(form, lemma)| is_word(form) && is_word(lemma)) {
            let is_name = form.starts_with(char::is_uppercase);
            let folded = fold(form);
            if is_name != capitals || capitals && lemmas.contains_key(&folded) && !names.contains(&folded) {
                continue;
            }
            if is_name {
                names.insert(folded.clone());
            }
            let known = lemmas.entry(folded).or_default();
            if !known.contains(&fold(lemma)) {
                known.push(fold(lemma));
            }
        }
    }
    (lemmas, names)
}

/// Adds the lemmas that the paradigms ask for.
fn mend(mut lemmas: Lemmas) -> Lemmas {
    let mut forms: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (form, of) in &lemmas {
        for lemma in of {
            forms.entry(lemma.clone()).or_default().insert(form.clone());
        }
    }
    let is_lemma = |word: &str| forms.contains_key(word);
    let mut also: Vec<(String, String)> = Vec::new();
    // A noun's plural is likelier than whatever the table thought of.
    let mut first: Vec<(String, String)> = Vec::new();
    for (lemma, own) in &forms {
        let has = |ending: &str| own.contains(&format!("{lemma}{ending}"));
        for form in own {
            if let Some(plural) = form.strip_suffix("ne").filter(|plural| plural.ends_with("er")) {
                first.push((plural.to_owned(), lemma.clone()));
                first.push((format!("{plural}s"), lemma.clone()));
            }
            if let Some(plural) = form.strip_suffix("ene").filter(|plural| lemmas.contains_key(*plural)) {
                also.push((plural.to_owned(), lemma.clone()));
            }
        }
        if has("t") && !has("en") && !has("et") {
            also.push((format!("{lemma}e"), lemma.clone()));
        }
        if has("ere") && has("e") {
            also.push((format!("{lemma}t"), lemma.clone()));
        }
        if has("de") || has("te") || has("des") {
            also.push((format!("{lemma}r"), lemma.clone()));
        }
    }
    for (form, lemma) in also {
        // Only what the table knows as a form: a made-up one helps nobody.
        if let Some(known) = lemmas.get_mut(&form)
            && !known.contains(&lemma)
        {
            known.push(lemma);
        }
    }
    for (form, lemma) in first {
        if let Some(known) = lemmas.get_mut(&form) {
            known.retain(|other| *other != lemma);
            known.insert(0, lemma);
        }
    }
    // Those who do what the verb says: *leder*, *lærer*.
    for (lemma, own) in &forms {
        let has = |ending: &str| own.contains(&format!("{lemma}{ending}"));
        if lemma.len() < 4 || !lemma.ends_with("er") || !(has("e") && has("en")) {
            continue;
        }
        let verb = &lemma[..lemma.len() - 1];
        let plural_of = &lemma[..lemma.len() - 2];
        for ending in ["", "s", "en", "ens", "e", "es", "ne", "nes"] {
            let known = lemmas.entry(format!("{lemma}{ending}")).or_default();
            known.retain(|other| other != lemma && !(other == plural_of && is_lemma(verb)));
            known.insert(0, lemma.clone());
            if ending.is_empty() && is_lemma(verb) && !known.iter().any(|other| other == verb) {
                known.push(verb.to_owned());
            }
        }
    }
    for (form, lemma) in IRREGULAR.split(',').filter_map(|pair| pair.trim().split_once(' ')) {
        let (form, lemma) = (fold(form), fold(lemma));
        let known = lemmas.entry(form.clone()).or_default();
        if !known.contains(&lemma) {
            known.insert(0, lemma);
        }
    }
    // A word that is a lemma itself is that first of all.
    for (form, of) in &mut lemmas {
        if let Some(at) = of.iter().position(|lemma| lemma == form) {
            of.swap(0, at);
        } else if is_lemma(form) {
            of.insert(0, form.clone());
        }
        of.truncate(3);
    }
    lemmas
}

type Counts = BTreeMap<String, u64>;

/// Which beginnings (with their linking letter) and which ends (lemmas) the compounds of the table have. Twice: first all
/// ways to cut count, then only the likeliest of each word.
fn learn(lemmas: &Lemmas, names: &BTreeSet<String>) -> (Counts, Counts) {
    let particles: BTreeSet<String> = PARTICLES.split_whitespace().map(fold).collect();
    let endings: BTreeSet<String> = ENDINGS.split_whitespace().map(fold).collect();
    let short: BTreeSet<String> = SHORT_NOUNS.split_whitespace().map(fold).collect();
    let is_long = |part: &str| part.chars().count() > 2 || short.contains(part.trim_end_matches('s'));
    let words: BTreeSet<&String> = lemmas
        .iter()
        .filter(|(form, of)| of.contains(form) && !names.contains(*form))
        .map(|(form, _)| form)
        .collect();
    let begins_one = |left: &str| {
        let known = |word: &str| lemmas.contains_key(word) && !names.contains(word);
        !particles.contains(left)
            && (known(left)
                || left.strip_suffix('s').is_some_and(|left| left.len() > 2 && known(left))
                || left.strip_suffix('e').is_some_and(|left| left.len() > 2 && known(left)))
    };
    let mut begins = HashMap::new();
    let mut ends = HashMap::new();
    for round in 0..3 {
        let mut new_begins: HashMap<&str, u64> = HashMap::new();
        let mut new_ends: HashMap<&str, u64> = HashMap::new();
        for word in &words {
            let mut cuts: Vec<(&str, &str)> = word
                .char_indices()
                .map(|(at, _)| word.split_at(at))
                .filter(|(left, right)| is_long(left) && is_long(right))
                .filter(|(left, right)| {
                    words.contains(&(*right).to_owned())
                        && !endings.contains(*right)
                        && !particles.contains(*right)
                        && begins_one(left)
                })
                .collect();
            if round > 0 {
                let worth = |(left, right): &(&str, &str)| {
                    let count = |of: &HashMap<&str, u64>, key: &str| of.get(key).copied().unwrap_or(0);
                    (count(&begins, left) + 1) * (count(&ends, right) + 1)
                };
                cuts.sort_by_key(|cut| std::cmp::Reverse(worth(cut)));
                cuts.truncate(1);
            }
            for (left, right) in cuts {
                *new_begins.entry(left).or_default() += 1;
                *new_ends.entry(right).or_default() += 1;
            }
        }
        (begins, ends) = (new_begins, new_ends);
    }
    let kept = |counts: HashMap<&str, u64>| -> Counts {
        counts
            .into_iter()
            .filter(|(_, count)| *count > 1)
            .map(|(word, count)| (word.to_owned(), count))
            .collect()
    };
    (kept(begins), kept(ends))
}

/// `HWLX`, the length of the rules, the rules (one a line: `cut:add` joined by `|`), the automaton. Its keys: `=form` →
/// number of the rule, `!name` → likewise, `<beginning` and `>end` → how many compounds.
fn write(
    lemmas: &Lemmas,
    names: &BTreeSet<String>,
    begins: &Counts,
    ends: &Counts,
) -> Result<(), Box<dyn Error>> {
    let mut uses: BTreeMap<String, u64> = BTreeMap::new();
    let rule = |form: &String, of: &Vec<String>| {
        of.iter().map(|lemma| cut_and_add(form, lemma)).collect::<Vec<_>>().join("|")
    };
    for (form, of) in lemmas {
        *uses.entry(rule(form, of)).or_default() += 1;
    }
    let mut rules: Vec<(&String, &u64)> = uses.iter().collect();
    // The frequent ones get small numbers.
    rules.sort_by_key(|(rule, count)| (std::cmp::Reverse(**count), (*rule).clone()));
    let numbers: HashMap<&str, u64> = (0..).zip(&rules).map(|(at, (rule, _))| (rule.as_str(), at)).collect();
    let mut keys: BTreeMap<String, u64> = BTreeMap::new();
    for (form, of) in lemmas {
        let mark = if names.contains(form) { '!' } else { '=' };
        keys.insert(format!("{mark}{form}"), numbers[rule(form, of).as_str()]);
    }
    keys.extend(begins.iter().map(|(word, count)| (format!("<{word}"), (*count).min(255))));
    keys.extend(ends.iter().map(|(word, count)| (format!(">{word}"), (*count).min(255))));
    let mut automaton = MapBuilder::memory();
    for (key, value) in &keys {
        automaton.insert(key, *value)?;
    }
    let automaton = automaton.into_inner()?;
    let text: String = rules.iter().map(|(rule, _)| format!("{rule}\n")).collect();
    let mut out = std::io::stdout().lock();
    out.write_all(b"HWLX")?;
    out.write_all(&u32::try_from(text.len())?.to_le_bytes())?;
    out.write_all(text.as_bytes())?;
    out.write_all(&automaton)?;
    out.flush()?;
    eprintln!(
        "{} forms, {} rules ({} bytes), {} beginnings, {} ends, automaton {} bytes",
        lemmas.len(),
        rules.len(),
        text.len(),
        begins.len(),
        ends.len(),
        automaton.len()
    );
    Ok(())
}

/// How many characters to cut off the form, and what to add then.
fn cut_and_add(form: &str, lemma: &str) -> String {
    let shared: usize = form.chars().zip(lemma.chars()).take_while(|(a, b)| a == b).count();
    let add: String = lemma.chars().skip(shared).collect();
    format!("{}:{add}", form.chars().count() - shared)
}
