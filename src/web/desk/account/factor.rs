//! `/konto/faktor`: the second factor, set up with a phone's authenticator. The picture is made here; nobody else sees the
//! secret. Recovery codes are shown once.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::password::wrong_password;
use super::show::refused;
use crate::domain::user::Seat;
use crate::factor;
use crate::store::factors;
use crate::store::sessions;
use crate::store::users::{self, By, Change};
use crate::web::desk::form::Fields;
use crate::web::desk::menu::Menu;
use crate::web::desk::problem::Problem;
use crate::web::desk::session::lacks_factor;
use crate::web::desk::sign_in::wrong_phone_code;
use crate::web::desk::throttle::{Door, FAILURES_HERE, WINDOW};
use crate::web::error::html;
use crate::web::page::Page;
use crate::web::state::WebState;

#[derive(Template)]
#[template(path = "desk/factor.html")]
struct FactorPage<'a> {
    page: &'a Page,
    menu: Menu,
    picture: String,
    address: String,
    secret: String,
    required: bool,
    wrong: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "desk/codes.html")]
struct CodesPage<'a> {
    page: &'a Page,
    menu: Menu,
    codes: Vec<String>,
}

/// `GET /konto/faktor`: a secret to put into a phone; the same until it is confirmed.
///
/// # Errors
/// Database.
pub async fn begin(
    State(state): State<WebState>,
    Extension(seat): Extension<Seat>,
    page: Page,
) -> Result<Response, Problem> {
    factor_page(&state, &seat, &page, None).await
}

async fn factor_page(
    state: &WebState,
    seat: &Seat,
    page: &Page,
    wrong: Option<&'static str>,
) -> Result<Response, Problem> {
    let name = &seat.user.name;
    let held = factors::factor(&state.db, name).await?;
    if seat.sso || held.secret.is_some() {
        return Ok(Redirect::to(&page.href("/konto")).into_response());
    }
    let secret = match held.offered {
        Some(secret) => secret,
        None => {
            let secret = factor::new_secret();
            factors::offer(&state.db, name, &secret).await?;
            secret
        }
    };
    let address = factor::address(&secret, &page.site.title, name);
    let address = address.ok_or_else(|| Problem::internal("no address of a second factor"))?;
    let picture = factor::picture(&address).ok_or_else(|| Problem::internal("no picture of it"))?;
    let spaced: Vec<String> =
        secret.as_bytes().chunks(4).map(|four| String::from_utf8_lossy(four).into_owned()).collect();
    let template = FactorPage {
        page,
        menu: Menu::of(seat.user.clone()),
        picture,
        address,
        secret: spaced.join(" "),
        required: lacks_factor(state, seat),
        wrong,
    };
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, html(&template)?).into_response())
}

/// `POST /konto/faktor`: the first code proves that the phone has it.
///
/// # Errors
/// Database.
pub async fn confirm(
    State(state): State<WebState>,
    Extension(seat): Extension<Seat>,
    page: Page,
    fields: Fields,
) -> Result<Response, Problem> {
    let held = factors::factor(&state.db, &seat.user.name).await?;
    let Some(secret) = held.offered.filter(|_| held.secret.is_none() && !seat.sso) else {
        return Ok(Redirect::to(&page.href("/konto")).into_response());
    };
    let Some(step) = factor::matching_step(&secret, fields.get("kode"), page.now) else {
        return factor_page(&state, &seat, &page, Some("factor-wrong")).await;
    };
    let (codes, hashes) = new_recovery();
    let actor = format!("user:{}", seat.user.name);
    let by = By { actor: &actor, at: page.now };
    factors::confirm(&state.db, &seat.user.name, &secret, step, &hashes, &seat.token_hash, by).await?;
    codes_page(&seat, &page, codes)
}

/// `POST /konto/faktor/koder`: new recovery codes, by a code of the phone.
///
/// # Errors
/// Database.
pub async fn new_codes(
    State(state): State<WebState>,
    Extension(door): Extension<Arc<Door>>,
    Extension(seat): Extension<Seat>,
    page: Page,
    fields: Fields,
) -> Result<Response, Problem> {
    let (name, mark) = (seat.user.name.as_str(), format!("session {}", &seat.token_hash[..12]));
    // One after the other: those sent at the same moment are counted before the next is looked at.
    let Some(_turn) = door.turn(None).await else {
        return refused(&state, &seat, &page, "codes", "sign-in-busy").await;
    };
    let failures = sessions::failures(&state.db, name, &mark, page.now.minus(WINDOW)).await?;
    if failures.here >= FAILURES_HERE {
        return refused(&state, &seat, &page, "codes", "sign-in-throttled").await;
    }
    if let Some(wrong) = wrong_phone_code(&state, &page, name, fields.get("kode")).await? {
        sessions::failed(&state.db, name, &mark, page.now).await?;
        let wrong = if wrong == "sign-in-code-wrong" { "factor-wrong" } else { wrong };
        return refused(&state, &seat, &page, "codes", wrong).await;
    }
    let (codes, hashes) = new_recovery();
    let actor = format!("user:{name}");
    factors::renew_codes(&state.db, name, &hashes, By { actor: &actor, at: page.now }).await?;
    codes_page(&seat, &page, codes)
}

/// `POST /konto/faktor/fra`: off again, by the password.
///
/// # Errors
/// Database.
pub async fn turn_off(
    State(state): State<WebState>,
    Extension(door): Extension<Arc<Door>>,
    Extension(seat): Extension<Seat>,
    page: Page,
    fields: Fields,
) -> Result<Response, Problem> {
    if let Some(wrong) = wrong_password(&state, &door, &seat, &page, fields.get("kode")).await? {
        return refused(&state, &seat, &page, "factor", wrong).await;
    }
    let actor = format!("user:{}", seat.user.name);
    let by = By { actor: &actor, at: page.now };
    // Every session ends, this one too: whoever took the phone's place signs in with the password once more.
    users::change(&state.db, &seat.user.name, Change::ForgetFactor, by).await?;
    Ok(Redirect::to(&page.href("/konto?sagt=faktor-fra")).into_response())
}

fn new_recovery() -> (Vec<String>, Vec<String>) {
    let codes = factor::new_recovery_codes();
    let hashes = codes.iter().filter_map(|code| factor::recovery_hash(code)).collect();
    (codes, hashes)
}

fn codes_page(seat: &Seat, page: &Page, codes: Vec<String>) -> Result<Response, Problem> {
    Ok(html(&CodesPage { page, menu: Menu::of(seat.user.clone()), codes })?.into_response())
}
