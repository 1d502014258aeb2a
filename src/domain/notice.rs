//! A moderators' message to the screens in the hall. Knows no page and no database.

use super::time::Timestamp;

/// Characters of the longest: three lines beside the hashtag, in letters that are read at ten metres.
pub const LONGEST: usize = 120;

/// A message, shown from `begins` until `ends` or until somebody takes it down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Counted from 1.
    pub number: u64,
    /// One paragraph of at most [`LONGEST`] characters.
    pub text: String,
    /// Shown from this instant …
    pub begins: Timestamp,
    /// … up to this one, if it has an end.
    pub ends: Option<Timestamp>,
    /// `user:<name>`.
    pub author: String,
    /// When it was taken down, and by whom.
    pub withdrawn: Option<(Timestamp, String)>,
}

impl Notice {
    /// True while it is to be shown.
    pub fn is_on(&self, now: Timestamp) -> bool {
        self.withdrawn.is_none() && self.begins <= now && self.ends.is_none_or(|end| now < end)
    }

    /// True before it is to be shown.
    pub fn is_coming(&self, now: Timestamp) -> bool {
        self.withdrawn.is_none() && now < self.begins && self.ends.is_none_or(|end| self.begins < end)
    }
}

/// The message of `notices` that screens show: of several the one that began last.
pub fn shown(notices: &[Notice], now: Timestamp) -> Option<&Notice> {
    notices.iter().filter(|notice| notice.is_on(now)).max_by_key(|notice| (notice.begins, notice.number))
}

/// What the screens show, as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// How often any message has been written, prolonged or taken down: of two readings the higher one is the later.
    pub changes: u64,
    /// When it was read; of two readings of the same changes the later one knows what has begun and ended.
    pub at: Option<Timestamp>,
    /// The message.
    pub notice: Option<Notice>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_that_began_last_is_shown_and_only_in_its_time() {
        let notice = |number, begins, ends, withdrawn| Notice {
            number,
            text: String::new(),
            begins: Timestamp(begins),
            ends: Some(ends).filter(|end| *end > 0).map(Timestamp),
            author: "user:mette".to_owned(),
            withdrawn: if withdrawn { Some((Timestamp(0), "user:mette".to_owned())) } else { None },
        };
        let all = [
            notice(1, 10, 0, false),
            notice(2, 20, 30, false),
            notice(3, 25, 27, false),
            notice(4, 26, 0, true),
            notice(5, 40, 40, false),
        ];
        let at = |now| shown(&all, Timestamp(now)).map(|notice| notice.number);
        assert_eq!(
            [9, 10, 20, 25, 26, 27, 29, 30, 50].map(at),
            [None, Some(1), Some(2), Some(3), Some(3), Some(2), Some(2), Some(1), Some(1)]
        );
        assert!(all[1].is_coming(Timestamp(19)) && !all[1].is_coming(Timestamp(20)));
        assert!(!all[3].is_coming(Timestamp(0)), "it was taken down before it began");
    }
}
