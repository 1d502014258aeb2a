//! A web page's structured data as JSON values: JSON-LD as it stands, microdata and RDFa Lite in its shape. Knows no
//! schema. <https://html.spec.whatwg.org/multipage/microdata.html>, <https://www.w3.org/TR/rdfa-lite/>

use std::sync::LazyLock;

use scraper::{ElementRef, Html, Selector};
use serde_json::{Map, Value};

/// Bytes of a page that are read.
const LARGEST: usize = 3_000_000;
/// An HTML parser answers deeper nesting, or more tags, with seconds of work; such a page keeps its JSON-LD alone.
const DEEPEST: usize = 200;
const MOST_TAGS: usize = 50_000;
/// Scopes inside scopes.
const DEEPEST_SCOPE: usize = 12;
/// Elements without an end tag, or mostly left open.
const OPEN: [&str; 18] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    "p", "li", "td", "tr", "option",
];

/// How a page writes scopes and properties.
struct Manner {
    scope: Selector,
    scoped: &'static str,
    kind: &'static str,
    property: &'static str,
}

static MANNERS: LazyLock<Vec<Manner>> = LazyLock::new(|| {
    let manner = |scope: &str, scoped, kind, property| {
        Some(Manner { scope: Selector::parse(scope).ok()?, scoped, kind, property })
    };
    [
        manner("[itemscope][itemtype]", "itemscope", "itemtype", "itemprop"),
        manner("[typeof]", "typeof", "typeof", "property"),
    ]
    .into_iter()
    .flatten()
    .collect()
});

static SCRIPT: LazyLock<Option<Selector>> = LazyLock::new(|| Selector::parse("script[type]").ok());

/// What a page says of itself.
#[derive(Debug, Default)]
pub struct Markup {
    /// JSON-LD documents, then microdata's and RDFa's top-level scopes.
    pub values: Vec<Value>,
    /// What could not be read.
    pub problems: Vec<String>,
    /// `<html lang>`.
    pub language: String,
}

/// Reads a page.
pub fn markup(html: &str) -> Markup {
    let html = cut(html);
    let mut found = Markup::default();
    let safe;
    let html = if is_cheap(html) {
        html
    } else {
        found.problems.push("the page nests too deeply: its JSON-LD alone was read".to_owned());
        safe = scripts(html);
        &safe
    };
    let document = Html::parse_document(html);
    found.language = document.root_element().attr("lang").unwrap_or_default().to_owned();
    if let Some(script) = &*SCRIPT {
        for element in document.select(script) {
            let kind = element.attr("type").unwrap_or_default().to_ascii_lowercase();
            if kind.trim().starts_with("application/ld+json") {
                match json(&element.text().collect::<String>()) {
                    Ok(value) => found.values.push(value),
                    Err(why) => found.problems.push(format!("JSON-LD that is no JSON: {why}")),
                }
            }
        }
    }
    for manner in &*MANNERS {
        let tops = document.select(&manner.scope).filter(|element| {
            // A scope inside another is reached from there.
            element.attr(manner.property).is_none()
        });
        found.values.extend(tops.take(1_000).map(|element| scope(element, manner, 0)));
    }
    found
}

fn cut(html: &str) -> &str {
    let mut end = html.len().min(LARGEST);
    while !html.is_char_boundary(end) {
        end -= 1;
    }
    &html[..end]
}

/// What pages wrap around JSON, or forget to escape in it, taken away.
fn json(text: &str) -> Result<Value, String> {
    let text = text.trim().trim_start_matches("<!--").trim_end_matches("-->");
    let text = text.trim().trim_start_matches("//<![CDATA[").trim_end_matches("//]]>").trim();
    let text = text.trim_start_matches("<![CDATA[").trim_end_matches("]]>").trim().trim_end_matches(';');
    serde_json::from_str(text).or_else(|_| {
        let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        serde_json::from_str(&clean).map_err(|wrong| wrong.to_string())
    })
}

fn scope(element: ElementRef<'_>, manner: &Manner, depth: usize) -> Value {
    let mut object = Map::new();
    let kinds = element.attr(manner.kind).unwrap_or_default().split_whitespace();
    object.insert("@type".to_owned(), kinds.map(str::to_owned).collect());
    for name in ["itemid", "resource", "about"] {
        if let Some(id) = element.attr(name) {
            object.insert("@id".to_owned(), Value::String(id.to_owned()));
        }
    }
    properties(element, manner, depth, &mut object);
    Value::Object(object)
}

/// The properties of a scope: those of its descendants that are not within another scope.
fn properties(element: ElementRef<'_>, manner: &Manner, depth: usize, object: &mut Map<String, Value>) {
    // The tree is walked without recursion over elements: only scopes nest in the call stack.
    let mut next: Vec<ElementRef<'_>> = element.child_elements().collect();
    next.reverse();
    while let Some(child) = next.pop() {
        let is_scope = child.attr(manner.scoped).is_some();
        if let Some(names) = child.attr(manner.property) {
            let value = if is_scope && depth < DEEPEST_SCOPE {
                scope(child, manner, depth + 1)
            } else {
                Value::String(value_of(child))
            };
            for name in names.split_whitespace() {
                let name = name.rsplit(['/', ':', '#']).next().unwrap_or(name).to_owned();
                add(object, name, value.clone());
            }
        }
        if !is_scope {
            let at = next.len();
            next.extend(child.child_elements());
            next[at..].reverse();
        }
    }
}

fn add(object: &mut Map<String, Value>, name: String, value: Value) {
    match object.get_mut(&name) {
        None => drop(object.insert(name, value)),
        Some(Value::Array(all)) if all.len() < 100 => all.push(value),
        Some(Value::Array(_)) => {}
        Some(one) => *one = Value::Array(vec![one.take(), value]),
    }
}

fn value_of(element: ElementRef<'_>) -> String {
    let attribute = |name: &str| element.attr(name).map(str::trim).filter(|value| !value.is_empty());
    if let Some(content) = attribute("content") {
        return content.to_owned();
    }
    let own = match element.value().name() {
        "a" | "link" | "area" => attribute("href"),
        "img" | "audio" | "video" | "source" | "iframe" | "embed" | "track" => attribute("src"),
        "time" => attribute("datetime"),
        "data" | "meter" => attribute("value"),
        _ => None,
    };
    own.map_or_else(
        || element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" "),
        str::to_owned,
    )
}

/// One look over the tags: how deep, and how many.
fn is_cheap(html: &str) -> bool {
    let (mut depth, mut tags) = (0_usize, 0);
    for piece in html.split('<').skip(1) {
        tags += 1;
        let end = piece.starts_with('/');
        let name: String = piece
            .trim_start_matches('/')
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric())
            .take(20)
            .collect();
        if name.is_empty() || OPEN.contains(&name.to_ascii_lowercase().as_str()) {
            continue;
        }
        depth = if end { depth.saturating_sub(1) } else { depth + 1 };
        if depth > DEEPEST || tags > MOST_TAGS || piece.len() > 2_000_000 {
            return false;
        }
    }
    true
}

/// The JSON-LD scripts of a page and nothing else.
fn scripts(html: &str) -> String {
    let mut out = String::new();
    for piece in html.split("<script").skip(1).take(200) {
        let Some((attributes, rest)) = piece.split_once('>') else { continue };
        if attributes.contains("ld+json") && attributes.len() < 300 {
            let body = rest.split("</script").next().unwrap_or_default();
            out.push_str("<script type=\"application/ld+json\">");
            out.push_str(body);
            out.push_str("</script>");
        }
    }
    out
}
