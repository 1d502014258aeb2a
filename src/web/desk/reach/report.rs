//! `GET /raekkevidde/rapport` and `/raekkevidde/rapport.pdf`: the week report. Authors are numbered unless `?navne=ja`.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::read;
use crate::web::desk::problem::Problem;
use crate::web::page::Page;
use crate::web::reach::paper::Paper;
use crate::web::reach::report;
use crate::web::reach::sections::{Voice, paper};
use crate::web::state::WebState;

async fn written(state: &WebState, page: &Page) -> Result<(Page, Paper, String), Problem> {
    let answer = read::settled(state, page).await?;
    let voice = if page.parameter("navne") == "ja" { Voice::Named } else { Voice::Pseudonyms };
    // The moment of the numbers, so that a report made again is the same.
    let page = page.at(answer.as_of);
    let name = super::take::called(&page, &answer.asked, "pdf");
    Ok((page.clone(), paper(&page, &answer, voice), name))
}

/// For print.
///
/// # Errors
/// An address that makes no sense, index, database.
pub async fn html(State(state): State<WebState>, page: Page) -> Result<Response, Problem> {
    let (page, paper, _) = written(&state, &page).await?;
    let text = report::html(&page, &paper).map_err(Problem::internal)?;
    let heads = [
        (header::CONTENT_TYPE, axum::http::HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CONTENT_SECURITY_POLICY, report::policy()),
    ];
    Ok((heads, text).into_response())
}

/// As PDF; not there in a build without it.
///
/// # Errors
/// See [`html`].
#[cfg(feature = "pdf")]
pub async fn pdf(State(state): State<WebState>, page: Page) -> Result<Response, Problem> {
    let (page, paper, name) = written(&state, &page).await?;
    let drawn = tokio::task::spawn_blocking(move || report::pdf(&page, &paper)).await;
    let file = drawn.map_err(Problem::internal)?.map_err(Problem::internal)?;
    Ok(crate::web::reach::export::name::file(&name, file))
}

/// As PDF; not there in a build without it.
///
/// # Errors
/// Always.
#[cfg(not(feature = "pdf"))]
pub async fn pdf() -> Result<Response, Problem> {
    Err(Problem::NotFound)
}
