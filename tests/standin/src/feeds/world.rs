//! The handle: what is published where, and how each feed's server behaves.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;

use super::item::{Format, Item};
use super::manners::Manners;
use super::serve;
use crate::clock::Clock;

/// One feed.
#[derive(Clone, Debug, Default)]
pub(super) struct Channel {
    pub title: String,
    pub format: Format,
    pub items: Vec<Item>,
    pub manners: Manners,
    /// µs of the last change.
    pub changed: i64,
    pub fetches: u64,
}

/// A handle to the world; clones share it.
#[derive(Clone)]
pub struct Feeds {
    pub(super) clock: Clock,
    pub(super) base: String,
    channels: Arc<Mutex<BTreeMap<String, Channel>>>,
}

impl Feeds {
    pub(crate) fn new(clock: Clock, base: String) -> Self {
        Self { clock, base, channels: Arc::default() }
    }

    pub(crate) fn router(&self) -> Router {
        serve::router(self.clone())
    }

    /// Opens a feed (or renames it and changes its format). A feed that nobody opened is opened by its first item.
    pub fn open(&self, feed: &str, title: &str, format: Format) {
        self.change(feed, |channel| (channel.title, channel.format) = (title.to_owned(), format));
    }

    /// The address of a feed in its own format.
    pub fn url(&self, feed: &str) -> String {
        format!("{}/{feed}", self.base)
    }

    /// The address of a web page that announces the feed.
    pub fn page(&self, feed: &str) -> String {
        format!("{}/{feed}/page", self.base)
    }

    /// The address of an item's page.
    pub fn article(&self, feed: &str, slug: &str) -> String {
        format!("{}/{feed}/articles/{slug}", self.base)
    }

    /// The address of a picture that exists.
    pub fn picture(&self, number: u32) -> String {
        format!("{}/pictures/{number}.png", self.base)
    }

    /// Publishes an item, now unless it has a date; the newest stand first.
    pub fn publish(&self, feed: &str, mut item: Item) {
        if item.published == 0 {
            item.published = self.clock.now();
        }
        self.publish_as_it_is(feed, item);
    }

    /// Publishes an item with whatever it lacks.
    pub fn publish_as_it_is(&self, feed: &str, item: Item) {
        self.change(feed, |channel| channel.items.insert(0, item));
    }

    /// Changes an item; false if there is none of that id.
    pub fn edit(&self, feed: &str, id: &str, edit: impl FnOnce(&mut Item)) -> bool {
        let now = self.clock.now();
        self.change(feed, |channel| {
            let item = channel.items.iter_mut().find(|item| item.id == id);
            item.map(|item| {
                item.updated = Some(now);
                edit(item);
            })
            .is_some()
        })
    }

    /// Takes an item out of the feed; false if there is none of that id.
    pub fn withdraw(&self, feed: &str, id: &str) -> bool {
        self.change(feed, |channel| {
            let before = channel.items.len();
            channel.items.retain(|item| item.id != id);
            channel.items.len() < before
        })
    }

    /// Changes how the feed's server behaves.
    pub fn manners(&self, feed: &str, set: impl FnOnce(&mut Manners)) {
        self.change(feed, |channel| set(&mut channel.manners));
    }

    /// Ids of what the feed serves now, newest first.
    pub fn ids(&self, feed: &str) -> Vec<String> {
        self.lock()
            .get(feed)
            .map(|channel| channel.items.iter().map(|item| item.id.clone()).collect())
            .unwrap_or_default()
    }

    /// One fetch: the feed as it is at this moment.
    pub(super) fn fetch(&self, feed: &str) -> Option<Channel> {
        let mut channels = self.lock();
        let channel = channels.get_mut(feed)?;
        channel.fetches += 1;
        Some(channel.clone())
    }

    fn change<T>(&self, feed: &str, change: impl FnOnce(&mut Channel) -> T) -> T {
        let mut channels = self.lock();
        let channel = channels.entry(feed.to_owned()).or_default();
        channel.changed = self.clock.now();
        change(channel)
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Channel>> {
        self.channels.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
