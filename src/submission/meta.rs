//! What a page says of itself in its head: Open Graph (<https://ogp.me>), the older description, and where its oEmbed
//! document is (<https://oembed.com>, section 4). Nothing of it is trusted, and no markup is taken. Asks nobody.

use url::Url;

use crate::collect::feed::entities::decode;
use crate::collect::feed::token::{Token, Tokens};

/// Tags of a head that are looked at.
const MOST: usize = 400;

/// What was found; empty where the page says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meta {
    /// Headline.
    pub title: String,
    /// A few lines.
    pub description: String,
    /// A picture that stands for it.
    pub picture: String,
    /// SHA-256 (hex) of that picture; the page does not say it, whoever looks notes it.
    pub picture_sha256: String,
    /// Who wrote it, or whose page it is.
    pub author: String,
    /// The site's own name.
    pub site: String,
    /// It asks that nothing of it is shown elsewhere: see [`forbids`].
    pub closed: bool,
    /// Its oEmbed document, if that is on the same site: another's word says nothing of this page.
    pub oembed: Option<Url>,
}

/// Reads the head of a page.
pub fn read(html: &str, page: &Url) -> Meta {
    let mut meta = Meta::default();
    let mut plain_title = String::new();
    let mut plain_description = String::new();
    let mut in_title = false;
    let set = |place: &mut String, value: &str| {
        if place.is_empty() {
            decode(value).trim().clone_into(place);
        }
    };
    let address = |value: &str| page.join(decode(value).trim()).map(String::from).unwrap_or_default();
    for token in Tokens::new(html).take(MOST * 4) {
        match token {
            Token::Text(text) if in_title => set(&mut plain_title, text),
            Token::Start { name, attributes, .. } => {
                in_title = name.eq_ignore_ascii_case("title");
                let value = |wanted: &str| {
                    attributes
                        .iter()
                        .find(|(name, _)| name.eq_ignore_ascii_case(wanted))
                        .map(|(_, value)| *value)
                };
                if name.eq_ignore_ascii_case("meta") {
                    let content = value("content").unwrap_or_default();
                    match value("property")
                        .or(value("name"))
                        .unwrap_or_default()
                        .to_ascii_lowercase()
                        .as_str()
                    {
                        "og:title" => set(&mut meta.title, content),
                        "og:description" => set(&mut meta.description, content),
                        "og:image" | "og:image:secure_url" => set(&mut meta.picture, &address(content)),
                        "og:site_name" => set(&mut meta.site, content),
                        "author" | "article:author" if !content.contains("://") => {
                            set(&mut meta.author, content)
                        }
                        "description" => set(&mut plain_description, content),
                        "robots" | "hashwall" => meta.closed |= forbids(content),
                        _ => {}
                    }
                } else if name.eq_ignore_ascii_case("link") && meta.oembed.is_none() {
                    let json = value("type")
                        .is_some_and(|kind| kind.eq_ignore_ascii_case("application/json+oembed"));
                    let found = page.join(decode(value("href").unwrap_or_default()).trim()).ok();
                    meta.oembed = found.filter(|url| json && same_site(url, page));
                } else if name.eq_ignore_ascii_case("body") {
                    break;
                }
            }
            Token::End(_) => in_title = false,
            _ => {}
        }
    }
    set(&mut meta.title, &plain_title);
    set(&mut meta.description, &plain_description);
    meta
}

/// True of the words of a robots tag or an `X-Robots-Tag` header that ask a program not to give the page out: `noindex`,
/// `nosnippet`, `none` (<https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag>), for everybody or for
/// us. `noai` and its like ask that nothing is trained on it, which nobody does here.
pub fn forbids(words: &str) -> bool {
    words.split(',').any(|word| {
        let (whom, word) = word.split_once(':').unwrap_or(("", word));
        let ours = whom.trim().is_empty() || whom.trim().eq_ignore_ascii_case("hashwall");
        ours && ["noindex", "nosnippet", "none"].iter().any(|no| word.trim().eq_ignore_ascii_case(no))
    })
}

/// The same host, or one of them below the other.
fn same_site(one: &Url, other: &Url) -> bool {
    let (Some(one_host), Some(other_host)) = (one.host_str(), other.host_str()) else { return false };
    let below = |inner: &str, outer: &str| inner.strip_suffix(outer).is_some_and(|sub| sub.ends_with('.'));
    let hosts = one_host == other_host || below(one_host, other_host) || below(other_host, one_host);
    hosts && one.scheme() == other.scheme() && one.port_or_known_default() == other.port_or_known_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_and_a_foreign_oembed_is_not_believed() {
        let page = Url::parse("https://blog.example/nyt/side").unwrap();
        let html = r#"<html><head><title>Side – Bloggen</title>
            <meta property="og:title" content="Fem r&aring;d om tillid">
            <META NAME="Description" CONTENT='Om &amp; med tillid'>
            <meta property='og:image' content='/billede.jpg'><meta name=author content="Lone Kj&#230;r">
            <link rel=alternate type="application/json+oembed" href="https://evil.example/oembed">
            <link rel=alternate type="application/json+oembed" href="/oembed?a=1&amp;b=2">
            </head><body><meta property="og:site_name" content="nej">"#;
        let meta = read(html, &page);
        assert_eq!(
            (meta.title.as_str(), meta.description.as_str()),
            ("Fem råd om tillid", "Om & med tillid")
        );
        assert_eq!(meta.picture, "https://blog.example/billede.jpg");
        assert_eq!((meta.author.as_str(), meta.site.as_str()), ("Lone Kjær", ""));
        assert_eq!(meta.oembed.unwrap().as_str(), "https://blog.example/oembed?a=1&b=2");
        assert_eq!(read("<title>Kun titel", &page).title, "Kun titel");
        assert_eq!(read("", &page), Meta::default());
        for (robots, closed) in [
            ("noindex, follow", true),
            ("NoSnippet", true),
            ("none", true),
            ("hashwall: noindex", true),
            ("googlebot: noindex", false),
            ("index, max-snippet:50, noarchive, noai", false),
        ] {
            let html = format!("<title>x</title><meta name=\"robots\" content=\"{robots}\">");
            assert_eq!(read(&html, &page).closed, closed, "{robots}");
        }
    }
}
