//! Numbers as people read them: `1.234` and `12,5 %` in Danish, `1,234` and `12.5%` in English. What is not known is said
//! so, and is never a zero.

use crate::web::i18n::{Language, text};
use crate::web::page::Page;

/// A whole number with its thousands set apart.
pub fn whole(language: Language, number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let apart = if language == Language::Danish { '.' } else { ',' };
    let mut written = String::from(if number < 0 { "−" } else { "" });
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            written.push(apart);
        }
        written.push(digit);
    }
    written
}

/// A count that can be unknown.
pub fn count(page: &Page, number: Option<i64>) -> String {
    number.map_or_else(|| text(page.language, "not-told"), |number| whole(page.language, number))
}

/// A count of ours.
pub fn counted(page: &Page, number: u64) -> String {
    whole(page.language, i64::try_from(number).unwrap_or(i64::MAX))
}

/// `part` of `all` in per cent with one decimal; not told where there is nothing to be a part of.
pub fn share(page: &Page, part: u64, all: u64) -> String {
    per_cent(page.language, part, all).unwrap_or_else(|| text(page.language, "not-told"))
}

/// `part` of `all` in per cent, rounded to one decimal; `None` where there is nothing to be a part of.
pub fn per_cent(language: Language, part: u64, all: u64) -> Option<String> {
    let tenths = part.saturating_mul(1_000).saturating_add(all / 2).checked_div(all)?;
    Some(match language {
        Language::Danish => format!("{},{} %", tenths / 10, tenths % 10),
        Language::English => format!("{}.{}%", tenths / 10, tenths % 10),
    })
}

/// What became of `before`: `+12,3 %`, `−4,0 %`; `None` from nothing, which no percentage tells.
pub fn change(language: Language, now: i64, before: i64) -> Option<String> {
    if before <= 0 {
        return None;
    }
    let sign = if now < before { "−" } else { "+" };
    let written = per_cent(language, now.abs_diff(before), before.unsigned_abs())?;
    Some(format!("{sign}{written}"))
}

/// So many more: `+1.234`, `−3`.
pub fn more(language: Language, by: i64) -> String {
    if by > 0 { format!("+{}", whole(language, by)) } else { whole(language, by) }
}

/// A number with so many decimals: `0,06`.
pub fn decimal(language: Language, number: f64, places: usize) -> String {
    let written = format!("{:.places$}", number.abs());
    let (before, after) = written.split_once('.').unwrap_or((&written, ""));
    let mut text = whole(language, before.parse().unwrap_or(i64::MAX));
    if !after.is_empty() {
        text.push(if language == Language::Danish { ',' } else { '.' });
        text.push_str(after);
    }
    if number < 0.0 { format!("−{text}") } else { text }
}

/// As a spreadsheet reads a number: no thousands set apart, a plain minus.
pub fn bare(language: Language, number: f64, places: usize) -> String {
    let written = format!("{number:.places$}");
    if language == Language::Danish { written.replace('.', ",") } else { written }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart_in_each_language() {
        assert_eq!(whole(Language::Danish, 0), "0");
        assert_eq!(whole(Language::Danish, 999), "999");
        assert_eq!(whole(Language::Danish, 1_234_567), "1.234.567");
        assert_eq!(whole(Language::English, 1_234), "1,234");
        assert_eq!(whole(Language::Danish, -1_000), "−1.000");
        assert_eq!(whole(Language::English, i64::MIN), "−9,223,372,036,854,775,808");
    }

    #[test]
    fn shares_and_changes_are_rounded_and_never_made_from_nothing() {
        assert_eq!(per_cent(Language::Danish, 123, 1_000).as_deref(), Some("12,3 %"));
        assert_eq!(per_cent(Language::English, 2, 3).as_deref(), Some("66.7%"));
        assert_eq!(per_cent(Language::Danish, 0, 0), None);
        assert_eq!(change(Language::Danish, 1_123, 1_000).as_deref(), Some("+12,3 %"));
        assert_eq!(change(Language::English, 960, 1_000).as_deref(), Some("−4.0%"));
        assert_eq!(change(Language::Danish, 7, 7).as_deref(), Some("+0,0 %"));
        assert_eq!((change(Language::Danish, 5, 0), change(Language::Danish, 5, -3)), (None, None));
    }

    #[test]
    fn decimals_stand_after_the_comma_in_danish() {
        assert_eq!(bare(Language::Danish, -1_234.56, 1), "-1234,6");
        assert_eq!(bare(Language::English, 0.5, 2), "0.50");
        assert_eq!(decimal(Language::Danish, 1_234.56, 1), "1.234,6");
        assert_eq!(decimal(Language::English, 0.06, 2), "0.06");
        assert_eq!(decimal(Language::Danish, -0.5, 1), "−0,5");
        assert_eq!(decimal(Language::Danish, 12.0, 0), "12");
    }
}
