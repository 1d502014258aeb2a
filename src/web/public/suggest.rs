//! `GET /soeg/forslag?q=`: what to type next, as JSON. A help that may be missing: the search field works without it.
//!
//! ```json
//! {"suggestions": [{"kind": "tag", "text": "Ledelsesugen", "query": "#Ledelsesugen", "count": 312, "href": "/?q=%23Ledelsesugen"}],
//!  "meant": null}
//! ```
//!
//! `kind` is `tag`, `organisation`, `author` or `word`; `query` is what stands in the search field when it is chosen, and
//! `href` the wall of it. `meant` is `{"query", "href"}` where nothing can be completed and the text finds next to nothing.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use hashwall_index::SuggestionKind;
use serde::Serialize;

use super::posts;
use super::query::WallQuery;
use crate::web::error::WebError;
use crate::web::page::Page;
use crate::web::state::PublicState;

/// Suggestions in a list: what one sees without scrolling on a phone.
const MOST: usize = 8;

/// No copy is used without asking: a word of a post that is taken away is suggested to nobody.
const CACHING: &str = "no-cache";

#[derive(Serialize)]
struct Answer {
    suggestions: Vec<Offer>,
    meant: Option<Meant>,
}

#[derive(Serialize)]
struct Offer {
    kind: &'static str,
    text: String,
    count: usize,
    #[serde(flatten)]
    to: Meant,
}

#[derive(Serialize)]
struct Meant {
    query: String,
    href: String,
}

/// The handler.
///
/// # Errors
/// The index cannot be read.
pub async fn suggest(State(state): State<PublicState>, page: Page) -> Result<Response, WebError> {
    let text = page.parameter("q").to_owned();
    let (suggestions, meant) = posts::off_thread(&state.index, move |index| {
        let suggestions = index.suggest(&text, MOST)?;
        let meant = if suggestions.is_empty() { index.did_you_mean(&text)? } else { None };
        Ok((suggestions, meant))
    })
    .await?;
    let to = |query: String| {
        let href = page.href(WallQuery { text: query.clone(), ..WallQuery::default() }.href("/"));
        Meant { query, href }
    };
    let suggestions = suggestions
        .into_iter()
        .map(|one| Offer { kind: word(one.kind), text: one.text, count: one.count, to: to(one.query) })
        .collect();
    let answer = Answer { suggestions, meant: meant.map(to) };
    Ok(([(header::CACHE_CONTROL, CACHING)], Json(answer)).into_response())
}

const fn word(kind: SuggestionKind) -> &'static str {
    match kind {
        SuggestionKind::Tag => "tag",
        SuggestionKind::Organisation => "organisation",
        SuggestionKind::Author => "author",
        SuggestionKind::Word => "word",
    }
}
