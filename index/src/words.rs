//! Running text → units: words, hashtags, mentions, numbers, emoji, with where they stand and the pieces they are made
//! of. Knows how social text is written, nothing of languages, fields or tantivy.

use std::ops::Range;

use crate::fold::{is_emoji, is_invisible, is_word_char};

/// A word longer than this is no word (a base64 blob, a key): it is left out.
const LONGEST_WORD: usize = 200;

/// More pieces than this is no word either, but a chain; its pieces are then words of their own.
const MOST_PIECES: usize = 8;

/// What a unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A word or number.
    Word,
    /// `#tag`; its text is without `#`.
    Tag,
    /// `@handle` or `@handle@host`; its text is without the first `@`.
    Mention,
    /// One emoji.
    Emoji,
}

/// One unit of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unit {
    /// What it is.
    pub kind: Kind,
    /// Bytes of the text, with `#` or `@`.
    pub range: Range<usize>,
    /// Bytes of the text, without `#` or `@`.
    pub body: Range<usize>,
    /// Its pieces (hyphens, underscores, CamelCase, letters beside digits), if there are at least two.
    pub pieces: Vec<Range<usize>>,
}

/// All units of a text, in order. Linear in its length.
pub(crate) fn units(text: &str) -> Vec<Unit> {
    let mut found = Vec::new();
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut at = 0;
    while at < chars.len() {
        let (start, c) = chars[at];
        let free = at == 0 || !continues_word(chars[at - 1].1);
        let next_is_word = chars.get(at + 1).is_some_and(|&(_, next)| next.is_alphanumeric() || next == '_');
        let kind = match c {
            '#' | '＃' if free && next_is_word => Kind::Tag,
            '@' if free && next_is_word => Kind::Mention,
            // A mark without a letter before it is no word.
            _ if c.is_alphanumeric() => Kind::Word,
            _ if is_emoji(c) => Kind::Emoji,
            _ => {
                at += 1;
                continue;
            }
        };
        let first = if matches!(kind, Kind::Tag | Kind::Mention) { at + 1 } else { at };
        let end = match kind {
            Kind::Emoji => emoji_end(&chars, at),
            _ => run_end(&chars, first, kind),
        };
        let end_byte = chars.get(end).map_or(text.len(), |&(byte, _)| byte);
        let body = chars[first].0..end_byte;
        at = end;
        // `#1` is a number with a sign before it: a tag has something other than digits in it.
        let is_number = kind == Kind::Tag && text[body.clone()].chars().all(char::is_numeric);
        let kind = if is_number { Kind::Word } else { kind };
        if body.len() > LONGEST_WORD {
            continue;
        }
        let mut pieces = if kind == Kind::Emoji { Vec::new() } else { pieces(&chars[first..end], end_byte) };
        if pieces.len() > MOST_PIECES && kind == Kind::Word {
            found.extend(pieces.into_iter().map(|piece| Unit {
                kind,
                range: piece.clone(),
                body: piece,
                pieces: Vec::new(),
            }));
            continue;
        }
        if pieces.len() < 2 && kind != Kind::Mention {
            pieces.clear();
        }
        found.push(Unit { kind, range: start..end_byte, body, pieces });
    }
    found
}

fn continues_word(c: char) -> bool {
    is_word_char(c) || c == '_' || c == '&'
}

/// A flag is two regional indicators; every other emoji is one character.
fn emoji_end(chars: &[(usize, char)], at: usize) -> usize {
    let is_indicator =
        |place: usize| chars.get(place).is_some_and(|&(_, c)| matches!(c, '\u{1f1e6}'..='\u{1f1ff}'));
    if is_indicator(at) && is_indicator(at + 1) { at + 2 } else { at + 1 }
}

