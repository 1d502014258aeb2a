//! The handle tests and the demo hold: publish, edit, delete, count, revoke, limit.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;

use super::post::Post;
use super::serve;
use super::world::{Page, Quirks, Stored, Token, World};
use crate::clock::Clock;

/// A handle to the world; clones share it.
#[derive(Clone)]
pub struct Facebook {
    pub(super) clock: Clock,
    pub(super) base: String,
    world: Arc<Mutex<World>>,
}

impl Facebook {
    pub(crate) fn new(clock: Clock, base: String) -> Self {
        Self { clock, base, world: Arc::default() }
    }

    pub(crate) fn router(&self) -> Router {
        serve::router(self.clone())
    }

    /// Base of the API: what `https://graph.facebook.com` is elsewhere.
    pub fn api(&self) -> String {
        self.base.clone()
    }

    /// Opens a Page.
    pub fn add_page(&self, id: &str, name: &str, username: Option<&str>, followers: u64) {
        let page = Page { name: name.to_owned(), username: username.map(str::to_owned), followers };
        self.world().pages.insert(id.to_owned(), page);
    }

    /// Makes a token work.
    pub fn grant(&self, token: &str, speaks_for: Token) {
        self.world().tokens.insert(token.to_owned(), (speaks_for, None));
    }

    /// Kills a token with a subcode of error 190: 458, 459, 460, 463, 464, 467, 492.
    pub fn revoke(&self, token: &str, subcode: u32) {
        if let Some(granted) = self.world().tokens.get_mut(token) {
            granted.1 = Some(subcode);
        }
    }

    /// The app's secret; `required` makes calls without `appsecret_proof` fail. A wrong proof always fails.
    pub fn app_secret(&self, secret: &str, required: bool) {
        self.world().proof = Some((secret.to_owned(), required));
    }

    /// Publishes on a Page; gives the post's id.
    pub fn publish(&self, page: &str, post: Post) -> String {
        self.store(page, post, false)
    }

    /// Somebody else publishes a post that tags the Page; gives the post's id.
    pub fn tag(&self, page: &str, post: Post) -> String {
        self.store(page, post, true)
    }

    /// Edits a post's text.
    pub fn edit(&self, id: &str, message: &str) {
        let now = self.clock.now();
        self.change(id, |stored| {
            message.clone_into(&mut stored.post.message);
            stored.updated = now;
        });
    }

    /// Publishes a scheduled post.
    pub fn release(&self, id: &str) {
        self.change(id, |stored| stored.post.unpublished = false);
    }

    /// Takes a post back without deleting it.
    pub fn unpublish(&self, id: &str) {
        self.change(id, |stored| stored.post.unpublished = true);
    }

    /// Hides a post on its Page.
    pub fn hide(&self, id: &str) {
        self.change(id, |stored| stored.hidden = true);
    }

    /// Deletes a post.
    pub fn delete(&self, id: &str) {
        self.world().posts.retain(|stored| stored.id != id);
    }

    /// Sets what insights tell of a post: views, and reactions by type.
    pub fn set_measured(&self, id: &str, views: i64, kinds: &[(&str, i64)]) {
        let kinds = kinds.iter().map(|(kind, count)| ((*kind).to_owned(), *count)).collect();
        self.change(id, |stored| stored.measured = Some((views, kinds)));
    }

    /// Sets a post's counts. Like the real thing, a comment moves `updated_time`.
    pub fn set_counts(&self, id: &str, reactions: u64, comments: u64, shares: u64) {
        let now = self.clock.now();
        self.change(id, |stored| {
            stored.counts = (reactions, comments, shares);
            stored.updated = now;
        });
    }

    /// Sets a Page's followers.
    pub fn set_followers(&self, page: &str, followers: u64) {
        if let Some(page) = self.world().pages.get_mut(page) {
            page.followers = followers;
        }
    }

    /// Changes how oddly it behaves.
    pub fn quirks(&self, change: impl FnOnce(&mut Quirks)) {
        change(&mut self.world().quirks);
    }

    /// At most so many calls in any hour; above, this code (4, 17, 32, 613, 80001).
    pub fn limit(&self, calls: u64, code: i64) {
        self.world().meter.limit(calls, code);
    }

    /// Blocks all calls with this code for a while.
    pub fn block(&self, code: i64, time: Duration) {
        let until = self.clock.now() + i64::try_from(time.as_micros()).unwrap_or(i64::MAX / 2);
        self.world().meter.block(until, code);
    }

    /// Makes the usage headers say this percentage.
    pub fn set_usage(&self, percent: u64) {
        self.world().meter.force(Some(percent));
    }

    /// Takes away all limits.
    pub fn lift_limits(&self) {
        self.world().meter.lift();
    }

    pub(super) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn store(&self, page: &str, post: Post, tagged: bool) -> String {
        let mut world = self.world();
        world.published += 1;
        let number = 1_220_987_654_000 + world.published;
        // A post that tags a Page stands on its author's timeline, which its id begins with.
        let owner = match (&post.author, tagged) {
            (Some((id, _)), true) => id.clone(),
            (None, true) => format!("{}", 9_000_000_000 + world.published),
            _ => page.to_owned(),
        };
        let id = format!("{owner}_{number}");
        let created = post.created.unwrap_or_else(|| self.clock.now());
        world.posts.push(Stored {
            id: id.clone(),
            page: page.to_owned(),
            tagged,
            hidden: false,
            post,
            created,
            updated: created,
            counts: (0, 0, 0),
            measured: None,
        });
        id
    }

    fn change(&self, id: &str, change: impl FnOnce(&mut Stored)) {
        if let Some(stored) = self.world().post_mut(id) {
            change(stored);
        }
    }
}
