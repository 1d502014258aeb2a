//! Bytes → characters. Labels lie (HTTP header, XML declaration, byte order mark), so real bytes decide.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::entities::windows_1252;

/// Text and how it was found.
#[derive(Debug)]
pub struct Decoded {
    /// The characters, without a byte order mark, controls removed.
    pub text: String,
    /// The Encoding Standard's name.
    pub charset: String,
    /// What was wrong.
    pub problems: Vec<String>,
}

/// Decodes a document. `content_type` is the HTTP header, whose charset may be wrong.
///
/// Order: byte order mark, the shape of UTF-16/32 without one, then bytes that *are* UTF-8, then the header's and the
/// declaration's label if the bytes are valid in it, then a guess. (RFC 3023 puts the header first and `text/xml` in
/// ASCII; no server that says so means it.)
pub fn decode(bytes: &[u8], content_type: Option<&str>) -> Decoded {
    let mut problems = Vec::new();
    let (text, charset) = choose(bytes, content_type, &mut problems);
    let controls = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || matches!(c, '\u{fffe}' | '\u{ffff}')
    };
    let text = if text.contains(controls) {
        let mut dropped = false;
        let kept = text
            .chars()
            .map(windows_1252)
            .filter(|&c| {
                dropped |= controls(c);
                !controls(c)
            })
            .collect();
        if dropped {
            problems.push("control characters were dropped".to_owned());
        }
        kept
    } else {
        text
    };
    Decoded { text, charset, problems }
}

fn choose(bytes: &[u8], content_type: Option<&str>, problems: &mut Vec<String>) -> (String, String) {
    if let Some((text, name)) = wide(bytes) {
        return (text, name.to_owned());
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let header = content_type.and_then(label_of_header);
    let declared = label_of_declaration(bytes);
    let labels: Vec<&str> = [header.as_deref(), declared.as_deref()].into_iter().flatten().collect();
    let said = labels.join(" and ");
    // A stateful charset (ISO-2022-JP, UTF-7's kin) is valid UTF-8 too: there the label has to be believed.
    let stateful =
        labels.iter().filter_map(|label| named(label)).find(|charset| !charset.is_ascii_compatible());
    if let Some(charset) = stateful.filter(|charset| *charset != UTF_16LE && *charset != UTF_16BE) {
        let (text, _) = charset.decode_without_bom_handling(bytes);
        return (text.into_owned(), charset.name().to_owned());
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        if !text.is_ascii() && labels.iter().any(|label| named(label).is_none_or(|charset| charset != UTF_8))
        {
            problems.push(format!("says it is {said}, but its bytes are UTF-8"));
        }
        return (text.to_owned(), UTF_8.name().to_owned());
    }
    for label in &labels {
        let Some(charset) = named(label).filter(|charset| *charset != UTF_8) else { continue };
        if let Some(text) = charset.decode_without_bom_handling_and_without_replacement(bytes) {
            return (text.into_owned(), charset.name().to_owned());
        }
    }
    // A few broken bytes in long UTF-8 text are damage, not another charset.
    let lossy = String::from_utf8_lossy(bytes);
    let broken = lossy.matches('\u{fffd}').count();
    let wide_chars = lossy.chars().filter(|c| !c.is_ascii() && *c != '\u{fffd}').count();
    if wide_chars > broken * 4 {
        problems.push(format!("{broken} bytes are not UTF-8"));
        return (lossy.into_owned(), UTF_8.name().to_owned());
    }
    let guessed = guess(bytes);
    if labels.is_empty() {
        problems.push(format!("names no charset and is not UTF-8; read as {}", guessed.name()));
    } else {
        problems.push(format!("says it is {said}, which its bytes are not; read as {}", guessed.name()));
    }
    let (text, _) = guessed.decode_without_bom_handling(bytes);
    (text.into_owned(), guessed.name().to_owned())
}

/// UTF-16 and UTF-32, by byte order mark or by where the zero bytes of `<` stand.
fn wide(bytes: &[u8]) -> Option<(String, &'static str)> {
    let start = bytes.get(..4)?;
    match start {
        [0xff, 0xfe, 0, 0] => Some((utf32(&bytes[4..], u32::from_le_bytes), "UTF-32LE")),
        [0, 0, 0xfe, 0xff] => Some((utf32(&bytes[4..], u32::from_be_bytes), "UTF-32BE")),
        [b'<', 0, 0, 0] => Some((utf32(bytes, u32::from_le_bytes), "UTF-32LE")),
        [0, 0, 0, b'<'] => Some((utf32(bytes, u32::from_be_bytes), "UTF-32BE")),
        [0xff, 0xfe, ..] => {
            Some((UTF_16LE.decode_without_bom_handling(&bytes[2..]).0.into_owned(), UTF_16LE.name()))
        }
        [0xfe, 0xff, ..] => {
            Some((UTF_16BE.decode_without_bom_handling(&bytes[2..]).0.into_owned(), UTF_16BE.name()))
        }
        [b'<' | b'{', 0, _, 0] => {
            Some((UTF_16LE.decode_without_bom_handling(bytes).0.into_owned(), UTF_16LE.name()))
        }
        [0, b'<' | b'{', 0, _] => {
            Some((UTF_16BE.decode_without_bom_handling(bytes).0.into_owned(), UTF_16BE.name()))
        }
        _ => None,
    }
}

fn utf32(bytes: &[u8], unit: fn([u8; 4]) -> u32) -> String {
    let units = bytes.as_chunks::<4>().0;
    units.iter().map(|four| char::from_u32(unit(*four)).unwrap_or('\u{fffd}')).collect()
}

fn named(label: &str) -> Option<&'static Encoding> {
    Encoding::for_label(label.trim().as_bytes()).or_else(|| {
        let plain: String = label.to_ascii_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
        // Spellings seen in feeds that the Encoding Standard does not list.
        match plain.as_str() {
            "utf8" | "utf" | "unicode" | "utf8mb4" | "utf8utf8" => Some(UTF_8),
            "iso88591" | "latin1" | "ansi" | "windows1252" | "win1252" | "cp1252" | "iso8859" => {
                Some(WINDOWS_1252)
            }
            "macroman" | "macosroman" => Some(encoding_rs::MACINTOSH),
            "maccyrillic" => Some(encoding_rs::X_MAC_CYRILLIC),
            _ => None,
        }
    })
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    // A guess needs some text, not fifty megabytes of it.
    detector.feed(&bytes[..bytes.len().min(200_000)], true);
    detector.guess(None, chardetng::Utf8Detection::Deny)
}

