//! `GET /api/v1/stats`: counts of what is shown, from the public index.

use axum::Json;
use axum::extract::State;
use axum::http::Uri;
use hashwall_index::{DAY, Search};

use super::ask::Asked;
use super::lists::{Edition, Stats};
use super::posts::values;
use super::problem::Problem;
use crate::web::page::Page;
use crate::web::public::posts::off_thread;
use crate::web::state::PublicState;

/// What is counted, each with how many values are told.
const COUNTED: [(&str, usize); 8] = [
    ("network", 20),
    ("sector", 10),
    ("organisation", 200),
    ("tag", 100),
    ("kind", 10),
    ("media", 10),
    ("language", 20),
    (DAY, 400),
];

/// Counts
///
/// Of the posts that are on the wall now, by what one can filter by. Likes and views of the networks are not among them.
#[utoipa::path(
    get, path = "/api/v1/stats", operation_id = "stats", tag = "Reading",
    responses(
        (status = 200, description = "The counts", body = Stats),
        (status = 400, description = "A parameter cannot be used", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn show(State(state): State<PublicState>, page: Page, uri: Uri) -> Result<Json<Stats>, Problem> {
    Asked::of(&uri)?.finish()?;
    let facets = off_thread(&state.index, |index| index.facets(&Search::default(), &COUNTED)).await?;
    let edition = state.campaign.year_at(page.now).and_then(|year| {
        let (begins, ends) = state.campaign.week_of(year)?;
        let (begins, ends) = (page.datetime(&begins), page.datetime(&ends));
        Some(Edition { year, week: state.campaign.week, begins, ends })
    });
    Ok(Json(Stats {
        posts: facets.total,
        happenings: state.happenings.all(&state.index).await?.len(),
        by: COUNTED.map(|(field, _)| (field.to_owned(), values(facets.values(field)))).into_iter().collect(),
        edition,
        paused: false,
    }))
}
