//! `POST /konto/adgangskode`: a new password of one's own, by the old one.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use super::show::refused;
use crate::domain::user::Seat;
use crate::password::{self, Weakness};
use crate::store::sessions;
use crate::store::users::{self, By};
use crate::web::desk::form::Fields;
use crate::web::desk::problem::Problem;
use crate::web::desk::sign_in::check;
use crate::web::desk::throttle::{Door, FAILURES_HERE, WINDOW};
use crate::web::page::Page;
use crate::web::state::WebState;

/// The handler.
///
/// # Errors
/// Database, or no randomness for hashing.
pub async fn change(
    State(state): State<WebState>,
    Extension(door): Extension<Arc<Door>>,
    Extension(seat): Extension<Seat>,
    page: Page,
    fields: Fields,
) -> Result<Response, Problem> {
    if let Some(wrong) = wrong_password(&state, &door, &seat, &page, fields.get("kode")).await? {
        return refused(&state, &seat, &page, "password", wrong).await;
    }
    let new = fields.get("ny");
    if let Some(wrong) = objection(new, fields.get("igen"), &seat.user.name) {
        return refused(&state, &seat, &page, "password", wrong).await;
    }
    let hash = hashed(new).await?;
    let actor = format!("user:{}", seat.user.name);
    let by = By { actor: &actor, at: page.now };
    users::set_password(&state.db, &seat.user.name, &hash, Some(&seat.token_hash), by).await?;
    Ok(Redirect::to(&page.href("/konto?sagt=adgangskode")).into_response())
}

/// Key of why the password that was typed to prove who one is does not do. A stolen session must not become a place to
/// guess it.
///
/// # Errors
/// Database, or no randomness for hashing.
pub async fn wrong_password(
    state: &WebState,
    door: &Door,
    seat: &Seat,
    page: &Page,
    typed: &str,
) -> Result<Option<&'static str>, Problem> {
    let (name, mark) = (seat.user.name.as_str(), format!("session {}", &seat.token_hash[..12]));
    let must_rest = async || -> Result<bool, Problem> {
        let failures = sessions::failures(&state.db, name, &mark, page.now.minus(WINDOW)).await?;
        Ok(failures.here >= FAILURES_HERE)
    };
    // Before the wait, so that it takes no place at the door; and after it, for what was counted meanwhile.
    if must_rest().await? {
        return Ok(Some("sign-in-throttled"));
    }
    let Some(_turn) = door.turn(None).await else { return Ok(Some("sign-in-busy")) };
    if must_rest().await? {
        return Ok(Some("sign-in-throttled"));
    }
    if typed.len() <= password::LONGEST && check(state, name, typed.to_owned()).await?.is_some() {
        return Ok(None);
    }
    sessions::failed(&state.db, name, &mark, page.now).await?;
    Ok(Some("account-wrong-password"))
}

/// Key of what is wrong with a new password, if anything.
pub fn objection(new: &str, again: &str, name: &str) -> Option<&'static str> {
    if new != again {
        return Some("password-differs");
    }
    password::weakness(new, name).map(|weakness| match weakness {
        Weakness::Short => "password-short",
        Weakness::Long => "password-long",
        Weakness::Common => "password-common",
        Weakness::Name => "password-name",
    })
}

/// The hash of a new password, made off the async threads.
///
/// # Errors
/// No randomness.
pub async fn hashed(new: &str) -> Result<String, Problem> {
    let new = new.to_owned();
    let hash = tokio::task::spawn_blocking(move || password::hash(&new)).await;
    hash.map_err(Problem::internal)?.map_err(Problem::internal)
}
