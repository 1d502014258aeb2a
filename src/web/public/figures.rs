//! `GET /tal`: the figures that harm nobody, for everybody, where the wall's owner turned the page on. Counted from the
//! public index alone: no people, no lists, no moderation.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Html;

use crate::domain::figures::{Estimate, Measured};
use crate::projections::figures;
use crate::web::error::{WebError, html};
use crate::web::page::Page;
use crate::web::reach::asked::Asked;
use crate::web::reach::paper::Paper;
use crate::web::reach::sections::{Answer, Voice, paper};
use crate::web::state::PublicState;

#[derive(Template)]
#[template(path = "figures.html")]
struct FiguresPage<'a> {
    page: &'a Page,
    paper: Paper,
}

/// The handler. `?udgave=2026`; what is asked beside it narrows nothing.
///
/// # Errors
/// The page is off, an address that makes no sense, index.
pub async fn show(State(state): State<PublicState>, page: Page) -> Result<Html<String>, WebError> {
    let estimate: Arc<Estimate> = state.figures.clone().ok_or(WebError::NotFound)?;
    let asked = Asked::read(&page, state.campaign).map_err(|key| WebError::BadRequest(page.text(key)))?;
    let asked = Asked { window: asked.window, filters: Default::default() };
    let of = async |asked: &Asked| {
        figures::of(&state.index, &asked.window, &asked.filters, &estimate, page.now)
            .await
            .map_err(WebError::internal)
    };
    let figures = of(&asked).await?;
    let before = match asked.before(state.campaign, page.now) {
        None => None,
        Some((year, asked)) => {
            let figures = of(&asked).await?;
            Some((year, asked, figures))
        }
    };
    let answer = Answer {
        figures,
        before,
        measured: Measured::default(),
        own: Vec::new(),
        moderation: None,
        kinds: Vec::new(),
        as_of: page.now,
        asked,
    };
    let paper = paper(&page, &answer, Voice::Public);
    html(&FiguresPage { page: &page, paper })
}

impl FiguresPage<'_> {
    /// Charts are read here, not taken along.
    fn chart_href(&self, _table: &str, _ending: &str) -> String {
        String::new()
    }
}
