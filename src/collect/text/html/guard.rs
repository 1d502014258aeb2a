//! What keeps hostile markup cheap. An HTML5 parser answers some inputs of 1 MB with minutes of work or gigabytes of
//! tree (deep nesting, re-opened formatting elements, thousands of attributes on one tag). This scan comes first,
//! runs in linear time and takes such markup away; it decides about cost only, never about safety. What it cuts off is
//! far behind the 20 000 characters that a post may show.

use std::borrow::Cow;
use std::collections::HashMap;

/// Input beyond this many bytes is cut.
pub const LARGEST: usize = 1_000_000;
/// What is left of it, without scripts, comments and overlong tags, is cut at this many bytes: ten for each
/// character that a post may show.
const LONGEST: usize = 200_000;
/// A document with more tags than this is reduced to its text. Long articles have some hundreds.
const MOST_TAGS: usize = 3_000;
/// Elements open at the same time before a document is reduced to its text.
const DEEPEST: usize = 100;
/// A longer tag is dropped, its content stays: only data URIs and attacks are this long.
const LONGEST_TAG: usize = 3_000;
/// A document ends behind this many characters that are escaped when it is written (`&`, `<`, `>`, no-break space), for
/// html5ever's serialiser looks through the rest of a text at each of them. Half as many as a post may show characters.
const MOST_ESCAPED: usize = 10_000;

/// Elements that have no end tag, or whose next start tag ends them, so that not closing them is honest HTML.
const NOT_NESTING: &[&str] = &[
    "p", "br", "hr", "img", "li", "td", "th", "tr", "dt", "dd", "option", "input", "meta", "link", "wbr",
    "area", "col", "source", "track", "embed", "thead", "tbody", "tfoot", "colgroup", "base", "param", "a",
];

/// Elements whose content is never text for people; dropped here so that quotes in scripts confuse nothing.
const DROPPED: &[&str] = &["script", "style"];

enum Piece<'a> {
    Text(&'a str),
    Tag { whole: &'a str, name: String, end: bool },
}

/// The same document made cheap to parse.
pub fn bounded(html: &str) -> String {
    let html = cut(html, LARGEST);
    let html: Cow<'_, str> =
        if html.contains('\0') { Cow::Owned(html.replace('\0', "")) } else { Cow::Borrowed(html) };
    let pieces = pieces(&html);
    let cheap = is_cheap(&pieces);
    let mut out = String::new();
    let mut escaped = 0;
    for piece in &pieces {
        let room = LONGEST.saturating_sub(out.len());
        match piece {
            Piece::Text(text) => {
                let whole = cut(text, room);
                let affordable = before_escaped(whole, MOST_ESCAPED, &mut escaped);
                out.push_str(affordable);
                if affordable.len() < text.len() {
                    break;
                }
            }
            Piece::Tag { whole, .. } if cheap && whole.len() <= LONGEST_TAG.min(room) => out.push_str(whole),
            Piece::Tag { .. } if cheap => {}
            Piece::Tag { .. } => out.push(' '),
        }
    }
    out
}

/// The part of `text` before the character that is one too many of those escaped; `seen` counts them.
fn before_escaped<'a>(text: &'a str, most: usize, seen: &mut usize) -> &'a str {
    // The serialiser stops at the first byte of a no-break space, which begins every character up to U+00BF.
    let is_escaped = |c: char| matches!(c, '&' | '<' | '>' | '\u{80}'..='\u{bf}');
    let end = text.char_indices().find(|(_, c)| {
        *seen += usize::from(is_escaped(*c));
        *seen > most
    });
    end.map_or(text, |(at, _)| &text[..at])
}

