//! One `item` or `entry`, of whatever format: every vocabulary is understood everywhere.

use super::dates;
use super::links::Links;
use super::media::{self, Gathered};
use super::namespace::Ns;
use super::parsed::{Enclosure, Entry, Tag, Text};
use super::people;
use super::resolve::{Scope, resolve};
use super::text::{Default as Otherwise, fold_space, one_line, plain_guess, text};
use super::tree::{Id, Tree};
use crate::domain::time::Timestamp;

/// Categories of one entry; a feed that has more is playing.
const MAX_TAGS: usize = 100;

/// What is found, by how much it counts.
#[derive(Default)]
struct Finding {
    titles: [String; 3],
    summaries: [Option<Text>; 4],
    published: [Option<Timestamp>; 3],
    updated: [Option<Timestamp>; 2],
    links: Links,
    gathered: Gathered,
    permalink: bool,
    identifier: String,
}

/// Reads an entry. What is wrong with it goes to `problems`.
pub fn entry(tree: &Tree<'_>, id: Id, outer: &Scope, problems: &mut Vec<String>) -> Entry {
    let mut scope = outer.inside(tree, id);
    let mut found = Finding { permalink: true, ..Finding::default() };
    let mut entry = Entry { incomplete: tree.truncated && !tree.is_whole(id), ..Entry::default() };
    // Links first: where no base is known, the entry's own page is the best guess.
    let children = tree.children_flat(id);
    for &child in &children {
        match (tree.ns(child), tree.name(child)) {
            (Ns::Core, "link") => link(tree, child, &scope, &mut found.links, &mut entry),
            (Ns::Feedburner, "origlink") => found.links.original = resolve(&scope.base, &tree.text(child)),
            _ => {}
        }
    }
    entry.link = found.links.page();
    if scope.base.is_empty() {
        scope.base.clone_from(&entry.link);
    }
    for child in children {
        element(tree, child, &scope, &mut found, &mut entry, problems);
    }
    for value in [tree.attribute(id, "rdf:about"), tree.attribute(id, "about")].into_iter().flatten() {
        fill(&mut entry.id, value);
    }
    fill(&mut entry.id, std::mem::take(&mut found.identifier));
    if entry.link.is_empty() {
        let href = tree.attribute(id, "href").map(|href| resolve(&scope.base, &href)).unwrap_or_default();
        let permalink = (found.permalink && entry.id.starts_with("http")).then(|| entry.id.clone());
        entry.link = if href.is_empty() { permalink.unwrap_or_default() } else { href };
    }
    if let Some(changed) = tree.attribute(id, "lastmod") {
        found.updated[0] = date(&changed, problems);
    }
    entry.title = found.titles.into_iter().find(|title| !title.is_empty()).unwrap_or_default();
    fill(&mut entry.title, found.gathered.title.clone());
    entry.published = found.published.into_iter().flatten().next();
    entry.updated = found.updated.into_iter().flatten().next();
    entry.summary = found.summaries.into_iter().flatten().find(|text| !text.value.is_empty());
    if entry.summary.is_none() && entry.content.is_empty() && !found.gathered.description.is_empty() {
        let value = found.gathered.description.clone();
        entry.summary = Some(Text { media_type: "text/plain".to_owned(), value, ..Text::default() });
    }
    entry.links = found.links.all;
    entry.language = if entry.language.is_empty() { scope.language } else { entry.language };
    found.gathered.finish(&mut entry);
    entry
}

fn link(tree: &Tree<'_>, id: Id, scope: &Scope, links: &mut Links, entry: &mut Entry) {
    let length = tree.attribute(id, "length").and_then(|length| length.parse().ok());
    let Some(link) = links.take(tree, id, scope).filter(|link| link.rel == "enclosure") else { return };
    let (href, media_type, title) = (link.href.clone(), link.media_type.clone(), link.title.clone());
    entry.enclosures.push(Enclosure { href, media_type, length, title });
}

