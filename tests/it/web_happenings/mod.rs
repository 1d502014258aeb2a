//! The calendar's pages: what is shown when, the files for other calendars, one happening's own wall, editions.

mod editions;
mod files;
mod pages;

use hashwall::domain::happening::Happening;
use hashwall::domain::network::Network;
use hashwall::domain::post::{Kind, Post, State};
use hashwall::domain::time::Timestamp;

use crate::web_public::house::post;

/// A happening that visitors see, from one Danish clock time to another.
pub fn happening(
    number: u32,
    title: &str,
    start: &str,
    end: &str,
    change: impl FnOnce(&mut Happening),
) -> Post {
    let at = |text: &str| Timestamp::parse_rfc3339(&format!("{text}:00+01:00"));
    let mut happening = Happening {
        start: at(start).unwrap(),
        end: at(end),
        uid: format!("{number}@kommune.example"),
        ..Happening::default()
    };
    change(&mut happening);
    let mut made = post(number, |draft| {
        draft.network = Network::Calendar;
        draft.kind = Kind::Happening;
        draft.title = Some(title.to_owned());
        draft.organisation = Some("Aarhus Kommune".to_owned());
        draft.happening = Some(happening);
    });
    made.state = State::Approved;
    made
}
