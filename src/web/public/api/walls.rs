//! `GET /api/v1/walls`: the named walls, each with where its posts are.

use axum::Json;
use axum::extract::State;
use axum::http::Uri;
use serde::Serialize;
use utoipa::ToSchema;

use super::ask::Asked;
use super::problem::Problem;
use crate::domain::wall::NamedWall;
use crate::web::page::Page;
use crate::web::public::named::address;
use crate::web::public::outputs::format::Format;
use crate::web::state::PublicState;

/// The named walls.
#[derive(Debug, Serialize, ToSchema)]
pub struct WallList {
    /// By their names in the address.
    walls: Vec<WallFacts>,
    /// True while the people who run the wall have paused it.
    paused: bool,
}

/// A named wall: a view of the wall that somebody saved.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Wall)]
pub struct WallFacts {
    /// Its name in the address.
    #[schema(example = "kommuner")]
    slug: String,
    /// For people.
    title: String,
    /// The saved view, as parameters of the wall's own address.
    query: String,
    /// Its page.
    #[schema(format = "uri")]
    url: String,
    /// Its feed as RSS; `.atom`, `.jsonfeed`, `.json` and `.ics` stand beside it.
    #[schema(format = "uri")]
    feed: String,
}

/// Named walls
///
/// Each is a saved view; its posts are at its feed, or at the list of posts with the same filters.
#[utoipa::path(
    get, path = "/api/v1/walls", operation_id = "listWalls", tag = "Reading",
    responses(
        (status = 200, description = "All of them", body = WallList),
        (status = 400, description = "A parameter cannot be used", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn list(State(state): State<PublicState>, page: Page, uri: Uri) -> Result<Json<WallList>, Problem> {
    Asked::of(&uri)?.finish()?;
    let walls = state.walls.all().iter().map(|wall| facts(&page, wall)).collect();
    Ok(Json(WallList { walls, paused: false }))
}

fn facts(page: &Page, wall: &NamedWall) -> WallFacts {
    let path = address(wall);
    WallFacts {
        slug: wall.slug.clone(),
        title: wall.title.clone(),
        query: wall.query.clone(),
        feed: page.absolute(&format!("{path}.{}", Format::Rss.ending())),
        url: page.absolute(&path),
    }
}