fn element(
    tree: &Tree<'_>,
    id: Id,
    scope: &Scope,
    found: &mut Finding,
    entry: &mut Entry,
    problems: &mut Vec<String>,
) {
    let summary = |otherwise| Some(text(tree, id, scope, otherwise));
    match (tree.ns(id), tree.name(id)) {
        (Ns::Core, "title") => fill(&mut found.titles[0], title(tree, id, scope)),
        (Ns::Dc | Ns::DcTerms, "title") => fill(&mut found.titles[1], title(tree, id, scope)),
        (Ns::Itunes, "title") => fill(&mut found.titles[2], title(tree, id, scope)),
        (Ns::Core, "guid" | "id") if entry.id.is_empty() => {
            entry.id = fold_space(&tree.text(id));
            found.permalink =
                tree.attribute(id, "ispermalink").is_none_or(|said| said.eq_ignore_ascii_case("true"));
        }
        (Ns::Dc | Ns::DcTerms, "identifier") => fill(&mut found.identifier, fold_space(&tree.text(id))),
        (Ns::Core, "description") => first(&mut found.summaries[0], summary(Otherwise::Guess)),
        (Ns::Core, "summary" | "abstract") => first(&mut found.summaries[0], summary(Otherwise::Plain)),
        (Ns::Dc | Ns::DcTerms, "description" | "abstract") => {
            first(&mut found.summaries[1], summary(Otherwise::Guess))
        }
        (Ns::Itunes, "summary") => first(&mut found.summaries[2], summary(Otherwise::Guess)),
        (Ns::Itunes, "subtitle") => first(&mut found.summaries[3], summary(Otherwise::Guess)),
        (Ns::Core, "content") => content(tree, id, scope, entry),
        (Ns::Content, "encoded")
        | (Ns::Xhtml, "body" | "div")
        | (Ns::Core, "fullitem" | "encoded" | "body") => {
            let body = text(tree, id, scope, Otherwise::Html);
            if !body.value.is_empty() {
                entry.content.push(body);
            }
        }
        (Ns::Core, "pubdate" | "published" | "issued") => {
            first(&mut found.published[0], date(&tree.text(id), problems))
        }
        (Ns::DcTerms, "issued" | "available") => {
            first(&mut found.published[0], date(&tree.text(id), problems))
        }
        (Ns::Core | Ns::DcTerms | Ns::Dc, "created") => {
            first(&mut found.published[1], date(&tree.text(id), problems))
        }
        (Ns::Core | Ns::DcTerms, "updated" | "modified" | "lastbuilddate" | "lastupdated") => {
            first(&mut found.updated[0], date(&tree.text(id), problems));
        }
        (Ns::Dc | Ns::DcTerms | Ns::Core, "date") => {
            // One date for both: Dublin Core does not say which it means.
            let at = date(&tree.text(id), problems);
            first(&mut found.published[2], at);
            first(&mut found.updated[1], at);
        }
        (Ns::Core, "author")
        | (Ns::Dc, "creator" | "author")
        | (Ns::DcTerms, "creator")
        | (Ns::Itunes, "author") => {
            people::add(&mut entry.authors, people::person(tree, id, scope));
        }
        (Ns::Podcast, "person") => people::add(&mut entry.authors, people::person(tree, id, scope)),
        (Ns::Core, "category") | (Ns::Media, "category") | (Ns::Itunes, "category") => {
            category(tree, id, entry)
        }
        (Ns::Dc | Ns::DcTerms, "subject") => category(tree, id, entry),
        (Ns::Itunes | Ns::Media, "keywords") | (Ns::Core, "keywords" | "tags") => {
            for word in tree.text(id).split([',', ';']) {
                add_tag(entry, Tag { term: plain_guess(word), ..Tag::default() });
            }
        }
        (Ns::Core, "enclosure") => entry.enclosures.extend(media::enclosure(tree, id, scope)),
        (Ns::Media, "community") => community(tree, id, entry),
        (Ns::Media, "group") => {
            found.gathered.take(tree, id, scope);
            tree.children(id)
                .filter(|&child| tree.name(child) == "community")
                .for_each(|child| community(tree, child, entry));
        }
        (Ns::Media, _) => found.gathered.take(tree, id, scope),
        (Ns::Itunes, "image") | (Ns::Core, "image" | "logo" | "thumbnail" | "thumb") => {
            let inner =
                tree.children(id).find(|&child| tree.name(child) == "url").map(|child| tree.text(child));
            let address = tree.attribute(id, "href").or_else(|| tree.attribute(id, "url")).or(inner);
            let address = address.unwrap_or_else(|| tree.text(id));
            found.gathered.thumbnail(&resolve(&scope.base, &address), (None, None));
        }
        (Ns::Core, "source") => source(tree, id, scope, entry),
        (Ns::Dc | Ns::Core, "language") => fill(&mut entry.language, tree.text(id)),
        (Ns::Slash, "comments") | (Ns::Thr, "total") => {
            entry.comments = tree.text(id).parse().ok().or(entry.comments)
        }
        _ => {}
    }
}

