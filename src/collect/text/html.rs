//! HTML from strangers: an allow-list in, safe HTML and plain text out.
//!
//! Three steps, each safe by itself: [`guard`] takes away what would be slow, ammonia what is not on the list, and
//! [`write`] writes what is left anew, from a handful of elements: `p br strong em u s code pre blockquote ul ol li a`.
//! Headings become bold paragraphs (a post must not break a page's outline), tables become lines, pictures go (they
//! are attachments). Links to hashtags become plain text, for the wall links its own; mentions stay links.

mod guard;
mod walk;
mod write;

use std::sync::LazyLock;

use ammonia::Builder;

use super::canonical::{canonical_href, canonical_url};
use crate::domain::link::find_links;
use write::{Inline, Writer};

/// What became of a piece of HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Clean {
    /// Safe to put in a page as it is.
    pub html: String,
    /// The same as plain text, NFC, paragraphs as `\n\n`, line breaks as `\n`, list items as `• `.
    pub text: String,
    /// Canonical http(s) links, in order, each once, the first 200; without links to hashtags and people.
    pub links: Vec<String>,
}

/// What ammonia lets through to the walk: more than is written in the end, for the walk needs to see what a heading or
/// a table was, and Mastodon's classes.
static ALLOWED: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .add_tags([
            "p",
            "br",
            "a",
            "strong",
            "b",
            "em",
            "i",
            "u",
            "ins",
            "s",
            "del",
            "strike",
            "ul",
            "ol",
            "li",
            "blockquote",
            "q",
            "code",
            "tt",
            "kbd",
            "samp",
            "pre",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "figure",
            "figcaption",
            "div",
            "span",
            "section",
            "article",
            "header",
            "footer",
            "main",
            "aside",
            "nav",
            "address",
            "hr",
            "table",
            "caption",
            "thead",
            "tbody",
            "tfoot",
            "tr",
            "td",
            "th",
            "dl",
            "dt",
            "dd",
            "img",
            "center",
            "details",
            "summary",
        ])
        .add_clean_content_tags([
            "script",
            "style",
            "noscript",
            "template",
            "iframe",
            "object",
            "svg",
            "math",
            "title",
            "head",
            "textarea",
            "select",
            "datalist",
            "button",
            "audio",
            "video",
            "canvas",
            "map",
            "noembed",
            "noframes",
            "xmp",
            "plaintext",
            "frameset",
            "applet",
            "dialog",
        ])
        .add_tag_attributes("a", ["href", "class"])
        .add_tag_attributes("span", ["class"])
        .add_tag_attributes("img", ["alt", "class"])
        .add_url_schemes(["http", "https", "mailto"])
        .url_relative(ammonia::UrlRelative::PassThrough)
        .link_rel(None)
        .strip_comments(true);
    builder
});

/// Cleans HTML by an allow-list. `base` resolves relative links; without it they become plain text.
/// Input is cut at 1 MB; cleaning what was cleaned changes nothing.
pub fn clean_html(untrusted: &str, base: Option<&str>) -> Clean {
    let allowed = ALLOWED.clean(&guard::bounded(untrusted)).to_string();
    let base = base.and_then(|base| url::Url::parse(base.trim()).ok());
    let mut writer = Writer::default();
    walk::walk(&allowed, base.as_ref(), &mut writer);
    finish(writer)
}

/// Makes HTML of plain text: escaped, paragraphs, line breaks, http(s) links and nothing else. Input is cut at 1 MB.
pub fn from_text(text: &str) -> Clean {
    let text = &text[..text.floor_char_boundary(guard::LARGEST)];
    let text = super::plain::visible(&text.replace("\r\n", "\n").replace('\r', "\n"));
    let mut writer = Writer::default();
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            writer.line_break();
        }
        let mut from = 0;
        for range in find_links(line) {
            writer.text(&line[from..range.start]);
            from = range.end;
            link(&mut writer, &line[range]);
        }
        writer.text(&line[from..]);
    }
    finish(writer)
}

fn link(writer: &mut Writer, address: &str) {
    let absolute =
        if address.starts_with(['w', 'W']) { format!("https://{address}") } else { address.to_owned() };
    let opened = canonical_href(&absolute)
        .is_some_and(|href| writer.open_inline(Inline::Link { href, remember: canonical_url(&absolute) }));
    writer.text(address);
    if opened {
        writer.close_inline();
    }
}

fn finish(writer: Writer) -> Clean {
    let (html, text, links) = writer.finish();
    Clean { html, text, links }
}

/// The text of something that should hold none or little markup, such as a title: tags gone, entities decoded, one
/// line. A title that was escaped twice (`&amp;oslash;`, `&lt;b&gt;`) is decoded twice.
pub fn plain_line(untrusted: &str) -> String {
    let once = plain_text(untrusted);
    let again = if looks_escaped(&once) { plain_text(&once) } else { once };
    again.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn plain_text(untrusted: &str) -> String {
    if untrusted.contains(['<', '&']) {
        clean_html(untrusted, None).text
    } else {
        super::plain::visible(untrusted)
    }
}

/// True if text still carries markup that nobody writes by hand: an entity, or a known tag. Feeds that escape twice
/// leave this behind.
pub fn looks_escaped(text: &str) -> bool {
    const ENTITIES: &[&str] = &[
        "amp;", "lt;", "gt;", "quot;", "apos;", "nbsp;", "aring;", "oslash;", "aelig;", "Aring;", "Oslash;",
        "AElig;", "eacute;", "ouml;", "auml;", "uuml;", "ndash;", "mdash;", "rsquo;", "lsquo;", "rdquo;",
        "ldquo;", "hellip;", "raquo;", "laquo;",
    ];
    const TAGS: &[&str] =
        &["p>", "br>", "br/>", "br />", "b>", "strong>", "em>", "i>", "div>", "span>", "a href=", "img "];
    let entity = text.match_indices('&').any(|(at, _)| {
        let rest = &text[at + 1..];
        ENTITIES.iter().any(|entity| rest.starts_with(entity))
            || rest.strip_prefix('#').is_some_and(|rest| {
                let digits = rest.strip_prefix(['x', 'X']).unwrap_or(rest);
                let end = digits.find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(digits.len());
                (1..=6).contains(&end) && digits[end..].starts_with(';')
            })
    });
    entity
        || text.match_indices('<').any(|(at, _)| {
            let rest = text[at + 1..].trim_start_matches('/');
            TAGS.iter().any(|tag| rest.get(..tag.len()).is_some_and(|head| head.eq_ignore_ascii_case(tag)))
        })
}
