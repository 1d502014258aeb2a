//! `GET /display`: the wall on a screen in a hall, read at ten metres and touched by nobody. The page holds a pool of
//! posts that `display.js` turns over; without JavaScript it is a list that loads itself anew every minute.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};

use super::card::{Card, Place};
use super::happenings::now::{Next, next};
use super::notice;
use super::posts::{self, Found};
use super::query::WallQuery;
use crate::domain::notice::Notice;
use crate::domain::wall::NamedWall;
use crate::web::error::{WebError, html};
use crate::web::page::Page;
use crate::web::state::PublicState;

/// Posts a screen turns over: an hour of them at half a minute each.
const POOL: usize = 120;
/// Newest posts the pool is chosen from: enough that those who write seldom are among them.
const CHOSEN_FROM: usize = 600;
/// Seconds a post stands, where the address does not say; long enough to read 60 words.
const SECONDS: u32 = 14;

/// How a screen is laid out; `visning` in the URL.
const LAYOUTS: [&str; 4] = ["kolonner", "enkelt", "mosaik", "ticker"];
/// How it is coloured; `tema` in the URL.
const THEMES: [&str; 3] = ["auto", "light", "dark"];

#[derive(Template)]
#[template(path = "display.html")]
struct DisplayPage<'a> {
    page: &'a Page,
    title: String,
    pool: Vec<&'a Found>,
    layout: &'static str,
    theme: &'static str,
    seconds: u32,
    /// What a change on the wall does to this page: `all` takes it in, `requery` asks anew.
    live: &'static str,
    /// Log position the page was made at.
    seq: u64,
    /// The wall with this very search, as visitors' phones open it.
    wall: String,
    /// Its QR code as SVG; `None` if the address is too long for one.
    code: Option<String>,
    /// The moderators' message.
    notice: Option<Notice>,
    /// What comes next, or is on.
    next: Option<Next>,
}

/// The handler.
///
/// # Errors
/// The index cannot be read.
pub async fn show(State(state): State<PublicState>, page: Page) -> Result<Response, WebError> {
    let query = WallQuery::read(&page).from_the_top();
    let wall = page.absolute(&page.href(query.href("/")));
    screen(&state, &page, query, wall, None).await
}

/// The screen of this view; `wall` is where visitors' phones open it. A named wall has its title and its colours.
///
/// # Errors
/// The index cannot be read.
pub async fn screen(
    state: &PublicState,
    page: &Page,
    query: WallQuery,
    wall: String,
    named: Option<&NamedWall>,
) -> Result<Response, WebError> {
    let seq = state.live.position();
    let posts = posts::find(&state.index, query.search(CHOSEN_FROM, page.now)).await?;
    let asked = !page.parameter("tema").is_empty();
    let own = named.filter(|_| !asked).map(|named| named.theme.as_str());
    let template = DisplayPage {
        page,
        title: named.map_or_else(|| page.hashtag(), |named| named.title.clone()),
        pool: fair(&posts.found, POOL, |found| found.post.voice()),
        layout: known(&LAYOUTS, page.parameter("visning")),
        theme: known(&THEMES, own.unwrap_or_else(|| page.parameter("tema"))),
        seconds: page.parameter("sekunder").parse().map_or(SECONDS, |seconds: u32| seconds.clamp(1, 600)),
        live: if query.is_plain() { "all" } else { "requery" },
        seq,
        code: code(&wall),
        wall,
        notice: state.live.notice(),
        next: next(state, page).await?,
    };
    Ok(html(&template)?.into_response())
}

impl<'a> DisplayPage<'a> {
    fn card(&self, found: &'a &'a Found) -> Card<'a> {
        Card::new(self.page, &found.post, "", Place::List)
    }

    fn live_href(&self) -> String {
        self.page.href(format!("/live?efter={}&skaerm=1", self.seq))
    }

    /// How long the message stands yet, in ms; empty where it has no end.
    fn left(&self) -> String {
        let left = self.notice.as_ref().and_then(|notice| notice::left(self.page, notice));
        left.map(|left| left.to_string()).unwrap_or_default()
    }

    /// The wall's address as one reads it aloud.
    fn wall_words(&self) -> &str {
        self.wall.split_once("://").map_or(self.wall.as_str(), |(_, rest)| rest).trim_end_matches('/')
    }
}

fn known(words: &[&'static str], asked: &str) -> &'static str {
    words.iter().find(|word| **word == asked).copied().unwrap_or(words[0])
}

/// At most `most` of `items` (newest first), one of each voice before a second of any: who writes much does not fill the
/// screen. In the order in which they are to be shown.
fn fair<T>(items: &[T], most: usize, voice: impl Fn(&T) -> &str) -> Vec<&T> {
    let mut rounds: Vec<Vec<&T>> = Vec::new();
    let mut had: HashMap<&str, usize> = HashMap::new();
    for item in items {
        let round = match had.entry(voice(item)) {
            Entry::Occupied(mut before) => {
                *before.get_mut() += 1;
                *before.get()
            }
            Entry::Vacant(first) => *first.insert(0),
        };
        match rounds.get_mut(round) {
            Some(others) => others.push(item),
            None => rounds.push(vec![item]),
        }
    }
    rounds.into_iter().flatten().take(most).collect()
}

/// Read from the back of a hall: little data, much correction.
pub fn code(address: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(address, EcLevel::M).ok()?;
    let drawn = code
        .render::<svg::Color<'_>>()
        .min_dimensions(200, 200)
        .dark_color(svg::Color("#000"))
        .light_color(svg::Color("#fff"))
        .build();
    // Inside a page it is an element, not a document, and what is said of it stands around it.
    let start = drawn.find("<svg")?;
    Some(drawn[start..].replacen("<svg", "<svg aria-hidden=\"true\"", 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_voice_comes_once_before_anybody_comes_twice() {
        let written = ["stor", "stor", "stor", "lille", "stor", "mellem", "mellem", "stor"];
        let numbered: Vec<(usize, &str)> = written.into_iter().enumerate().collect();
        let order =
            |most| fair(&numbered, most, |(_, voice)| voice).into_iter().map(|(n, _)| *n).collect::<Vec<_>>();
        assert_eq!(order(99), [0, 3, 5, 1, 6, 2, 4, 7]);
        assert_eq!(order(3), [0, 3, 5]);
    }

    #[test]
    fn an_address_becomes_a_code_and_an_endless_one_none() {
        assert!(
            code("https://wall.example/").is_some_and(|svg| svg.starts_with("<svg") && svg.len() < 40_000)
        );
        assert_eq!(code(&"x".repeat(10_000)), None);
    }
}
