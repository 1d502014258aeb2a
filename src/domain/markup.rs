//! Text as it may stand in HTML and XML. Knows no page, no feed and no drawing.

use std::borrow::Cow;

/// Text as it may stand in an element or a double-quoted attribute.
pub fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"']) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + text.len() / 8);
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            other => safe.push(other),
        }
    }
    Cow::Owned(safe)
}

/// As [`escaped`], in XML: what XML 1.0 has no way to write (section 2.2) is left out.
pub fn escaped_xml(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unwritable) {
        return escaped(text);
    }
    let writable: String = text.chars().filter(|c| !is_unwritable(*c)).collect();
    Cow::Owned(escaped(&writable).into_owned())
}

fn is_unwritable(c: char) -> bool {
    matches!(c, '\u{fffe}' | '\u{ffff}') || (c < ' ' && !matches!(c, '\t' | '\n' | '\r'))
}

#[cfg(test)]
mod tests {
    use super::{escaped, escaped_xml};

    #[test]
    fn nothing_breaks_out_of_an_element_or_an_attribute() {
        assert_eq!(escaped("\"><script>&amp;"), "&quot;&gt;&lt;script&gt;&amp;amp;");
        assert_eq!(escaped("Ærø 🎉 'x'"), "Ærø 🎉 'x'");
    }

    #[test]
    fn what_xml_cannot_write_is_left_out() {
        assert_eq!(escaped_xml("a\u{0}<\u{b}\tb\u{ffff}\n"), "a&lt;\tb\n");
        assert_eq!(escaped_xml("R&D"), "R&amp;D");
    }
}
