//! What a moderator adds to a post: pinned, featured, a note, what a picture shows. And how they want their own desk.

use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use super::form::{Fields, local_path};
use super::press::Press;
use super::problem::Problem;
use crate::domain::user::User;
use crate::moderate::personal_number;
use crate::store::marks::{self, Mark};
use crate::store::settings::{self, DeskSettings};
use crate::web::page::Page;
use crate::web::state::WebState;

/// Characters of a note.
const LONGEST_NOTE: usize = 2_000;
/// Characters of an alternative text.
const LONGEST_ALT: usize = 1_500;

/// `POST /moderation/maerk`: pins or features posts, or takes that away.
///
/// # Errors
/// A form that makes no sense, a post that is gone or in another's hand, database.
pub async fn mark(press: Press) -> Result<Response, Problem> {
    let mark = match press.fields.get("maerke") {
        "pinned" => Mark::Pinned(true),
        "unpinned" => Mark::Pinned(false),
        "featured" => Mark::Featured(true),
        "unfeatured" => Mark::Featured(false),
        _ => return Err(Problem::Form("form-no-mark")),
    };
    let done = marks::mark(&press.state.db, &press.ids()?, &mark, press.by()?).await?;
    press.answer(&done).await
}

/// `POST /moderation/note`: for the other moderators.
///
/// # Errors
/// As [`mark`].
pub async fn note(press: Press) -> Result<Response, Problem> {
    let words = press.fields.text("note").ok_or(Problem::Form("form-no-note"))?;
    if words.chars().count() > LONGEST_NOTE {
        return Err(Problem::Form("form-long-note"));
    }
    let mark = Mark::Noted(words.to_owned());
    let done = marks::mark(&press.state.db, &[press.one()?], &mark, press.by()?).await?;
    press.answer(&done).await
}

/// `POST /moderation/alt`: what a picture shows; nothing gives the network's own words back.
///
/// # Errors
/// As [`mark`]; also where the post has no such picture, or the words hold what looks like a personal number.
pub async fn describe(press: Press) -> Result<Response, Problem> {
    let place = press.fields.get("plads").parse().map_err(|_| Problem::Form("form-no-picture"))?;
    let words = press.fields.text("alt").unwrap_or_default();
    if words.chars().count() > LONGEST_ALT {
        return Err(Problem::Form("form-long-note"));
    }
    // Shown with the post, under an approval that never saw it.
    if personal_number::is_in_words(words, press.page.now) {
        return Err(Problem::Form("form-alt-personal-number"));
    }
    let mark = Mark::Described(place, words.to_owned());
    let done = marks::mark(&press.state.db, &[press.one()?], &mark, press.by()?).await?;
    press.answer(&done).await
}

/// `POST /moderation/indstil`: letters as keys, and blurred pictures, for this person on every machine.
///
/// # Errors
/// Database.
pub async fn set(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
    fields: Fields,
) -> Result<Response, Problem> {
    let on = |name: &str| fields.get(name) == "ja";
    let wanted = DeskSettings { letters: on("taster"), blurred: on("sloer") };
    settings::put(&state.db, &user.name, wanted).await?;
    let to = local_path(fields.get("tilbage")).map_or_else(|| page.href("/moderation"), str::to_owned);
    Ok(Redirect::to(&to).into_response())
}
