//! A view in a format, as an answer.

use std::sync::Arc;

use axum::Json;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use hashwall_index::Filter;
use serde::Serialize;
use url::Url;

use super::feed::{Entry, Feed, tag};
use super::format::Format;
use super::view::View;
use super::{atom, json_feed, rss};
use crate::config::settings::Site;
use crate::domain::public::PublicPost;
use crate::domain::shown::ShownPost;
use crate::domain::time::Timestamp;
use crate::domain::wall::NamedWall;
use crate::web::error::WebError;
use crate::web::page::Page;
use crate::web::public::happenings::file;
use crate::web::public::happenings::snapshot;
use crate::web::public::named;
use crate::web::public::posts;
use crate::web::state::PublicState;

/// Posts of JSON, where the address does not say.
const COUNT: usize = 20;
/// Posts of a feed, where the address does not say: a reader that looks twice a day misses none of a busy day's hour.
const FEED_COUNT: usize = 50;
/// The most one may ask for.
const MOST: usize = 100;
/// Happenings of a file.
const MOST_HAPPENINGS: usize = 1_000;

/// Whoever keeps an answer asks whether it still holds, which the tag makes cheap: what is withdrawn is not given out again
/// by a cache on the way.
const CACHING: &str = "public, no-cache";

/// `.json` of a view.
#[derive(Serialize)]
struct Listed {
    /// Newest first, or best first with `sorter=bedst`.
    posts: Vec<ShownPost>,
    /// How many match in all.
    total: usize,
    /// The address of the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    /// Log position: `/live?efter=` follows from here without gap or repeat.
    position: u64,
}

/// Answers for a view.
///
/// # Errors
/// The index cannot be read.
pub async fn answer(
    state: &PublicState,
    page: &Page,
    view: &View,
    format: Format,
) -> Result<Response, WebError> {
    match format {
        Format::Json => json(state, page, view).await,
        Format::Ics => calendar(state, page, view).await,
        Format::Rss | Format::Atom | Format::JsonFeed => {
            let mut query = view.query.clone();
            // A feed is read from the top: its newest come first, whatever its page does.
            query.best_first = false;
            let count = count(page, FEED_COUNT);
            let posts = posts::find(&state.index, query.search(count, page.now)).await?;
            let next = posts.next.map(|cursor| {
                view.address_with(page, format, &view.asked.older(cursor), &asked_count(count, FEED_COUNT))
            });
            let posts: Vec<PublicPost> = posts.found.into_iter().map(|found| found.post).collect();
            let (home, this) = (view.home(page), view.address(page, format));
            Ok(send(page, &feed(state, page, (&view.title, &view.about), (home, this, next), &posts), format))
        }
    }
}

async fn json(state: &PublicState, page: &Page, view: &View) -> Result<Response, WebError> {
    let count = count(page, COUNT);
    let position = state.live.position();
    let posts = posts::find(&state.index, view.query.search(count, page.now)).await?;
    let next = posts.next.map(|cursor| {
        view.address_with(page, Format::Json, &view.asked.older(cursor), &asked_count(count, COUNT))
    });
    let absolute = |path: &str| address(page, path);
    let shown = posts.found.iter().map(|found| ShownPost::new(&found.post, absolute)).collect();
    Ok(Json(Listed { posts: shown, total: posts.total, next, position }).into_response())
}

/// The happenings among the posts of a view.
async fn calendar(state: &PublicState, page: &Page, view: &View) -> Result<Response, WebError> {
    let mut search = view.query.from_the_top().search(MOST_HAPPENINGS, page.now);
    search.filters.push(Filter { field: "kind", any_of: vec!["happening".to_owned()] });
    let found = posts::find(&state.index, search).await?.found;
    let mut entries: Vec<_> = found.into_iter().filter_map(|found| snapshot::entry(found.post)).collect();
    entries.sort_by(|a, b| (a.happening.start, &a.post.id).cmp(&(b.happening.start, &b.post.id)));
    let name = view.stem.rsplit('/').next().unwrap_or_default();
    let title = page.text_with("calendar-file-name", "title", &page.site.title);
    Ok(file::these(page, &title, entries.iter(), &format!("{name}.ics")))
}

/// What is read as a feed, without its ending: the wall, the calendar; each named wall has one more.
const STEMS: [&str; 2] = ["/opslag", "/kalender"];
const FEEDS: [Format; 3] = [Format::Rss, Format::Atom, Format::JsonFeed];

/// Paths of the feeds of whose changes the hub is told, and which alone name it: a reader that trusts the hub asks no more by
/// itself, so a feed that nobody tells of (filtered, further on, in a language that is not the wall's own) must not send it
/// there. Each as the feed itself gives its address.
pub fn topics(site: &Site, walls: &[Arc<NamedWall>]) -> Vec<String> {
    let named = walls.iter().map(|wall| {
        let own = wall.language.as_deref().filter(|own| *own != site.language);
        (named::address(wall), own.map_or_else(String::new, |own| format!("?lang={own}")))
    });
    let stems = STEMS.map(|stem| (stem.to_owned(), String::new())).into_iter().chain(named);
    stems.flat_map(|(stem, query)| FEEDS.map(|format| format!("{stem}.{}{query}", format.ending()))).collect()
}

/// A feed of these posts: title and a line about it; the addresses of its page, of itself and of its next page.
pub fn feed(
    state: &PublicState,
    page: &Page,
    (title, about): (&str, &str),
    (home, this, next): (String, String, Option<String>),
    posts: &[PublicPost],
) -> Feed {
    let entries: Vec<Entry> = posts.iter().map(|post| Entry::new(page, post)).collect();
    let newest = entries.iter().map(|entry| entry.updated).max();
    let is_told =
        |_: &&Url| topics(&page.site, &state.walls.all()).iter().any(|path| page.absolute(path) == this);
    let hub = page.site.websub_hub.as_ref().filter(is_told).map(|hub| hub.as_str().to_owned());
    Feed {
        title: title.to_owned(),
        about: if about.is_empty() { title.to_owned() } else { about.to_owned() },
        id: tag(page, page.path().trim_start_matches('/')),
        home,
        this,
        next,
        hub,
        language: page.language.as_str(),
        owner: page.site.owner.clone(),
        updated: newest.unwrap_or_else(|| began(state, page)),
        entries,
    }
}

/// When an empty feed was last changed: with the edition's first day, so that it is the same answer each time.
fn began(state: &PublicState, page: &Page) -> Timestamp {
    let year = state.campaign.year_at(page.now);
    year.and_then(|year| state.campaign.window_of(year)).map_or(Timestamp(0), |(from, _)| from)
}

/// Sends a feed in a format of feeds.
pub fn send(page: &Page, feed: &Feed, format: Format) -> Response {
    let text = match format {
        Format::Atom => atom::write(page, feed),
        Format::JsonFeed => json_feed::write(page, feed),
        Format::Rss | Format::Json | Format::Ics => rss::write(page, feed),
    };
    let kind = format!("{}; charset=utf-8", format.media_type());
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, CACHING.to_owned())], text).into_response()
}

/// A path of ours as seen from outside: pages keep the visitor's language.
pub fn address(page: &Page, path: &str) -> String {
    if path.starts_with("/opslag/") { page.absolute(&page.href(path)) } else { page.absolute(path) }
}

fn count(page: &Page, usual: usize) -> usize {
    page.parameter("antal").parse().map_or(usual, |count: usize| count.clamp(1, MOST))
}

fn asked_count(count: usize, usual: usize) -> Vec<(String, String)> {
    if count == usual { Vec::new() } else { vec![("antal".to_owned(), count.to_string())] }
}
