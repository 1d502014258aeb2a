//! Relative links → absolute ones, alone and inside HTML. Nothing here makes HTML safe: that is
//! [`clean_html`](crate::collect::text::html::clean_html)'s work.

use std::borrow::Cow;
use std::fmt::Write as _;

use url::Url;

use super::entities::decode;
use super::token::{Token, Tokens};
use crate::domain::markup::escaped;

/// Attributes of HTML that hold one address.
const ADDRESSES: [&str; 13] = [
    "href",
    "src",
    "poster",
    "cite",
    "action",
    "background",
    "data",
    "longdesc",
    "usemap",
    "codebase",
    "classid",
    "profile",
    "lowsrc",
];

/// Where something stands: what its relative links are relative to, and its language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// An absolute address, or empty if none is known.
    pub base: String,
    /// BCP 47, or empty.
    pub language: String,
}

/// An address made absolute. One that is absolute already stays as written; a scheme that runs code or reads files
/// gives an empty one.
pub fn resolve(base: &str, address: &str) -> String {
    let address: String = address.trim().chars().filter(|c| !matches!(c, '\n' | '\r' | '\t')).collect();
    if address.is_empty() {
        return address;
    }
    // No address has `&amp;` in it: it was escaped twice.
    let address = address.replace("&amp;", "&");
    match Url::parse(&address) {
        Ok(parsed) if is_harmful(parsed.scheme()) => String::new(),
        Ok(_) => address.replace(' ', "%20"),
        Err(_) => match Url::parse(base).and_then(|base| base.join(&address)) {
            Ok(joined) if is_harmful(joined.scheme()) => String::new(),
            Ok(joined) => joined.into(),
            Err(_) => address,
        },
    }
}

fn is_harmful(scheme: &str) -> bool {
    matches!(
        scheme,
        "javascript" | "vbscript" | "data" | "file" | "blob" | "about" | "view-source" | "livescript"
    )
}

/// HTML with every relative link inside made absolute; the rest of it exactly as it was.
pub fn resolve_html<'a>(html: &'a str, base: &str) -> Cow<'a, str> {
    if base.is_empty() || !html.contains('<') {
        return Cow::Borrowed(html);
    }
    let mut out = String::new();
    let mut copied = 0;
    let mut tokens = Tokens::new(html);
    loop {
        let from = tokens.position();
        let Some(token) = tokens.next() else { break };
        let Token::Start { name, attributes, empty } = token else { continue };
        let relative = |(key, value): &(&str, &str)| {
            let key = key.to_ascii_lowercase();
            (ADDRESSES.contains(&&*key) && Url::parse(&decode(value)).is_err() && !value.starts_with('#'))
                || key == "srcset"
        };
        if !attributes.iter().any(relative) {
            continue;
        }
        // A comment or text may lie between two tokens' ends only if it was skipped: find the tag's own start.
        let start = html[from..tokens.position()].rfind(&format!("<{name}")).map_or(from, |at| from + at);
        out.push_str(&html[copied..start]);
        write_tag(&mut out, name, &attributes, empty, base);
        copied = tokens.position();
    }
    if copied == 0 {
        return Cow::Borrowed(html);
    }
    out.push_str(&html[copied..]);
    Cow::Owned(out)
}

fn write_tag(out: &mut String, name: &str, attributes: &[(&str, &str)], empty: bool, base: &str) {
    out.push('<');
    out.push_str(name);
    for (key, value) in attributes {
        let value = decode(value);
        push_attribute(out, key, &resolve_attribute(base, key, &value));
    }
    out.push_str(if empty { "/>" } else { ">" });
}

/// The value of an attribute with its addresses made absolute.
pub fn resolve_attribute<'a>(base: &str, key: &str, value: &'a str) -> Cow<'a, str> {
    let key = key.to_ascii_lowercase();
    if key == "srcset" {
        let candidates: Vec<String> = value
            .split(',')
            .filter_map(|candidate| {
                let mut words = candidate.split_whitespace();
                let address = resolve(base, words.next()?);
                Some(words.fold(address, |all, word| all + " " + word))
            })
            .collect();
        return Cow::Owned(candidates.join(", "));
    }
    if ADDRESSES.contains(&&*key) && !value.trim_start().starts_with('#') && !base.is_empty() {
        return Cow::Owned(resolve(base, value));
    }
    Cow::Borrowed(value)
}

/// Writes ` key="value"`, escaped.
pub fn push_attribute(out: &mut String, key: &str, value: &str) {
    // Writing to a String cannot fail.
    write!(out, " {key}=\"{}\"", escaped(value)).unwrap_or_default();
}

/// Google wraps the links of its alerts and results (`google.com/url?…&url=…`): the link inside.
pub fn unwrap_google(link: &str) -> Option<String> {
    let url = Url::parse(link).ok()?;
    let host = url.host_str()?;
    let google = host.strip_prefix("www.").unwrap_or(host).starts_with("google.");
    if !google || url.path() != "/url" {
        return None;
    }
    let inside = |wanted: &str| {
        let (_, value) = url.query_pairs().find(|(key, _)| key == wanted)?;
        Url::parse(&value)
            .ok()
            .filter(|inside| matches!(inside.scheme(), "http" | "https"))
            .map(|_| value.into_owned())
    };
    inside("url").or_else(|| inside("q"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_in_html_become_absolute_and_nothing_else_changes() {
        let html = "<!-- <a href=x> --><p class=a>R&aring;d <a href=\"../b?x=1&amp;y=2\">b</a> <img SRC='c d.png'> <a href=\"#top\">";
        assert_eq!(
            resolve_html(html, "https://blog.example/2026/a"),
            "<!-- <a href=x> --><p class=a>R&aring;d <a href=\"https://blog.example/b?x=1&amp;y=2\">b</a> \
             <img SRC=\"https://blog.example/2026/c%20d.png\"> <a href=\"#top\">"
        );
    }

    #[test]
    fn harmful_schemes_are_no_links() {
        assert_eq!(resolve("https://a.example/", " java\nscript:alert(1)"), "");
        assert_eq!(resolve("", "/relative"), "/relative");
        assert_eq!(resolve("https://a.example/x", "//b.example/y"), "https://b.example/y");
    }

    #[test]
    fn google_links_are_unwrapped() {
        let link =
            "https://www.google.com/url?rct=j&sa=t&url=https://avisen.example/a%3Fid%3D1&ct=ga&usg=AOv";
        assert_eq!(unwrap_google(link).as_deref(), Some("https://avisen.example/a?id=1"));
        assert_eq!(unwrap_google("https://www.google.com/url?url=javascript:alert(1)"), None);
    }
}
