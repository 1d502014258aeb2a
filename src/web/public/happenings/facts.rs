//! When, where and whether, in a few lines: on the card of a happening, in lists and on its own page.

use askama::Template;

use super::words;
use crate::domain::happening::{Happening, Status};
use crate::domain::post::PostId;
use crate::domain::public::PublicPost;
use crate::web::page::Page;
use crate::web::public::card::beginning;

/// A word about a happening that stands out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Badge {
    /// `cancelled`, `postponed`, `moved`, `now`, `online`.
    pub kind: &'static str,
    /// For people.
    pub words: String,
}

/// The facts, for a card. Rendering it is `facts.render()`; inside another template, `{{ facts|safe }}`.
#[derive(Template)]
#[template(path = "happening_facts.html")]
pub struct Facts<'a> {
    page: &'a Page,
    happening: &'a Happening,
    id: Option<&'a PostId>,
}

impl<'a> Facts<'a> {
    /// Of the post with this id; `None` where visitors are not shown it, and its page is not there.
    pub fn new(page: &'a Page, happening: &'a Happening, id: Option<&'a PostId>) -> Self {
        Self { page, happening, id }
    }

    fn href(&self) -> Option<String> {
        self.id.map(|id| href(self.page, id))
    }

    fn when(&self) -> String {
        words::when(self.page, self.happening)
    }

    fn machine(&self) -> String {
        words::machine(self.page, self.happening)
    }

    fn place(&self) -> String {
        place(self.page, self.happening)
    }

    fn badges(&self) -> Vec<Badge> {
        badges(self.page, self.happening)
    }

    fn is_off(&self) -> bool {
        self.happening.status != Status::Scheduled
    }
}

/// Its own page.
pub fn href(page: &Page, id: &PostId) -> String {
    page.href(format!("/kalender/{id}"))
}

/// Its name: its title, or the beginning of what is said of it.
pub fn title(page: &Page, post: &PublicPost) -> String {
    let title = post.title.as_deref().map(str::trim).filter(|title| !title.is_empty());
    let text = || Some(beginning(&post.text, 80)).filter(|text| !text.is_empty());
    title.map(str::to_owned).or_else(text).unwrap_or_else(|| page.text("kind-happening"))
}

/// `Rådhuset, Rådhuspladsen 2`, `Online`, or nothing where nobody says where.
pub fn place(page: &Page, happening: &Happening) -> String {
    let named = [&happening.place, &happening.address];
    let named: Vec<&str> =
        named.into_iter().map(|part| part.as_str()).filter(|part| !part.is_empty()).collect();
    let room = named.join(", ");
    match (room.is_empty(), happening.is_online) {
        (true, true) => page.text("happening-online"),
        (true, false) => String::new(),
        (false, true) => page.text_with("happening-place-and-online", "place", room),
        (false, false) => room,
    }
}

/// What must not be missed, the gravest first.
pub fn badges(page: &Page, happening: &Happening) -> Vec<Badge> {
    let badge = |kind, words| Badge { kind, words };
    let mut badges = Vec::new();
    match happening.status {
        Status::Cancelled => badges.push(badge("cancelled", page.text("happening-cancelled"))),
        Status::Postponed => badges.push(badge("postponed", page.text("happening-postponed"))),
        Status::Scheduled => {
            if let Some(from) = happening.moved_from {
                let before = Happening { start: from, end: None, ..happening.clone() };
                let from = words::when(page, &before);
                badges.push(badge("moved", page.text_with("happening-moved", "from", from)));
            }
            if happening.is_on(page.now) {
                badges.push(badge("now", page.text("happening-now")));
            }
        }
    }
    badges
}
