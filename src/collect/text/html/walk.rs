//! From sanitised HTML to the [`Writer`]'s few elements. Iterative: nesting costs no stack.

use scraper::{ElementRef, Html, Node};
use url::Url;

use super::super::canonical::{canonical_href, canonical_url};
use super::write::{Block, Inline, Writer};

/// What has to happen when an element ends.
#[derive(Clone, Copy)]
enum AtEnd {
    Nothing,
    Boundary,
    Inline,
    /// A heading: its bold ends, then the paragraph.
    Heading(bool),
    Block,
    Pre,
    Ellipsis,
    Quotation,
    /// The text in it is not for people: Mastodon hides the ends of long links.
    Hidden,
}

/// Writes a document that ammonia has cleaned.
pub fn walk(allowed: &str, base: Option<&Url>, writer: &mut Writer) {
    let document = Html::parse_fragment(allowed);
    let mut ends: Vec<AtEnd> = Vec::new();
    let mut hidden = 0usize;
    let mut node = document.tree.root();
    loop {
        match node.value() {
            Node::Text(text) if hidden == 0 => writer.text(&text[..]),
            Node::Element(_) => {
                let at_end = ElementRef::wrap(node).map_or(AtEnd::Nothing, |element| {
                    if hidden > 0 { AtEnd::Nothing } else { open(element, base, writer) }
                });
                hidden += usize::from(matches!(at_end, AtEnd::Hidden));
                ends.push(at_end);
            }
            _ => {}
        }
        if let Some(child) = node.first_child() {
            node = child;
            continue;
        }
        loop {
            if node.value().is_element() {
                let at_end = ends.pop().unwrap_or(AtEnd::Nothing);
                hidden -= usize::from(matches!(at_end, AtEnd::Hidden));
                close(at_end, writer);
            }
            if let Some(sibling) = node.next_sibling() {
                node = sibling;
                break;
            }
            let Some(parent) = node.parent() else { return };
            node = parent;
        }
    }
}

fn open(element: ElementRef<'_>, base: Option<&Url>, writer: &mut Writer) -> AtEnd {
    let inline = |writer: &mut Writer, inline| {
        if writer.open_inline(inline) { AtEnd::Inline } else { AtEnd::Nothing }
    };
    let block = |writer: &mut Writer, block| {
        if writer.open_block(block) { AtEnd::Block } else { AtEnd::Boundary }
    };
    match element.value().name() {
        "strong" | "b" => inline(writer, Inline::Plain("strong")),
        "em" | "i" => inline(writer, Inline::Plain("em")),
        "u" | "ins" => inline(writer, Inline::Plain("u")),
        "s" | "del" | "strike" => inline(writer, Inline::Plain("s")),
        "code" | "tt" | "kbd" | "samp" => inline(writer, Inline::Plain("code")),
        "a" => match link(element, base) {
            Some(link) => inline(writer, link),
            None => AtEnd::Nothing,
        },
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
            writer.boundary();
            AtEnd::Heading(writer.open_inline(Inline::Plain("strong")))
        }
        "ul" => block(writer, Block::List),
        "ol" => block(writer, Block::Numbered(1)),
        "li" => block(writer, Block::Item),
        "blockquote" => block(writer, Block::Quote),
        "pre" => {
            writer.open_pre();
            AtEnd::Pre
        }
        "br" => {
            writer.line_break();
            AtEnd::Nothing
        }
        "tr" => {
            if writer.is_in_line() {
                writer.line_break();
            }
            AtEnd::Nothing
        }
        "td" | "th" => {
            if writer.is_in_line() {
                writer.text(" | ");
            }
            AtEnd::Nothing
        }
        "q" => {
            writer.text("”");
            AtEnd::Quotation
        }
        "img" => {
            emoji(element, writer);
            AtEnd::Nothing
        }
        "span" if has_class(element, "invisible") => AtEnd::Hidden,
        "span" if has_class(element, "ellipsis") => AtEnd::Ellipsis,
        "span" | "thead" | "tbody" | "tfoot" | "html" => AtEnd::Nothing,
        _ => {
            writer.boundary();
            AtEnd::Boundary
        }
    }
}

fn close(at_end: AtEnd, writer: &mut Writer) {
    match at_end {
        AtEnd::Nothing | AtEnd::Hidden => {}
        AtEnd::Boundary => writer.boundary(),
        AtEnd::Inline => writer.close_inline(),
        AtEnd::Heading(bold) => {
            if bold {
                writer.close_inline();
            }
            writer.boundary();
        }
        AtEnd::Block => writer.close_block(),
        AtEnd::Pre => writer.close_pre(),
        AtEnd::Ellipsis => writer.text("…"),
        AtEnd::Quotation => writer.text("”"),
    }
}

/// A link worth keeping; `None` unwraps it to its text.
fn link(element: ElementRef<'_>, base: Option<&Url>) -> Option<Inline> {
    let href = element.value().attr("href")?.trim();
    if has_class(element, "hashtag") {
        return Some(Inline::Unlinked);
    }
    if href.is_empty() || href.starts_with('#') {
        return None;
    }
    let is_mention = has_class(element, "mention");
    if let Some(address) =
        href.get(..7).filter(|head| head.eq_ignore_ascii_case("mailto:")).map(|_| &href[7..])
    {
        return mail(address).map(|href| Inline::Link { href, remember: None });
    }
    let absolute = canonical_href(href).map(|kept| (kept, canonical_url(href))).or_else(|| {
        // A link with a scheme of its own is not relative, whatever it looks like.
        let joined = base.filter(|_| Url::parse(href).is_err())?.join(href).ok()?;
        Some((canonical_href(joined.as_str())?, canonical_url(joined.as_str())))
    });
    let (href, canonical) = absolute?;
    Some(Inline::Link { href, remember: canonical.filter(|_| !is_mention) })
}

/// A plain mail link; subjects and copies that a stranger filled in go.
fn mail(address: &str) -> Option<String> {
    let address = address.split(['?', '#']).next().unwrap_or_default();
    let (name, host) = address.split_once('@')?;
    let proper = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '+'))
    };
    (proper(name) && proper(host)).then(|| format!("mailto:{address}"))
}

/// Blogs put emoji as pictures; their alternative text is the emoji.
fn emoji(element: ElementRef<'_>, writer: &mut Writer) {
    let alt = element.value().attr("alt").unwrap_or_default();
    let is_emoji = ["emoji", "wp-smiley", "emojione"].iter().any(|class| has_class(element, class));
    if is_emoji && alt.chars().count() <= 12 && !alt.is_ascii() {
        writer.text(alt);
    }
}

fn has_class(element: ElementRef<'_>, class: &str) -> bool {
    element
        .value()
        .attr("class")
        .is_some_and(|classes| classes.split_ascii_whitespace().any(|one| one == class))
}
