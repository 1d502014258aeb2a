//! The handle: what stands in which calendar, and how its server behaves.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;

use super::entry::{Entry, Markup};
use super::serve;
use crate::clock::Clock;

/// Manners of one calendar; all off is a good server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manners {
    /// Begins with a byte order mark.
    pub bom: bool,
    /// Ends lines with LF alone.
    pub bare_lines: bool,
    /// Sends two thirds of the document.
    pub truncated: bool,
    /// Names zones so: `Romance Standard Time`; empty, not at all.
    pub zone: Option<String>,
    /// Neither ETag nor Last-Modified.
    pub no_validators: bool,
}

/// One calendar.
#[derive(Clone, Debug, Default)]
pub(super) struct Channel {
    pub title: String,
    pub page: String,
    pub entries: Vec<Entry>,
    pub manners: Manners,
    pub markup: Markup,
    /// µs, of this fetch.
    pub now: i64,
    /// Revision of the whole: the ETag.
    pub revision: u64,
}

/// A handle to the world; clones share it.
#[derive(Clone)]
pub struct Calendars {
    pub(super) clock: Clock,
    pub(super) base: String,
    channels: Arc<Mutex<BTreeMap<String, Channel>>>,
    robots: Arc<Mutex<Option<String>>>,
}

impl Calendars {
    pub(crate) fn new(clock: Clock, base: String) -> Self {
        Self { clock, base, channels: Arc::default(), robots: Arc::default() }
    }

    pub(crate) fn router(&self) -> Router {
        serve::router(self.clone())
    }

    pub(crate) fn robots_router(&self) -> Router {
        serve::robots_router(self.clone())
    }

    /// Names a calendar and says how its pages are marked up.
    pub fn open(&self, name: &str, title: &str, markup: Markup) {
        self.change(name, |channel| (channel.title, channel.markup) = (title.to_owned(), markup));
    }

    /// The address of the calendar file.
    pub fn url(&self, name: &str) -> String {
        format!("{}/{name}.ics", self.base)
    }

    /// The address of the list page; an event's page is below it.
    pub fn page(&self, name: &str) -> String {
        format!("{}/{name}", self.base)
    }

    /// Puts an entry in.
    pub fn add(&self, name: &str, mut entry: Entry) {
        entry.modified = self.clock.now();
        self.change(name, |channel| channel.entries.push(entry));
    }

    /// Changes an entry, which is a new revision of it; false if there is none.
    pub fn edit(&self, name: &str, uid: &str, edit: impl FnOnce(&mut Entry)) -> bool {
        let now = self.clock.now();
        self.change(name, |channel| {
            let entry = channel.entries.iter_mut().find(|entry| entry.uid == uid);
            entry.map(|entry| {
                edit(entry);
                entry.sequence += 1;
                entry.modified = now;
            })
        })
        .is_some()
    }

    /// Takes an entry out.
    pub fn remove(&self, name: &str, uid: &str) {
        self.change(name, |channel| channel.entries.retain(|entry| entry.uid != uid));
    }

    /// Changes how the server behaves.
    pub fn manners(&self, name: &str, set: impl FnOnce(&mut Manners)) {
        self.change(name, |channel| set(&mut channel.manners));
    }

    /// Sets `/robots.txt`; there is none at first.
    pub fn set_robots(&self, text: &str) {
        *self.robots.lock().unwrap_or_else(PoisonError::into_inner) = Some(text.to_owned());
    }

    pub(super) fn robots(&self) -> Option<String> {
        self.robots.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn fetch(&self, name: &str) -> Option<Channel> {
        let mut channel = self.lock().get(name).cloned()?;
        channel.now = self.clock.now();
        Some(channel)
    }

    fn change<T>(&self, name: &str, change: impl FnOnce(&mut Channel) -> T) -> T {
        let mut channels = self.lock();
        let channel = channels.entry(name.to_owned()).or_default();
        channel.revision += 1;
        channel.page = self.page(name);
        change(channel)
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Channel>> {
        self.channels.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
