//! `/log-ind/sso` and `/log-ind/sso/svar`: out to the identity provider and back. What comes back is believed only in the
//! browser that went out, once.

use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;

use super::address::Caller;
use super::form::local_path;
use super::problem::Problem;
use super::session::{self, Kind};
use super::sign_in::{go_on, refused, seat_down, sign_in_page};
use super::throttle::{Door, place_of};
use crate::domain::user::{Stage, User};
use crate::oidc::Provider;
use crate::oidc::claims::Identity;
use crate::oidc::provider::{OidcError, Returned};
use crate::store::conflict::Conflict;
use crate::store::db::StoreError;
use crate::store::identities::{self, Arrival, SignOn};
use crate::web::page::Page;
use crate::web::state::WebState;

/// How long a person may take at the provider.
const BACK_WITHIN: Duration = Duration::from_secs(15 * 60);
/// Where the provider sends a browser back to.
const BACK: &str = "/log-ind/sso/svar";

/// `GET /log-ind/sso`.
///
/// # Errors
/// Nothing here without a provider; database.
pub async fn start(
    State(state): State<WebState>,
    Extension(door): Extension<Arc<Door>>,
    page: Page,
    Caller(caller): Caller,
) -> Result<Response, Problem> {
    let provider = state.provider.as_ref().ok_or(Problem::NotFound)?;
    let onward = local_path(page.parameter("videre"));
    // Nobody has signed in yet, and each start is written down.
    if !door.may_start(caller, page.now) {
        let answer = sign_in_page(&state, &page, "", onward, Some("sign-in-throttled"), None)?;
        return Ok(refused(answer, StatusCode::TOO_MANY_REQUESTS));
    }
    let started = match provider.start(page.now, &page.absolute(BACK)).await {
        Ok(started) => started,
        Err(error) => return sorry(&state, &page, onward, &error),
    };
    let sign_on = SignOn {
        nonce: started.nonce,
        verifier: started.verifier,
        onward: onward.unwrap_or_default().to_owned(),
    };
    let expires = page.now.plus(BACK_WITHIN);
    identities::begin_sign_on(&state.db, &session::hash(&started.state), &sign_on, expires, page.now).await?;
    let cookie = session::cookie(&state.public.site, Kind::SignOn, &started.state);
    Ok(session::with_cookies(Redirect::to(started.url.as_str()).into_response(), [cookie]))
}

/// `GET /log-ind/sso/svar`.
///
/// # Errors
/// Nothing here without a provider; database.
pub async fn back(
    State(state): State<WebState>,
    page: Page,
    Caller(caller): Caller,
    headers: HeaderMap,
    jar: CookieJar,
) -> Result<Response, Problem> {
    let provider = state.provider.as_ref().ok_or(Problem::NotFound)?;
    let site = &state.public.site;
    let gone = session::no_cookie(site, Kind::SignOn);
    let sent = session::token_of(&jar, site, Kind::SignOn).unwrap_or_default();
    let stale = |wrong| -> Result<Response, Problem> {
        let mut answer = sign_in_page(&state, &page, "", None, Some(wrong), None)?;
        *answer.status_mut() = StatusCode::BAD_REQUEST;
        Ok(session::with_cookies(answer, [gone.clone()]))
    };
    if sent.is_empty() || sent != page.parameter("state") {
        return stale("sso-stale");
    }
    let Some(sign_on) = identities::take_sign_on(&state.db, &session::hash(sent), page.now).await? else {
        return stale("sso-stale");
    };
    let onward = local_path(&sign_on.onward);
    let said = page.parameter("error");
    let code = page.parameter("code");
    if !said.is_empty() || code.is_empty() {
        tracing::info!(
            refused = said.chars().take(60).collect::<String>(),
            "a single sign-on was not completed"
        );
        return stale("sso-cancelled");
    }
    let redirect = page.absolute(BACK);
    let returned = Returned {
        code,
        issuer: Some(page.parameter("iss")).filter(|issuer| !issuer.is_empty()),
        nonce: &sign_on.nonce,
        verifier: &sign_on.verifier,
        redirect: &redirect,
    };
    let answer = match provider.finish(page.now, &returned).await {
        Ok(identity) => admit(&state, provider, &page, &identity).await?,
        Err(error) => return sorry(&state, &page, onward, &error),
    };
    match answer {
        Ok(user) => {
            let response = go_on(&page, user.role, onward);
            let place = place_of(caller);
            let seated =
                seat_down(&state, &page, &jar, &headers, &user, Stage::Open, true, &place, response).await?;
            Ok(session::with_cookies(seated, [gone]))
        }
        Err(wrong) => {
            let mut answer = sign_in_page(&state, &page, "", None, Some(wrong), None)?;
            *answer.status_mut() = StatusCode::FORBIDDEN;
            Ok(session::with_cookies(answer, [gone]))
        }
    }
}

/// The account of whoever came, or the key of why she does not get in.
async fn admit(
    state: &WebState,
    provider: &Provider,
    page: &Page,
    identity: &Identity,
) -> Result<Result<User, &'static str>, Problem> {
    let settings = &provider.settings;
    let Some(role) = settings.role(&identity.groups) else {
        tracing::warn!(subject = identity.subject, groups = identity.groups.len(), "no group gives a role");
        // What she had by her groups ends with them, in every browser she has.
        identities::depart(&state.db, &identity.issuer, &identity.subject, page.now).await?;
        return Ok(Err("sso-no-role"));
    };
    let arrival = Arrival {
        issuer: &identity.issuer,
        subject: &identity.subject,
        host: settings.issuer_url.host_str().unwrap_or_default(),
        name: &identity.name,
        email: identity.email.as_deref().filter(|_| settings.link_by_email),
        role,
    };
    match identities::arrive(&state.db, &arrival, page.now).await {
        Ok(name) => Ok(Ok(User { name, role })),
        Err(StoreError::Conflict(Conflict::UserUnknown)) => Ok(Err("sso-disabled")),
        Err(StoreError::Conflict(Conflict::LastAdmin)) => {
            tracing::warn!(name = identity.name, "groups would take the last administrator away");
            Ok(Err("sso-last-admin"))
        }
        Err(other) => Err(other.into()),
    }
}

/// The page of a provider that cannot be used, or is not believed. The details go to the log.
fn sorry(
    state: &WebState,
    page: &Page,
    onward: Option<&str>,
    error: &OidcError,
) -> Result<Response, Problem> {
    tracing::warn!(%error, "a single sign-on failed");
    metrics::counter!("hashwall_sso_failures_total").increment(1);
    let wrong = match error {
        OidcError::Unusable(_) => "sso-unusable",
        OidcError::Refused(_) => "sso-refused",
        OidcError::Token(_) => "sso-not-believed",
    };
    let mut answer = sign_in_page(state, page, "", onward, Some(wrong), None)?;
    *answer.status_mut() = StatusCode::BAD_GATEWAY;
    Ok(session::with_cookies(answer, [session::no_cookie(&state.public.site, Kind::SignOn)]))
}