/// At most `bytes` bytes, cut between characters.
fn cut(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

fn is_cheap(pieces: &[Piece<'_>]) -> bool {
    let mut open: HashMap<&str, usize> = HashMap::new();
    let (mut depth, mut deepest, mut tags) = (0usize, 0usize, 0usize);
    for piece in pieces {
        let Piece::Tag { name, end, .. } = piece else { continue };
        tags += 1;
        if NOT_NESTING.contains(&name.as_str()) {
            continue;
        }
        let count = open.entry(name).or_default();
        if !end {
            *count += 1;
            depth += 1;
            deepest = deepest.max(depth);
        } else if *count > 0 {
            *count -= 1;
            depth -= 1;
        }
    }
    tags <= MOST_TAGS && deepest <= DEEPEST
}

/// Splits as an HTML tokenizer would, without comments, declarations, scripts and styles.
fn pieces(html: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        if at > 0 {
            pieces.push(Piece::Text(&rest[..at]));
        }
        rest = &rest[at..];
        let after = rest.as_bytes().get(1).copied();
        let after_slash = rest.as_bytes().get(2).copied();
        if rest.starts_with("<!--") {
            rest = after_comment(rest);
        } else if matches!(after, Some(b'!' | b'?')) || after == Some(b'/') && !is_letter(after_slash) {
            // Doctypes, processing instructions and `</ nonsense>` all end at the next `>`.
            if after == Some(b'/') && after_slash.is_none() {
                pieces.push(Piece::Text(rest));
                rest = "";
            } else {
                rest = rest.find('>').map_or("", |end| &rest[end + 1..]);
            }
        } else if is_letter(after) || after == Some(b'/') {
            let length = tag_length(rest);
            let whole = &rest[..length];
            rest = &rest[length..];
            let end = after == Some(b'/');
            let name = tag_name(&whole[if end { 2 } else { 1 }..]);
            if !end && DROPPED.contains(&name.as_str()) {
                rest = after_element(rest, &name);
            } else if whole.ends_with('>') {
                pieces.push(Piece::Tag { whole, name, end });
            }
        } else {
            pieces.push(Piece::Text(&rest[..1]));
            rest = &rest[1..];
        }
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

fn is_letter(byte: Option<u8>) -> bool {
    byte.is_some_and(|byte| byte.is_ascii_alphabetic())
}

fn tag_name(text: &str) -> String {
    let end = text.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>')).unwrap_or(text.len());
    text[..end].to_ascii_lowercase()
}

/// HTML 13.2.5.43 and on: `<!-->` and `<!--->` are whole comments, `--!>` ends one too.
fn after_comment(text: &str) -> &str {
    if let Some(rest) = text.strip_prefix("<!-->").or_else(|| text.strip_prefix("<!--->")) {
        return rest;
    }
    let body = &text[4..];
    let ends = [("-->", 3), ("--!>", 4)];
    let end = ends.into_iter().filter_map(|(mark, length)| body.find(mark).map(|at| at + length)).min();
    end.map_or("", |end| &body[end..])
}

/// Bytes up to and including the `>` that ends a tag; `>` inside a quoted attribute value does not.
fn tag_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut at, mut after_equals, mut quote) = (1, false, None);
    while at < bytes.len() {
        let byte = bytes[at];
        at += 1;
        match quote {
            Some(mark) => {
                if byte == mark {
                    quote = None;
                }
            }
            None => match byte {
                b'>' => return at,
                b'"' | b'\'' if after_equals => {
                    quote = Some(byte);
                    after_equals = false;
                }
                b'=' => after_equals = true,
                b' ' | b'\t' | b'\n' | b'\r' | 0x0c => {}
                _ => after_equals = false,
            },
        }
    }
    text.len()
}

/// What follows the end tag of a raw-text element.
fn after_element<'a>(text: &'a str, name: &str) -> &'a str {
    let mut rest = text;
    while let Some(at) = rest.find("</") {
        rest = &rest[at..];
        if tag_name(&rest[2..rest.floor_char_boundary(2 + name.len() + 1)]) == name {
            return &rest[tag_length(rest)..];
        }
        rest = &rest[2..];
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn honest_html_passes_unchanged() {
        let html = "<p>1 < 2 <b title='a>b'>ja</b><br/>a</p><ul><li>x<li>y</ul>";
        assert_eq!(bounded(html), html);
    }

    #[test]
    fn comments_and_scripts_go() {
        assert_eq!(bounded("a<!-- <p> -->b<!-->c<SCRIPT>if(a<b='>')</SCRIPT >d<!doctype x>e"), "abcde");
        assert_eq!(bounded("a<script>no end"), "a");
        assert_eq!(bounded("a</ b>c</"), "ac</");
    }

    #[test]
    fn bombs_become_text() {
        assert_eq!(bounded(&format!("{}a", "<div>".repeat(10_000))).trim(), "a");
        let long = format!("<p {}>a</p>", "x=1 ".repeat(10_000));
        assert_eq!(bounded(&long), "a</p>");
        assert_eq!(bounded(&"ord & ".repeat(160_000)).matches('&').count(), MOST_ESCAPED);
        assert_eq!(bounded(&"ø".repeat(400_000)).len(), LONGEST);
    }
}
