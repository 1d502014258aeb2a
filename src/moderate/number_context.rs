//! What the words beside ten digits say they are: an order, a phone, an account, or a personal number. It reads words, and
//! never decides whether the digits could be a personal number at all.
//!
//! Believed is only what stands close and claims *this* number: "ordrenr. 0707614285", "0707614285 er vores fakturanummer",
//! but not "0707614285 sendt fra min telefon". A word that names a personal number beats every other.

use crate::domain::hashtag::fold;

/// What a number may belong to; folded. It is believed with nothing but [`FILLERS`] between itself and the number.
const THINGS: &[&str] = &[
    "aftale",
    "account",
    "acct",
    "afsendelse",
    "bestilling",
    "betaling",
    "betalingsid",
    "bfe",
    "bilag",
    "billet",
    "booking",
    "bogføring",
    "case",
    "cell",
    "contract",
    "cvr",
    "dkk",
    "doi",
    "dokument",
    "document",
    "ean",
    "eur",
    "event",
    "faktura",
    "fax",
    "fik",
    "forsendelse",
    "giro",
    "gln",
    "hotline",
    "iban",
    "indkøbsordre",
    "invoice",
    "isbn",
    "issn",
    "item",
    "journal",
    "kontakttelefon",
    "konto",
    "kontrakt",
    "kr",
    "kvittering",
    "leverance",
    "licens",
    "license",
    "lokation",
    "matrikel",
    "meeting",
    "mob",
    "mobil",
    "mobile",
    "mobiltelefon",
    "møde",
    "ordre",
    "order",
    "pakke",
    "parcel",
    "payment",
    "phone",
    "po",
    "produkt",
    "product",
    "projekt",
    "project",
    "receipt",
    "ref",
    "reference",
    "regning",
    "rekvisition",
    "reservation",
    "sag",
    "sags",
    "serial",
    "serie",
    "shipment",
    "sms",
    "stregkode",
    "tel",
    "telefon",
    "telephone",
    "tender",
    "ticket",
    "timestamp",
    "tlf",
    "tracking",
    "transaktion",
    "transaction",
    "udbud",
    "unix",
    "usd",
    "vagttelefon",
    "vare",
    "webinar",
    "whatsapp",
    "zoom",
];
/// Endings of such a word: one, the one, several.
const ENDINGS: &[&str] = &["", "n", "en", "et", "s", "r", "er"];
/// What stands between a thing and its number, or between a number and its thing.
const FILLERS: &[&str] = &[
    "nr", "no", "num", "number", "nummer", "nummeret", "numret", "numre", "id", "kode", "code", "er", "var",
    "is", "was", "på", "med", "as", "som", "on", "with", "at", "din", "dit", "min", "mit", "vores", "jeres",
    "deres", "den", "det", "en", "et", "the", "my", "our", "your", "a", "an", "lyder", "hedder", "ny", "nyt",
    "new", "direkte", "direct",
];
/// Endings of a word that is a sort of number: "sagsnr", "kundenummer". Believed a few words away too.
const SORTS: &[&str] = &["nr", "nummer", "nummeret", "numre", "number"];
/// Sorts of number that are, or often are, the personal number itself.
const PERSONAL_SORTS: &[&str] = &[
    "borger",
    "civil",
    "cpr",
    "forsikrings",
    "fødsels",
    "fods",
    "id",
    "ident",
    "klient",
    "legitimation",
    "løbe",
    "patient",
    "person",
    "sikkerheds",
    "sikrings",
    "social",
    "security",
];
/// Words that ask to be called, and those that lead to the number.
const CALLS: &[&str] = &[
    "ring", "ringe", "ringer", "call", "dial", "kontakt", "kontakte", "contact", "sms", "opkald", "træffes",
];
/// See [`CALLS`].
const LEADS: &[&str] = &["på", "til", "on", "at", "nr", "nummer", "number", "nummeret"];
/// What is counted, paid or seen, after its number.
const UNITS: &[&str] = &[
    "bytes",
    "dkk",
    "dollars",
    "eur",
    "euro",
    "følgere",
    "followers",
    "kr",
    "kroner",
    "point",
    "points",
    "sekunder",
    "seconds",
    "stk",
    "usd",
    "views",
    "visninger",
];

/// Words a sort of number may stand away from it.
const NEAR: usize = 5;
/// Words a call may stand away from a number that something leads to.
const FAR: usize = 9;
/// Digits that another number has, which words before it belong to.
const ANOTHER: usize = 6;

/// True if what stands beside the digits between `from` and `to` says that they are something else than a personal number.
pub fn says_other(chars: &[char], from: usize, to: usize) -> bool {
    let before = before(&chars[..from]);
    let after = after(&chars[to..]);
    if before.iter().chain(&after).any(|word| names_person(word)) {
        return false;
    }
    in_address(chars, from)
        || coded(chars, from)
        || priced(chars, from, to)
        || claims(&before)
        || claimed(&after)
}

