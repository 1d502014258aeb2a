//! `hashwall inspect feed|calendar|html|tags|url|text`: why something was read as it was. Standard input in, JSON out, through
//! the very code the collectors run. Knows nothing of the store, the network or the web.

use std::io::{BufRead, Write};

use anyhow::Context as _;
use clap::{Args, Subcommand};
use serde_json::{Map, Value, json};

use crate::collect::feed::read::read;
use crate::collect::text::canonical::canonical_url;
use crate::collect::text::html::{Clean, clean_html, from_text};
use crate::collect::text::language::detect;
use crate::domain::hashtag::Hashtag;

mod calendar;
mod feed;

/// Shows how something is read. Standard input is one document, or JSON lines `{"id": …, "text": "…"}` answered line
/// by line.
#[derive(Args, Clone, Debug)]
pub struct InspectArgs {
    /// As what the input is read.
    #[command(subcommand)]
    pub what: What,
}

/// What the input is.
#[derive(Subcommand, Clone, Debug)]
pub enum What {
    /// RSS, Atom, CDF or JSON Feed, broken or not: `{format, feed, entries, problems}`.
    Feed {
        /// The HTTP header it came with; its charset may be wrong.
        #[arg(long)]
        content_type: Option<String>,
        /// Where it came from: the base of its relative links.
        #[arg(long)]
        url: Option<String>,
    },
    /// An iCalendar file, or a web page with schema.org's Event: `{events, kept_out, problems}`.
    Calendar {
        /// The first day that is wanted; without it, all the document has.
        #[arg(long)]
        from: Option<chrono::NaiveDate>,
        /// The day after the last one that is wanted.
        #[arg(long)]
        to: Option<chrono::NaiveDate>,
        /// Where a web page came from.
        #[arg(long)]
        url: Option<String>,
    },
    /// HTML from strangers: `{html, text, links}`.
    Html {
        /// The base of its relative links.
        #[arg(long)]
        url: Option<String>,
    },
    /// Plain text: `{tags, written, matches}`.
    Tags {
        /// The wall's hashtag.
        #[arg(long, default_value = "Ledelsesugen", value_parser = hashtag)]
        tag: String,
    },
    /// A link: `{url}`, canonical, or null if no visitor could follow it.
    Url,
    /// Plain text as a post: `{text, html, language, tags, mentions, links}`.
    Text,
}

fn hashtag(written: &str) -> Result<String, String> {
    let expected = || "expected a hashtag: letters, digits and _, not digits alone".to_owned();
    Hashtag::new(written).map(|tag| tag.written).ok_or_else(expected)
}

/// Reads all of `input` and answers on `output`, flushed line by line. A line that cannot be read is answered with
/// `{"error": …}` and the next one is read.
///
/// # Errors
/// Only if `input` cannot be read or `output` cannot be written.
pub fn run(args: &InspectArgs, mut input: impl BufRead, mut output: impl Write) -> anyhow::Result<()> {
    let mut first = Vec::new();
    input.read_until(b'\n', &mut first).context("standard input")?;
    if !is_json_line(&first) {
        input.read_to_end(&mut first).context("standard input")?;
        return answer(&mut output, &inspect(&args.what, &first));
    }
    let mut line = first;
    while !line.is_empty() {
        if !line.trim_ascii().is_empty() {
            answer(&mut output, &one_line(&args.what, &line))?;
        }
        line.clear();
        input.read_until(b'\n', &mut line).context("standard input")?;
    }
    Ok(())
}

/// JSON lines are told from a document by their first line: an object with a `text`, and an `id` or nothing else. (A
/// JSON Feed has no `text`.)
fn is_json_line(line: &[u8]) -> bool {
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    match serde_json::from_slice::<Map<String, Value>>(line) {
        Ok(object) => object.contains_key("text") && !object.contains_key("items"),
        // A first line that is broken or lacks its text is still a line, if it begins like one.
        Err(_) => {
            let head: Vec<u8> = line.iter().copied().filter(|b| !b.is_ascii_whitespace()).take(6).collect();
            head.starts_with(b"{\"id\":") || head.starts_with(b"{\"text")
        }
    }
}

fn one_line(what: &What, line: &[u8]) -> Value {
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    let object = match serde_json::from_slice::<Value>(line) {
        Ok(Value::Object(object)) => object,
        Ok(_) => return json!({"error": "expected an object {\"id\", \"text\"}"}),
        Err(broken) => return json!({"error": format!("not JSON: {broken}")}),
    };
    let mut answer = Map::new();
    if let Some(id) = object.get("id") {
        answer.insert("id".to_owned(), id.clone());
    }
    match object.get("text") {
        Some(Value::String(text)) => {
            if let Value::Object(read) = inspect(what, text.as_bytes()) {
                answer.extend(read);
            }
        }
        Some(_) => drop(answer.insert("error".to_owned(), json!("\"text\" is not a string"))),
        None => drop(answer.insert("error".to_owned(), json!("no \"text\""))),
    }
    Value::Object(answer)
}

fn inspect(what: &What, document: &[u8]) -> Value {
    let text = || {
        let text = String::from_utf8_lossy(document);
        text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned()
    };
    match what {
        What::Feed { content_type, url } => {
            feed::shown(&read(document, content_type.as_deref(), url.as_deref()))
        }
        What::Calendar { from, to, url } => calendar::shown(document, *from, *to, url.as_deref()),
        What::Html { url } => {
            let Clean { html, text, links } = clean_html(&text(), url.as_deref());
            json!({"html": html, "text": text, "links": links})
        }
        What::Tags { tag } => {
            let found = Hashtag::find_all(&text());
            let wanted = Hashtag::new(tag);
            let matches = wanted.is_some_and(|wanted| found.iter().any(|tag| tag.folded == wanted.folded));
            json!({"tags": folded(&found), "written": written(&found), "matches": matches})
        }
        What::Url => json!({"url": canonical_url(text().trim())}),
        What::Text => {
            let clean = from_text(&text());
            let tags = Hashtag::find_all(&clean.text);
            json!({
                "language": detect(&clean.text),
                "tags": folded(&tags),
                "written": written(&tags),
                "mentions": mentions(&clean.text),
                "links": clean.links,
                "html": clean.html,
                "text": clean.text,
            })
        }
    }
}

fn folded(tags: &[Hashtag]) -> Vec<&str> {
    tags.iter().map(|tag| &*tag.folded).collect()
}

fn written(tags: &[Hashtag]) -> Vec<&str> {
    tags.iter().map(|tag| &*tag.written).collect()
}

/// `@name` and `@name@host` in plain text, without the leading `@`, not inside mail addresses or links.
fn mentions(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let word = word.trim_start_matches(['(', '"', '\'', '«', '“', '.']);
        let Some(name) = word.strip_prefix('@') else { continue };
        let end = name
            .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '@')))
            .unwrap_or(name.len());
        let name = name[..end].trim_end_matches(['.', '-', '@']);
        if !name.is_empty() && !found.iter().any(|have| have == name) {
            found.push(name.to_owned());
        }
    }
    found
}

fn answer(output: &mut impl Write, value: &Value) -> anyhow::Result<()> {
    serde_json::to_writer(&mut *output, value).context("standard output")?;
    output.write_all(b"\n").and_then(|()| output.flush()).context("standard output")
}
