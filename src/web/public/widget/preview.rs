//! The picture other sites show for a link to us: `GET /preview.png`, `/w/{slug}/preview.png`, `/opslag/{id}/preview.png`.
//! Drawn by us from approved words alone, without anybody's picture: 1200 by 630 pixels, as Open Graph readers expect.

use axum::extract::{Path, State};
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};
use tokio::sync::Semaphore;

use crate::domain::public::PublicPost;
use crate::raster::{self, FAMILY, escaped};
use crate::web::error::WebError;
use crate::web::page::Page;
use crate::web::public::named::{self, Asked};
use crate::web::public::posts;
use crate::web::public::query::WallQuery;
use crate::web::state::PublicState;

/// The light theme's values, as in `tokens.css`: a picture has one look, whoever sees it.
const PAPER: &str = "#f6f4ee";
const SURFACE: &str = "#ffffff";
const INK: &str = "#16201e";
const SOFT: &str = "#4a5653";
const LINE: &str = "#d9d8d0";
const ACCENT: &str = "#0c5a54";

/// Posts on a wall's picture.
const POSTS: usize = 3;
/// Drawn at the same time: a picture takes a core for some ten milliseconds.
static DRAWING: Semaphore = Semaphore::const_new(2);

/// `GET /preview.png`.
///
/// # Errors
/// The index cannot be read, or the picture not drawn.
pub async fn whole(State(state): State<PublicState>, page: Page) -> Result<Response, WebError> {
    let title = page.hashtag();
    of_view(&state, &page, &WallQuery::default(), title).await
}

/// `GET /w/{slug}/preview.png`.
///
/// # Errors
/// No such wall; the index cannot be read, or the picture not drawn.
pub async fn of_wall(
    State(state): State<PublicState>,
    page: Page,
    Path(slug): Path<String>,
) -> Result<Response, WebError> {
    let Asked { wall, page, .. } = named::asked(&state, page, &slug)?;
    of_view(&state, &page, &named::view(&wall), wall.title.clone()).await
}

/// `GET /opslag/{id}/preview.png`.
///
/// # Errors
/// No such post among the approved; the index cannot be read, or the picture not drawn.
pub async fn of_post(
    State(state): State<PublicState>,
    page: Page,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    let post = posts::get(&state.index, &id).await?;
    drawn(page, move |page| single(page, &post)).await
}

async fn of_view(
    state: &PublicState,
    page: &Page,
    query: &WallQuery,
    title: String,
) -> Result<Response, WebError> {
    let found = posts::find(&state.index, query.search(POSTS, page.now)).await?;
    drawn(page.clone(), move |page| {
        let posts: Vec<PublicPost> = found.found.into_iter().map(|found| found.post).collect();
        wall(page, &title, &posts)
    })
    .await
}

/// Draws where it may take its time.
async fn drawn(
    page: Page,
    draw: impl FnOnce(&Page) -> String + Send + 'static,
) -> Result<Response, WebError> {
    let _turn = DRAWING.acquire().await.map_err(WebError::internal)?;
    let picture = tokio::task::spawn_blocking(move || raster::png(&draw(&page), None))
        .await
        .map_err(WebError::internal)?
        .map_err(WebError::internal)?;
    let headers = [
        (header::CONTENT_TYPE, "image/png"),
        (header::CACHE_CONTROL, "no-cache"),
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
    ];
    Ok((headers, picture).into_response())
}

/// A wall: its title, and what was said last.
fn wall(page: &Page, title: &str, posts: &[PublicPost]) -> String {
    let mut drawing = Drawing::begin(page);
    drawing.lines(title, Place { x: 64.0, y: 200.0, size: 76.0, room: 1072.0 }, true, INK, 2);
    if posts.is_empty() {
        let place = Place { x: 64.0, y: 380.0, size: 34.0, room: 1072.0 };
        drawing.lines(&page.site.tagline, place, false, SOFT, 3);
    }
    let wide = 341.0;
    for (n, post) in posts.iter().enumerate() {
        let x = 64.0 + n as f32 * (wide + 24.0);
        drawing.sheet(x, 336.0, wide, 250.0);
        let inside = wide - 48.0;
        drawing.lines(
            &who(page, post),
            Place { x: x + 24.0, y: 382.0, size: 24.0, room: inside },
            true,
            INK,
            1,
        );
        drawing.lines(
            &said(page, post),
            Place { x: x + 24.0, y: 422.0, size: 24.0, room: inside },
            false,
            INK,
            5,
        );
    }
    drawing.end()
}

