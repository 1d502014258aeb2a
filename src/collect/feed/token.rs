//! A forgiving tokenizer for XML that is not quite XML, and for HTML. It never fails: what is no markup is text.
//! Knows nothing of feeds. Linear in its input, whatever the input.

/// One piece of markup. Text and attribute values are as written: character references are not decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// `<name a="b">` or `<name a="b"/>`.
    Start {
        /// As written, prefix included.
        name: &'a str,
        /// As written; at most [`MAX_ATTRIBUTES`].
        attributes: Vec<(&'a str, &'a str)>,
        /// `/>`.
        empty: bool,
    },
    /// `</name>`.
    End(&'a str),
    /// Character data.
    Text(&'a str),
    /// The inside of a CDATA section.
    Cdata(&'a str),
    /// The inside of `<!DOCTYPE …>`.
    Doctype(&'a str),
}

/// Attributes of one element; the rest are not read.
pub const MAX_ATTRIBUTES: usize = 64;

/// Reads tokens one by one.
pub struct Tokens<'a> {
    text: &'a str,
    at: usize,
    /// Ends that were searched for and do not occur any more, so that they are searched for once.
    missing: Vec<&'static str>,
    seen_doctype: bool,
    /// True if the document ended inside markup.
    pub broke_off: bool,
}

impl<'a> Tokens<'a> {
    /// Over a whole document.
    pub fn new(text: &'a str) -> Self {
        Self { text, at: 0, missing: Vec::new(), seen_doctype: false, broke_off: false }
    }

    /// Bytes read so far.
    pub fn position(&self) -> usize {
        self.at
    }

    fn find(&mut self, from: usize, end: &'static str) -> Option<usize> {
        if self.missing.contains(&end) {
            return None;
        }
        let found = self.text.get(from..)?.find(end).map(|at| from + at);
        if found.is_none() {
            self.missing.push(end);
        }
        found
    }

    /// The token that starts with the `<` at `self.at`; `Err` if that `<` is only a character.
    fn markup(&mut self) -> Result<Option<Token<'a>>, ()> {
        let start = self.at;
        let rest = &self.text[start..];
        if rest.len() < 9 && ["</", "<!--", "<![CDATA["].iter().any(|markup| markup.starts_with(rest)) {
            self.broke_off = true;
            self.at = self.text.len();
            return Ok(None);
        }
        if rest.starts_with("<!--") {
            return self.section(start + 4, "-->").map(|_| None);
        }
        if rest.get(..9).is_some_and(|head| head.eq_ignore_ascii_case("<![CDATA[")) {
            return self.section(start + 9, "]]>").map(|inside| Some(Token::Cdata(inside)));
        }
        if rest.starts_with("<?") {
            // A processing instruction ends at `?>`; some write `>`.
            let end = self.find(start, ">").ok_or(())?;
            let near = &self.text.as_bytes()[start..self.text.len().min(end + 200)];
            let proper = near.windows(2).position(|two| two == b"?>");
            self.at = proper.map_or(end + 1, |proper| start + proper + 2);
            return Ok(None);
        }
        if rest.starts_with("<!") {
            return self.doctype(start).map(Some);
        }
        if let Some(after) = rest.strip_prefix("</") {
            let name = name_of(after).ok_or(())?;
            let tail = &after[name.len()..];
            let end = tail.find(['>', '<']).unwrap_or(tail.len());
            let closed = usize::from(tail.as_bytes().get(end) == Some(&b'>'));
            self.broke_off |= end == tail.len();
            self.at = start + 2 + name.len() + end + closed;
            return Ok(Some(Token::End(name)));
        }
        self.start_tag(start)
    }

    fn section(&mut self, from: usize, end: &'static str) -> Result<&'a str, ()> {
        match self.find(from, end) {
            Some(at) => {
                self.at = at + end.len();
                Ok(&self.text[from..at])
            }
            None => {
                self.broke_off = true;
                self.at = self.text.len();
                Ok(&self.text[from..])
            }
        }
    }

    fn doctype(&mut self, start: usize) -> Result<Token<'a>, ()> {
        let close = self.find(start, ">").ok_or(())? - start;
        let rest = &self.text[start..];
        let mut end = close;
        // The internal subset ends at `]`, white space, `>`. A document has one; searching again would take for ever.
        if !self.seen_doctype && rest[..close].contains('[') {
            let mut from = 0;
            while let Some(at) = rest[from..].find(']') {
                let tail = &rest[from + at + 1..];
                let trimmed = tail.trim_start();
                if trimmed.starts_with('>') {
                    end = rest.len() - trimmed.len();
                    break;
                }
                from += at + 1;
            }
        }
        self.seen_doctype = true;
        self.at = start + end + 1;
        Ok(Token::Doctype(&rest[2..end]))
    }

    fn start_tag(&mut self, start: usize) -> Result<Option<Token<'a>>, ()> {
        let name = name_of(&self.text[start + 1..]).ok_or(())?;
        let mut at = start + 1 + name.len();
        let name_end = at;
        let bytes = self.text.as_bytes();
        let mut attributes = Vec::new();
        let mut empty = false;
        loop {
            match bytes.get(at) {
                None => {
                    // `<` in the last words of a text, or a document that broke off: the tag was never seen whole.
                    self.broke_off = true;
                    self.at = self.text.len();
                    return Ok(None);
                }
                Some(b'>') => {
                    at += 1;
                    break;
                }
                // `<item<title>`: a tag whose `>` was forgotten. `a <b and c</p>`: words, not attributes.
                Some(b'<') if attributes.is_empty() && at == name_end && name.len() > 2 => break,
                Some(b'<') if attributes.first().is_some_and(|(_, value): &(_, &str)| !value.is_empty()) => {
                    break;
                }
                Some(b'<') => return Err(()),
                Some(b'/') => {
                    empty = bytes.get(at + 1) == Some(&b'>');
                    at += 1;
                }
                Some(b) if b.is_ascii_whitespace() || matches!(b, b'"' | b'\'' | b'=' | b'?' | b',') => {
                    at += 1
                }
                Some(_) => {
                    let (name, value, end) = attribute(self.text, at);
                    if attributes.len() < MAX_ATTRIBUTES {
                        attributes.push((name, value));
                    }
                    // A name may be empty (a no-break space): step over it, whatever its length.
                    at = end.max(at + self.text[at..].chars().next().map_or(1, char::len_utf8));
                }
            }
        }
        self.at = at;
        Ok(Some(Token::Start { name, attributes, empty }))
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let from = self.at;
            if from >= self.text.len() {
                return None;
            }
            let mut end = from;
            if self.text.as_bytes()[from] == b'<' {
                match self.markup() {
                    Ok(Some(token)) => return Some(token),
                    Ok(None) => continue,
                    Err(()) => end = from + 1,
                }
            }
            let end = self.text[end..].find('<').map_or(self.text.len(), |at| end + at);
            self.at = end;
            return Some(Token::Text(&self.text[from..end]));
        }
    }
}