/// A title, as plain text.
pub fn title(tree: &Tree<'_>, id: Id, scope: &Scope) -> String {
    let written = text(tree, id, scope, Otherwise::Guess);
    let says_text = tree.attribute(id, "type").is_some_and(|kind| kind.eq_ignore_ascii_case("text"));
    if says_text && tree.children(id).next().is_none() {
        return fold_space(&written.value);
    }
    if written.is_html() { one_line(&written) } else { plain_guess(&written.value) }
}

/// A date; one that cannot be read is a problem, not an error.
pub fn date(text: &str, problems: &mut Vec<String>) -> Option<Timestamp> {
    if text.is_empty() {
        return None;
    }
    let read = dates::parse(text);
    let shown: String = text.chars().take(40).collect();
    match read {
        None => problems.push(format!("not a date: {shown:?}")),
        Some(date) if date.mended => {
            problems.push(format!("no such moment: {shown:?}, read as {}", date.at.rfc3339()))
        }
        Some(_) => {}
    }
    read.map(|date| date.at)
}

fn content(tree: &Tree<'_>, id: Id, scope: &Scope, entry: &mut Entry) {
    let body = text(tree, id, scope, Otherwise::Plain);
    if !body.value.is_empty() {
        entry.content.push(body);
    } else if let Some(src) = tree.attribute(id, "src") {
        let href = resolve(&scope.inside(tree, id).base, &src);
        let media_type = tree.attribute(id, "type").unwrap_or_default();
        if media_type.is_empty() || media_type.contains("html") {
            fill(&mut entry.link, href);
        } else {
            entry.enclosures.push(Enclosure { href, media_type, ..Enclosure::default() });
        }
    }
}

fn category(tree: &Tree<'_>, id: Id, entry: &mut Entry) {
    let attribute = |name| tree.attribute(id, name).filter(|value| !value.is_empty());
    let written = attribute("term").unwrap_or_else(|| tree.text(id));
    let written = if written.is_empty() { attribute("text").unwrap_or_default() } else { written };
    let term = plain_guess(&written);
    let scheme = attribute("scheme").or_else(|| attribute("domain"));
    add_tag(entry, Tag { term, scheme, label: attribute("label") });
}

fn add_tag(entry: &mut Entry, tag: Tag) {
    let named = !tag.term.is_empty() || tag.label.is_some();
    if named && entry.tags.len() < MAX_TAGS && !entry.tags.contains(&tag) {
        entry.tags.push(tag);
    }
}

fn community(tree: &Tree<'_>, id: Id, entry: &mut Entry) {
    for child in tree.children(id) {
        let count = |name| tree.attribute(child, name).and_then(|value| value.parse().ok());
        match tree.name(child) {
            "statistics" => entry.views = count("views").or(entry.views),
            "starrating" => entry.reactions = count("count").or(entry.reactions),
            _ => {}
        }
    }
}

/// The feed an entry was taken from: its name, and its authors where the entry has none of its own.
fn source(tree: &Tree<'_>, id: Id, scope: &Scope, entry: &mut Entry) {
    let mut structured = false;
    for child in tree.children(id) {
        structured = true;
        match tree.name(child) {
            "title" => fill(&mut entry.source_title, title(tree, child, scope)),
            "author" if entry.authors.is_empty() => {
                people::add(&mut entry.authors, people::person(tree, child, scope))
            }
            _ => {}
        }
    }
    if !structured {
        fill(&mut entry.source_title, plain_guess(&tree.text(id)));
    }
}

fn fill(slot: &mut String, value: String) {
    if slot.is_empty() {
        *slot = value;
    }
}

fn first<T>(slot: &mut Option<T>, value: Option<T>) {
    if slot.is_none() {
        *slot = value;
    }
}
