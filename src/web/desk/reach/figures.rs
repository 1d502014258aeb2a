//! The figures of a window, as the store has them, and how each cell is written. Nothing is added up here but posts.

use crate::config::Settings;
use crate::domain::network::Network;
use crate::domain::reach::{PotentialReach, ReachDay, ReachNetwork, Told};
use crate::domain::time::Timestamp;
use crate::store::db::Db;
use crate::store::reach;
use crate::web::desk::numbers;
use crate::web::desk::problem::Problem;
use crate::web::i18n::text_with;
use crate::web::page::Page;

use super::window::Window;

/// See the module.
pub struct Figures {
    /// The days.
    pub window: Window,
    /// By day, then network.
    pub days: Vec<ReachDay>,
    /// In the order networks are shown.
    pub networks: Vec<ReachNetwork>,
    /// Audience.
    pub potential: PotentialReach,
}

impl Figures {
    /// Reads them for the days a request asks for.
    ///
    /// # Errors
    /// Dates that make no sense, database.
    pub async fn read(db: &Db, settings: &Settings, page: &Page) -> Result<Self, Problem> {
        let window = Window::read(page, settings.campaign)?;
        let (from, to) = (window.from.to_string(), window.to.to_string());
        let (first, end) = window.instants()?;
        let place = |network: Network| Network::ALL.iter().position(|known| *known == network);
        let mut networks = reach::networks(db, &from, &to).await?;
        networks.sort_by_key(|line| place(line.network));
        let mut days = reach::days(db, &from, &to).await?;
        days.sort_by(|a, b| (&a.day, place(a.network)).cmp(&(&b.day, place(b.network))));
        Ok(Self { window, days, networks, potential: reach::potential(db, first, end).await? })
    }

    /// Approved posts of the window.
    pub fn posts(&self) -> u64 {
        self.networks.iter().map(|line| line.posts).sum()
    }

    /// The audience, unless no author's is known.
    pub fn followers(&self) -> Option<u64> {
        (self.potential.covered_authors > 0).then_some(self.potential.followers)
    }
}

/// When counts were fetched: `26. oktober kl. 9.00 – 27. oktober kl. 9.00`.
pub fn fetched(page: &Page, oldest: Option<Timestamp>, newest: Option<Timestamp>) -> String {
    match oldest.zip(newest) {
        None => page.text("not-told"),
        Some((oldest, newest)) => {
            let (oldest, newest) = (page.moment(&oldest), page.moment(&newest));
            if oldest == newest { newest } else { format!("{oldest} – {newest}") }
        }
    }
}

/// A sum, with over how many of the posts where that is not all of them.
pub fn told(page: &Page, told: &Told, posts: u64) -> (String, Option<String>) {
    let partly = told.sum.is_some() && told.posts < posts;
    let note = partly.then(|| {
        text_with(
            page.language,
            "reach-told-by",
            &[
                ("told", numbers::counted(page, told.posts).into()),
                ("posts", numbers::counted(page, posts).into()),
            ],
        )
    });
    (numbers::count(page, told.sum), note)
}