/// Where the run that starts at `first` ends: joiners only count between two word characters.
fn run_end(chars: &[(usize, char)], first: usize, kind: Kind) -> usize {
    let mut end = first;
    while let Some(&(_, c)) = chars.get(end) {
        let follows = |test: fn(char) -> bool| chars.get(end + 1).is_some_and(|&(_, next)| test(next));
        let after_digit = end > first && chars[end - 1].1.is_numeric();
        let inside = is_word_char(c)
            || is_invisible(c) && follows(is_word_char)
            || match (kind, c) {
                (Kind::Tag | Kind::Mention, '_') => true,
                (Kind::Mention, '.' | '-' | '@') => follows(is_word_char),
                (Kind::Word, '-' | '_' | '\u{2010}' | '\u{2011}' | '\'' | '’') => {
                    end > first && follows(is_word_char)
                }
                (Kind::Word, '.' | ',') => after_digit && follows(char::is_numeric),
                _ => false,
            };
        if !inside {
            break;
        }
        end += 1;
    }
    end
}

/// Cuts a run at joiners, at aB, at ABc (before B) and between letters and digits if both sides have two.
fn pieces(run: &[(usize, char)], end_byte: usize) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut start: Option<usize> = None;
    for place in 0..run.len() {
        let (byte, c) = run[place];
        if !(is_word_char(c) || is_invisible(c) || matches!(c, '\'' | '’')) {
            found.extend(start.take().map(|from| run[from].0..byte));
            continue;
        }
        if let Some(from) = start
            && cuts(run, from, place)
        {
            found.push(run[from].0..byte);
            start = Some(place);
        }
        start = start.or(Some(place));
    }
    found.extend(start.map(|from| run[from].0..end_byte));
    found
}

fn cuts(run: &[(usize, char)], from: usize, place: usize) -> bool {
    let c = run[place].1;
    let before = run[place - 1].1;
    let after = run.get(place + 1).map(|&(_, after)| after);
    if c.is_uppercase() {
        return before.is_lowercase()
            || before.is_uppercase() && after.is_some_and(char::is_lowercase) && after != Some('s');
    }
    let digits_begin = c.is_numeric() && before.is_alphabetic();
    let letters_begin = c.is_alphabetic() && before.is_numeric();
    let same_kind = |after: char| after.is_numeric() == c.is_numeric() && after.is_alphanumeric();
    (digits_begin || letters_begin) && place - from >= 2 && after.is_some_and(same_kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(Kind, &str, Vec<&str>)> {
        let show = |unit: Unit| {
            let pieces = unit.pieces.iter().map(|piece| &text[piece.clone()]).collect();
            (unit.kind, &text[unit.body], pieces)
        };
        units(text).into_iter().map(show).collect()
    }

    #[test]
    fn hashtags_are_words_too() {
        assert_eq!(
            read("#LedelseIDetOffentlige, a#b"),
            [
                (Kind::Tag, "LedelseIDetOffentlige", vec!["Ledelse", "I", "Det", "Offentlige"]),
                (Kind::Word, "a", vec![]),
                (Kind::Word, "b", vec![]),
            ]
        );
        assert_eq!(read("＃Uge44")[0], (Kind::Tag, "Uge44", vec!["Uge", "44"]));
    }

    #[test]
    fn mentions_hyphens_numbers_and_emoji() {
        assert_eq!(read("@Kim.Bo@social.dk.")[0].1, "Kim.Bo@social.dk");
        assert_eq!(read("kim@social.dk").len(), 3);
        assert_eq!(read("e-mail-")[0], (Kind::Word, "e-mail", vec!["e", "mail"]));
        assert_eq!(read("1.000,50 kr.")[0], (Kind::Word, "1.000,50", vec!["1", "000", "50"]));
        assert_eq!(read("👍🏽🇩🇰ja").iter().map(|unit| unit.1).collect::<Vec<_>>(), ["👍", "🇩🇰", "ja"]);
        assert_eq!(read("KLs DRs SharePoint")[0].2, Vec::<&str>::new());
        assert_eq!(read("SharePoint")[0].2, ["Share", "Point"]);
    }

    #[test]
    fn blobs_are_left_out_and_chains_cut() {
        assert!(units(&"x".repeat(5_000)).is_empty());
        assert_eq!(units("a-b-c-d-e-f-g-h-i-j").len(), 10);
    }
}
