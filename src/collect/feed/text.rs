//! What a title, summary or content says: Atom's types, 0.3's modes, RSS's guesswork, markup that was or was not
//! escaped. Knows elements as a tree and nothing of feeds.

use base64::Engine as _;

use super::charset::mend_double_encoding;
use super::entities::decode;
use super::namespace::Ns;
use super::parsed::Text;
use super::resolve::{Scope, push_attribute, resolve, resolve_attribute, resolve_html};
use super::token::{Token, Tokens};
use super::tree::{Id, Part, Tree};
use crate::domain::markup::escaped;

/// What a text is where its element does not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Default {
    /// RSS bodies: HTML if it looks like it.
    Guess,
    /// Atom: plain text.
    Plain,
    /// `content:encoded`, `xhtml:body`: HTML if there is any markup in it.
    Html,
}

/// Elements by which HTML is recognised in a text that does not say what it is.
const KNOWN_HTML: [&str; 85] = [
    "a",
    "abbr",
    "acronym",
    "address",
    "article",
    "aside",
    "audio",
    "b",
    "big",
    "blockquote",
    "body",
    "br",
    "button",
    "caption",
    "center",
    "cite",
    "code",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "li",
    "main",
    "map",
    "mark",
    "nav",
    "noscript",
    "object",
    "ol",
    "p",
    "picture",
    "pre",
    "q",
    "s",
    "samp",
    "script",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "textarea",
    "th",
    "thead",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "video",
];

impl Scope {
    /// The scope inside an element: `xml:base`, `xml:lang` (and `lang`, as some write).
    #[must_use]
    pub fn inside(&self, tree: &Tree<'_>, id: Id) -> Self {
        let base = tree.attribute(id, "xml:base").filter(|base| !base.is_empty());
        let language = tree.attribute(id, "xml:lang").or_else(|| tree.attribute(id, "lang"));
        Self {
            base: base.map_or_else(|| self.base.clone(), |base| resolve(&self.base, &base)),
            language: language.filter(|l| !l.is_empty()).unwrap_or_else(|| self.language.clone()),
        }
    }
}

/// Reads an element as a text.
pub fn text(tree: &Tree<'_>, id: Id, outer: &Scope, otherwise: Default) -> Text {
    let scope = outer.inside(tree, id);
    let kind = tree.attribute(id, "type").unwrap_or_default().to_ascii_lowercase();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    let mode = tree.attribute(id, "mode").unwrap_or_default().to_ascii_lowercase();
    let has_elements = tree.children(id).next().is_some();
    let html_type = matches!(kind, "html" | "text/html");
    let xhtml_type = matches!(kind, "xhtml" | "application/xhtml+xml" | "application/xml" | "text/xml");
    if mode == "base64" || (!has_elements && !kind.is_empty() && !is_textual(kind)) {
        let packed: String = tree.text(id).split_whitespace().collect();
        if let Some(unpacked) = base64::engine::general_purpose::STANDARD
            .decode(packed)
            .ok()
            .and_then(|bytes| String::from_utf8(bytes).ok())
        {
            return finish(
                unpacked,
                html_type || xhtml_type || otherwise != Default::Plain && looks_like_html_of(kind),
                scope,
            );
        }
    }
    let markup_inside = has_elements || (xhtml_type && mode != "escaped");
    if markup_inside {
        // `mode="xml"` of Atom 0.3 and xhtml of 1.0, or HTML that somebody forgot to escape.
        return finish(serialise(tree, id, &scope), true, scope);
    }
    let value = tree.text(id);
    let html = match otherwise {
        _ if html_type || (xhtml_type && mode == "escaped") => true,
        _ if kind == "text" || kind == "text/plain" => contains_html(&value),
        // Without any markup it is plain text, whatever it says: its line breaks count.
        Default::Html => value.contains('<') || decode(&value) != value,
        Default::Guess => contains_html(&value) || decode(&value) != value,
        Default::Plain => contains_html(&value),
    };
    finish(value, html, scope)
}

fn is_textual(kind: &str) -> bool {
    kind.starts_with("text")
        || matches!(kind, "html" | "xhtml")
        || kind.ends_with("xml")
        || !kind.contains('/')
}

fn looks_like_html_of(kind: &str) -> bool {
    kind.contains("html")
}

fn finish(mut value: String, html: bool, scope: Scope) -> Text {
    if let Some(mended) = mend_double_encoding(&value) {
        value = mended;
    }
    if html {
        value = unescape_twice(value);
        value = resolve_html(&value, &scope.base).into_owned();
    }
    Text {
        media_type: if html { "text/html" } else { "text/plain" }.to_owned(),
        value: value.trim().to_owned(),
        base: scope.base,
        language: scope.language,
    }
}

/// HTML that was escaped twice has no tag of its own but shows tags to the reader.
fn unescape_twice(value: String) -> String {
    if value.contains('<') || !value.contains("&lt;") {
        return value;
    }
    let once = decode(&value);
    if contains_html(&once) && once.contains("</") { once.into_owned() } else { value }
}

/// True if the text has a whole tag of HTML in it: `</p>`, `<br>`, `<img …>`, `<a href=…>`.
pub fn contains_html(text: &str) -> bool {
    if !text.contains('<') {
        return false;
    }
    let mut opened = Vec::new();
    for token in Tokens::new(text) {
        match token {
            Token::Start { name, attributes, .. } => {
                let name = name.to_ascii_lowercase();
                if matches!(&*name, "br" | "img" | "hr" | "p" | "script" | "style" | "iframe")
                    || (KNOWN_HTML.contains(&&*name) && !attributes.is_empty())
                {
                    return true;
                }
                if opened.len() < 100 {
                    opened.push(name);
                }
            }
            Token::End(name) => {
                let name = name.to_ascii_lowercase();
                if KNOWN_HTML.contains(&&*name) && opened.contains(&name)
                    || matches!(&*name, "p" | "a" | "div")
                {
                    return true;
                }
            }
            _ => {}
        }
    }
    false
}

