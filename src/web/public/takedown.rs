//! `GET /opslag/{id}/fjern` and `GET /opslag/{id}/vurdering`: the forms for people who want a post gone, or looked at
//! again. Without an account; what is sent is taken at the desk (`desk::requests_counter`). A post that is not shown, one
//! that was removed and one that never was get the very same page.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::card::beginning;
use super::posts;
use crate::domain::public::PublicPost;
use crate::domain::request::{Cause, Claim, Kind};
use crate::web::error::{WebError, html};
use crate::web::page::Page;
use crate::web::state::PublicState;

/// Characters of a message.
pub const LONGEST_MESSAGE: usize = 2_000;
/// Characters of a contact.
pub const LONGEST_CONTACT: usize = 200;
/// Characters of a post that remind of which it is.
const REMINDER: usize = 200;

/// The form, empty or as it was sent.
#[derive(Template)]
#[template(path = "takedown.html")]
pub struct RequestForm<'a> {
    /// The page.
    pub page: &'a Page,
    /// What is asked.
    pub kind: Kind,
    /// The id, as in the address.
    pub post: &'a str,
    /// The post, if visitors can see it.
    pub shown: Option<PublicPost>,
    /// The secret of the status link to come. It makes the same form, sent twice, one request.
    pub token: String,
    /// What was chosen.
    pub claim: Option<Claim>,
    /// What was chosen.
    pub cause: Option<Cause>,
    /// What was written.
    pub message: &'a str,
    /// What was written.
    pub contact: &'a str,
    /// Key of what went wrong.
    pub wrong: Option<&'static str>,
}

/// The form to have a post removed.
///
/// # Errors
/// No address of a post, or the index cannot be read.
pub async fn remove(
    State(state): State<PublicState>,
    page: Page,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    show(&state, &page, Kind::Takedown, &id).await
}

/// The form to have a hidden post looked at again.
///
/// # Errors
/// As [`remove`].
pub async fn review(
    State(state): State<PublicState>,
    page: Page,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    show(&state, &page, Kind::Review, &id).await
}

async fn show(state: &PublicState, page: &Page, kind: Kind, id: &str) -> Result<Response, WebError> {
    if !is_id(id) {
        return Err(WebError::NotFound);
    }
    let form = RequestForm {
        page,
        kind,
        post: id,
        shown: shown(state, id).await?,
        token: hex::encode(rand::random::<[u8; 16]>()),
        claim: None,
        cause: None,
        message: "",
        contact: "",
        wrong: None,
    };
    Ok(([(header::CACHE_CONTROL, "no-store")], html(&form)?).into_response())
}

/// The post, if a visitor may be reminded of it.
///
/// # Errors
/// The index cannot be read.
pub async fn shown(state: &PublicState, id: &str) -> Result<Option<PublicPost>, WebError> {
    if state.live.pause().is_some() {
        return Ok(None);
    }
    match posts::get(&state.index, id).await {
        Ok(post) => Ok(Some(post)),
        Err(WebError::NotFound) => Ok(None),
        Err(other) => Err(other),
    }
}

/// True if it could be a post's id: an answer that tells of the shape alone.
pub fn is_id(id: &str) -> bool {
    id.len() == 36 && id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

impl RequestForm<'_> {
    fn heading(&self) -> String {
        self.page.word("request-title", self.kind.as_str())
    }

    fn intro(&self) -> String {
        self.page.word("request-intro", self.kind.as_str())
    }

    fn author(&self, post: &PublicPost) -> String {
        let names = [post.author.as_str(), post.organisation.as_deref().unwrap_or_default()];
        let name = names.into_iter().find(|name| !name.is_empty());
        name.map_or_else(|| self.page.text("author-unknown"), str::to_owned)
    }

    fn reminder(&self, post: &PublicPost) -> String {
        beginning(&post.text, REMINDER)
    }

    /// The other form, where this one may not be what was meant.
    fn other(&self) -> (String, String) {
        let (kind, path) = match self.kind {
            Kind::Takedown => (Kind::Review, "vurdering"),
            Kind::Review => (Kind::Takedown, "fjern"),
        };
        let href = self.page.href(format!("/opslag/{}/{path}", self.post));
        (href, self.page.word("request-title", kind.as_str()))
    }

    /// Each claim with its words and whether it was chosen.
    fn claims(&self) -> Vec<(&'static str, String, bool)> {
        let claims =
            Claim::ALL.iter().filter(|claim| self.kind == Kind::Takedown || **claim != Claim::Pictured);
        claims
            .map(|claim| {
                (claim.as_str(), self.page.word("claim", claim.as_str()), self.claim == Some(*claim))
            })
            .collect()
    }

    fn causes(&self) -> Vec<(&'static str, String, bool)> {
        Cause::ALL
            .iter()
            .map(|cause| {
                (cause.as_str(), self.page.word("cause", cause.as_str()), self.cause == Some(*cause))
            })
            .collect()
    }
}
