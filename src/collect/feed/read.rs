//! The reader's way in: bytes of any feed → [`ParsedFeed`]. Never fails and never panics; what is no feed has an empty
//! `format` and says why in `problems`.

use std::rc::Rc;

use super::charset;
use super::entry::{date, entry, title};
use super::json;
use super::links::Links;
use super::namespace::Ns;
use super::parsed::ParsedFeed;
use super::people;
use super::resolve::{Scope, resolve};
use super::text::{Default as Otherwise, plain_guess, text};
use super::tree::{Id, ROOT, Tree};

/// Bytes of one document; more are not read.
const MAX_BYTES: usize = 64 * 1024 * 1024;
/// Entries of one document; more are not read.
const MAX_ENTRIES: usize = 5_000;
/// Problems that are told.
const MAX_PROBLEMS: usize = 50;

/// Reads a feed. `content_type` is the HTTP header, `address` where it came from (the base of relative links).
pub fn read(bytes: &[u8], content_type: Option<&str>, address: Option<&str>) -> ParsedFeed {
    let mut feed = ParsedFeed::default();
    let cut = bytes.len() > MAX_BYTES;
    let decoded = charset::decode(&bytes[..bytes.len().min(MAX_BYTES)], content_type);
    let scope = Scope { base: address.unwrap_or_default().to_owned(), language: String::new() };
    let start = decoded.text.trim_start();
    if start.starts_with(['{', '[']) && !start.starts_with("[<") {
        feed = json::read(start, &scope);
    } else {
        xml(&decoded.text, &scope, &mut feed);
    }
    feed.charset = decoded.charset;
    feed.truncated |= cut;
    feed.problems.splice(0..0, decoded.problems);
    if cut {
        feed.problems.push(format!("larger than {MAX_BYTES} bytes; the rest was not read"));
    }
    if feed.problems.len() > MAX_PROBLEMS {
        let more = feed.problems.len() - MAX_PROBLEMS;
        feed.problems.truncate(MAX_PROBLEMS);
        feed.problems.push(format!("and {more} more"));
    }
    feed
}

fn xml(document: &str, scope: &Scope, feed: &mut ParsedFeed) {
    let tree = Tree::read(document);
    feed.problems.clone_from(&tree.problems);
    let Some(root) = root(&tree) else {
        let html = document.to_ascii_lowercase().contains("<html")
            || document.to_ascii_lowercase().contains("<!doctype html");
        feed.problems.push(if html { "a web page, not a feed" } else { "no feed in it" }.to_owned());
        return;
    };
    if document.trim_start().find("<?xml").is_some_and(|at| at > 0) {
        feed.problems.push("something stands before <?xml".to_owned());
    }
    feed.truncated = tree.truncated && !tree.is_whole(root);
    if feed.truncated {
        feed.problems.push("ends before it is finished".to_owned());
    }
    feed.format = format(&tree, root).to_owned();
    let mut outer = scope.inside(&tree, root);
    let channel = tree.children(root).find(|&id| tree.name(id) == "channel").unwrap_or(root);
    let inner = if channel == root { outer.clone() } else { outer.inside(&tree, channel) };
    head(&tree, channel, &inner, feed);
    if outer.base.is_empty() {
        outer.base.clone_from(&feed.link);
    }
    if outer.language.is_empty() {
        outer.language.clone_from(&feed.language);
    }
    let outer = Rc::new(outer);
    let mut left: Vec<(Id, Rc<Scope>)> = tree.children(root).map(|id| (id, Rc::clone(&outer))).collect();
    left.reverse();
    let mut items = Vec::new();
    while let Some((at, scope)) = left.pop() {
        if tree.ns(at) == Ns::Core && matches!(tree.name(at), "item" | "entry") {
            items.push((at, scope));
            continue;
        }
        let inside = scope.inside(&tree, at);
        let inside = if inside == *scope { scope } else { Rc::new(inside) };
        let from = left.len();
        left.extend(tree.children(at).map(|child| (child, Rc::clone(&inside))));
        left[from..].reverse();
    }
    if items.is_empty() && matches!(tree.name(root), "item" | "entry") {
        items.push((root, Rc::default()));
    }
    if items.len() > MAX_ENTRIES {
        feed.problems.push(format!("{} entries; only the first {MAX_ENTRIES} were read", items.len()));
        items.truncate(MAX_ENTRIES);
    }
    feed.entries =
        items.into_iter().map(|(id, scope)| entry(&tree, id, &scope, &mut feed.problems)).collect();
}

/// The feed's outermost element: junk before it and wrappers around it do not matter.
fn root(tree: &Tree<'_>) -> Option<Id> {
    let is_root = |&id: &Id| match tree.name(id) {
        "rss" | "rdf" | "feed" | "channel" => tree.ns(id) != Ns::Xhtml,
        _ => false,
    };
    let mut level: Vec<Id> = tree.children(ROOT).collect();
    // Two wrappers are enough (SOAP envelopes, `<xml>`); a web page is not searched.
    for _ in 0..3 {
        if let Some(found) = level.iter().copied().find(is_root) {
            return Some(found);
        }
        let inner =
            level.iter().filter(|&&id| tree.name(id) != "html").flat_map(|&id| tree.children(id)).collect();
        if let Some(entry) = level
            .iter()
            .copied()
            .find(|&id| tree.ns(id) == Ns::Core && matches!(tree.name(id), "item" | "entry"))
        {
            return Some(entry);
        }
        level = inner;
    }
    None
}

