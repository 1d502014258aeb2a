//! `GET /log/hus`: who changed the house itself: panic button, reasons, rules, accounts, exports. For admins.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Response};

use super::menu::Menu;
use super::problem::Problem;
use super::review::{actor, known_or_raw};
use crate::domain::audit::AuditEntry;
use crate::domain::user::User;
use crate::store::audit;
use crate::web::error::html;
use crate::web::page::Page;
use crate::web::state::WebState;

/// Lines on one page.
const PAGE: u32 = 100;

#[derive(Template)]
#[template(path = "desk/journal_house.html")]
struct HousePage<'a> {
    page: &'a Page,
    menu: Menu,
    lines: Vec<AuditEntry>,
    older: Option<String>,
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
    // A place that cannot be read is the beginning.
    let before = page.parameter("fra").parse().ok();
    let lines = audit::page(&state.db, before, PAGE).await?;
    let older = lines
        .last()
        .filter(|_| lines.len() == PAGE as usize)
        .map(|last| page.href(format!("/log/hus?fra={}", last.seq)));
    Ok(html(&HousePage { menu: Menu::of(user), page: &page, lines, older })?.into_response())
}

impl HousePage<'_> {
    fn who(&self, line: &AuditEntry) -> String {
        actor(self.page, &line.actor)
    }

    fn what(&self, line: &AuditEntry) -> String {
        known_or_raw(self.page, "audit", &line.action.replace('.', "-"))
    }
}
