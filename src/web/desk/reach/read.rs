//! What is known of what an address asks for: from the public index what posts say, from the store what is measured apart
//! from them.

use crate::domain::figures::{Figures, Measured};
use crate::domain::time::Timestamp;
use crate::projections::figures as projected;
use crate::store::log;
use crate::web::desk::problem::Problem;
use crate::web::page::Page;
use crate::web::reach::asked::Asked;
use crate::web::reach::sections::Answer;
use crate::web::state::WebState;

/// Everything, and the edition before up to now.
///
/// # Errors
/// An address that makes no sense, index, database.
pub async fn answer(state: &WebState, page: &Page) -> Result<Answer, Problem> {
    let asked = Asked::read(page, state.settings.campaign).map_err(Problem::Form)?;
    of(state, asked, page.now, None).await
}

/// The same with the edition before up to the moment of the numbers, so that a report made again is the same.
///
/// # Errors
/// See [`answer`].
pub async fn settled(state: &WebState, page: &Page) -> Result<Answer, Problem> {
    let asked = Asked::read(page, state.settings.campaign).map_err(Problem::Form)?;
    let as_of = moment(state, state.public.index.position()).await?;
    of(state, asked, page.now, as_of).await
}

async fn of(
    state: &WebState,
    asked: Asked,
    now: Timestamp,
    until: Option<Timestamp>,
) -> Result<Answer, Problem> {
    let figures = figures(state, &asked, now).await?;
    let before = match asked.before(state.settings.campaign, until.unwrap_or(now)) {
        None => None,
        Some((year, asked)) => {
            let figures = self::figures(state, &asked, now).await?;
            Some((year, asked, figures))
        }
    };
    let as_of = moment(state, figures.position).await?.unwrap_or(asked.window.from);
    Ok(Answer {
        figures,
        before,
        measured: Measured::default(),
        own: Vec::new(),
        moderation: None,
        as_of,
        asked,
    })
}

/// What posts say.
///
/// # Errors
/// The index cannot be read.
pub async fn figures(state: &WebState, asked: &Asked, now: Timestamp) -> Result<Figures, Problem> {
    let estimate = &state.settings.reach.estimate;
    projected::of(&state.public.index, &asked.window, &asked.filters, estimate, now)
        .await
        .map_err(Problem::internal)
}

/// When the log came to a position; `None` before it began.
async fn moment(state: &WebState, position: u64) -> Result<Option<Timestamp>, Problem> {
    let Some(before) = position.checked_sub(1) else { return Ok(None) };
    let entries = log::read_after(&state.db, before, 1).await?;
    Ok(entries.first().map(|entry| entry.at))
}