/// An element's name at the start of `text`: it begins with a letter, `_` or `:`.
fn name_of(text: &str) -> Option<&str> {
    let first = text.chars().next()?;
    if !(first.is_alphabetic() || matches!(first, '_' | ':')) {
        return None;
    }
    let end = text
        .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | ':' | '-' | '.' | '\u{b7}')))
        .unwrap_or(text.len());
    (end <= 200).then(|| &text[..end])
}

/// The attribute at `at`: name, value, where it ends.
fn attribute(text: &str, at: usize) -> (&str, &str, usize) {
    let rest = &text[at..];
    let name_end = rest
        .find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '<' | '/' | '"' | '\''))
        .unwrap_or(rest.len());
    let name = &rest[..name_end];
    let tail = rest[name_end..].trim_start();
    let Some(value) = tail.strip_prefix('=').map(str::trim_start) else {
        return (name, "", at + name_end);
    };
    let value_at = text.len() - value.len();
    if let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        let closing = value[1..].find(quote).map(|end| end + 1);
        let follows = closing.and_then(|end| value[end + 1..].chars().next());
        let proper =
            follows.is_none_or(|c| c.is_whitespace() || matches!(c, '/' | '>' | '<' | '?' | '"' | '\''));
        if let Some(end) = closing.filter(|&end| proper || !value[..end].contains('>')) {
            return (name, &value[1..end], value_at + end + 1);
        }
        // The closing quote was forgotten: the value ends with the tag.
        let end = value.find(['>', '<']).unwrap_or(value.len());
        return (name, value[1..end.max(1)].trim_end_matches('/'), value_at + end);
    }
    let end = value.find(|c: char| c.is_whitespace() || matches!(c, '>' | '<')).unwrap_or(value.len());
    let end = if value[..end].ends_with('/') && value[end..].starts_with('>') { end - 1 } else { end };
    (name, &value[..end], value_at + end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start<'a>(name: &'a str, attributes: &[(&'a str, &'a str)]) -> Token<'a> {
        Token::Start { name, attributes: attributes.to_vec(), empty: false }
    }

    #[test]
    fn what_is_no_markup_is_text() {
        let tokens: Vec<_> = Tokens::new("a < b & 1<2 <b and c</p>").collect();
        assert_eq!(
            tokens,
            [
                Token::Text("a "),
                Token::Text("< b & 1"),
                Token::Text("<2 "),
                Token::Text("<b and c"),
                Token::End("p")
            ]
        );
    }

    #[test]
    fn attributes_are_read_however_they_are_quoted() {
        let tokens: Vec<_> = Tokens::new("<a href=x/y title='a > b' c d=\"open>t</a>").collect();
        assert_eq!(
            tokens,
            [
                start("a", &[("href", "x/y"), ("title", "a > b"), ("c", ""), ("d", "open")]),
                Token::Text("t"),
                Token::End("a")
            ]
        );
    }

    #[test]
    fn sections_and_doctypes_are_whole() {
        let text = "<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a \"]x\">]><!-- <b> --><![CDATA[<p>]]>";
        let tokens: Vec<_> = Tokens::new(text).collect();
        assert_eq!(tokens, [Token::Doctype("DOCTYPE r [<!ENTITY a \"]x\">]"), Token::Cdata("<p>")]);
    }
}
