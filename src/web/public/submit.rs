//! `GET /indsend`: the form by which anybody points at a public post, or writes one. What is sent is taken at the desk
//! (`desk::submit_counter`).

use askama::Template;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::web::error::{WebError, html};
use crate::web::page::Page;
use crate::web::submit_proof::{BITS, new_code};

/// The form, empty or as it was sent.
#[derive(Template)]
#[template(path = "submit.html")]
pub struct SubmitForm<'a> {
    /// The page.
    pub page: &'a Page,
    /// Submissions are taken.
    pub open: bool,
    /// The secret of the link to come; the same form, sent twice, is one submission.
    pub code: String,
    /// What was pasted.
    pub address: &'a str,
    /// What was written.
    pub words: &'a str,
    /// What was written.
    pub name: &'a str,
    /// What was chosen.
    pub own: Option<bool>,
    /// Key of what went wrong.
    pub wrong: Option<String>,
}

/// The handler. `?adresse=`, `?tekst=` and `?titel=` fill it in: a phone may share a page to it.
///
/// # Errors
/// The page cannot be made.
pub async fn form(page: Page) -> Result<Response, WebError> {
    let form = SubmitForm {
        page: &page,
        open: page.site.submissions.is_some(),
        code: new_code(page.now, rand::random()),
        address: page.parameter("adresse"),
        words: page.parameter("tekst"),
        name: "",
        own: None,
        wrong: None,
    };
    Ok(([(header::CACHE_CONTROL, "no-store")], html(&form)?).into_response())
}

impl SubmitForm<'_> {
    fn bits(&self) -> u32 {
        BITS
    }

    /// The sentences one of which is declared: what is chosen, and in what words.
    fn choices(&self) -> [(&'static str, String, bool); 2] {
        let choice = |value, own| (value, declared(self.page, own), self.own == Some(own));
        [choice("egen", true), choice("andens", false)]
    }
}

/// What the person declares, in the language of the page: it is kept with the post.
pub fn declared(page: &Page, own: bool) -> String {
    page.text(if own { "submit-own" } else { "submit-others" })
}
