//! Tokens → a tree, however badly they nest. Bounded in depth and number; iterative, so nothing overflows.
//! Knows which elements of a feed cannot stand inside each other, and nothing of what they mean.

use std::borrow::Cow;

use super::entities::{OwnEntities, decode_with};
use super::namespace::{Ns, of_prefix, of_uri};
use super::token::{Token, Tokens};

/// Elements and texts read of one document.
const MAX_NODES: usize = 1_000_000;
/// Elements deeper than this become children of the deepest.
const MAX_DEPTH: usize = 120;
/// Namespace declarations in force at one place.
const MAX_BINDINGS: usize = 64;

/// A place in the tree.
pub type Id = usize;
/// The document itself; its children are the top level.
pub const ROOT: Id = 0;

/// An element or a text.
#[derive(Debug)]
struct Node<'a> {
    kind: Kind<'a>,
    first: Id,
    last: Id,
    next: Id,
}

#[derive(Debug)]
enum Kind<'a> {
    Element { ns: Ns, raw: &'a str, name: Cow<'a, str>, attributes: Vec<(&'a str, &'a str)>, end: End },
    Text(&'a str),
    Cdata(&'a str),
}

/// How an element ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// It did not: the document did.
    Missing,
    /// Something around or after it ended it.
    Implied,
    /// Its own tag.
    Own,
}

/// What stands at a place.
#[derive(Debug)]
pub enum Part<'t> {
    /// An element, to be asked by its [`Id`].
    Element(Id),
    /// Characters, decoded.
    Text(Cow<'t, str>),
}

/// A document as a tree.
#[derive(Debug)]
pub struct Tree<'a> {
    nodes: Vec<Node<'a>>,
    own: OwnEntities,
    /// Namespace URIs and DOCTYPE as declared, for telling formats apart.
    pub declared: Vec<&'a str>,
    /// The document ended before its root did.
    pub truncated: bool,
    /// What was wrong.
    pub problems: Vec<String>,
}

/// Elements that HTML never closes.
const VOID: [&str; 5] = ["br", "hr", "img", "wbr", "input"];
/// Elements of a feed that hold text alone.
const TEXT_ONLY: [&str; 8] = ["title", "link", "guid", "pubdate", "published", "updated", "id", "issued"];
/// Elements of a feed that are never inside those.
const SIBLINGS: [&str; 19] = [
    "title",
    "link",
    "guid",
    "pubdate",
    "published",
    "updated",
    "id",
    "issued",
    "description",
    "summary",
    "content",
    "author",
    "category",
    "enclosure",
    "comments",
    "source",
    "item",
    "entry",
    "modified",
];
/// Elements of a feed that are never inside a description, because HTML has nothing of that name.
const NOT_HTML: [&str; 7] = ["guid", "pubdate", "enclosure", "item", "entry", "published", "updated"];

