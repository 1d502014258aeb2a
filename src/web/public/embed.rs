//! The widget: `GET /embed` is the page inside the frame, `GET /embed.js` the element that makes the frame, and
//! `GET /indlejr` the page on which a partner picks a view and copies the line.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{Html, IntoResponse, Redirect, Response};

use super::card::{Card, Place};
use super::choices::{Choice, choices};
use super::named::address;
use super::posts::{self, Posts};
use super::query::WallQuery;
use crate::domain::wall::NamedWall;
use crate::web::assets;
use crate::web::error::{WebError, html};
use crate::web::i18n::Language;
use crate::web::page::{Page, encode};
use crate::web::state::PublicState;

/// Posts in a widget that does not say how many.
const COUNT: usize = 6;
/// The most a widget may ask for.
const MOST: usize = 30;
/// The counts offered on the partner page.
const COUNTS: [usize; 5] = [3, COUNT, 10, 20, MOST];

/// How a widget looks; `tema` in the URL.
const THEMES: [&str; 3] = ["auto", "light", "dark"];

fn theme(page: &Page) -> &'static str {
    THEMES.into_iter().find(|theme| *theme == page.parameter("tema")).unwrap_or(THEMES[0])
}

fn count(page: &Page) -> usize {
    page.parameter("antal").parse().map_or(COUNT, |count: usize| count.clamp(1, MOST))
}

#[derive(Template)]
#[template(path = "embed.html")]
struct EmbedPage<'a> {
    page: &'a Page,
    title: String,
    /// The path of what is shown: `/`, or a named wall's.
    address: String,
    query: &'a WallQuery,
    posts: &'a Posts,
    theme: &'static str,
    count: usize,
    seq: u64,
}

/// `GET /embed`.
///
/// # Errors
/// The index cannot be read.
pub async fn frame(State(state): State<PublicState>, page: Page) -> Result<Response, WebError> {
    let query = WallQuery::read(&page).from_the_top();
    framed(&state, &page, query, None).await
}

/// The page inside the frame, of this view; of a named wall with its title and colours.
///
/// # Errors
/// The index cannot be read.
pub async fn framed(
    state: &PublicState,
    page: &Page,
    query: WallQuery,
    wall: Option<&NamedWall>,
) -> Result<Response, WebError> {
    let count = count(page);
    let seq = state.live.position();
    let posts = posts::find(&state.index, query.search(count, page.now)).await?;
    let asked = !page.parameter("tema").is_empty();
    let own = wall.filter(|_| !asked).map(|wall| wall.theme.as_str());
    let template = EmbedPage {
        page,
        title: wall.map_or_else(|| page.hashtag(), |wall| wall.title.clone()),
        address: wall.map_or_else(|| "/".to_owned(), address),
        theme: own.unwrap_or_else(|| theme(page)),
        query: &query,
        posts: &posts,
        count,
        seq,
    };
    // A partner's page may load it whatever it isolates itself from.
    let shared = (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin");
    Ok(([shared], html(&template)?).into_response())
}

impl<'a> EmbedPage<'a> {
    fn cards(&self) -> impl Iterator<Item = Card<'a>> {
        let page = self.page;
        self.posts.found.iter().map(move |found| Card::new(page, &found.post, &found.snippet, Place::List))
    }

    fn wall_href(&self) -> String {
        let whole = WallQuery::default();
        let query = if self.address == "/" { self.query } else { &whole };
        self.page.href(query.href(&self.address))
    }

    fn live_href(&self) -> String {
        self.page.href(format!("/live?efter={}", self.seq))
    }
}

/// `GET /embed.js`: a module that other sites load, hence the two headers.
pub async fn script() -> Response {
    let mut response = assets::stable("embed.js");
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("cross-origin"),
    );
    response
}

#[derive(Template)]
#[template(path = "kit.html")]
struct KitPage<'a> {
    page: &'a Page,
    query: WallQuery,
    choices: Vec<Choice>,
    theme: &'static str,
    count: usize,
    language: Language,
}

/// `GET /indlejr`.
///
/// # Errors
/// The page cannot be rendered.
pub async fn kit(page: Page) -> Result<Response, WebError> {
    let query = WallQuery::read(&page).from_the_top();
    let kit = KitPage {
        choices: choices(&page, &query),
        theme: theme(&page),
        count: count(&page),
        language: Language::from_code(page.parameter("sidesprog")).unwrap_or(page.language),
        query,
        page: &page,
    };
    if kit.query.is_untidy(&page) {
        return Ok(Redirect::to(&page.href(kit.href())).into_response());
    }
    let shown: Html<String> = html(&kit)?;
    Ok(shown.into_response())
}

impl KitPage<'_> {
    /// Theme, count and language of the widget, where they are not what it does by itself.
    fn manner(&self, language: &str) -> Vec<(String, String)> {
        let mut manner = Vec::new();
        if self.theme != THEMES[0] {
            manner.push(("tema".to_owned(), self.theme.to_owned()));
        }
        if self.count != COUNT {
            manner.push(("antal".to_owned(), self.count.to_string()));
        }
        if self.language.as_str() != self.page.site.language {
            manner.push((language.to_owned(), self.language.as_str().to_owned()));
        }
        manner
    }

    /// This page with what was chosen.
    fn href(&self) -> String {
        with_query("/indlejr", self.query.parameters(), self.manner("sidesprog"))
    }

    /// The view as an address of the wall, for the element's `src`.
    fn view(&self) -> String {
        self.query.href("/")
    }

    fn attributes(&self) -> String {
        let mut attributes = String::new();
        for (name, value) in self.manner("lang") {
            let name = match name.as_str() {
                "tema" => "theme",
                "antal" => "count",
                other => other,
            };
            attributes.push_str(&format!(" {name}=\"{value}\""));
        }
        attributes
    }

    /// The one line.
    fn line(&self) -> String {
        format!(
            "<script type=\"module\" src=\"{}\"></script><hash-wall src=\"{}\"{}></hash-wall>",
            self.page.absolute("/embed.js"),
            attribute(&self.page.absolute(&self.view())),
            self.attributes(),
        )
    }

    /// The same without a script: a frame of one height.
    fn frame(&self) -> String {
        let address = with_query("/embed", self.query.parameters(), self.manner("lang"));
        format!(
            "<iframe src=\"{}\" title=\"{}\" width=\"100%\" height=\"900\" loading=\"lazy\"></iframe>",
            attribute(&self.page.absolute(&address)),
            attribute(&self.page.hashtag()),
        )
    }

    fn themes(&self) -> Vec<(&'static str, String, bool)> {
        THEMES.map(|theme| (theme, self.page.word("theme", theme), theme == self.theme)).into()
    }

    fn counts(&self) -> Vec<(usize, bool)> {
        COUNTS.map(|count| (count, count == self.count)).into()
    }

    fn languages(&self) -> Vec<(Language, bool)> {
        Language::ALL.map(|language| (language, language == self.language)).into()
    }
}

fn with_query(path: &str, mut parameters: Vec<(String, String)>, more: Vec<(String, String)>) -> String {
    parameters.extend(more);
    let query = encode(&parameters);
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// A value as it must stand between double quotes in the HTML a partner copies.
fn attribute(value: &str) -> String {
    value.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}
