//! A Danish personal number (CPR) must not stand on a wall, whoever wrote it.
//!
//! Construction: cpr.dk, "Opbygning af CPR-nummeret" (DDMMYY, a serial number whose first digit tells the century, modulus
//! 11). Numbers that fail modulus 11 exist since 2007 for people born on 1 January, from 1960 on (cpr.dk, "Personnumre
//! uden kontrolciffer", 2023); for every other date it is demanded, so that phone and order numbers do not hold posts.
//!
//! Ten digits may be both: one date in eleven passes the check by chance. Where the words beside them say what they are
//! ("ordrenr.", "er mit telefonnummer": [`super::number_context`]), they are believed, unless the number is written with the
//! dash that only this number has, or the words name it. Where nothing is said, the post is held: a person has a look, and
//! nothing is lost.

use chrono::{Datelike, NaiveDate};
use unicode_normalization::UnicodeNormalization;

use super::number_context::says_other;
use super::reading::{Reading, shown};
use super::rule::Rule;
use super::rulebook::Rulebook;
use crate::domain::post::{Draft, State};
use crate::domain::time::Timestamp;
use crate::domain::verdict::{Knowledge, Verdict};

/// The rule.
pub struct PersonalNumber;

impl Rule for PersonalNumber {
    fn name(&self) -> &'static str {
        "personal-number"
    }

    fn opinion(&self, draft: &Reading<'_>, knowledge: &Knowledge, _book: &Rulebook) -> Option<Verdict> {
        // Never the number itself: reasons go to the log.
        is_in(draft, knowledge.now)
            .then(|| Verdict::new(State::Held, self.name(), "it seems to contain a CPR number"))
    }
}

/// True if a post that is shown would show a personal number: it takes a person who confirmed that it may.
pub fn is_in(draft: &Draft, now: Timestamp) -> bool {
    shown(draft).into_iter().any(|text| is_in_words(text, now))
}

/// True if words would show one.
pub fn is_in_words(words: &str, now: Timestamp) -> bool {
    has_personal_number(words, now.to_copenhagen().date_naive())
}

/// True if the text has ten digits, together or as six and four, that are a personal number of somebody born by `today`.
fn has_personal_number(text: &str, today: NaiveDate) -> bool {
    // Most texts have no ten digits, and folding costs.
    if text.chars().filter(|c| c.is_numeric()).take(10).count() < 10 {
        return false;
    }
    let ascii = text.is_ascii();
    let chars: Vec<char> =
        if ascii { text.chars().collect() } else { text.nfkc().filter(|c| !is_invisible(*c)).collect() };
    let mut at = 0;
    while at < chars.len() {
        if !chars[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let length = digits(&chars[at..]);
        let found = match length {
            10 => Some((at + 10, true)),
            6 => second_half(&chars, at + 6)
                .map(|(from, to)| (to, chars[at + 6..from].iter().all(|c| c.is_whitespace()))),
            _ => None,
        };
        // With nothing but space within, the words beside it may say what it is.
        let is_one = found.is_some_and(|(to, plain)| {
            stands_alone(&chars, at, to)
                && number(&chars[at..to]).is_some_and(|digits| is_valid(&digits, today))
                && !(plain && says_other(&chars, at, to))
        });
        if is_one {
            return true;
        }
        at += length;
    }
    false
}

/// Characters that are not seen and would part what is read together.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

fn digits(chars: &[char]) -> usize {
    chars.iter().take_while(|c| c.is_ascii_digit()).count()
}

/// Where the serial number stands after the date: a dash of any sort, or a space, or both, then exactly four digits.
fn second_half(chars: &[char], mut at: usize) -> Option<(usize, usize)> {
    let start = at;
    while at < start + 3
        && chars.get(at).is_some_and(|c| {
            matches!(c, '-' | '–' | '—' | '‐' | '‑' | '−' | '_' | '.' | '/') || c.is_whitespace()
        })
    {
        at += 1;
    }
    (at > start && digits(chars.get(at..)?) == 4).then_some((at, at + 4))
}

/// False inside a longer number, word, IBAN or phone number.
fn stands_alone(chars: &[char], from: usize, to: usize) -> bool {
    let before = from.checked_sub(1).and_then(|at| chars.get(at));
    let before_that = from.checked_sub(2).and_then(|at| chars.get(at));
    let joins = |c: &char| matches!(c, '-' | '.' | ',' | '/');
    let left = before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '+' | '_'))
        || before.is_some_and(joins) && before_that.is_some_and(char::is_ascii_digit);
    let right = chars.get(to).is_some_and(|c| c.is_alphanumeric() || *c == '_')
        || chars.get(to).is_some_and(joins) && chars.get(to + 1).is_some_and(char::is_ascii_digit);
    !left && !right
}

fn number(chars: &[char]) -> Option<[u32; 10]> {
    let digits: Vec<u32> = chars.iter().filter_map(|c| c.to_digit(10)).collect();
    digits.try_into().ok()
}

fn is_valid(digits: &[u32; 10], today: NaiveDate) -> bool {
    let two = |at: usize| digits[at] * 10 + digits[at + 1];
    let year = two(4);
    let century = match (digits[6], year) {
        (0..=3, _) | (4 | 9, 37..) => 1900,
        (5..=8, 58..) => 1800,
        _ => 2000,
    };
    let Some(born) =
        i32::try_from(century + year).ok().and_then(|year| NaiveDate::from_ymd_opt(year, two(2), two(0)))
    else {
        return false;
    };
    const WEIGHTS: [u32; 10] = [4, 3, 2, 7, 6, 5, 4, 3, 2, 1];
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    let without_check = born.day() == 1 && born.month() == 1 && born.year() >= 1960;
    born <= today && (sum.is_multiple_of(11) || without_check)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(text: &str) -> bool {
        has_personal_number(text, NaiveDate::from_ymd_opt(2026, 10, 26).unwrap())
    }

    #[test]
    fn numbers_are_seen_however_they_are_written() {
        // A number widely used as an example of the check.
        for text in [
            "070761-4285",
            "Mit nr. er 0707614285.",
            "070761 4285",
            "070761 - 4285",
            "(070761–4285)",
            "cpr:070761-4285",
            "010190-1234",
            "０７０７６１-4285",
            "070\u{200b}7614285",
            "tlf. 070761-4285",
            "Ring om cpr 0707614285",
            "0707614285\nordre",
        ] {
            assert!(has(text), "{text}");
        }
    }

    #[test]
    fn other_numbers_are_not() {
        for text in [
            "070761-4286",
            "310261-4285",
            "12345678",
            "+45 12 34 56 78",
            "4512345678",
            "1792998000",
            "10.0707614285",
            "A0707614285",
            "07076142851",
            "070761-42850",
            "2026-10-26",
            "26.10.2026 0900",
            "070761 42 85",
            "311299-9998",
            "1070761-4285",
            "1234567890",
            "Ordrenr. 0707614285",
            "Faktura nr. 0707614285",
            "tlf.: 0707614285",
            "P-nr. 0707614285",
        ] {
            assert!(!has(text), "{text}");
        }
    }
}
