//! `/adgang?kode=…`: the one-time link an administrator hands out. It stands in the query, which no log of ours holds, and
//! is used up by the form alone: a mail scanner that opens links spends nothing.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};

use super::password::{hashed, objection};
use crate::store::factors;
use crate::web::desk::address::Caller;
use crate::web::desk::form::Fields;
use crate::web::desk::problem::Problem;
use crate::web::desk::session;
use crate::web::desk::throttle::Door;
use crate::web::error::html;
use crate::web::page::Page;
use crate::web::state::WebState;

#[derive(Template)]
#[template(path = "desk/link.html")]
struct LinkPage<'a> {
    page: &'a Page,
    name: &'a str,
    code: &'a str,
    wrong: Option<&'static str>,
}

/// `GET /adgang`.
///
/// # Errors
/// Spent, or never made; database.
pub async fn form(State(state): State<WebState>, page: Page) -> Result<Response, Problem> {
    let code = page.parameter("kode");
    let name = whose(&state, &page, code).await?;
    link_page(&page, &name, code, None)
}

/// `POST /adgang`.
///
/// # Errors
/// Spent, or never made; database.
pub async fn open(
    State(state): State<WebState>,
    Extension(door): Extension<Arc<Door>>,
    page: Page,
    Caller(caller): Caller,
    fields: Fields,
) -> Result<Response, Problem> {
    let code = fields.get("kode");
    let name = whose(&state, &page, code).await?;
    let new = fields.get("ny");
    if let Some(wrong) = objection(new, fields.get("igen"), &name) {
        return link_page(&page, &name, code, Some(wrong));
    }
    let Some(_turn) = door.turn(caller).await else {
        return link_page(&page, &name, code, Some("sign-in-busy"));
    };
    let hash = hashed(new).await?;
    factors::use_link(&state.db, &session::hash(code), &hash, page.now).await?;
    tracing::info!(user = name, "an access link was used");
    Ok(Redirect::to(&page.href("/log-ind")).into_response())
}

async fn whose(state: &WebState, page: &Page, code: &str) -> Result<String, Problem> {
    let name = match code.len() {
        64 => factors::link_of(&state.db, &session::hash(code), page.now).await?,
        _ => None,
    };
    name.ok_or(Problem::Form("conflict-link-spent"))
}

fn link_page(page: &Page, name: &str, code: &str, wrong: Option<&'static str>) -> Result<Response, Problem> {
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let mut answer = (status, html(&LinkPage { page, name, code, wrong })?).into_response();
    // The address is a secret: it goes nowhere.
    answer.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    Ok(answer)
}
