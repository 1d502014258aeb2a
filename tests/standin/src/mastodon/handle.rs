//! The handle tests and the demo hold: publish, edit, delete, count, close.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use serde_json::Value;

use super::limits::{Limits, Meter};
use super::serve;
use super::status::{Account, Status};
use super::wire;
use crate::clock::Clock;

#[derive(Clone, Debug)]
pub(super) struct Stored {
    pub id: String,
    pub uri: String,
    pub url: String,
    pub status: Status,
    pub created: i64,
    pub edited: Option<i64>,
    /// Favourites, replies, boosts.
    pub counts: (u64, u64, u64),
}

#[derive(Debug)]
pub(super) struct World {
    pub host: String,
    pub accounts: BTreeMap<String, Account>,
    /// By numeric id.
    pub statuses: BTreeMap<u64, Stored>,
    pub published: u64,
    pub tokens: Vec<String>,
    pub closed: bool,
    pub disabled: bool,
    pub lists_unlisted: bool,
    pub endless: bool,
    pub injected: Vec<Value>,
    pub meter: Meter,
}

/// A handle to the world; clones share it.
#[derive(Clone)]
pub struct Mastodon {
    pub(super) clock: Clock,
    pub(super) base: String,
    world: Arc<Mutex<World>>,
}

impl Mastodon {
    pub(crate) fn new(clock: Clock, base: String) -> Self {
        let world = World {
            host: "mastodon.example".to_owned(),
            accounts: BTreeMap::new(),
            statuses: BTreeMap::new(),
            published: 0,
            tokens: Vec::new(),
            closed: false,
            disabled: false,
            lists_unlisted: false,
            endless: false,
            injected: Vec::new(),
            meter: Meter::default(),
        };
        Self { clock, base, world: Arc::new(Mutex::new(world)) }
    }

    pub(crate) fn router(&self) -> Router {
        serve::router(self.clone())
    }

    /// Where the server is: what `https://mastodon.social` is elsewhere.
    pub fn server(&self) -> String {
        self.base.clone()
    }

    /// The name the server has in the addresses of its accounts and statuses; `mastodon.example` at first.
    pub fn set_host(&self, host: &str) {
        host.clone_into(&mut self.world().host);
    }

    /// Makes an account known, or changes it.
    pub fn add_account(&self, account: Account) {
        self.world().accounts.insert(account.acct(), account);
    }

    /// Publishes a status; gives its `uri`. An account that is not known is made up.
    pub fn publish(&self, status: Status) -> String {
        let now = self.clock.now();
        let mut world = self.world();
        let (username, host) = match status.acct.split_once('@') {
            Some((username, host)) => (username.to_owned(), Some(host.to_owned())),
            None => (status.acct.clone(), None),
        };
        if !world.accounts.contains_key(&status.acct) {
            let mut account = Account::local(&username, &username);
            account.host.clone_from(&host);
            world.accounts.insert(status.acct.clone(), account);
        }
        world.published += 1;
        let created = status.created.unwrap_or(now);
        // Milliseconds and a sequence, as Mastodon makes them; a late arrival gets its place by its creation.
        let millis = u64::try_from(created.div_euclid(1_000)).unwrap_or_default();
        let number = (millis << 16) + world.published % 0xffff;
        let (id, at_home) = match &host {
            Some(host) => (format!("{}", 1_000_000 + world.published), host.clone()),
            None => (number.to_string(), world.host.clone()),
        };
        let uri = format!("https://{at_home}/users/{username}/statuses/{id}");
        let url = format!("https://{at_home}/@{username}/{id}");
        let stored = Stored {
            id: number.to_string(),
            uri: uri.clone(),
            url,
            status,
            created,
            edited: None,
            counts: (0, 0, 0),
        };
        world.statuses.insert(number, stored);
        uri
    }

    /// Edits a status.
    pub fn edit(&self, uri: &str, text: &str) {
        let now = self.clock.now();
        self.change(uri, |stored| {
            text.clone_into(&mut stored.status.text);
            stored.status.html = None;
            stored.edited = Some(now);
        });
    }

    /// Deletes a status.
    pub fn delete(&self, uri: &str) {
        self.world().statuses.retain(|_, stored| stored.uri != uri);
    }

    /// Changes who may see a status.
    pub fn set_visibility(&self, uri: &str, visibility: &str) {
        self.change(uri, |stored| visibility.clone_into(&mut stored.status.visibility));
    }

    /// Sets a status's counts.
    pub fn set_counts(&self, uri: &str, favourites: u64, replies: u64, boosts: u64) {
        self.change(uri, |stored| stored.counts = (favourites, replies, boosts));
    }

    /// Sets an account's followers.
    pub fn set_followers(&self, acct: &str, followers: u64) {
        if let Some(account) = self.world().accounts.get_mut(acct) {
            account.followers = followers;
        }
    }

    /// Makes a token work.
    pub fn grant(&self, token: &str) {
        self.world().tokens.push(token.to_owned());
    }

    /// Kills a token.
    pub fn revoke(&self, token: &str) {
        self.world().tokens.retain(|granted| granted != token);
    }

    /// Hashtag timelines only for token holders (401), or for everybody again.
    pub fn close_preview(&self, closed: bool) {
        self.world().closed = closed;
    }

    /// Hashtag timelines switched off: empty, without a word.
    pub fn disable_feed(&self, disabled: bool) {
        self.world().disabled = disabled;
    }

    /// Lists unlisted and private statuses too, as other servers with this API may.
    pub fn list_unlisted(&self, lists: bool) {
        self.world().lists_unlisted = lists;
    }

    /// Does not honour `min_id`: the newest page again and again.
    pub fn endless(&self, endless: bool) {
        self.world().endless = endless;
    }

    /// Puts elements at the front of every timeline page that is not empty.
    pub fn inject(&self, items: Vec<Value>) {
        self.world().injected = items;
    }

    /// Sets the request limits.
    pub fn set_limits(&self, limits: Limits) {
        self.world().meter = Meter::new(limits);
    }

    /// A status's id on this server.
    pub fn local_id(&self, uri: &str) -> Option<String> {
        self.world().statuses.values().find(|stored| stored.uri == uri).map(|stored| stored.id.clone())
    }

    /// A status as the API gives it, for recording fixtures.
    pub fn as_json(&self, uri: &str) -> Option<Value> {
        let world = self.world();
        let stored = world.statuses.values().find(|stored| stored.uri == uri)?;
        Some(wire::status(stored, &world, &self.base))
    }

    pub(super) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, uri: &str, change: impl FnOnce(&mut Stored)) {
        if let Some(stored) = self.world().statuses.values_mut().find(|stored| stored.uri == uri) {
            change(stored);
        }
    }
}