/// One post: who says it, and what.
fn single(page: &Page, post: &PublicPost) -> String {
    let mut drawing = Drawing::begin(page);
    drawing.sheet(64.0, 130.0, 1072.0, 456.0);
    drawing.lines(&who(page, post), Place { x: 104.0, y: 200.0, size: 40.0, room: 992.0 }, true, INK, 1);
    let about = [post.organisation.as_deref().filter(|name| *name != who(page, post)).map(str::to_owned)]
        .into_iter()
        .flatten()
        .chain([page.word("network", post.network.as_str()), page.moment(&post.published_at)])
        .collect::<Vec<_>>()
        .join(" · ");
    drawing.lines(&about, Place { x: 104.0, y: 248.0, size: 26.0, room: 992.0 }, false, SOFT, 1);
    drawing.lines(&said(page, post), Place { x: 104.0, y: 316.0, size: 38.0, room: 992.0 }, false, INK, 5);
    drawing.end()
}

fn who(page: &Page, post: &PublicPost) -> String {
    [Some(post.author.as_str()), post.organisation.as_deref(), Some(post.handle.as_str())]
        .into_iter()
        .flatten()
        .find(|name| !name.trim().is_empty())
        .map_or_else(|| page.text("author-unknown"), str::to_owned)
}

/// What it says; a warned post's words stay behind its warning.
fn said(page: &Page, post: &PublicPost) -> String {
    if let Some(warning) = post.warning.as_deref().filter(|warning| !warning.trim().is_empty()) {
        return page.text_with("card-warning", "warning", warning);
    }
    // More than any picture has room for.
    let text: String = post.text.chars().take(600).collect();
    match post.title.as_deref().filter(|title| !title.trim().is_empty()) {
        Some(title) if !text.starts_with(title) => format!("{title}: {text}"),
        _ => text,
    }
}

/// Where text stands, in pixels: the base line of its first line, and the room it has.
#[derive(Clone, Copy)]
struct Place {
    x: f32,
    y: f32,
    size: f32,
    room: f32,
}

struct Drawing(String);

impl Drawing {
    /// Paper with the wall's mark and name.
    fn begin(page: &Page) -> Self {
        let mut drawing = Self(format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1200\" height=\"630\" viewBox=\"0 0 1200 630\">\
             <rect width=\"1200\" height=\"630\" fill=\"{PAPER}\"/><rect width=\"1200\" height=\"12\" fill=\"{ACCENT}\"/>\
             <path d=\"M11 4 8 28M24 4l-3 24M5 11.5h23M4 20.5h23\" transform=\"translate(60 52) scale(1.5)\" fill=\"none\" \
             stroke=\"{ACCENT}\" stroke-width=\"3\" stroke-linecap=\"round\"/>"
        ));
        let name = Place { x: 124.0, y: 88.0, size: 30.0, room: 1000.0 };
        drawing.lines(&page.site.title, name, true, ACCENT, 1);
        drawing
    }

    fn sheet(&mut self, x: f32, y: f32, width: f32, height: f32) {
        self.0.push_str(&format!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"{SURFACE}\" stroke=\"{LINE}\" \
             stroke-width=\"2\"/>"
        ));
    }

    fn lines(&mut self, text: &str, place: Place, bold: bool, colour: &str, most: usize) {
        let weight = if bold { "bold" } else { "normal" };
        for (n, line) in raster::lines(text, place.size, bold, place.room, most).iter().enumerate() {
            self.0.push_str(&format!(
                "<text x=\"{}\" y=\"{}\" font-family=\"{FAMILY}\" font-size=\"{}\" font-weight=\"{weight}\" \
                 fill=\"{colour}\">{}</text>",
                place.x,
                place.y + n as f32 * place.size * 1.25,
                place.size,
                escaped(line)
            ));
        }
    }

    fn end(mut self) -> String {
        self.0.push_str("</svg>");
        self.0
    }
}