/// The text a title or name shows: markup gone, white space folded.
pub fn one_line(text: &Text) -> String {
    if text.is_html() { plain(&text.value) } else { fold_space(&text.value) }
}

/// A title or name that does not say what it is: escaped markup and left-over references are undone.
pub fn plain_guess(value: &str) -> String {
    let mended = mend_double_encoding(value);
    let value = mended.as_deref().unwrap_or(value);
    if contains_html(value) { plain(value) } else { fold_space(&decode(value)) }
}

/// HTML without its markup, on one line.
pub fn plain(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut silent = 0_usize;
    for token in Tokens::new(html) {
        match token {
            Token::Text(text) if silent == 0 => out.push_str(&decode(text)),
            Token::Cdata(text) if silent == 0 => out.push_str(text),
            Token::Start { name, empty, .. } => {
                let name = name.to_ascii_lowercase();
                if matches!(&*name, "script" | "style") && !empty {
                    silent += 1;
                } else if matches!(&*name, "br" | "p" | "div" | "li") {
                    out.push(' ');
                }
            }
            Token::End(name) if matches!(&*name.to_ascii_lowercase(), "script" | "style") => {
                silent = silent.saturating_sub(1);
            }
            _ => {}
        }
    }
    fold_space(&out)
}

/// White space folded to single spaces, none at the ends.
pub fn fold_space(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The markup inside an element, as HTML; a single `div` around all of it is left out (Atom's xhtml).
fn serialise(tree: &Tree<'_>, id: Id, scope: &Scope) -> String {
    let mut inside = id;
    let only_child = |at: Id| {
        let mut children = tree.children(at);
        let child = children.next()?;
        let blank = tree.parts(at).all(|part| {
            matches!(part, Part::Element(_)) || matches!(&part, Part::Text(t) if t.trim().is_empty())
        });
        (children.next().is_none() && blank).then_some(child)
    };
    let mut scope = scope.clone();
    if let Some(div) = only_child(inside).filter(|&child| matches!(tree.name(child), "div" | "body")) {
        scope = scope.inside(tree, div);
        inside = div;
    }
    let mut out = String::new();
    write_parts(tree, inside, &scope, &mut out);
    out
}

/// Depth is bounded by the tree's own limit.
fn write_parts(tree: &Tree<'_>, id: Id, scope: &Scope, out: &mut String) {
    for part in tree.parts(id) {
        match part {
            Part::Text(text) => out.push_str(&escaped(&text)),
            Part::Element(child) => write_element(tree, child, scope, out),
        }
    }
}

fn write_element(tree: &Tree<'_>, id: Id, outer: &Scope, out: &mut String) {
    let scope = outer.inside(tree, id);
    let name = if matches!(tree.ns(id), Ns::Xhtml | Ns::Core) { tree.name(id) } else { tree.raw(id) };
    out.push('<');
    out.push_str(name);
    for (key, value) in tree.attributes(id) {
        push_attribute(out, &key, &resolve_attribute(&scope.base, &key, &value));
    }
    out.push('>');
    if !matches!(name, "br" | "hr" | "img" | "wbr" | "input") {
        write_parts(tree, id, &scope, out);
        out.push_str("</");
        out.push_str(name);
        out.push('>');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(xml: &str, otherwise: Default) -> (String, bool) {
        let tree = Tree::read(xml);
        let id = tree.children(super::super::tree::ROOT).next().unwrap();
        let text = text(&tree, id, &Scope::default(), otherwise);
        let html = text.is_html();
        (text.value, html)
    }

    #[test]
    fn types_and_modes_are_told_apart() {
        assert_eq!(read("<c type='text'>a &lt; b</c>", Default::Plain), ("a < b".to_owned(), false));
        assert_eq!(
            read("<c type='html'>&lt;b&gt;a&lt;/b&gt;</c>", Default::Plain),
            ("<b>a</b>".to_owned(), true)
        );
        let xhtml =
            "<c type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>a <b>b</b> &amp; c<br/></div></c>";
        assert_eq!(read(xhtml, Default::Plain), ("a <b>b</b> &amp; c<br>".to_owned(), true));
        assert_eq!(
            read("<c mode='base64' type='text/html'>PGI+aGVqPC9iPg==</c>", Default::Plain).0,
            "<b>hej</b>"
        );
        assert_eq!(
            read("<c type='text'>&lt;p>hej&lt;/p></c>", Default::Plain),
            ("<p>hej</p>".to_owned(), true)
        );
        assert_eq!(
            read("<d>&amp;lt;p&amp;gt;hej&amp;lt;/p&amp;gt;</d>", Default::Guess),
            ("<p>hej</p>".to_owned(), true)
        );
    }

    #[test]
    fn titles_are_plain() {
        assert_eq!(
            plain_guess("Program for <b>Ledelsesugen</b> &amp; mere"),
            "Program for Ledelsesugen & mere"
        );
        assert_eq!(plain_guess("5 < 6 & <T> er generisk"), "5 < 6 & <T> er generisk");
        assert_eq!(plain("a<script>x</script><br>b"), "a b");
    }
}
