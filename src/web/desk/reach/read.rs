//! What is known of what an address asks for: from the public index what posts say, from the store what is measured apart
//! from them.

use crate::domain::figures::{Cause, Figures, Moderation, POST_VIEWS};
use crate::domain::time::Timestamp;
use crate::projections::figures as projected;
use crate::projections::summed::Fresh;
use crate::store::{log, own, reasons, views};
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
    // Much is held while it is put together: every handler would carry it otherwise.
    Box::pin(of(state, page, asked, None, Fresh::Lately)).await
}

/// The same with the edition before up to the moment of the numbers, so that a report made again is the same.
///
/// # Errors
/// See [`answer`].
pub async fn settled(state: &WebState, page: &Page) -> Result<Answer, Problem> {
    let asked = Asked::read(page, state.settings.campaign).map_err(Problem::Form)?;
    let as_of = moment(state, state.public.index.position()).await?;
    Box::pin(of(state, page, asked, as_of, Fresh::Exactly)).await
}

async fn of(
    state: &WebState,
    page: &Page,
    asked: Asked,
    until: Option<Timestamp>,
    fresh: Fresh,
) -> Result<Answer, Problem> {
    let now = page.now;
    let mut figures = figures(state, &asked, now).await?;
    for (network, metric, since) in own::untold(&state.db).await? {
        let part = figures.networks.iter_mut().find(|part| part.network == network);
        if let Some(part) = part.filter(|_| metric == POST_VIEWS) {
            part.views.unavailable_since = Some(since);
        }
    }
    let before = match asked.before(state.settings.campaign, until.unwrap_or(now)) {
        None => None,
        Some((year, asked)) => {
            let figures = self::figures(state, &asked, now).await?;
            Some((year, asked, figures))
        }
    };
    let as_of = moment(state, figures.position).await?.unwrap_or(asked.window.from);
    let window = asked.window;
    let kept = state.summed.of(&state.db, window, fresh, now).await.map_err(Problem::internal)?;
    Ok(Answer {
        figures,
        before,
        measured: views::measured(&state.db, window).await?,
        own: own::figures(&state.db, window).await?,
        moderation: Some(moderation(state, page, &kept.moderation).await?),
        kinds: kept.kinds.clone(),
        as_of,
        asked,
    })
}

/// What moderation did, with reasons in the page's own words.
async fn moderation(state: &WebState, page: &Page, kept: &Moderation) -> Result<Moderation, Problem> {
    let mut done = kept.clone();
    let known = reasons::current(&state.db).await?;
    for (cause, _) in &mut done.reasons {
        if let Cause::Given(key) = cause
            && let Some(reason) = known.iter().find(|reason| reason.key == *key)
        {
            *cause = Cause::Listed(reason.label.of(page.language.as_str()).to_owned());
        }
    }
    Ok(done)
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
