//! Character references: numeric, HTML's named ones, and a document's own, decoded in one pass and with bounds.
//! Knows nothing of elements.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

/// HTML's named character references, <https://html.spec.whatwg.org/multipage/named-characters.html>.
static NAMED: LazyLock<HashMap<&'static str, String>> = LazyLock::new(|| {
    include_str!("html-entities.txt")
        .lines()
        .filter_map(|line| {
            let (name, codes) = line.split_once(' ')?;
            let text =
                codes.split(' ').filter_map(|code| char::from_u32(u32::from_str_radix(code, 16).ok()?));
            Some((name, text.collect()))
        })
        .collect()
});

/// Windows-1252's meaning of the code points 0x80–0x9F, which no feed means as control characters.
const WINDOWS: [char; 32] = [
    '\u{20ac}', '\u{81}', '\u{201a}', '\u{192}', '\u{201e}', '\u{2026}', '\u{2020}', '\u{2021}', '\u{2c6}',
    '\u{2030}', '\u{160}', '\u{2039}', '\u{152}', '\u{8d}', '\u{17d}', '\u{8f}', '\u{90}', '\u{2018}',
    '\u{2019}', '\u{201c}', '\u{201d}', '\u{2022}', '\u{2013}', '\u{2014}', '\u{2dc}', '\u{2122}', '\u{161}',
    '\u{203a}', '\u{153}', '\u{9d}', '\u{17e}', '\u{178}',
];

/// A document may declare entities of its own; more, or longer ones, than this are not believed (XML bombs).
const MAX_OWN: usize = 64;
/// Characters of one declared entity.
const MAX_OWN_LENGTH: usize = 2_000;
/// Bytes that a document's own entities may add to it in all.
const MAX_GROWTH: usize = 200_000;

/// The entities a document's DTD declares: text only, never another entity, never anything external.
#[derive(Debug, Default)]
pub struct OwnEntities {
    named: HashMap<String, String>,
    grown: std::cell::Cell<usize>,
}

impl OwnEntities {
    /// Reads the internal subset of a DOCTYPE. Parameter, external and nested entities are left out.
    pub fn read(doctype: &str) -> Self {
        let mut own = Self::default();
        let mut rest = doctype;
        while let Some(at) = rest.find("<!ENTITY") {
            rest = &rest[at + 8..];
            if own.named.len() >= MAX_OWN {
                break;
            }
            let line = rest.trim_start();
            let Some((name, value)) = line.split_once(char::is_whitespace) else { break };
            let value = value.trim_start();
            let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else { continue };
            let Some(end) = value[1..].find(quote) else { continue };
            let value = &value[1..=end];
            // A reference to another declared entity is how a bomb is built; characters and HTML's names are harmless.
            let plain = decode_with(value, None);
            let nested = value
                .split('&')
                .skip(1)
                .any(|tail| tail.split_once(';').is_some_and(|(name, _)| own.named.contains_key(name)));
            if !nested && plain.len() <= MAX_OWN_LENGTH && !name.starts_with('%') {
                own.named.insert(name.to_owned(), plain.into_owned());
            }
        }
        own
    }

    fn get(&self, name: &str) -> Option<&str> {
        let value = self.named.get(name)?;
        let grown = self.grown.get().saturating_add(value.len());
        self.grown.set(grown);
        (grown <= MAX_GROWTH).then_some(value.as_str())
    }
}

/// Decodes every character reference once; what is none (a bare `&`) stays as it is.
pub fn decode(text: &str) -> Cow<'_, str> {
    decode_with(text, None)
}

/// [`decode`] with a document's own entities.
pub fn decode_with<'a>(text: &'a str, own: Option<&OwnEntities>) -> Cow<'a, str> {
    let Some(first) = text.find('&') else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..first]);
    let mut rest = &text[first..];
    while let Some(after) = rest.strip_prefix('&') {
        let used = reference(after, own, &mut out);
        if used == 0 {
            out.push('&');
        }
        let tail = &after[used..];
        let next = tail.find('&').unwrap_or(tail.len());
        out.push_str(&tail[..next]);
        rest = &tail[next..];
    }
    Cow::Owned(out)
}

/// Decodes one reference after its `&` into `out`; the bytes used, or 0 if it is none.
fn reference(after: &str, own: Option<&OwnEntities>, out: &mut String) -> usize {
    if let Some(number) = after.strip_prefix('#') {
        return numeric(number, out).map_or(0, |used| used + 1);
    }
    let name_end = after.bytes().take(40).position(|b| !b.is_ascii_alphanumeric() && !b"_-.:".contains(&b));
    let Some(end) = name_end.filter(|&end| end > 0 && after.as_bytes()[end] == b';') else { return 0 };
    let name = &after[..end];
    if let Some(value) = own.and_then(|own| own.get(name)) {
        out.push_str(value);
    } else if let Some(value) = NAMED.get(name) {
        out.push_str(value);
    } else {
        return 0;
    }
    end + 1
}

fn numeric(number: &str, out: &mut String) -> Option<usize> {
    let (digits, radix, skip) = match number.strip_prefix(['x', 'X']) {
        Some(hex) => (hex, 16, 1),
        None => (number, 10, 0),
    };
    let length = digits.bytes().take_while(|b| char::from(*b).is_digit(radix)).count();
    if length == 0 || length > 10 {
        return None;
    }
    let code = u32::from_str_radix(&digits[..length], radix).unwrap_or(0xfffd);
    let c = char::from_u32(code).unwrap_or('\u{fffd}');
    // A reference to a control character is dropped: it can be no part of any text.
    if !c.is_control() || matches!(c, '\n' | '\r' | '\t') || ('\u{80}'..='\u{9f}').contains(&c) {
        out.push(windows_1252(c));
    }
    Some(skip + length + usize::from(digits.as_bytes().get(length) == Some(&b';')))
}

/// The character that was meant by a code point from 0x80 to 0x9F; every other one as it is.
pub fn windows_1252(c: char) -> char {
    match u32::from(c) {
        code @ 0x80..=0x9f => WINDOWS[code as usize - 0x80],
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_decoded_once_and_bare_ampersands_stay() {
        assert_eq!(
            decode("R&aelig;v &#230; &#xE6; AT&T &amp;lt; &nosuch; a&"),
            "Ræv æ æ AT&T &lt; &nosuch; a&"
        );
        assert_eq!(decode("&#150;&#0;&#55555555555;&#xD800;"), "–&#55555555555;\u{fffd}");
        assert_eq!(decode("&"), "&");
    }

    #[test]
    fn a_bomb_is_not_built() {
        let own = OwnEntities::read(
            r#"[<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]"#,
        );
        assert_eq!(decode_with("&a; &b; &c;", Some(&own)), "aaaa &b; &c;");
    }
}
