//! A calendar, or a web page with happenings, as the collector reads it.

use chrono::NaiveDate;
use serde_json::{Value, json};
use url::Url;

use crate::collect::calendar::item::Item;
use crate::collect::calendar::markup::markup;
use crate::collect::calendar::series::{Found, Wanted, found};
use crate::collect::calendar::{read, schema};
use crate::collect::text::html::{clean_html, from_text};
use crate::domain::edition::midnight;
use crate::domain::post::Body;
use crate::domain::time::Timestamp;

/// Days after the last event of a document up to which its series are repeated, where nobody says.
const BEYOND: u64 = 366 * 86_400;

/// The whole document; `from` and `to` are what a source's week would be.
pub(super) fn shown(
    document: &[u8],
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    url: Option<&str>,
) -> Value {
    let text = String::from_utf8_lossy(document);
    let head: String = text.chars().take(4_096).collect();
    if !head.to_ascii_uppercase().contains("BEGIN:V") && head.contains('<') {
        return page(&text, url);
    }
    let mut parsed = read::read(document, None, true);
    let starts = parsed.events.iter().filter_map(|event| event.start.instant());
    let first = from.and_then(midnight).or_else(|| starts.clone().min()).unwrap_or_default();
    let beyond = std::time::Duration::from_secs(BEYOND);
    let last = to.and_then(midnight).or_else(|| starts.max().map(|at| at.plus(beyond))).unwrap_or_default();
    let wanted = Wanted { times: vec![(first, last)], ..Wanted::default() };
    let Found { mut items, kept_out, outside } = found(std::mem::take(&mut parsed.events), &wanted);
    items.sort_by(|a, b| (a.happening.start, &a.key).cmp(&(b.happening.start, &b.key)));
    let kept_out = parsed.kept_out.into_iter().chain(kept_out);
    json!({
        "is_calendar": parsed.is_calendar,
        "name": parsed.name,
        "truncated": parsed.truncated,
        "events": items.iter().map(event).collect::<Vec<_>>(),
        "outside": outside,
        "kept_out": kept_out.map(|(what, why)| json!({"what": what, "why": why})).collect::<Vec<_>>(),
        "problems": parsed.problems,
    })
}

fn page(html: &str, url: Option<&str>) -> Value {
    let base = url.and_then(|url| Url::parse(url).ok()).or_else(|| Url::parse("https://page.example/").ok());
    let Some(base) = base else { return Value::Null };
    let found = markup(html);
    let read = schema::read(&found.values, &base, &found.language);
    json!({
        "events": read.items.iter().map(event).collect::<Vec<_>>(),
        "listed": read.listed,
        "kept_out": read.kept_out.iter().map(|(what, why)| json!({"what": what, "why": why})).collect::<Vec<_>>(),
        "problems": found.problems,
    })
}

fn event(item: &Item) -> Value {
    let happening = &item.happening;
    let clean = match &item.body {
        Body::Html(html) => clean_html(html, None),
        Body::Text(text) => from_text(text),
    };
    json!({
        "key": item.key,
        "title": item.title,
        "start": happening.start.rfc3339(),
        "end": happening.end.map(Timestamp::rfc3339),
        "all_day": happening.all_day,
        "place": happening.place,
        "address": happening.address,
        "online": happening.online,
        "is_online": happening.is_online,
        "status": happening.status.as_str(),
        "moved_from": happening.moved_from.map(Timestamp::rfc3339),
        "organiser": happening.organiser,
        "registration": happening.registration,
        "sequence": happening.sequence,
        "url": item.url,
        "tags": item.tags,
        "pictures": item.pictures,
        "text": clean.text,
    })
}
