//! `GET /raekkevidde.csv`, `.xlsx` and `.json`: the page's figures as files.

use axum::extract::State;
use axum::response::Response;

use super::read;
use crate::web::desk::problem::Problem;
use crate::web::page::Page;
use crate::web::reach::asked::Asked;
use crate::web::reach::export::{self, name};
use crate::web::reach::sections::{Voice, paper};
use crate::web::state::WebState;

/// For a spreadsheet that reads text.
///
/// # Errors
/// An address that makes no sense, index, database.
pub async fn csv(State(state): State<WebState>, page: Page) -> Result<Response, Problem> {
    let answer = read::answer(&state, &page).await?;
    let text = export::comma(&page, &paper(&page, &answer, Voice::Named)).map_err(Problem::internal)?;
    Ok(name::file(&called(&page, &answer.asked, "csv"), text))
}

/// A workbook.
///
/// # Errors
/// See [`csv`].
pub async fn xlsx(State(state): State<WebState>, page: Page) -> Result<Response, Problem> {
    let answer = read::settled(&state, &page).await?;
    let page = page.at(answer.as_of);
    let book = export::workbook(&page, &paper(&page, &answer, Voice::Named)).map_err(Problem::internal)?;
    Ok(name::file(&called(&page, &answer.asked, "xlsx"), book))
}

/// For machines.
///
/// # Errors
/// See [`csv`].
pub async fn json(State(state): State<WebState>, page: Page) -> Result<Response, Problem> {
    let answer = read::answer(&state, &page).await?;
    let value = export::json(&page, &paper(&page, &answer, Voice::Named));
    let text = serde_json::to_string_pretty(&value).map_err(Problem::internal)?;
    Ok(name::file(&called(&page, &answer.asked, "json"), text))
}

/// The name of a file of these days.
pub fn called(page: &Page, asked: &Asked, ending: &str) -> String {
    let (from, to) = asked.days();
    name::of(page, &from.to_string(), &to.to_string(), "", ending)
}
