//! Which language a text is in. Only those are guessed that this wall meets: Danish, English, German, Swedish, Norwegian
//! bokmål. A wrong guess hides a post from a filter, so what is not clear is `None`.
//!
//! Two witnesses: whatlang's trigrams, which are good on long texts and take Danish and Norwegian for one another, and
//! the small words of each language, which decide on short texts and between neighbours. Where Danish and
//! Norwegian stand equal it is Danish: this is a Danish wall.

use whatlang::{Detector, Lang};

use crate::domain::link::find_links;

/// Small words of each language. What neighbours share stands in both lists, so only what differs decides between them.
const MARKERS: &[(&str, &str)] = &[
    (
        "da",
        "af efter hvad blev mig dig sig uge ugen mellem nogle noget nogen meget vores jeres lige tak op bliver blive \
         siger hvorfor gennem sådan siden dagens dag arbejde ledelse kommunen kommuner ledere på og at ikke det der er \
         også med har som til kan skal vil vi en et den de men om eller jeg du være hvor når fordi sammen hvordan god \
         godt nye ny læs mere fra for i dag idag glæder hos tværs uden",
    ),
    (
        "nb",
        "av etter hva ble meg deg seg uke uken mellom noen noe mye våre vår deres takk opp blir bli sier hvorfor \
         gjennom slik siden dagens dag arbeid ledelse kommunen kommuner ledere på og at ikke det der er også med har \
         som til kan skal vil vi en et den de men om eller jeg du være hvor når fordi sammen hvordan god godt nye ny \
         les mer fra for i gleder hos uten nå jobb veldig",
    ),
    (
        "sv",
        "och är att inte jag på med som till av från också vad hur ska vi en ett den de men om eller du vara var när \
         för det har kan vår våra mycket några något efter tack upp blir bli säger mellan genom idag dag läs mer nya \
         utan hos ledare",
    ),
    (
        "en",
        "the and of to is with this that our are it was from have how what read more about you your we not on at be \
         by as or an in for a new their they today which will can",
    ),
    (
        "de",
        "und der die das ist nicht mit für ein eine wir zu den von auf im dem sich des auch es an als bei oder aus \
         nach wie sie ich über mehr hat werden sind uns unsere heute",
    ),
];

/// How sure [`look`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Finding {
    language: &'static str,
    /// The text says so beyond reasonable doubt.
    clear: bool,
}

/// ISO 639-1 of a text (`da`, `en`, `de`, `sv`, `nb`), or `None` if it is too short to tell.
pub fn detect(text: &str) -> Option<String> {
    look(text).map(|finding| finding.language.to_owned())
}

/// The language of a post: what the network claims (BCP 47), unless the text clearly is in another. Many Danish posts are
/// labelled `en` because their author's phone is.
pub fn language_of(text: &str, claim: Option<&str>) -> Option<String> {
    let claimed = claim.and_then(primary);
    let found = look(text);
    match (claimed, found) {
        (Some(claimed), Some(found)) => {
            // A claim of a language that is not guessed here stands: Faroese looks Danish to whoever cannot read it.
            let guessable = MARKERS.iter().any(|(language, _)| *language == claimed);
            if found.clear && guessable { Some(found.language.to_owned()) } else { Some(claimed) }
        }
        (Some(claimed), None) => Some(claimed),
        (None, Some(found)) => Some(found.language.to_owned()),
        (None, None) => None,
    }
}

/// ISO 639-1 of a BCP 47 tag: `da-DK` and `da_DK` are `da`, `no` and `nob` are `nb`, junk and `und` are `None`.
pub fn primary(tag: &str) -> Option<String> {
    const CODES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv \
        dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu \
        ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne \
        ng nl nn nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw \
        ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";
    let first = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
    let code = match first.as_str() {
        "no" | "nob" | "nor" => "nb",
        "dan" => "da",
        "eng" => "en",
        "deu" | "ger" => "de",
        "swe" => "sv",
        other => other,
    };
    CODES.split_ascii_whitespace().any(|known| known == code).then(|| code.to_owned())
}