impl<'a> Tree<'a> {
    /// Reads a document.
    pub fn read(text: &'a str) -> Self {
        let mut tree = Self {
            nodes: Vec::new(),
            own: OwnEntities::default(),
            declared: Vec::new(),
            truncated: false,
            problems: Vec::new(),
        };
        tree.nodes.push(Node { kind: Kind::Text(""), first: 0, last: 0, next: 0 });
        let mut open: Vec<Id> = vec![ROOT];
        let mut bindings: Vec<(usize, &'a str, Ns)> = Vec::new();
        let mut tokens = Tokens::new(text);
        for token in tokens.by_ref() {
            if tree.nodes.len() >= MAX_NODES {
                tree.problems.push(format!("more than {MAX_NODES} elements; the rest was not read"));
                break;
            }
            match token {
                Token::Text(text) => {
                    tree.push(&open, Kind::Text(text));
                }
                Token::Cdata(text) => {
                    tree.push(&open, Kind::Cdata(text));
                }
                Token::Doctype(inside) => {
                    tree.declared.push(inside);
                    if inside.contains("<!ENTITY") {
                        tree.own = OwnEntities::read(inside);
                    }
                }
                Token::End(name) => {
                    if let Some(at) = open.iter().rposition(|&id| tree.is_raw(id, name)) {
                        tree.end(&open[at..=at], End::Own);
                        tree.end(&open[at + 1..], End::Implied);
                        close(&mut open, &mut bindings, at);
                    }
                }
                Token::Start { name, attributes, empty } => {
                    let here = declared(&attributes);
                    for (_, uri) in &here {
                        if tree.declared.len() < 200 && !tree.declared.contains(uri) {
                            tree.declared.push(uri);
                        }
                    }
                    let ns = namespace(name, &here, &bindings);
                    let local = lower(local(name));
                    if let Some(at) = tree.implied_end(&open, ns, &local) {
                        tree.end(&open[at..], End::Implied);
                        close(&mut open, &mut bindings, at);
                    }
                    let void = empty || VOID.contains(&&*local);
                    let end = if void { End::Own } else { End::Missing };
                    let kind = Kind::Element { ns, raw: name, name: local, attributes, end };
                    let id = tree.push(&open, kind);
                    if !void && open.len() <= MAX_DEPTH {
                        open.push(id);
                        for (prefix, uri) in
                            here.into_iter().take(MAX_BINDINGS.saturating_sub(bindings.len()))
                        {
                            bindings.push((open.len(), prefix, of_uri(uri).unwrap_or(of_prefix(prefix))));
                        }
                    }
                }
            }
        }
        tree.truncated = tokens.broke_off || open.len() > 1;
        tree
    }

    fn push(&mut self, open: &[Id], kind: Kind<'a>) -> Id {
        let id = self.nodes.len();
        self.nodes.push(Node { kind, first: 0, last: 0, next: 0 });
        let parent = open.last().copied().unwrap_or(ROOT);
        match self.nodes[parent].last {
            0 => self.nodes[parent].first = id,
            last => self.nodes[last].next = id,
        }
        self.nodes[parent].last = id;
        id
    }

    fn is_raw(&self, id: Id, written: &str) -> bool {
        matches!(&self.nodes[id].kind, Kind::Element { raw, .. } if raw.eq_ignore_ascii_case(written))
    }

    /// Where the stack of open elements must be cut before `name` may start: an end tag was forgotten.
    fn implied_end(&self, open: &[Id], ns: Ns, name: &str) -> Option<usize> {
        if ns == Ns::Core && matches!(name, "item" | "entry") {
            return open.iter().rposition(|&id| self.is(id, Ns::Core, name));
        }
        if open.len() < 3 {
            return None;
        }
        let foreign = matches!(ns, Ns::Dc | Ns::DcTerms | Ns::Content | Ns::Slash | Ns::Feedburner);
        let ends_text = foreign || ns == Ns::Core && SIBLINGS.contains(&name);
        let ends_description = foreign || ns == Ns::Core && NOT_HTML.contains(&name);
        // Upwards from the innermost, past elements of no known name, to the item.
        for (at, &id) in open.iter().enumerate().rev().take(4) {
            let inside = self.name(id);
            if self.ns(id) != Ns::Core
                || matches!(inside, "item" | "entry" | "channel" | "author" | "source" | "image")
            {
                return None;
            }
            if TEXT_ONLY.contains(&inside) {
                return ends_text.then_some(at);
            }
            if inside == "description" {
                return ends_description.then_some(at);
            }
        }
        None
    }

    /// The element's name in lower case without prefix; empty for text.
    pub fn name(&self, id: Id) -> &str {
        match &self.nodes[id].kind {
            Kind::Element { name, .. } => name,
            _ => "",
        }
    }

    /// The element's name as written.
    pub fn raw(&self, id: Id) -> &'a str {
        match &self.nodes[id].kind {
            Kind::Element { raw, .. } => raw,
            _ => "",
        }
    }

    /// The element's vocabulary.
    pub fn ns(&self, id: Id) -> Ns {
        match &self.nodes[id].kind {
            Kind::Element { ns, .. } => *ns,
            _ => Ns::Other,
        }
    }

    /// True unless the document ended inside it.
    pub fn is_whole(&self, id: Id) -> bool {
        !matches!(&self.nodes[id].kind, Kind::Element { end: End::Missing, .. })
    }

    fn end(&mut self, ids: &[Id], how: End) {
        for &id in ids {
            if let Kind::Element { end, .. } = &mut self.nodes[id].kind {
                *end = how;
            }
        }
    }

    /// The elements directly inside, and those that only seem to be deeper: an element of no known name that was never
    /// closed has swallowed what follows it.
    pub fn children_flat(&self, id: Id) -> Vec<Id> {
        let mut flat = Vec::new();
        let mut left: Vec<Id> = self.children(id).collect();
        left.reverse();
        while let Some(at) = left.pop() {
            flat.push(at);
            let Kind::Element { ns, name, end, .. } = &self.nodes[at].kind else { continue };
            let unknown = matches!(ns, Ns::Core | Ns::Other) && !SIBLINGS.contains(&&**name);
            if unknown && *end != End::Own {
                let from = left.len();
                left.extend(self.children(at));
                left[from..].reverse();
            }
        }
        flat
    }

