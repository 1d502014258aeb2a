//! The way between the signed-in pages, according to role.

use crate::domain::user::{Role, User};
use crate::web::page::Page;

/// The menu of a signed-in person. Templates that extend `desk/desk.html` call it `menu`.
pub struct Menu {
    /// Who is signed in.
    pub user: User,
    /// Pages this person may use: path and message key.
    pub pages: Vec<(&'static str, &'static str)>,
}

impl Menu {
    /// For this person.
    pub fn of(user: User) -> Self {
        let moderator = user.role.may(Role::Moderator);
        let pages = [
            (moderator, ("/moderation", "desk-queue")),
            (moderator, ("/regler", "desk-rules")),
            (moderator, ("/anmodninger", "desk-requests")),
            (moderator, ("/skaerm", "desk-notices")),
            (moderator, ("/vaegge", "desk-walls")),
            (moderator, ("/log", "desk-log")),
            (user.role.may(Role::Communicator), ("/raekkevidde", "desk-reach")),
            (true, ("/kilder", "desk-sources")),
            (user.role == Role::Admin, ("/brugere", "desk-people")),
            (true, ("/konto", "desk-account")),
            (user.role == Role::Admin, ("/begrundelser", "desk-reasons")),
            (user.role == Role::Admin, ("/noegler", "desk-keys")),
            (user.role == Role::Admin, ("/webhooks", "desk-webhooks")),
        ];
        let pages = pages.into_iter().filter(|(may, _)| *may).map(|(_, page)| page).collect();
        Self { user, pages }
    }

    /// True if this person has the panic button.
    pub fn may_panic(&self) -> bool {
        self.user.role.may(Role::Moderator)
    }
}

/// Where a person begins.
pub fn start_page(role: Role) -> &'static str {
    match role {
        Role::Moderator | Role::Admin => "/moderation",
        Role::Communicator => "/raekkevidde",
    }
}

/// The page asked for, with its query and language, to come back to.
pub fn here(page: &Page) -> String {
    let query = crate::web::page::encode(page.query());
    page.href(if query.is_empty() { page.path().to_owned() } else { format!("{}?{query}", page.path()) })
}