fn look(text: &str) -> Option<Finding> {
    let text = words_alone(text);
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .take(400)
        .map(str::to_lowercase)
        .collect();
    let votes = votes(&words);
    let of = |language: &str| votes.iter().find(|(one, _)| *one == language).map_or(0, |(_, votes)| *votes);
    let (best, most) = votes.iter().copied().max_by_key(|(_, votes)| *votes)?;
    let second = votes.iter().filter(|(one, _)| *one != best).map(|(_, votes)| *votes).max().unwrap_or(0);
    let danish_letters = text.contains(['æ', 'ø', 'Æ', 'Ø']);

    let letters = words.iter().map(|word| word.chars().count()).sum::<usize>();
    let by_trigrams = (words.len() >= 4 && letters >= 20).then(|| trigrams(&text)).flatten();
    let neighbours = |language: &str| matches!(language, "da" | "nb");
    match by_trigrams {
        None => {
            // Short: two small words of one language and fewer of every other, or one together with æ or ø.
            if danish_letters && of("da").max(of("nb")) >= 1 && of("da").max(of("nb")) >= most {
                return Some(Finding { language: danish_or_norwegian(of("da"), of("nb")), clear: false });
            }
            let language = if neighbours(best) { danish_or_norwegian(of("da"), of("nb")) } else { best };
            let rival = if neighbours(best) { of("sv").max(of("en")).max(of("de")) } else { second };
            (most >= 2 && most > rival).then_some(Finding { language, clear: false })
        }
        Some((found, sure)) => {
            let own = if neighbours(found) { of("da").max(of("nb")) } else { of(found) };
            let language = if most >= 3 && most >= own * 2 {
                best
            } else if own == 0 {
                // Sure or not: a real text in one of our languages has its small words. French has none of them.
                return None;
            } else {
                found
            };
            let language =
                if neighbours(language) { danish_or_norwegian(of("da"), of("nb")) } else { language };
            let own = of(language);
            // Neighbours share most small words, so the rival of Danish is not Norwegian.
            let rival = votes
                .iter()
                .filter(|(one, _)| *one != language && !(neighbours(one) && neighbours(language)))
                .map(|(_, votes)| *votes)
                .max()
                .unwrap_or(0);
            let clear = own >= 3 && own >= rival * 2 || sure && own > rival && own >= 2;
            (own > rival || sure).then_some(Finding { language, clear })
        }
    }
}

fn danish_or_norwegian(da: usize, nb: usize) -> &'static str {
    if nb > da { "nb" } else { "da" }
}

fn trigrams(text: &str) -> Option<(&'static str, bool)> {
    let detector = Detector::with_allowlist(vec![Lang::Dan, Lang::Eng, Lang::Deu, Lang::Swe, Lang::Nob]);
    let info = detector.detect(text)?;
    let language = match info.lang() {
        Lang::Dan => "da",
        Lang::Eng => "en",
        Lang::Deu => "de",
        Lang::Swe => "sv",
        Lang::Nob => "nb",
        _ => return None,
    };
    Some((language, info.is_reliable()))
}

/// The text without addresses, hashtags and mentions, which are in no language.
fn words_alone(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    let mut from = 0;
    for link in find_links(text) {
        bare.push_str(&text[from..link.start]);
        bare.push(' ');
        from = link.end;
    }
    bare.push_str(&text[from..]);
    bare.split_whitespace().filter(|word| !word.contains(['#', '＃', '@'])).collect::<Vec<_>>().join(" ")
}

/// How many of the words each language claims.
fn votes(words: &[String]) -> Vec<(&'static str, usize)> {
    MARKERS
        .iter()
        .map(|(language, markers)| {
            let marks =
                |word: &&String| markers.split_ascii_whitespace().any(|marker| marker == word.as_str());
            (*language, words.iter().filter(marks).count())
        })
        .collect()
}
