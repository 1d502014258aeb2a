//! The pages of happenings that a list page links to. Same host, below the path the operator named, each once.

use std::sync::LazyLock;

use scraper::{Html, Selector};
use url::Url;

/// Links of one page that are kept in mind.
const MOST: usize = 500;

static LINK: LazyLock<Option<Selector>> = LazyLock::new(|| Selector::parse("a[href]").ok());
static ALTERNATE: LazyLock<Option<Selector>> =
    LazyLock::new(|| Selector::parse("link[rel~='alternate' i][type='text/calendar' i][href]").ok());
static ROBOTS: LazyLock<Option<Selector>> =
    LazyLock::new(|| Selector::parse("meta[name='robots' i][content]").ok());

/// What a page leads to.
#[derive(Debug, Default)]
pub struct Links {
    /// Pages of happenings, in the page's order.
    pub pages: Vec<Url>,
    /// Calendars it announces.
    pub calendars: Vec<Url>,
}

/// Reads a page's links. `listed` are those that its structured data names. A page that asks robots not to follow is
/// not followed; neither is a link marked so.
pub fn links(html: &str, page: &Url, follow: Option<&str>, listed: &[Url]) -> Links {
    let document = Html::parse_document(html);
    let mut found = Links::default();
    if let Some(selector) = &*ALTERNATE {
        let hrefs = document.select(selector).filter_map(|link| page.join(link.attr("href")?.trim()).ok());
        found.calendars = hrefs.filter(|url| matches!(url.scheme(), "http" | "https")).take(3).collect();
    }
    let no_robots = ROBOTS.as_ref().is_some_and(|selector| {
        document
            .select(selector)
            .any(|meta| meta.attr("content").unwrap_or_default().to_lowercase().contains("nofollow"))
    });
    if no_robots {
        return found;
    }
    let linked = LINK.iter().zip(follow).flat_map(|(selector, follow)| {
        document.select(selector).filter_map(move |link| {
            let marked = link.attr("rel").is_some_and(|rel| rel.to_lowercase().contains("nofollow"));
            let url = page.join(link.attr("href")?.trim()).ok()?;
            (!marked && url.path().starts_with(follow) && url.path() != follow).then_some(url)
        })
    });
    for mut url in listed.iter().cloned().chain(linked) {
        url.set_fragment(None);
        let here =
            url.host_str() == page.host_str() && url.port_or_known_default() == page.port_or_known_default();
        let same = url.scheme() == page.scheme() && here && url != *page;
        if same && found.pages.len() < MOST && !found.pages.contains(&url) {
            found.pages.push(url);
        }
    }
    found
}
