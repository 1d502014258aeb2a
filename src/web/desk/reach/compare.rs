//! `GET /raekkevidde/sammenlign`: any two editions side by side, aligned by the day of the week.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Response};

use super::{form, read};
use crate::domain::figures::{Window, aligned};
use crate::domain::user::User;
use crate::web::desk::menu::Menu;
use crate::web::desk::problem::Problem;
use crate::web::error::html;
use crate::web::page::Page;
use crate::web::reach::asked::Asked;
use crate::web::reach::paper::Paper;
use crate::web::reach::sections::compared;
use crate::web::state::WebState;

#[derive(Template)]
#[template(path = "desk/reach_compare.html")]
struct ComparePage<'a> {
    page: &'a Page,
    menu: Menu,
    years: Vec<i32>,
    one: i32,
    other: i32,
    paper: Paper,
}

/// A drop-down: name, message key, years and which is chosen.
type Select = (&'static str, &'static str, Vec<(i32, bool)>);

/// The handler. `?en=2026&anden=2025`; the latest two that have begun unless it is said otherwise.
///
/// # Errors
/// Years without an edition, index.
pub async fn show(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
) -> Result<Response, Problem> {
    let campaign = state.settings.campaign;
    let years = form::editions(campaign, &page);
    let begun = years
        .iter()
        .copied()
        .find(|year| campaign.window_of(*year).is_some_and(|(from, _)| from <= page.now));
    let odd = Problem::Form("form-date");
    let year = |name: &str, usual: Option<i32>| match page.parameter(name) {
        "" => usual,
        text => text.parse().ok().filter(|year| (1_970..=9_000).contains(year)),
    };
    let one = year("en", begun).ok_or(odd.clone())?;
    let other = year("anden", campaign.year_before(one)).ok_or(odd.clone())?;
    let ours = Window::edition(campaign, one).ok_or(odd.clone())?;
    let mut theirs = Window::edition(campaign, other).ok_or(odd.clone())?;
    // A running edition is set against as much of the other.
    if ours.holds(page.now) {
        let running = Window { until: page.now, edition: None, ..ours };
        theirs = aligned(campaign, running, one, other).ok_or(odd)?;
    }
    let filters = Default::default();
    let ours = read::figures(&state, &Asked { window: ours, filters }, page.now).await?;
    let theirs =
        read::figures(&state, &Asked { window: theirs, filters: Default::default() }, page.now).await?;
    let paper = compared(&page, campaign, (one, &ours), (other, &theirs), page.now);
    let template = ComparePage { menu: Menu::of(user), years, one, other, paper, page: &page };
    Ok(html(&template)?.into_response())
}

impl ComparePage<'_> {
    /// The two drop-downs.
    fn selects(&self) -> [Select; 2] {
        let of = |chosen: i32| {
            let mut years = self.years.clone();
            if !years.contains(&chosen) {
                years.push(chosen);
            }
            years.into_iter().map(|year| (year, year == chosen)).collect()
        };
        [("en", "compare-one", of(self.one)), ("anden", "compare-other", of(self.other))]
    }

    /// Charts of a comparison are not taken along one by one.
    fn chart_href(&self, _table: &str, _ending: &str) -> String {
        String::new()
    }
}
