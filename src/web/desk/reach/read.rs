//! What is known of what an address asks for.

use crate::domain::figures::{Figures, Measured, Moderation};
use crate::web::desk::problem::Problem;
use crate::web::page::Page;
use crate::web::reach::asked::Asked;
use crate::web::reach::sections::Answer;
use crate::web::state::WebState;

pub async fn answer(state: &WebState, page: &Page) -> Result<Answer, Problem> {
    let asked = Asked::read(page, state.settings.campaign).map_err(Problem::Form)?;
    let figures = figures(state, &asked).await?;
    let before = match asked.before(state.settings.campaign, page.now) {
        None => None,
        Some((year, asked)) => {
            let figures = self::figures(state, &asked).await?;
            Some((year, asked, figures))
        }
    };
    Ok(Answer {
        figures,
        before,
        measured: Measured::default(),
        own: Vec::new(),
        moderation: Moderation::default(),
        as_of: page.now,
        asked,
    })
}

pub async fn figures(_state: &WebState, _asked: &Asked) -> Result<Figures, Problem> {
    Err(Problem::NotFound)
}
