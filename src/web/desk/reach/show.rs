//! `GET /raekkevidde`.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;

use super::chart::{Chart, WIDTH, charts};
use super::figures::{Figures, fetched, told};
use super::window::{Window, day};
use crate::domain::reach::{ReachDay, ReachNetwork, Told};
use crate::domain::user::User;
use crate::web::desk::menu::Menu;
use crate::web::desk::numbers;
use crate::web::desk::problem::Problem;
use crate::web::error::html;
use crate::web::page::Page;
use crate::web::state::WebState;

#[derive(Template)]
#[template(path = "desk/reach.html")]
struct ReachPage<'a> {
    page: &'a Page,
    menu: Menu,
    figures: Figures,
    charts: Vec<Chart>,
    /// The campaign's latest week, to go to.
    week: Option<Window>,
}

/// The handler.
///
/// # Errors
/// Dates that make no sense, database.
pub async fn show(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
) -> Result<Response, Problem> {
    let figures = Figures::read(&state.db, &state.settings, &page).await?;
    let template = ReachPage {
        menu: Menu::of(user),
        charts: charts(&page, &figures),
        week: Window::week(state.settings.campaign, page.now),
        page: &page,
        figures,
    };
    Ok(html(&template)?.into_response())
}

impl ReachPage<'_> {
    fn words(&self) -> String {
        self.figures.window.words(self.page)
    }

    fn csv_href(&self) -> String {
        self.figures.window.address(self.page, "/raekkevidde.csv")
    }

    fn last_days_href(&self) -> String {
        Window::last_days(self.page.now).address(self.page, "/raekkevidde")
    }

    fn number(&self, count: u64) -> String {
        numbers::counted(self.page, count)
    }

    fn followers(&self) -> String {
        self.figures.followers().map_or_else(|| self.page.text("not-told"), |sum| self.number(sum))
    }

    fn coverage(&self) -> String {
        numbers::share(self.page, self.figures.potential.covered_posts, self.figures.potential.posts)
    }

    fn width(&self) -> u64 {
        WIDTH
    }

    /// The four counts of a network.
    fn counts(&self, line: &ReachNetwork) -> Vec<(String, Option<String>)> {
        let of = |count: &Told| told(self.page, count, line.posts);
        vec![of(&line.reactions), of(&line.comments), of(&line.shares), of(&line.views)]
    }

    /// The four counts of a day.
    fn day_counts(&self, line: &ReachDay) -> Vec<String> {
        [line.reactions, line.comments, line.shares, line.views]
            .into_iter()
            .map(|count| numbers::count(self.page, count))
            .collect()
    }

    fn network_fetched(&self, line: &ReachNetwork) -> String {
        fetched(self.page, line.oldest_fetch, line.newest_fetch)
    }

    fn day_fetched(&self, line: &ReachDay) -> String {
        fetched(self.page, line.oldest_fetch, line.newest_fetch)
    }

    fn day(&self, line: &ReachDay) -> String {
        line.day.parse::<NaiveDate>().map_or_else(|_| line.day.clone(), |date| day(self.page, date))
    }
}
