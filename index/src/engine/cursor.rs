//! Where a page ended: the sort key of its last hit, as text for a URL.

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

impl Key {
    /// As text of letters, digits and dots.
    pub fn write(&self, by_relevance: bool) -> String {
        let id: String = self.id.bytes().map(|byte| format!("{byte:02x}")).collect();
        if by_relevance {
            format!("r.{}.{}.{id}", self.quality, self.time)
        } else {
            format!("n.{}.{id}", self.time)
        }
    }

    /// Reads it; `None` if it is broken or of the other order.
    pub fn read(text: &str, by_relevance: bool) -> Option<Self> {
        let parts: Vec<&str> = text.split('.').collect();
        let (quality, time, id) = match parts[..] {
            ["r", quality, time, id] if by_relevance => (quality.parse().ok()?, time, id),
            ["n", time, id] if !by_relevance => (0, time, id),
            _ => return None,
        };
        if !id.is_ascii() || !id.len().is_multiple_of(2) {
            return None;
        }
        let bytes: Option<Vec<u8>> =
            (0..id.len()).step_by(2).map(|at| u8::from_str_radix(&id[at..at + 2], 16).ok()).collect();
        Some(Self { quality, time: time.parse().ok()?, id: String::from_utf8(bytes?).ok()? })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn reads_back(quality in any::<i64>(), time in any::<i64>(), id in any::<String>()) {
            let key = Key { quality, time, id };
            prop_assert_eq!(Key::read(&key.write(true), true), Some(key.clone()));
            let newest = Key { quality: 0, ..key };
            prop_assert_eq!(Key::read(&newest.write(false), false), Some(newest.clone()));
            prop_assert_eq!(Key::read(&newest.write(false), true), None);
        }

        #[test]
        fn broken_ones_are_none(text in any::<String>(), tail in "[0-9a-zæ.-]{0,20}") {
            let _read = (Key::read(&text, true), Key::read(&format!("n.{tail}"), false));
        }
    }
}
