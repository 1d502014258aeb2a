//! `GET /kilder`: how each source is doing, and by what right it is read. `POST /kilder/{id}/koer` has it read now.

use askama::Template;
use axum::Extension;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::json;

use super::form::wants_json;
use super::menu::Menu;
use super::problem::Problem;
use crate::domain::source::Source;
use crate::domain::time::Timestamp;
use crate::domain::user::{Role, User};
use crate::store::sources::{self, Status};
use crate::web::error::html;
use crate::web::numbers;
use crate::web::page::Page;
use crate::web::state::WebState;

#[derive(Template)]
#[template(path = "desk/sources.html")]
struct SourcesPage<'a> {
    page: &'a Page,
    menu: Menu,
    lines: Vec<Line<'a>>,
}

/// A source as stored, and as configured.
struct Line<'a> {
    status: Status,
    source: Option<&'a Source>,
}

/// The handler.
///
/// # Errors
/// Database.
pub async fn show(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
) -> Result<Response, Problem> {
    let configured = &state.settings.sources;
    let mut lines: Vec<Line<'_>> = sources::statuses(&state.db, page.now)
        .await?
        .into_iter()
        .map(|status| Line { source: configured.iter().find(|source| source.id == status.id), status })
        .collect();
    // What needs a person comes first, what is no longer read last; within, the store's order stands.
    lines.sort_by_key(|line| (!line.status.active, line.health() == "good" || line.health() == "new"));
    Ok(html(&SourcesPage { menu: Menu::of(user), page: &page, lines })?.into_response())
}

/// Asks for a run as soon as a worker is free; a paused source is tried again.
///
/// # Errors
/// No such source, database.
pub async fn run(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    sources::run_now(&state.db, &id, page.now).await?;
    tracing::info!(source = id, user = user.name, "asked to run now");
    if wants_json(&headers) {
        return Ok(Json(json!({ "source": id })).into_response());
    }
    Ok(Redirect::to(&page.href(format!("/kilder?koert={id}"))).into_response())
}

impl SourcesPage<'_> {
    fn may_run(&self) -> bool {
        self.menu.user.role.may(Role::Moderator)
    }

    /// The title of the source that was just asked to run.
    fn asked(&self) -> Option<&str> {
        let id = self.page.parameter("koert");
        self.lines.iter().find(|line| line.status.id == id).map(|line| line.status.title.as_str())
    }

    fn moment(&self, at: &Option<Timestamp>) -> String {
        at.map_or_else(|| self.page.text("never"), |at| self.page.moment(&at))
    }

    fn number(&self, count: u64) -> String {
        numbers::counted(self.page, count)
    }
}

impl Line<'_> {
    /// Key of how it is: `source-health-…`.
    fn health(&self) -> &'static str {
        let status = &self.status;
        if !status.active {
            "off"
        } else if status.paused.is_some() {
            "paused"
        } else if status.failures > 0 {
            "failing"
        } else if status.last_success.is_none() {
            "new"
        } else {
            "good"
        }
    }

    /// The last error, where the pause does not say the same.
    fn error(&self) -> Option<&str> {
        self.status.error.as_deref().filter(|error| self.status.paused.as_deref() != Some(error))
    }

    fn failed_runs(&self) -> u64 {
        self.status.failed_runs
    }

    fn failures(&self) -> u64 {
        u64::from(self.status.failures)
    }
}