fn label_of_header(content_type: &str) -> Option<String> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then(|| value.to_owned())
    })
}

fn label_of_declaration(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]);
    let start = head.find("<?xml")?;
    let declaration = &head[start..start + head[start..].find('>')?];
    let after = declaration[declaration.find("encoding")? + 8..].trim_start().strip_prefix('=')?.trim_start();
    let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (label, _) = after[1..].split_once(quote)?;
    Some(label.trim().to_owned())
}

/// Mends text that was UTF-8, was read as Latin-1 or windows-1252 by its publisher and encoded again (`blÃ¥bÃ¦r`).
pub fn mend_double_encoding(text: &str) -> Option<String> {
    if !text.contains(['Ã', 'Â', 'â']) {
        return None;
    }
    let bytes: Option<Vec<u8>> = text
        .chars()
        .map(|c| match u32::from(c) {
            code @ 0..=0xff => u8::try_from(code).ok(),
            _ => (0x80..=0x9f).find(|&byte| windows_1252(char::from(byte)) == c),
        })
        .collect();
    String::from_utf8(bytes?).ok().filter(|mended| mended.len() < text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_that_lie_do_not_win() {
        let latin = decode(b"<?xml version='1.0' encoding='utf-8'?><a>bl\xe5b\xe6r gr\xf8d</a>", None);
        assert!(latin.text.contains("blåbær grød"), "{latin:?}");
        assert_eq!(latin.problems.len(), 1);
        let utf8 = decode("<a>blåbær</a>".as_bytes(), Some("text/xml; charset=iso-8859-1"));
        assert!(utf8.text.contains("blåbær"));
        let true_label = decode(b"<?xml version='1.0' encoding='iso-8859-2'?><a>\xb3</a>", None);
        assert!(true_label.text.contains('ł'));
    }

    #[test]
    fn wide_characters_are_seen_without_a_mark() {
        let utf16: Vec<u8> = "<a>æ</a>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&utf16, None).text, "<a>æ</a>");
        let utf32: Vec<u8> = "<a>æ</a>".chars().flat_map(|c| u32::from(c).to_be_bytes()).collect();
        assert_eq!(decode(&utf32, None).text, "<a>æ</a>");
    }

    #[test]
    fn doubly_encoded_text_is_mended() {
        assert_eq!(mend_double_encoding("blÃ¥bÃ¦r").as_deref(), Some("blåbær"));
        assert_eq!(mend_double_encoding("Ã er et bogstav"), None);
    }
}
