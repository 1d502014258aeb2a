//! Which of an entry's or a feed's links is which.

use super::parsed::Link;
use super::resolve::{Scope, resolve, unwrap_google};
use super::tree::{Id, Tree};

/// Links of one entry; a feed that has more is playing.
const MAX_LINKS: usize = 50;

/// The links gathered so far.
#[derive(Debug, Default)]
pub struct Links {
    /// In document order.
    pub all: Vec<Link>,
    /// RSS's `<link>text</link>`.
    plain: String,
    /// FeedBurner's or another redirector's word for the real address.
    pub original: String,
}

impl Links {
    /// Takes a `link` element of either kind.
    pub fn take(&mut self, tree: &Tree<'_>, id: Id, outer: &Scope) -> Option<&Link> {
        let scope = outer.inside(tree, id);
        let attribute = |name| tree.attribute(id, name);
        let address = attribute("href").or_else(|| attribute("url")).or_else(|| attribute("resource"));
        let plain = address.is_none();
        let href = resolve(&scope.base, &address.unwrap_or_else(|| tree.text(id)));
        if href.is_empty() || self.all.len() >= MAX_LINKS {
            return None;
        }
        let rel = attribute("rel").unwrap_or_default().to_ascii_lowercase();
        let rel = rel.rsplit_once("/relation/").map_or(&*rel, |(_, short)| short);
        let rel = if rel.is_empty() { "alternate" } else { rel };
        if plain && self.plain.is_empty() {
            self.plain.clone_from(&href);
        }
        let link = Link {
            rel: rel.to_owned(),
            href: unwrap_google(&href).unwrap_or(href),
            media_type: attribute("type").unwrap_or_default(),
            title: attribute("title").unwrap_or_default(),
        };
        self.all.push(link);
        self.all.last()
    }

    /// The page a person reads.
    pub fn page(&self) -> String {
        if !self.original.is_empty() {
            return self.original.clone();
        }
        if !self.plain.is_empty() {
            return unwrap_google(&self.plain).unwrap_or_else(|| self.plain.clone());
        }
        let is_page = |link: &&Link| {
            let kind = link.media_type.to_ascii_lowercase();
            link.rel == "alternate"
                && (kind.is_empty() || kind.contains("html") || kind.starts_with("text/plain"))
        };
        let alternate = |link: &&Link| link.rel == "alternate";
        let any = |link: &&Link| matches!(&*link.rel, "self" | "related" | "via" | "canonical" | "shorturl");
        let mut found = self.all.iter().find(is_page);
        found = found.or_else(|| self.all.iter().find(alternate));
        found = found.or_else(|| self.all.iter().find(any));
        found.map(|link| link.href.clone()).unwrap_or_default()
    }

    /// The first link of that relation.
    pub fn rel(&self, wanted: &str) -> Option<&str> {
        self.all.iter().find(|link| link.rel.split(' ').any(|rel| rel == wanted)).map(|link| &*link.href)
    }
}
