//! `GET /opslag/{id}`: one post. Unknown, not approved and erased give the very same page, so that it tells nothing.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::card::{Card, Place, beginning};
use super::posts;
use super::takedown;
use super::widget::share::Share;
use crate::domain::public::PublicPost;
use crate::web::error::{WebError, html};
use crate::web::page::Page;
use crate::web::state::PublicState;

/// Characters of a post that stand in a link preview.
const PREVIEW: usize = 200;

#[derive(Template)]
#[template(path = "permalink.html")]
struct PostPage<'a> {
    page: &'a Page,
    post: &'a PublicPost,
    card: Card<'a>,
    title: String,
    /// Others that say the same.
    kin: Vec<PublicPost>,
    seq: u64,
}

/// The handler.
///
/// # Errors
/// No such post among the approved, or the index cannot be read.
pub async fn show(
    State(state): State<PublicState>,
    page: Page,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    let seq = state.live.position();
    let post = match posts::get(&state.index, &id).await {
        Err(WebError::NotFound) if takedown::is_id(&id) => return gone(&page, &id),
        found => found?,
    };
    let who = [post.author.as_str(), post.organisation.as_deref().unwrap_or_default()]
        .into_iter()
        .find(|name| !name.is_empty())
        .map_or_else(|| page.text("author-unknown"), str::to_owned);
    let shown = html(&PostPage {
        page: &page,
        kin: posts::kin(&state.index, &post).await?,
        card: Card::new(&page, &post, "", Place::Alone),
        title: page.text_with("post-title", "author", &who),
        post: &post,
        seq,
    })?;
    Ok(shown.into_response())
}

#[derive(Template)]
#[template(path = "permalink_gone.html")]
struct GonePage<'a> {
    page: &'a Page,
    review: String,
}

/// Its author may know why it is not here, or want to: the way to ask is offered whatever the reason.
fn gone(page: &Page, id: &str) -> Result<Response, WebError> {
    let shown = html(&GonePage { page, review: page.href(format!("/opslag/{id}/vurdering")) })?;
    Ok((StatusCode::NOT_FOUND, shown).into_response())
}

impl PostPage<'_> {
    /// What a link preview says; a warned post's words stay behind its warning.
    fn description(&self) -> String {
        match self.post.warning.as_deref().filter(|warning| !warning.is_empty()) {
            Some(warning) => self.page.text_with("card-warning", "warning", warning),
            None => beginning(&self.post.text, PREVIEW),
        }
    }

    fn address(&self) -> String {
        self.page.absolute(&format!("/opslag/{}", self.post.id))
    }

    /// One line about a post that says the same: who, where and when.
    fn kin_line(&self, other: &PublicPost) -> String {
        let who = match other.voice() {
            id if id == other.id.0 => self.page.text("author-unknown"),
            name => name.to_owned(),
        };
        format!(
            "{who} · {} · {}",
            self.page.word("network", other.network.as_str()),
            self.page.moment(&other.published_at)
        )
    }

    fn kin_href(&self, other: &PublicPost) -> String {
        self.page.href(format!("/opslag/{}", other.id))
    }

    fn remove_href(&self) -> String {
        self.page.href(format!("/opslag/{}/fjern", self.post.id))
    }

    fn share(&self) -> Share {
        Share::of_post(self.page, self.post, &self.title)
    }

    fn live_href(&self) -> String {
        self.page.href(format!("/live?efter={}", self.seq))
    }
}
