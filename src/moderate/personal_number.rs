//! A Danish personal number (CPR) must not stand on a wall, whoever wrote it.
//!
//! Construction: cpr.dk, "Opbygning af CPR-nummeret" (DDMMYY, a serial number whose first digit tells the century, modulus
//! 11). Numbers that fail modulus 11 exist for people born on 1 January, from 1960 on (cpr.dk, "Personnumre uden
//! kontrolciffer", 2023); for every other date it is demanded, so that phone and order numbers do not hold posts.

use chrono::{Datelike, NaiveDate};

use super::reading::{Reading, shown};
use super::rule::Rule;
use super::rulebook::Rulebook;
use crate::domain::post::State;
use crate::domain::verdict::{Knowledge, Verdict};

/// The rule.
pub struct PersonalNumber;

impl Rule for PersonalNumber {
    fn name(&self) -> &'static str {
        "personal-number"
    }

    fn opinion(&self, draft: &Reading<'_>, knowledge: &Knowledge, _book: &Rulebook) -> Option<Verdict> {
        let today = knowledge.now.to_copenhagen().date_naive();
        // Never the number itself: reasons go to the log.
        let found = shown(draft).into_iter().any(|text| has_personal_number(text, today));
        found.then(|| Verdict::new(State::Held, self.name(), "it seems to contain a CPR number"))
    }
}

/// True if the text has ten digits, together or as six and four, that are a personal number of somebody born by `today`.
fn has_personal_number(text: &str, today: NaiveDate) -> bool {
    let chars: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < chars.len() {
        if !chars[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let length = digits(&chars[at..]);
        let found = match length {
            10 => number(&chars[at..at + 10]).filter(|_| stands_alone(&chars, at, at + 10)),
            6 => second_half(&chars, at + 6).and_then(|(from, to)| {
                let ten: Vec<char> = chars[at..at + 6].iter().chain(&chars[from..to]).copied().collect();
                number(&ten).filter(|_| stands_alone(&chars, at, to))
            }),
            _ => None,
        };
        if found.is_some_and(|digits| is_valid(&digits, today)) {
            return true;
        }
        at += length;
    }
    false
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
        ] {
            assert!(!has(text), "{text}");
        }
    }
}
