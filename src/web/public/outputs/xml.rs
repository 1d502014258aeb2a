//! XML, written so that any reader takes it. Knows no feed format.

use std::fmt::Write as _;

use crate::domain::markup::escaped_xml;

/// A document as it grows.
pub struct Xml(String);

impl Xml {
    /// Begins one.
    pub fn new() -> Self {
        Self("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n".to_owned())
    }

    /// `<name a="b">`, without its end.
    pub fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes, ">");
    }

    /// `</name>`.
    pub fn close(&mut self, name: &str) {
        self.push(&format!("</{name}>\n"));
    }

    /// `<name a="b"/>`.
    pub fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes, "/>\n");
    }

    /// `<name a="b">text</name>`.
    pub fn text(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.tag(name, attributes, ">");
        self.push(&escaped_xml(text));
        self.close(name);
    }

    /// The document.
    pub fn finish(self) -> String {
        self.0
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)], end: &str) {
        let mut tag = format!("<{name}");
        for (name, value) in attributes {
            // A String takes whatever is written to it.
            let _always = write!(tag, " {name}=\"{}\"", escaped_xml(value));
        }
        tag.push_str(end);
        self.push(&tag);
    }

    fn push(&mut self, text: &str) {
        self.0.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::Xml;

    #[test]
    fn nothing_in_a_text_breaks_out_of_it() {
        let mut xml = Xml::new();
        xml.text("a", &[("b", "\"<&>")], "x]]></a>\u{0}\u{b}\u{ffff}\n&amp;");
        let written = xml.finish();
        let text = written.split_once('\n').unwrap().1;
        assert_eq!(text, "<a b=\"&quot;&lt;&amp;&gt;\">x]]&gt;&lt;/a&gt;\n&amp;amp;</a>\n");
    }
}
