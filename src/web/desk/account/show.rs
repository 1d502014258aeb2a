//! `GET /konto`: one's own account. Every form of it comes back here with what happened.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::domain::user::{Account, Seat, Session};
use crate::store::factors::{self, Factor};
use crate::store::{sessions, users};
use crate::web::desk::menu::Menu;
use crate::web::desk::problem::Problem;
use crate::web::desk::session::lacks_factor;
use crate::web::error::html;
use crate::web::page::Page;
use crate::web::state::WebState;

/// What a form may say after it was done, by its key in the address.
const SAID: [(&str, &str); 5] = [
    ("adgangskode", "account-said-password"),
    ("session", "account-said-session"),
    ("overalt", "account-said-everywhere"),
    ("faktor-fra", "account-said-factor-off"),
    ("koder-gaettet", "account-said-guessed"),
];

#[derive(Template)]
#[template(path = "desk/account.html")]
struct AccountPage<'a> {
    page: &'a Page,
    menu: Menu,
    account: Account,
    factor: Factor,
    codes_left: usize,
    sessions: Vec<Session>,
    here: &'a str,
    said: Option<&'static str>,
    wrong: Option<(&'static str, &'static str)>,
    required: bool,
}

/// The handler.
///
/// # Errors
/// Database.
pub async fn show(
    State(state): State<WebState>,
    Extension(seat): Extension<Seat>,
    page: Page,
) -> Result<Response, Problem> {
    let said = SAID.iter().find(|(word, _)| *word == page.parameter("sagt")).map(|(_, key)| *key);
    account_page(&state, &seat, &page, said, None).await
}

/// The page, with a form's name and what is wrong with what was typed there.
///
/// # Errors
/// Database.
pub async fn refused(
    state: &WebState,
    seat: &Seat,
    page: &Page,
    form: &'static str,
    wrong: &'static str,
) -> Result<Response, Problem> {
    let mut answer = account_page(state, seat, page, None, Some((form, wrong))).await?;
    *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(answer)
}

async fn account_page(
    state: &WebState,
    seat: &Seat,
    page: &Page,
    said: Option<&'static str>,
    wrong: Option<(&'static str, &'static str)>,
) -> Result<Response, Problem> {
    let name = &seat.user.name;
    let account = users::account(&state.db, name).await?.ok_or(Problem::SignedOut)?;
    let factor = factors::factor(&state.db, name).await?;
    let template = AccountPage {
        menu: Menu::of(seat.user.clone()),
        page,
        codes_left: usize::try_from(factor.codes_left).map_err(Problem::internal)?,
        factor,
        sessions: sessions::of(&state.db, name, state.settings.accounts.idle, page.now).await?,
        account,
        here: &seat.token_hash,
        said,
        wrong,
        required: lacks_factor(state, seat)
            || state.settings.accounts.second_factor.contains(&seat.user.role),
    };
    Ok(html(&template)?.into_response())
}

impl AccountPage<'_> {
    fn codes_left(&self) -> &usize {
        &self.codes_left
    }

    /// Key of what is wrong with one of the forms.
    fn wrong_with(&self, form: &str) -> Option<&'static str> {
        self.wrong.filter(|(name, _)| *name == form).map(|(_, key)| key)
    }
}
