//! Names in dates: months in the languages feeds are written in, time zones, what Korean servers print.

/// Beginnings of month names, longest first where one begins another. Danish, English, German, Swedish, Norwegian,
/// Dutch, French, Spanish, Hungarian, Greek.
const MONTHS: &[(&str, u32)] = &[
    ("juin", 6),
    ("juil", 7),
    ("jan", 1),
    ("ene", 1),
    ("feb", 2),
    ("fev", 2),
    ("fév", 2),
    ("mar", 3),
    ("mär", 3),
    ("mrz", 3),
    ("már", 3),
    ("maart", 3),
    ("maerz", 3),
    ("apr", 4),
    ("avr", 4),
    ("abr", 4),
    ("ápr", 4),
    ("maj", 5),
    ("may", 5),
    ("mai", 5),
    ("mei", 5),
    ("máj", 5),
    ("jun", 6),
    ("jún", 6),
    ("jul", 7),
    ("júl", 7),
    ("aug", 8),
    ("aoû", 8),
    ("aou", 8),
    ("ago", 8),
    ("sep", 9),
    ("sze", 9),
    ("okt", 10),
    ("oct", 10),
    ("nov", 11),
    ("dec", 12),
    ("dez", 12),
    ("des", 12),
    ("dic", 12),
    ("déc", 12),
    ("ιαν", 1),
    ("φεβ", 2),
    ("μάώ", 3),
    ("μαώ", 3),
    ("μαρ", 3),
    ("μάρ", 3),
    ("απρ", 4),
    ("μάι", 5),
    ("μαϊ", 5),
    ("μαι", 5),
    ("ιούν", 6),
    ("ιουν", 6),
    ("ιον", 6),
    ("ιούλ", 7),
    ("ιουλ", 7),
    ("ιολ", 7),
    ("αύγ", 8),
    ("αυγ", 8),
    ("σεπ", 9),
    ("οκτ", 10),
    ("νοέ", 11),
    ("νοε", 11),
    ("δεκ", 12),
];

/// Hours east of Greenwich, in quarters. Where a name has several meanings, the Universal Feed Parser's.
const ZONES: &[(&str, i32)] = &[
    ("z", 0),
    ("ut", 0),
    ("utc", 0),
    ("gmt", 0),
    ("wet", 0),
    ("uct", 0),
    ("zulu", 0),
    ("cet", 4),
    ("met", 4),
    ("bst", 4),
    ("west", 4),
    ("mez", 4),
    ("cest", 8),
    ("mest", 8),
    ("mesz", 8),
    ("eet", 8),
    ("sast", 8),
    ("eest", 12),
    ("msk", 12),
    ("ist", 22),
    ("sgt", 32),
    ("hkt", 32),
    ("jst", 36),
    ("kst", 36),
    ("aest", 40),
    ("aedt", 44),
    ("nzst", 48),
    ("nzdt", 52),
    ("adt", -12),
    ("ast", -16),
    ("at", -16),
    ("edt", -16),
    ("est", -20),
    ("et", -20),
    ("cdt", -20),
    ("cst", -24),
    ("ct", -24),
    ("mdt", -24),
    ("mst", -28),
    ("mt", -28),
    ("pdt", -28),
    ("pst", -32),
    ("pt", -32),
    ("akst", -36),
    ("akdt", -32),
    ("hst", -40),
];

/// The number of a month by its name, in lower case.
pub(super) fn month(word: &str) -> Option<u32> {
    let word = word.trim_end_matches('.');
    if word.is_empty() || !word.chars().all(char::is_alphabetic) {
        return None;
    }
    MONTHS.iter().find(|(start, _)| word.starts_with(start)).map(|&(_, number)| number)
}

/// Seconds east of Greenwich: `+02:00`, `-0500`, `+2`, `gmt+1`, `etc/gmt`, `cest`, a military letter.
pub(super) fn zone(word: &str) -> Option<i32> {
    let word = word.trim_matches(['(', ')', '.', ';']);
    let word = word.strip_prefix("etc/").unwrap_or(word);
    let offset =
        ["gmt", "utc"].iter().find_map(|name| word.strip_prefix(name)).filter(|rest| !rest.is_empty());
    if let Some(signed) = offset.or(Some(word)).filter(|word| word.starts_with(['+', '-', '−'])) {
        let negative = !signed.starts_with('+');
        let digits: String = signed.chars().skip(1).filter(|c| *c != ':').collect();
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let (hours, minutes) = match digits.len() {
            1 | 2 => (digits.parse::<i32>().ok()?, 0),
            3 => (digits[..1].parse().ok()?, digits[1..].parse().ok()?),
            4.. => (digits[..2].parse().ok()?, digits[2..4].parse().ok()?),
            _ => return None,
        };
        let secs = hours * 3_600 + minutes * 60;
        return Some(if negative { -secs } else { secs });
    }
    if let Some((_, quarters)) = ZONES.iter().find(|(name, _)| *name == word) {
        return Some(quarters * 900);
    }
    // RFC 822's military letters, J left out.
    let mut letters = word.bytes();
    match (letters.next()?, letters.next()) {
        (letter @ b'a'..=b'i', None) => Some(-(i32::from(letter - b'a') + 1) * 3_600),
        (letter @ b'k'..=b'm', None) => Some(-i32::from(letter - b'a') * 3_600),
        (letter @ b'n'..=b'y', None) => Some((i32::from(letter - b'n') + 1) * 3_600),
        _ => None,
    }
}

/// Korean year, month, day and half-day signs replaced; with them comes Korean time.
pub(super) fn without_korean(text: &str) -> (String, Option<i32>) {
    if !text.contains(['년', '오']) {
        return (text.to_owned(), None);
    }
    let text = text
        .replace("년 ", "-")
        .replace("월 ", "-")
        .replace('일', "")
        .replace("오전", "am")
        .replace("오후", "pm");
    (text, Some(9 * 3_600))
}
