//! Hides numbers that look like a Danish civil registration number, so that a queue does not show them around an office.
//! Display only: the stored text is left alone.

use unicode_normalization::UnicodeNormalization;

use crate::moderate::personal_number::is_invisible;

/// Characters that may stand between the date and the serial number.
const GAP: usize = 3;

/// `DDMMYY-SSSS` with a day and month that exist, at most three dashes, points or spaces between, and no digit around it;
/// every digit of it becomes `•`. `None` if there is none. Wider than the rule that holds such posts: hiding one number too
/// many costs nothing, as the original is a link away. Digits of other scripts count, and what is not seen parts nothing.
///
/// The format is that of the Danish Civil Registration System (<https://www.cpr.dk/>); its check digit is not asked for,
/// as numbers without one are issued since 2007.
pub fn masked(text: &str) -> Option<String> {
    let characters: Vec<char> = text.chars().collect();
    let all = characters.iter().copied().enumerate();
    let seen = all.clone().filter(|(_, character)| !is_invisible(*character));
    without(&characters, [all.collect(), seen.collect()])
}

/// A text as it is shown at the desk.
pub fn hidden(text: &str) -> String {
    masked(text).unwrap_or_else(|| text.to_owned())
}

/// As [`masked`], of HTML: a number is found also where markup stands inside it, and in the text of attributes.
pub fn masked_html(html: &str) -> Option<String> {
    let characters: Vec<char> = html.chars().collect();
    let (mut seen, mut apart) = (Vec::new(), Vec::new());
    let mut in_tag = false;
    for (place, character) in characters.iter().copied().enumerate() {
        match character {
            '<' => in_tag = true,
            // A tag may part two numbers, or stand in the middle of one: both are looked for.
            '>' if in_tag => {
                in_tag = false;
                apart.push((place, ' '));
            }
            _ if in_tag || is_invisible(character) => {}
            _ => {
                seen.push((place, character));
                apart.push((place, character));
            }
        }
    }
    without(&characters, [characters.iter().copied().enumerate().collect(), seen, apart])
}

/// Hides the digits of every number found in any of the readings: characters with their places in the text.
fn without<const N: usize>(text: &[char], readings: [Vec<(usize, char)>; N]) -> Option<String> {
    let mut shown = text.to_vec();
    let mut found = false;
    for reading in readings {
        let characters: Vec<char> = reading.iter().map(|(_, character)| plain(*character)).collect();
        let mut at = 0;
        while at < characters.len() {
            let after_digit = at > 0 && characters[at - 1].is_ascii_digit();
            match length(&characters[at..]).filter(|_| !after_digit) {
                Some(length) => {
                    for (character, (place, _)) in characters.iter().zip(&reading).skip(at).take(length) {
                        if character.is_ascii_digit() {
                            shown[*place] = '•';
                        }
                    }
                    found = true;
                    at += length;
                }
                None => at += 1,
            }
        }
    }
    found.then(|| shown.into_iter().collect())
}

/// A digit as we write it (`７` is one).
fn plain(character: char) -> char {
    if character.is_ascii() {
        character
    } else {
        std::iter::once(character).nfkc().next().unwrap_or(character)
    }
}

/// How many characters of the beginning are such a number.
fn length(text: &[char]) -> Option<usize> {
    let digit = |place: usize| text.get(place).and_then(|character| character.to_digit(10));
    let pair = |place: usize| Some(digit(place)? * 10 + digit(place + 1)?);
    let (day, month, _year) = (pair(0)?, pair(2)?, pair(4)?);
    let gap = text.iter().skip(6).take(GAP + 1).take_while(|character| !character.is_alphanumeric()).count();
    if gap > GAP {
        return None;
    }
    let (_, _) = (pair(6 + gap)?, pair(8 + gap)?);
    let alone = digit(10 + gap).is_none();
    (alone && (1..=31).contains(&day) && (1..=12).contains(&month)).then_some(10 + gap)
}

#[cfg(test)]
mod tests {
    use super::{masked, masked_html};

    #[test]
    fn hides_what_looks_like_one_and_nothing_else() {
        for (text, shown) in [
            ("Mit nr. er 010190-1234.", "Mit nr. er ••••••-••••."),
            ("3112991234", "••••••••••"),
            ("(241200 – 9999)", "(•••••• – ••••)"),
            ("０１０１９０-1234", "••••••-••••"),
            ("010\u{200b}1901234", "•••\u{200b}•••••••"),
        ] {
            assert_eq!(masked(text).as_deref(), Some(shown));
        }
        for plain in
            ["320190-1234", "011390-1234", "0101901234567", "90101901234", "Ring 70 10 11 55", "æøå", ""]
        {
            assert_eq!(masked(plain), None, "{plain}");
        }
    }

    #[test]
    fn markup_hides_no_number_from_it() {
        for (html, shown) in [
            ("<p>010190-1234</p>", "<p>••••••-••••</p>"),
            ("<p>0101<b>90</b>-1234</p>", "<p>••••<b>••</b>-••••</p>"),
            ("<p>12<br>0101901234</p>", "<p>12<br>••••••••••</p>"),
            ("<p>010190<br>1234</p>", "<p>••••••<br>••••</p>"),
            ("<p title=\"010190-1234\">a</p>", "<p title=\"••••••-••••\">a</p>"),
        ] {
            assert_eq!(masked_html(html).as_deref(), Some(shown));
        }
        assert_eq!(masked_html("<p>Ring 70 10 11 55</p>"), None);
    }
}
