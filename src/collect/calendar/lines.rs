//! Bytes → content lines (RFC 5545, 3.1). Knows no property.

use crate::collect::feed::charset::decode;

/// Characters of one value that are kept; a description is cut far below that.
const LONGEST: usize = 200_000;
/// Parameters of one line.
const MOST_PARAMETERS: usize = 50;

/// `NAME;PARAM=value:value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// In capitals, without a group.
    pub name: String,
    /// Names in capitals.
    pub parameters: Vec<(String, String)>,
    /// As it stands, escapes and all.
    pub value: String,
}

impl Line {
    /// A parameter's value, or empty.
    pub fn parameter(&self, name: &str) -> &str {
        self.parameters.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// The value as text: `\n`, `\,`, `\;` and `\\` undone in one pass (RFC 5545, 3.3.11).
    pub fn text(&self) -> String {
        unescape(&self.value)
    }
}

/// The lines of a document, and what was wrong with its characters. Lines that are none are the continuation of the line
/// before: programs that forget to escape a line break are common.
pub fn lines(bytes: &[u8], content_type: Option<&str>) -> (Vec<Line>, Vec<String>) {
    // Unfolded first: a fold counts octets and may stand in the middle of a letter.
    let decoded = decode(&unfolded(bytes), content_type);
    let mut lines: Vec<Line> = Vec::new();
    for text in decoded.text.split(['\n', '\r']) {
        match line(text) {
            Some(line) => lines.push(line),
            None => {
                // A title or a date has one line: what follows it is noise.
                let goes_on = ["DESCRIPTION", "X-ALT-DESC", "STYLED-DESCRIPTION", "COMMENT"];
                if let Some(last) = lines.last_mut()
                    && goes_on.contains(&last.name.as_str())
                    && !text.trim().is_empty()
                    && last.value.len() + text.len() < LONGEST
                {
                    last.value.push_str("\\n");
                    last.value.push_str(text);
                }
            }
        }
    }
    (lines, decoded.problems)
}

fn unfolded(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let end = if rest.starts_with(b"\r\n") { 2 } else { usize::from(matches!(rest[0], b'\n' | b'\r')) };
        if end > 0 && matches!(rest.get(end), Some(b' ' | b'\t')) {
            at += end + 1;
        } else {
            out.push(rest[0]);
            at += 1;
        }
    }
    out
}

fn line(text: &str) -> Option<Line> {
    let end = text.find([':', ';'])?;
    let name = text[..end].trim();
    // vCard's groups: `item1.URL`.
    let name = name.rsplit('.').next().unwrap_or(name);
    if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
        return None;
    }
    // What people write is seldom all capitals; what programs write is hardly ever anything else.
    if text[..end].len() > 60 || (name.bytes().any(|b| b.is_ascii_lowercase()) && !is_known(name)) {
        return None;
    }
    let (parameters, value) = parameters(&text[end..])?;
    let cut = value.char_indices().nth(LONGEST).map_or(value, |(at, _)| &value[..at]);
    Some(Line { name: name.to_ascii_uppercase(), parameters, value: cut.to_owned() })
}

fn is_known(name: &str) -> bool {
    const KNOWN: [&str; 14] = [
        "begin",
        "end",
        "uid",
        "dtstart",
        "dtend",
        "summary",
        "description",
        "location",
        "url",
        "status",
        "rrule",
        "duration",
        "dtstamp",
        "sequence",
    ];
    KNOWN.contains(&name.to_ascii_lowercase().as_str())
}

/// From the first `;` or `:` on: parameters (quoted values hold anything but quotes), then the value.
fn parameters(text: &str) -> Option<(Vec<(String, String)>, &str)> {
    let mut found = Vec::new();
    let mut rest = text;
    loop {
        if let Some(value) = rest.strip_prefix(':') {
            return Some((found, value));
        }
        rest = rest.strip_prefix(';')?;
        let equals = rest.find(['=', ':', ';'])?;
        let name = &rest[..equals];
        rest = &rest[equals..];
        let mut value = String::new();
        if let Some(after) = rest.strip_prefix('=') {
            rest = after;
            loop {
                if let Some(quoted) = rest.strip_prefix('"') {
                    let end = quoted.find('"')?;
                    value.push_str(&quoted[..end]);
                    rest = &quoted[end + 1..];
                }
                let end = rest.find([':', ';', ','])?;
                value.push_str(&rest[..end]);
                rest = &rest[end..];
                match rest.strip_prefix(',') {
                    Some(more) => {
                        value.push(',');
                        rest = more;
                    }
                    None => break,
                }
            }
        }
        if found.len() < MOST_PARAMETERS {
            // RFC 6868 writes quotes and line breaks with a caret.
            let value = value.replace("^'", "\"").replace("^n", "\n").replace("^^", "^");
            found.push((name.trim().to_ascii_uppercase(), value));
        }
    }
}

/// One left-to-right pass: `\\n` is a backslash and an n.
pub fn unescape(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('n' | 'N') => out.push('\n'),
            Some(escaped @ ('\\' | ';' | ',' | ':' | '"')) => out.push(escaped),
            // No escape at all: a path of Windows', a smiley.
            Some(other) => out.extend(['\\', other]),
            None => out.push('\\'),
        }
    }
    out
}

/// The parts of a list, split at commas that are not escaped, each unescaped.
pub fn list(value: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut escaped = false;
    for c in value.chars() {
        if c == ',' && !escaped {
            parts.push(String::new());
        } else if let Some(last) = parts.last_mut() {
            last.push(c);
        }
        escaped = c == '\\' && !escaped;
    }
    parts.iter().map(|part| unescape(part.trim())).filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fold_in_the_middle_of_a_letter_is_undone() {
        let text = "SUMMARY:Åbning på Rådhuset".as_bytes();
        for at in 1..text.len() {
            for fold in ["\r\n ", "\n\t"] {
                let folded = [&text[..at], fold.as_bytes(), &text[at..]].concat();
                let (lines, problems) = lines(&folded, None);
                assert_eq!(lines[0].text(), "Åbning på Rådhuset", "at {at}");
                assert!(problems.is_empty(), "{problems:?}");
            }
        }
    }

    #[test]
    fn parameters_may_be_quoted_and_values_may_hold_colons() {
        let text = "ORGANIZER;CN=\"Holm: Mette\";X-A=1,\"2;3\":mailto:mette@kommune.example";
        let line = line(text).unwrap();
        assert_eq!((line.parameter("CN"), line.parameter("X-A")), ("Holm: Mette", "1,2;3"));
        assert_eq!(line.value, "mailto:mette@kommune.example");
    }

    #[test]
    fn a_line_break_that_was_not_escaped_belongs_to_the_line_before() {
        let text = "DESCRIPTION:Program:\nMette: velkomst\n\nKl. 9: kaffe\nSTATUS:CONFIRMED\n";
        let (lines, _) = lines(text.as_bytes(), None);
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0].text(), "Program:\nMette: velkomst\nKl. 9: kaffe");
    }

    #[test]
    fn escapes_are_undone_once() {
        assert_eq!(unescape(r"a\\n b\n c\, \; \d\"), "a\\n b\n c, ; \\d\\");
        assert_eq!(list(r"ledelse,kommune\, by,,"), ["ledelse", "kommune, by"]);
    }
}
