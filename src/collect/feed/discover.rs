//! Finding the feed of a web page: what it announces, then where feeds usually are.
//! <https://html.spec.whatwg.org/multipage/links.html#rel-alternate>

use std::sync::LazyLock;

use scraper::{Html, Selector};
use url::Url;

use super::token::{Token, Tokens};

/// Feeds of one page that are tried.
const MAX_ANNOUNCED: usize = 5;
/// Names that feeds usually have.
const USUAL: [&str; 9] = [
    "feed/",
    "rss.xml",
    "feed.xml",
    "atom.xml",
    "index.xml",
    "index.rss",
    "feed.atom",
    "rss/",
    "rss/feed.xml",
];

struct Selectors {
    base: Selector,
    link: Selector,
}

static SELECTORS: LazyLock<Option<Selectors>> = LazyLock::new(|| {
    Some(Selectors {
        base: Selector::parse("base[href]").ok()?,
        link: Selector::parse("link[rel~='alternate' i][href], link[rel~='feed' i][href]").ok()?,
    })
});

/// The feeds a page announces, best first: comment feeds come last, everything else in the page's order.
pub fn announced(html: &str, page: &Url) -> Vec<Url> {
    let Some(Selectors { base, link }) = &*SELECTORS else { return Vec::new() };
    let document = Html::parse_document(&head_of(html));
    let base = document.select(base).find_map(|element| page.join(element.attr("href")?.trim()).ok());
    let base = base.as_ref().unwrap_or(page);
    let mut found: Vec<(bool, Url)> = Vec::new();
    for element in document.select(link) {
        let kind = element.attr("type").unwrap_or_default().trim().to_ascii_lowercase();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        let is_feed = matches!(
            kind,
            "application/rss+xml"
                | "application/atom+xml"
                | "application/feed+json"
                | "application/rdf+xml"
                | "application/x-rss+xml"
                | "text/rss+xml"
                | "application/x.atom+xml"
                | "application/json"
                | "text/xml"
                | "application/xml"
        ) || (kind.is_empty()
            && element.attr("rel").is_some_and(|rel| rel.to_ascii_lowercase().contains("feed")));
        let href = element.attr("href").unwrap_or_default().trim();
        // WordPress announces its API as `application/json` too.
        if !is_feed || href.is_empty() || href.contains("wp-json") || href.contains("oembed") {
            continue;
        }
        let Ok(url) = base.join(href) else { continue };
        let title = element.attr("title").unwrap_or_default().to_lowercase();
        let comments =
            title.contains("comment") || title.contains("komment") || url.path().contains("/comments/");
        if matches!(url.scheme(), "http" | "https") && !found.iter().any(|(_, have)| *have == url) {
            found.push((comments, url));
        }
    }
    found.sort_by_key(|(comments, _)| *comments);
    found.into_iter().map(|(_, url)| url).take(MAX_ANNOUNCED).collect()
}

/// A page's `<link>`s and `<base>` alone. An HTML parser takes quadratic time over hostile nesting, so it is given only
/// what matters here.
fn head_of(html: &str) -> String {
    let mut head = String::from("<!doctype html><head>");
    let mut tokens = Tokens::new(html);
    let mut kept = 0;
    loop {
        let from = tokens.position();
        let Some(token) = tokens.next() else { break };
        let Token::Start { name, .. } = token else { continue };
        if (name.eq_ignore_ascii_case("link") || name.eq_ignore_ascii_case("base")) && kept < 200 {
            kept += 1;
            let piece = &html[from..tokens.position()];
            head.push_str(&piece[piece.rfind(&format!("<{name}")).unwrap_or(0)..]);
        }
    }
    head
}

/// Where feeds usually are: in the page's own folder, then at the root.
pub fn usual_places(page: &Url) -> Vec<Url> {
    let mut places: Vec<Url> = Vec::new();
    let mut folder = page.clone();
    folder.set_query(None);
    folder.set_fragment(None);
    if !folder.path().ends_with('/') {
        let path = format!("{}/", folder.path());
        folder.set_path(&path);
    }
    for base in [Some(folder), page.join("/").ok()].into_iter().flatten() {
        places.extend(USUAL.iter().filter_map(|name| base.join(name).ok()));
    }
    let mut seen = std::collections::HashSet::new();
    places.retain(|place| seen.insert(place.clone()));
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_announced_feed_is_found_relative_to_the_base() {
        let page = Url::parse("https://kommune.example/nyt/side").unwrap();
        let html = r#"<html><head><base href="/blog/"><link rel="stylesheet" href="a.css">
            <link rel="alternate" type="application/rss+xml" title="Kommentarer" href="comments/feed/">
            <link rel=alternate type="application/rss+xml" href="">
            <LINK REL="Alternate" TYPE="application/atom+xml" HREF="feed.atom"><link rel="alternate" hreflang="en" href="/en">"#;
        let found: Vec<String> = announced(html, &page).into_iter().map(Into::into).collect();
        assert_eq!(
            found,
            ["https://kommune.example/blog/feed.atom", "https://kommune.example/blog/comments/feed/"]
        );
        assert_eq!(usual_places(&page)[0].as_str(), "https://kommune.example/nyt/side/feed/");
        assert!(usual_places(&page).iter().any(|place| place.as_str() == "https://kommune.example/rss.xml"));
    }
}
