//! `GET /brugere`: every account.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Response};

use crate::domain::user::{Account, Role, User};
use crate::store::users;
use crate::web::desk::menu::Menu;
use crate::web::desk::problem::Problem;
use crate::web::error::html;
use crate::web::page::Page;
use crate::web::state::WebState;

/// What may be said after a change, by its word in the address.
const SAID: [&str; 5] = ["role", "disable", "enable", "factor", "sign-out"];

#[derive(Template)]
#[template(path = "desk/people.html")]
struct PeoplePage<'a> {
    page: &'a Page,
    menu: Menu,
    accounts: Vec<Account>,
    /// Roles that must have a second factor.
    must: &'a [Role],
    said: Option<&'static str>,
}

/// The handler.
///
/// # Errors
/// Database.
pub async fn show(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
) -> Result<Response, Problem> {
    let mut accounts = users::accounts(&state.db).await?;
    accounts.sort_by_key(|account| account.disabled);
    let template = PeoplePage {
        menu: Menu::of(user),
        accounts,
        must: &state.settings.accounts.second_factor,
        said: SAID.into_iter().find(|word| *word == page.parameter("sagt")),
        page: &page,
    };
    Ok(html(&template)?.into_response())
}

impl PeoplePage<'_> {
    fn roles(&self) -> [Role; 3] {
        Role::ALL
    }

    fn subject(&self) -> &str {
        self.page.parameter("navn")
    }

    /// Key of how an account stands.
    fn standing(&self, account: &Account) -> &'static str {
        if account.disabled {
            "people-disabled"
        } else if !account.has_password && account.issuer.is_none() {
            "people-invited"
        } else {
            "people-open"
        }
    }

    /// Key of how the second factor stands.
    fn factor(&self, account: &Account) -> &'static str {
        if account.has_factor {
            "people-factor-on"
        } else if account.issuer.is_some() && !account.has_password {
            "people-factor-provider"
        } else if self.must.contains(&account.role) {
            "people-factor-missing"
        } else {
            "people-factor-off"
        }
    }
}
