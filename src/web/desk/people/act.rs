//! `POST /brugere/inviter` and `POST /brugere`: what an administrator does to accounts. A one-time link is shown once.

use std::time::Duration;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use crate::domain::time::Timestamp;
use crate::domain::user::{Role, User};
use crate::store::factors;
use crate::store::users::{self, By, Change};
use crate::web::desk::form::Fields;
use crate::web::desk::menu::Menu;
use crate::web::desk::problem::Problem;
use crate::web::desk::session;
use crate::web::error::html;
use crate::web::page::{Page, encode};
use crate::web::state::WebState;

/// How long a one-time link is good.
pub const LINK_GOOD_FOR: Duration = Duration::from_secs(86_400);
const LONGEST_NAME: usize = 100;

#[derive(Template)]
#[template(path = "desk/link_made.html")]
struct LinkMadePage<'a> {
    page: &'a Page,
    menu: Menu,
    name: &'a str,
    link: String,
    until: Timestamp,
}

/// Invites a person: an account without a password, and a link to choose one.
///
/// # Errors
/// The name is taken or unfit; database.
pub async fn invite(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
    fields: Fields,
) -> Result<Response, Problem> {
    let name = fields.get("navn").trim().to_lowercase();
    let fit = !name.is_empty() && name.len() <= LONGEST_NAME && !name.chars().any(char::is_control);
    if !fit {
        return Err(Problem::Form("form-no-name"));
    }
    let role: Role = fields.get("rolle").parse().map_err(|_| Problem::Form("form-no-role"))?;
    let actor = format!("user:{}", user.name);
    users::invite(&state.db, &name, role, By { actor: &actor, at: page.now }).await?;
    make_link(&state, user, &page, &name).await
}

/// Does one thing to one account.
///
/// # Errors
/// Nobody of that name, the last administrator, an unknown deed; database.
pub async fn act(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
    fields: Fields,
) -> Result<Response, Problem> {
    let name = fields.text("navn").ok_or(Problem::Form("form-no-name"))?;
    let deed = fields.get("hvad");
    let change = match deed {
        "link" => return make_link(&state, user, &page, name).await,
        "role" => Change::Role(fields.get("rolle").parse().map_err(|_| Problem::Form("form-no-role"))?),
        "disable" => Change::Disable,
        "enable" => Change::Enable,
        "factor" => Change::ForgetFactor,
        "sign-out" => Change::SignOut,
        _ => return Err(Problem::Form("form-no-deed")),
    };
    let actor = format!("user:{}", user.name);
    users::change(&state.db, name, change, By { actor: &actor, at: page.now }).await?;
    let query = encode(&[("sagt".to_owned(), deed.to_owned()), ("navn".to_owned(), name.to_lowercase())]);
    Ok(Redirect::to(&page.href(format!("/brugere?{query}"))).into_response())
}

async fn make_link(state: &WebState, user: User, page: &Page, name: &str) -> Result<Response, Problem> {
    let token = session::new_token();
    let until = page.now.plus(LINK_GOOD_FOR);
    let actor = format!("user:{}", user.name);
    let by = By { actor: &actor, at: page.now };
    factors::make_link(&state.db, name, &session::hash(&token), until, by).await?;
    let link = page.absolute(&format!("/adgang?kode={token}"));
    Ok(html(&LinkMadePage { page, menu: Menu::of(user), name, link, until })?.into_response())
}
