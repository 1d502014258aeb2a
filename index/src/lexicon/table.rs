//! `data/lexicon.bin`: forms, lemmas, and what begins and ends compounds. Read in place; made by the example `lexicon`.

use std::collections::HashSet;
use std::sync::LazyLock;

use tantivy_fst::Map;
use tantivy_fst::raw::Fst;

use crate::fold::fold_word;

static BYTES: &[u8] = include_bytes!("../../data/lexicon.bin");

/// Places and other words that are no compounds of what they seem to be made of: *Århus* is no *hus*.
static WHOLE: &str = include_str!("../../data/whole.txt");

static TABLE: LazyLock<Option<Table>> = LazyLock::new(|| {
    let table = Table::read(BYTES);
    if table.is_none() {
        tracing::error!("the Danish lexicon cannot be read: words are compared by their endings alone");
    }
    table
});

/// The lexicon.
pub(super) struct Table {
    map: Map<&'static [u8]>,
    rules: Vec<Vec<(usize, &'static str)>>,
    whole: HashSet<String>,
}

impl Table {
    /// The one lexicon; `None` only if the file built in is broken, which a test excludes.
    pub fn get() -> Option<&'static Self> {
        TABLE.as_ref()
    }

    fn read(bytes: &'static [u8]) -> Option<Self> {
        let (length, rest) = bytes.strip_prefix(b"HWLX")?.split_first_chunk::<4>()?;
        let (text, automaton) = rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
        let one = |rule: &'static str| -> Option<(usize, &'static str)> {
            let (cut, add) = rule.split_once(':')?;
            Some((cut.parse().ok()?, add))
        };
        let rules = std::str::from_utf8(text).ok()?.lines().map(|line| line.split('|').map(one).collect());
        let whole =
            WHOLE.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(fold_word).collect();
        Some(Self { map: Map::from(Fst::new(automaton).ok()?), rules: rules.collect::<Option<_>>()?, whole })
    }

    /// The lemmas of a form, the likeliest first; empty if it is not known.
    pub fn lemmas(&self, form: &str) -> Vec<String> {
        let rule = self.value('=', form).or_else(|| self.value('!', form));
        let Some(rule) = rule.and_then(|at| self.rules.get(usize::try_from(at).ok()?)) else {
            return Vec::new();
        };
        rule.iter().map(|&(cut, add)| changed(form, cut, add)).collect()
    }

    /// True if it is a form of some word that is no name.
    pub fn knows(&self, form: &str) -> bool {
        self.value('=', form).is_some()
    }

    /// True if it is a lemma itself.
    pub fn is_lemma(&self, word: &str) -> bool {
        let rule = self.value('=', word).and_then(|at| self.rules.get(usize::try_from(at).ok()?));
        rule.is_some_and(|rule| rule.contains(&(0, "")))
    }

    /// True for people, countries, whole.
    pub fn is_name(&self, word: &str) -> bool {
        self.whole.contains(word)
            || word.strip_suffix('s').is_some_and(|word| self.whole.contains(word))
            || self.value('!', word).is_some()
    }

    /// How many compounds of the table begin so, linking letter included.
    pub fn begins(&self, left: &str) -> u64 {
        self.value('<', left).unwrap_or(0)
    }

    /// How many compounds of the table end in this lemma.
    pub fn ends(&self, lemma: &str) -> u64 {
        self.value('>', lemma).unwrap_or(0)
    }

    fn value(&self, mark: char, word: &str) -> Option<u64> {
        let mut key = [0; 128];
        let length = 1 + word.len();
        let place = key.get_mut(..length)?;
        place[0] = u8::try_from(mark).ok()?;
        place[1..].copy_from_slice(word.as_bytes());
        self.map.get(&*place)
    }
}

fn changed(form: &str, cut: usize, add: &str) -> String {
    let end = form.char_indices().rev().nth(cut.wrapping_sub(1)).map_or(form.len(), |(at, _)| at);
    format!("{}{add}", &form[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lexicon_is_whole() {
        let table = Table::get().unwrap();
        assert!(table.map.len() > 500_000 && BYTES.len() < 3_000_000);
        assert_eq!(table.lemmas("gik"), ["gå"]);
        assert_eq!(table.lemmas("bøger")[0], "bog");
        assert_eq!(table.lemmas("ledernes"), ["leder"]);
        assert!(table.is_name("danmark") && table.is_name("århus") && !table.knows("danmark"));
        assert!(table.begins("ledelses") > 5 && table.ends("udvikling") > 5);
        assert_eq!(table.lemmas("qqqq"), Vec::<String>::new());
        assert!(table.lemmas(&"x".repeat(500)).is_empty());
    }
}
