//! `GET /raekkevidde/diagram/{file}`: one chart as a file of its own, `timeline.svg` or `timeline.png`.

use axum::extract::{Path, State};
use axum::response::Response;

use super::read;
use crate::web::desk::problem::Problem;
use crate::web::page::Page;
use crate::web::reach::export::name;
use crate::web::reach::sections::{Voice, paper};
use crate::web::state::WebState;

/// Pixels across of a picture: wide enough for a slide.
const WIDTH: u32 = 1_440;

/// The handler.
///
/// # Errors
/// No such chart, an address that makes no sense, index, database.
pub async fn show(
    State(state): State<WebState>,
    Path(file): Path<String>,
    page: Page,
) -> Result<Response, Problem> {
    let (id, ending) = file.rsplit_once('.').ok_or(Problem::NotFound)?;
    if !matches!(ending, "svg" | "png") {
        return Err(Problem::NotFound);
    }
    let answer = read::answer(&state, &page).await?;
    let paper = paper(&page, &answer, Voice::Named);
    let svg = paper.part(id).and_then(|part| part.svg(&page)).ok_or(Problem::NotFound)?;
    let (from, to) = answer.asked.days();
    let called = name::of(&page, &from.to_string(), &to.to_string(), id, ending);
    if ending == "svg" {
        return Ok(name::file(&called, svg));
    }
    Ok(name::file(&called, png(svg).await?))
}

/// Drawing takes a processor some tens of milliseconds.
async fn png(svg: String) -> Result<Vec<u8>, Problem> {
    let drawn = tokio::task::spawn_blocking(move || crate::raster::png(&svg, Some(WIDTH))).await;
    drawn.map_err(Problem::internal)?.map_err(Problem::internal)
}
