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
    let Some(tenths) = part.saturating_mul(1_000).checked_div(all) else {
        return text(page.language, "not-told");
    };
    match page.language {
        Language::Danish => format!("{},{} %", tenths / 10, tenths % 10),
        Language::English => format!("{}.{}%", tenths / 10, tenths % 10),
    }
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
}