/// The words before, nearest first, of the same sentence; a label may stand on the line above.
fn before(chars: &[char]) -> Vec<String> {
    let near: Vec<char> = chars.iter().rev().take(160).copied().collect();
    let text: String = near.into_iter().rev().collect();
    let mut words = Vec::new();
    for (place, line) in text.rsplit('\n').enumerate() {
        for token in
            line.rsplit(|c: char| c.is_whitespace() || c == '/' || c == '=').filter(|token| !token.is_empty())
        {
            let word = bare(token);
            let another = token.chars().filter(char::is_ascii_digit).count() >= ANOTHER;
            if another || !words.is_empty() && ends_sentence(token, &word) {
                return words;
            }
            if !word.is_empty() {
                words.push(word);
            }
            if words.len() == FAR {
                return words;
            }
        }
        // The line above is a label only where nothing else stands before the number.
        if !words.is_empty() || place > 0 {
            break;
        }
    }
    words
}

/// The words after, nearest first, of the same sentence. One that another number follows belongs to that.
fn after(chars: &[char]) -> Vec<String> {
    let text: String = chars.iter().take(80).take_while(|c| **c != '\n').collect();
    let mut words = Vec::new();
    let mut rest = text.split_whitespace().peekable();
    while let Some(token) = rest.next() {
        let word = bare(token);
        let ends = ends_sentence(token, &word) || token.ends_with('.') && word.is_empty();
        let next_is_number = rest.peek().is_some_and(|next| next.chars().any(|c| c.is_ascii_digit()));
        if !word.is_empty() && (!next_is_number || names_person(&word)) {
            words.push(word);
        }
        if ends || next_is_number || words.len() == NEAR {
            break;
        }
    }
    words
}

fn bare(token: &str) -> String {
    fold(token).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A full stop after a short word, or after a sort of number, is that of an abbreviation.
fn ends_sentence(token: &str, word: &str) -> bool {
    let shut = token.trim_end_matches([')', '"', '”', '\'']);
    let short = word.chars().count() <= 4 || is_sort(word);
    shut.ends_with(['!', '?']) || shut.ends_with('.') && !short
}

fn names_person(word: &str) -> bool {
    let named = [
        "cpr",
        "personnummer",
        "personnr",
        "fødselsnummer",
        "fødselsnr",
        "socialsecurity",
        "civilregistration",
    ];
    named.iter().any(|name| word.contains(name)) || matches!(word, "født" | "ssn" | "born" | "cprnr")
}

/// "sagsnr", "kundenummeret": some sort of number, but not one that a person is known by.
fn is_sort(word: &str) -> bool {
    let stem = SORTS.iter().find_map(|ending| word.strip_suffix(ending)).filter(|stem| !stem.is_empty());
    stem.is_some_and(|stem| !PERSONAL_SORTS.iter().any(|personal| stem.contains(personal)))
}

/// "ordre", "fakturaen", "mødeid", "trackingcode".
fn is_thing(word: &str) -> bool {
    let named = |word: &str| {
        ENDINGS.iter().any(|ending| word.strip_suffix(ending).is_some_and(|stem| THINGS.contains(&stem)))
    };
    let stems = ["id", "no", "kode", "code"].into_iter().filter_map(|ending| word.strip_suffix(ending));
    // "ISBN-10"
    named(word.trim_end_matches(|c: char| c.is_ascii_digit())) || stems.into_iter().any(named)
}

fn is_filler(word: &str) -> bool {
    FILLERS.contains(&word) || word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// True if the words before claim the number.
fn claims(words: &[String]) -> bool {
    let nearest = words.iter().find(|word| !is_filler(word));
    let sorted = words.iter().take(NEAR).any(|word| is_sort(word));
    let called = words.iter().position(|word| CALLS.contains(&word.as_str()));
    let led = words.first().is_some_and(|word| LEADS.contains(&word.as_str()));
    sorted || nearest.is_some_and(|word| is_thing(word)) || called.is_some_and(|place| led || place < 3)
}

/// True if the words after say what the number is.
fn claimed(words: &[String]) -> bool {
    let nearest = words.iter().find(|word| !is_filler(word));
    words.first().is_some_and(|word| UNITS.contains(&word.as_str()))
        || nearest.is_some_and(|word| is_sort(word) || is_thing(word))
}

/// True inside a web address: an id of something there.
fn in_address(chars: &[char], from: usize) -> bool {
    let token: Vec<char> =
        chars[..from].iter().rev().take(300).take_while(|c| !c.is_whitespace()).copied().collect();
    let token: String = token.into_iter().rev().collect::<String>().to_lowercase();
    let address = token.contains("://") || token.contains("www.");
    address && !["cpr", "person", "borger", "patient"].iter().any(|word| token.contains(word))
}

/// True behind a code's own prefix, written together: `INV-`, `PO:`, `RMA#`.
fn coded(chars: &[char], from: usize) -> bool {
    let mut back = chars[..from].iter().rev();
    let joined = back.next().is_some_and(|c| matches!(c, '-' | ':' | '#' | '_'));
    let prefix: Vec<char> = back.take_while(|c| c.is_alphanumeric()).copied().collect();
    joined
        && (2..=5).contains(&prefix.len())
        && prefix.iter().all(|c| c.is_uppercase() || c.is_ascii_digit())
        && prefix.iter().any(|c| c.is_uppercase())
}

/// True beside the sign of a currency or of a share.
fn priced(chars: &[char], from: usize, to: usize) -> bool {
    let sign = |c: &char| matches!(c, '€' | '$' | '£' | '%');
    let left = chars[..from].iter().rev().find(|c| !c.is_whitespace());
    left.is_some_and(sign) || chars[to..].iter().find(|c| !c.is_whitespace()).is_some_and(sign)
}
