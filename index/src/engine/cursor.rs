//! Where a page ended: the sort key of its last hit, as text for a URL.

use super::statistics::Numbers;

/// The sort key of a hit: higher comes first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    /// Score in thousandths: near-equal matches are told apart by time. 0 in newest-first.
    pub quality: i64,
    /// µs since the epoch.
    pub time: i64,
    /// Tells documents of the same time apart.
    pub id: String,
}

/// Numbers of a cursor that are read; the rest is left out.
const MOST_NUMBERS: usize = 64;

/// A place in a list, and how the list was ranked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cursor {
    /// The last hit of the page.
    pub key: Key,
    /// What the ranking depended on; empty in newest-first.
    pub numbers: Numbers,
}

impl Cursor {
    /// As text of letters, digits, dots and dashes.
    pub fn write(&self, by_relevance: bool) -> String {
        let Key { quality, time, id } = &self.key;
        let id: String = id.bytes().map(|byte| format!("{byte:02x}")).collect();
        if by_relevance {
            let numbers: Vec<String> = self.numbers.iter().map(|number| format!("{number:x}")).collect();
            format!("r.{quality}.{time}.{id}.{}", numbers.join("-"))
        } else {
            format!("n.{time}.{id}")
        }
    }

    /// Reads it; `None` if it is broken or of the other order.
    pub fn read(text: &str, by_relevance: bool) -> Option<Self> {
        let parts: Vec<&str> = text.split('.').collect();
        let (quality, time, id, numbers) = match parts[..] {
            ["r", quality, time, id, numbers] if by_relevance => (quality.parse().ok()?, time, id, numbers),
            ["n", time, id] if !by_relevance => (0, time, id, ""),
            _ => return None,
        };
        if !id.is_ascii() || !id.len().is_multiple_of(2) {
            return None;
        }
        let bytes: Option<Vec<u8>> =
            (0..id.len()).step_by(2).map(|at| u8::from_str_radix(&id[at..at + 2], 16).ok()).collect();
        let numbers = numbers.split('-').filter(|number| !number.is_empty()).take(MOST_NUMBERS);
        let numbers: Option<Numbers> = numbers.map(|number| u64::from_str_radix(number, 16).ok()).collect();
        let key = Key { quality, time: time.parse().ok()?, id: String::from_utf8(bytes?).ok()? };
        Some(Self { key, numbers: numbers? })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn reads_back(
            quality in any::<i64>(),
            time in any::<i64>(),
            id in any::<String>(),
            numbers in prop::collection::vec(any::<u64>(), 0..60),
        ) {
            let best = Cursor { key: Key { quality, time, id }, numbers };
            prop_assert_eq!(Cursor::read(&best.write(true), true), Some(best.clone()));
            let newest = Cursor { key: Key { quality: 0, ..best.key }, numbers: Vec::new() };
            prop_assert_eq!(Cursor::read(&newest.write(false), false), Some(newest.clone()));
            prop_assert_eq!(Cursor::read(&newest.write(false), true), None);
        }

        #[test]
        fn broken_ones_are_none(text in any::<String>(), tail in "[0-9a-zæ.-]{0,20}") {
            let _read = (Cursor::read(&text, true), Cursor::read(&format!("n.{tail}"), false));
        }
    }
}
