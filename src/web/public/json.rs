//! `GET /opslag.json`: the wall as data, with the parameters of the page. Approved posts alone, as visitors see them.

use axum::Json;
use axum::extract::State;
use serde::Serialize;

use super::posts;
use super::query::WallQuery;
use crate::domain::public::PublicPost;
use crate::web::error::WebError;
use crate::web::page::{Page, encode};
use crate::web::state::PublicState;

/// Posts an answer holds, where the address does not say.
const COUNT: usize = 20;
/// The most it may ask for.
const MOST: usize = 100;

/// The answer.
#[derive(Serialize)]
pub struct Answer {
    /// Newest first, or best first with `sorter=bedst`.
    posts: Vec<Shown>,
    /// How many match in all.
    total: usize,
    /// The address of the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    /// Log position: `/live?efter=` follows from here without gap or repeat.
    position: u64,
}

/// A post.
#[derive(Serialize)]
struct Shown {
    id: String,
    /// On this wall.
    url: String,
    /// Where it was published; may be empty.
    original: String,
    network: &'static str,
    kind: &'static str,
    author: String,
    handle: String,
    organisation: Option<String>,
    sector: &'static str,
    language: Option<String>,
    title: Option<String>,
    text: String,
    /// Sanitised.
    html: String,
    hashtags: Vec<String>,
    /// RFC 3339, UTC.
    published: String,
    pinned: bool,
    /// What a reader is told before any of it is shown: whoever shows the post folds it behind these words. `null` where
    /// there is none.
    warning: Option<String>,
    /// True if its pictures are to be shown only to those who ask for them.
    blurred: bool,
    attachments: Vec<Hung>,
}

/// What hangs on a post.
#[derive(Serialize)]
struct Hung {
    kind: &'static str,
    /// Served by us.
    #[serde(skip_serializing_if = "Option::is_none")]
    picture: Option<String>,
    alt: String,
    title: String,
}

/// The handler.
///
/// # Errors
/// The index cannot be read.
pub async fn show(State(state): State<PublicState>, page: Page) -> Result<Json<Answer>, WebError> {
    let query = WallQuery::read(&page);
    let count = page.parameter("antal").parse().map_or(COUNT, |count: usize| count.clamp(1, MOST));
    let position = state.live.position();
    let posts = posts::find(&state.index, query.search(count, page.now)).await?;
    let next = posts.next.map(|cursor| {
        let mut parameters = query.older(cursor).parameters();
        if count != COUNT {
            parameters.push(("antal".to_owned(), count.to_string()));
        }
        page.absolute(&page.href(format!("/opslag.json?{}", encode(&parameters))))
    });
    let shown = posts.found.into_iter().map(|found| shown(&page, found.post)).collect();
    Ok(Json(Answer { posts: shown, total: posts.total, next, position }))
}

fn shown(page: &Page, post: PublicPost) -> Shown {
    let attachments = post
        .attachments
        .iter()
        .enumerate()
        .map(|(number, attachment)| Hung {
            kind: attachment.kind.as_str(),
            picture: crate::projections::media::picture_url(attachment)
                .map(|_| page.absolute(&format!("/media/{}/{number}", post.id))),
            alt: attachment.alt.clone(),
            title: attachment.title.clone(),
        })
        .collect();
    Shown {
        url: page.absolute(&page.href(format!("/opslag/{}", post.id))),
        id: post.id.0,
        original: post.url,
        network: post.network.as_str(),
        kind: post.kind.as_str(),
        author: post.author,
        handle: post.handle,
        organisation: post.organisation,
        sector: post.sector.as_str(),
        language: post.language,
        title: post.title,
        text: post.text,
        html: post.html,
        hashtags: post.hashtags.into_iter().map(|tag| tag.written).collect(),
        published: page.datetime(&post.published_at),
        pinned: post.pinned,
        warning: post.warning.filter(|warning| !warning.trim().is_empty()),
        blurred: post.blurred,
        attachments,
    }
}
