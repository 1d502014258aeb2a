//! `POST /regler/hus`: the settings of the compiled-in rules.

use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::list::listed;
use crate::domain::house::House;
use crate::domain::user::User;
use crate::moderate::mistakes_of_house;
use crate::store::rules;
use crate::web::desk::form::Fields;
use crate::web::desk::problem::Problem;
use crate::web::error::html;
use crate::web::page::Page;
use crate::web::state::WebState;

/// The handler.
///
/// # Errors
/// The settings were changed since, database.
pub async fn save(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
    fields: Fields,
) -> Result<Response, Problem> {
    let seen = fields.get("version").parse().map_err(|_| Problem::Form("form-rule"))?;
    let (house, mut mistakes) = read(&fields, &page);
    mistakes.extend(mistakes_of_house(&house).iter().map(|mistake| super::said::mistake(&page, mistake)));
    if !mistakes.is_empty() {
        let mut template = listed(&state, user, &page).await?;
        (template.house, template.house_version, template.mistakes) = (house, seen, mistakes);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&template)?).into_response());
    }
    rules::save_house(&state.db, seen, &house, &format!("user:{}", user.name), page.now).await?;
    Ok(Redirect::to(&page.href("/regler?sagt=hus")).into_response())
}

/// What was sent, and the numbers that are none.
fn read(fields: &Fields, page: &Page) -> (House, Vec<String>) {
    let mut mistakes = Vec::new();
    let mut number = |name: &str| {
        let text = fields.get(name).trim();
        text.parse().unwrap_or_else(|_| {
            mistakes.push(page.text_with("rules-mistake-number", "value", text));
            0
        })
    };
    let house = House {
        approve_after: number("godkend-efter"),
        author_per_hour: number("forfatter-time"),
        organisation_per_hour: number("organisation-time"),
        ..House::default()
    };
    let on = |name: &str| !fields.get(name).is_empty();
    let house = House {
        hold_words: lines(fields.get("hold-ord")),
        reject_words: lines(fields.get("afvis-ord")),
        trusted_authors: lines(fields.get("stol-forfattere")),
        blocked_authors: lines(fields.get("blokerede")),
        trusted_organisations: lines(fields.get("stol-organisationer")),
        trusted_sectors: fields.all("stol-sektor").map(str::to_owned).collect(),
        hold_everything: on("hold-alt"),
        hold_new_authors: on("hold-nye"),
        hold_sensitive: on("hold-foelsomt"),
        flood_guard: on("vagt"),
        ..house
    };
    (house, mistakes)
}

/// One entry a line, each once.
fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if !lines.iter().any(|known| known == line) {
            lines.push(line.to_owned());
        }
    }
    lines
}
