//! Hides numbers that look like a Danish civil registration number, so that a queue does not show them around an office.
//! Display only: the stored text is left alone.

/// Characters that may stand between the date and the serial number.
const GAP: usize = 3;

/// `DDMMYY-SSSS` with a day and month that exist, at most three dashes, points or spaces between, and no digit around it;
/// every digit of it becomes `•`. `None` if there is none. Wider than the rule that holds such posts: hiding one number too
/// many costs nothing, as the original is a link away.
///
/// The format is that of the Danish Civil Registration System (<https://www.cpr.dk/>); its check digit is not asked for,
/// as numbers without one are issued since 2007.
pub fn masked(text: &str) -> Option<String> {
    let characters: Vec<char> = text.chars().collect();
    let mut shown = characters.clone();
    let mut found = false;
    let mut at = 0;
    while at < characters.len() {
        let after_digit = at > 0 && characters[at - 1].is_ascii_digit();
        match length(&characters[at..]).filter(|_| !after_digit) {
            Some(length) => {
                for character in &mut shown[at..at + length] {
                    if character.is_ascii_digit() {
                        *character = '•';
                    }
                }
                found = true;
                at += length;
            }
            None => at += 1,
        }
    }
    found.then(|| shown.into_iter().collect())
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
    use super::masked;

    #[test]
    fn hides_what_looks_like_one_and_nothing_else() {
        for (text, shown) in [
            ("Mit nr. er 010190-1234.", "Mit nr. er ••••••-••••."),
            ("3112991234", "••••••••••"),
            ("(241200 – 9999)", "(•••••• – ••••)"),
        ] {
            assert_eq!(masked(text).as_deref(), Some(shown));
        }
        for plain in
            ["320190-1234", "011390-1234", "0101901234567", "90101901234", "Ring 70 10 11 55", "æøå", ""]
        {
            assert_eq!(masked(plain), None, "{plain}");
        }
    }
}