    /// True for an element of that vocabulary and name.
    pub fn is(&self, id: Id, ns: Ns, name: &str) -> bool {
        matches!(&self.nodes[id].kind, Kind::Element { ns: have, name: called, .. } if *have == ns && called == name)
    }

    /// Everything directly inside.
    pub fn parts(&self, id: Id) -> impl Iterator<Item = Part<'_>> {
        self.ids(id).map(|child| match &self.nodes[child].kind {
            Kind::Element { .. } => Part::Element(child),
            Kind::Text(text) => Part::Text(decode_with(text, Some(&self.own))),
            Kind::Cdata(text) => Part::Text(Cow::Borrowed(text)),
        })
    }

    /// The elements directly inside.
    pub fn children(&self, id: Id) -> impl Iterator<Item = Id> {
        self.ids(id).filter(|&child| matches!(self.nodes[child].kind, Kind::Element { .. }))
    }

    fn ids(&self, id: Id) -> impl Iterator<Item = Id> {
        let first = self.nodes[id].first;
        std::iter::successors((first != 0).then_some(first), |&at| {
            let next = self.nodes[at].next;
            (next != 0).then_some(next)
        })
    }

    /// All characters inside, elements' too, trimmed.
    pub fn text(&self, id: Id) -> String {
        let mut out = String::new();
        let mut left = vec![id];
        while let Some(at) = left.pop() {
            match &self.nodes[at].kind {
                Kind::Text(text) => out.push_str(&decode_with(text, Some(&self.own))),
                Kind::Cdata(text) => out.push_str(text),
                Kind::Element { .. } => {
                    let from = left.len();
                    left.extend(self.ids(at));
                    left[from..].reverse();
                }
            }
        }
        let trimmed = out.trim();
        if trimmed.len() == out.len() { out } else { trimmed.to_owned() }
    }

    /// An attribute's value, decoded and trimmed. A name with `:` must match whole, one without matches any prefix.
    pub fn attribute(&self, id: Id, wanted: &str) -> Option<String> {
        let Kind::Element { attributes, .. } = &self.nodes[id].kind else { return None };
        let (_, value) = attributes.iter().find(|(name, _)| {
            name.eq_ignore_ascii_case(wanted)
                || (!wanted.contains(':')
                    && !name.starts_with("xml")
                    && local(name).eq_ignore_ascii_case(wanted))
        })?;
        Some(decode_with(value, Some(&self.own)).trim().to_owned())
    }

    /// All attributes, names in lower case without prefix, values decoded.
    pub fn attributes(&self, id: Id) -> Vec<(Cow<'a, str>, Cow<'_, str>)> {
        let Kind::Element { attributes, .. } = &self.nodes[id].kind else { return Vec::new() };
        attributes
            .iter()
            .filter(|(name, _)| !name.to_ascii_lowercase().starts_with("xml"))
            .map(|(name, value)| (lower(local(name)), decode_with(value, Some(&self.own))))
            .collect()
    }
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

fn lower(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|b| b.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}

/// Prefix and URI of each namespace an element declares.
fn declared<'a>(attributes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let prefixed = |name: &'a str| {
        let head = name.get(..5).filter(|head| head.eq_ignore_ascii_case("xmlns"))?;
        match &name[head.len()..] {
            "" => Some(""),
            rest => rest.strip_prefix(':'),
        }
    };
    attributes.iter().filter_map(|&(name, uri)| Some((prefixed(name)?, uri))).collect()
}

fn namespace(name: &str, here: &[(&str, &str)], bindings: &[(usize, &str, Ns)]) -> Ns {
    let prefix = name.rsplit_once(':').map_or("", |(prefix, _)| prefix);
    if let Some((_, uri)) = here.iter().find(|(declared, _)| declared.eq_ignore_ascii_case(prefix)) {
        return of_uri(uri).unwrap_or(of_prefix(prefix));
    }
    let bound = bindings.iter().rev().find(|(_, declared, _)| declared.eq_ignore_ascii_case(prefix));
    bound.map_or_else(|| of_prefix(prefix), |&(_, _, ns)| ns)
}

fn close(open: &mut Vec<Id>, bindings: &mut Vec<(usize, &str, Ns)>, at: usize) {
    open.truncate(at.max(1));
    let depth = open.len();
    while bindings.last().is_some_and(|&(declared_at, _, _)| declared_at > depth) {
        bindings.pop();
    }
}