/// The format's name, in the Universal Feed Parser's words.
fn format(tree: &Tree<'_>, root: Id) -> &'static str {
    let declares = |part: &str| tree.declared.iter().any(|uri| uri.to_ascii_lowercase().contains(part));
    let version = tree.attribute(root, "version").unwrap_or_default();
    match tree.name(root) {
        "rdf" if declares("my.netscape.com/rdf/simple/0.9") || declares("channel.netscape.com") => "rss090",
        "rdf" => "rss10",
        "rss" => match version.trim() {
            "0.90" => "rss090",
            "0.91" if declares("netscape") => "rss091n",
            "0.91" => "rss091u",
            "0.92" => "rss092",
            "0.93" => "rss093",
            "0.94" => "rss094",
            "1.0" => "rss10",
            two if two.starts_with('2') => "rss20",
            _ => "rss",
        },
        "feed" | "entry" if declares("www.w3.org/2005/atom") => "atom10",
        "feed" | "entry" => match version.trim() {
            "0.1" => "atom01",
            "0.2" => "atom02",
            "0.3" => "atom03",
            "1.0" => "atom10",
            _ if declares("purl.org/atom/ns#") => "atom03",
            _ => "atom",
        },
        "channel" if tree.raw(root) == "CHANNEL" || tree.attribute(root, "href").is_some() => "cdf",
        _ => "rss",
    }
}

/// What a feed says of itself.
fn head(tree: &Tree<'_>, channel: Id, scope: &Scope, feed: &mut ParsedFeed) {
    let mut links = Links::default();
    for id in tree.children(channel).filter(|&id| tree.ns(id) == Ns::Core && tree.name(id) == "link") {
        links.take(tree, id, scope);
    }
    feed.link = links.page();
    if feed.link.is_empty() {
        feed.link =
            tree.attribute(channel, "href").map(|href| resolve(&scope.base, &href)).unwrap_or_default();
    }
    feed.self_link = links.rel("self").unwrap_or_default().to_owned();
    feed.next_url = links.rel("next").or_else(|| links.rel("prev-archive")).map(str::to_owned);
    feed.hubs = links.all.iter().filter(|link| link.rel == "hub").map(|link| link.href.clone()).collect();
    let (mut period, mut frequency) = (None, 1);
    for id in tree.children(channel) {
        let value = || tree.text(id);
        match (tree.ns(id), tree.name(id)) {
            (Ns::Core, "title") => fill(&mut feed.title, title(tree, id, scope)),
            (Ns::Dc | Ns::Itunes, "title") => fill(&mut feed.title, title(tree, id, scope)),
            (Ns::Core, "description" | "subtitle" | "tagline" | "abstract" | "info")
            | (Ns::Dc | Ns::Itunes, "description" | "summary") => {
                let told = text(tree, id, scope, Otherwise::Guess);
                fill(&mut feed.description, plain_guess(&told.value));
            }
            (Ns::Core | Ns::Dc, "language") => fill(&mut feed.language, value()),
            (Ns::Core, "id") => fill(&mut feed.id, value()),
            (Ns::Core, "author" | "managingeditor")
            | (Ns::Dc, "creator" | "author")
            | (Ns::Itunes, "author") => {
                people::add(&mut feed.authors, people::person(tree, id, scope));
            }
            (Ns::Core | Ns::DcTerms, "updated" | "modified" | "lastbuilddate") | (Ns::Dc, "date") => {
                feed.updated = feed.updated.or_else(|| date(&value(), &mut feed.problems));
            }
            (Ns::Core, "pubdate") if feed.updated.is_none() => {
                feed.updated = date(&value(), &mut feed.problems)
            }
            (Ns::Core, "ttl") => {
                feed.wait_secs = value().parse::<u64>().ok().map(|minutes| minutes.saturating_mul(60))
            }
            (Ns::Sy, "updateperiod") => period = seconds_of(&value()),
            (Ns::Sy, "updatefrequency") => frequency = value().parse::<u64>().unwrap_or(1).max(1),
            (Ns::Itunes, "complete") => feed.complete = value().eq_ignore_ascii_case("yes"),
            (Ns::Itunes, "new-feed-url") => feed.problems.push(format!("says it moved to {}", value())),
            (Ns::Core, "logo" | "image" | "icon") | (Ns::Itunes, "image") => {
                let inner =
                    tree.children(id).find(|&child| tree.name(child) == "url").map(|child| tree.text(child));
                let address = tree.attribute(id, "href").or(inner).unwrap_or_else(|| tree.text(id));
                fill(&mut feed.image, resolve(&scope.base, &address));
            }
            _ => {}
        }
    }
    if feed.language.is_empty() {
        feed.language.clone_from(&scope.language);
    }
    feed.wait_secs = feed.wait_secs.or(period.map(|secs: u64| secs / frequency));
}

fn seconds_of(period: &str) -> Option<u64> {
    Some(match period.trim().to_ascii_lowercase().as_str() {
        "hourly" => 3_600,
        "daily" => 86_400,
        "weekly" => 7 * 86_400,
        "monthly" => 30 * 86_400,
        "yearly" => 365 * 86_400,
        _ => return None,
    })
}

fn fill(slot: &mut String, value: String) {
    if slot.is_empty() {
        *slot = value;
    }
}
