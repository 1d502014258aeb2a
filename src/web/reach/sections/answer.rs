//! What a paper is written from, and in which voice.

use std::collections::HashMap;

use crate::domain::figures::{Figures, KindSum, Measured, Moderation, OwnFigure};
use crate::domain::network::Network;
use crate::domain::time::Timestamp;
use crate::web::page::Page;
use crate::web::reach::asked::Asked;

/// Everything that is known of what was asked.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What was asked.
    pub asked: Asked,
    /// What the posts say.
    pub figures: Figures,
    /// The edition before at the same day: its year, what was asked of it, what it said.
    pub before: Option<(i32, Asked, Figures)>,
    /// Our own counting.
    pub measured: Measured,
    /// What networks measured on own pages.
    pub own: Vec<OwnFigure>,
    /// What moderation did; `None` where it was not asked.
    pub moderation: Option<Moderation>,
    /// Reactions by type, whatever the filters.
    pub kinds: Vec<KindSum>,
    /// When all this was so.
    pub as_of: Timestamp,
}

/// How a paper names people, and whether its numbers lead anywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    /// On the desk: names, and every number opens its posts.
    Desk,
    /// On paper with names.
    Named,
    /// On paper: authors are numbered, organisations stay.
    Pseudonyms,
    /// For everybody: what harms nobody. No people, no links, no moderation.
    Public,
}

impl Voice {
    /// True if people are named.
    pub fn names(self) -> bool {
        matches!(self, Self::Desk | Self::Named)
    }
}

/// Names of people in a paper that has none: the first author in the list is "Forfatter 1", and stays it.
pub struct Faces<'a> {
    page: &'a Page,
    voice: Voice,
    numbers: HashMap<(Network, String), usize>,
}

impl<'a> Faces<'a> {
    /// Numbers the authors of an answer: the most active first, then those of top posts.
    pub fn of(page: &'a Page, voice: Voice, figures: &Figures) -> Self {
        let mut numbers = HashMap::new();
        let authors = figures.top_authors.iter().map(|author| (author.network, author.name.clone()));
        let posts = figures.top_posts.iter().map(|post| (post.network, post.author.clone()));
        for key in authors.chain(posts) {
            let next = numbers.len() + 1;
            numbers.entry(key).or_insert(next);
        }
        Self { page, voice, numbers }
    }

    /// How a paper calls an author.
    pub fn name(&self, network: Network, name: &str) -> String {
        if self.voice.names() {
            return if name.is_empty() { self.page.text("reach-unknown") } else { name.to_owned() };
        }
        match self.numbers.get(&(network, name.to_owned())) {
            Some(number) => self.page.text_with("reach-author-number", "number", number.to_string()),
            None => self.page.text("reach-unknown"),
        }
    }
}
