//! LinkedIn's world: `/rest/…` of the Community Management API, and the media host behind signed URLs.
//!
//! There is no search endpoint of any kind, as at LinkedIn: whoever calls one gets 404. Everything follows the clock
//! of the stand-in: day quotas end at 00:00 UTC, tokens after 60 days, signed URLs when they say.

mod answers;
mod engagement;
mod gate;
mod media;
mod organisations;
mod params;
mod post;
mod posts;
mod world;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::routing::get;

pub use gate::{Quota, Role, Scope};
pub use post::Post;

use crate::clock::Clock;
use world::{Token, TokenState, World};

/// A handle to the world; clones share it.
#[derive(Clone)]
pub struct LinkedIn {
    clock: Clock,
    base: String,
    world: Arc<Mutex<World>>,
}

impl LinkedIn {
    /// A token that is there from the start, with every scope; of a member with every role.
    pub const TOKEN: &str = "AQXstandin-li-demo-token";
    /// An API version that is active from the start.
    pub const VERSION: &str = "202610";

    pub(crate) fn new(clock: Clock, base: String) -> Self {
        let world = Arc::new(Mutex::new(World::new(&clock)));
        let linkedin = Self { clock, base, world };
        linkedin.add_token(Self::TOKEN, &Scope::ALL);
        linkedin
    }

    pub(crate) fn router(&self) -> Router {
        Router::new()
            .route("/rest/posts", get(posts::find_or_batch).post(posts::find_or_batch))
            .route("/rest/posts/{urn}", get(posts::one))
            .route("/rest/socialMetadata", get(engagement::metadata_batch).post(engagement::metadata_batch))
            .route("/rest/socialMetadata/{urn}", get(engagement::metadata))
            .route("/rest/socialActions/{urn}/comments", get(engagement::comments))
            .route(
                "/rest/organizationalEntityShareStatistics",
                get(engagement::statistics).post(engagement::statistics),
            )
            .route("/rest/networkSizes/{urn}", get(organisations::network_size))
            .route("/rest/organizations", get(organisations::by_vanity_name))
            .route("/rest/organizations/{id}", get(organisations::one))
            .route("/rest/images", get(media::batch).post(media::batch))
            .route("/rest/images/{urn}", get(media::one))
            .route("/rest/videos", get(media::batch).post(media::batch))
            .route("/rest/videos/{urn}", get(media::one))
            .route("/rest/documents", get(media::batch).post(media::batch))
            .route("/rest/documents/{urn}", get(media::one))
            .route("/media/{urn}", get(media::file))
            .fallback(answers::no_such_resource)
            .with_state(self.clone())
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a Page and gives its numeric id back. Every token's member administers it.
    pub fn add_organisation(&self, id: u64, name: &str, vanity_name: &str, followers: u64) -> String {
        self.world().add_organisation(id, name, vanity_name, followers);
        id.to_string()
    }

    /// The followers of a Page from now on.
    pub fn set_followers(&self, organisation: &str, followers: u64) {
        if let Some(page) = self.world().organisations.get_mut(organisation) {
            page.followers = followers;
        }
    }

    /// Publishes on a Page and gives the URN back.
    pub fn publish(&self, organisation: &str, post: Post) -> String {
        let now = self.clock.millis();
        self.world().publish(&format!("urn:li:organization:{organisation}"), post, now)
    }

    /// Publishes in a Page's list with a member as author.
    pub fn publish_as_member(&self, organisation: &str, person: &str, post: Post) -> String {
        let now = self.clock.millis();
        let urn = self.world().publish(&format!("urn:li:person:{person}"), post, now);
        self.world().change(&urn, |stored| stored.listed_by = format!("urn:li:organization:{organisation}"));
        urn
    }

    /// Edits a post's commentary (as people write: escaped and tagged here); it moves to the top of the list.
    pub fn edit(&self, urn: &str, text: &str) {
        let (now, commentary) = (self.clock.millis(), post::little_text(text));
        self.world().change(urn, |stored| {
            stored.body["commentary"] = commentary.into();
            stored.body["lifecycleStateInfo"] = serde_json::json!({"isEditedByAuthor": true});
            stored.body["lastModifiedAt"] = now.into();
        });
    }

    /// Changes who may see a post: `PUBLIC`, `CONNECTIONS`, `LOGGED_IN`.
    pub fn set_visibility(&self, urn: &str, visibility: &str) {
        let now = self.clock.millis();
        self.world().change(urn, |stored| {
            stored.body["visibility"] = visibility.into();
            stored.body["lastModifiedAt"] = now.into();
        });
    }

    /// Puts any value into a post's JSON, to send what LinkedIn never should.
    pub fn spoil(&self, urn: &str, field: &str, value: serde_json::Value) {
        self.world().change(urn, |stored| stored.body[field] = value);
    }

    /// Deletes a post: it vanishes from the list, and asking for it gives 404.
    pub fn delete(&self, urn: &str) {
        self.world().posts.remove(urn);
    }

    /// Counts of a reaction (`LIKE`, `PRAISE`, `EMPATHY`, `INTEREST`, `APPRECIATION`, `ENTERTAINMENT`).
    pub fn set_reactions(&self, urn: &str, kind: &str, count: i64) {
        self.world().change(urn, |stored| {
            stored.reactions.insert(kind.to_owned(), count);
        });
    }

    /// A comment by a member.
    pub fn comment(&self, urn: &str, person: &str, text: &str) {
        let now = self.clock.millis();
        self.world().change(urn, |stored| stored.comments.push((person.to_owned(), text.to_owned(), now)));
    }

    /// Impressions and shares in the Page's statistics; without this call they hold nothing about the post.
    pub fn set_statistics(&self, urn: &str, impressions: i64, shares: i64) {
        self.world().change(urn, |stored| stored.statistics = Some((impressions, shares)));
    }

    /// The list's answers hold `paging.total` or not.
    pub fn show_total(&self, show: bool) {
        self.world().shows_total = show;
    }

    /// The active API versions.
    pub fn set_versions(&self, versions: &[&str]) {
        self.world().versions = versions.iter().map(|&version| version.to_owned()).collect();
    }

    /// A token of a member of its own, valid for 60 days.
    pub fn add_token(&self, token: &str, scopes: &[Scope]) {
        let made = self.clock.secs();
        let token_of = Token { scopes: scopes.to_vec(), made, state: TokenState::Live, fresh_refusals: 0 };
        self.world().tokens.insert(token.to_owned(), token_of);
    }

    /// The member took the grant back: 65601.
    pub fn revoke_token(&self, token: &str) {
        self.set_token_state(token, TokenState::Revoked);
    }

    /// 65602, as after 60 days.
    pub fn expire_token(&self, token: &str) {
        self.set_token_state(token, TokenState::Expired);
    }

    /// Valid again, as after a new authorisation with the same value.
    pub fn restore_token(&self, token: &str) {
        let now = self.clock.secs();
        if let Some(token) = self.world().tokens.get_mut(token) {
            (token.state, token.made) = (TokenState::Live, now);
        }
    }

    /// The next `times` calls with this token answer 65601, as a token that is some seconds old may.
    pub fn make_token_fresh(&self, token: &str, times: u32) {
        if let Some(token) = self.world().tokens.get_mut(token) {
            token.fresh_refusals = times;
        }
    }

    fn set_token_state(&self, token: &str, state: TokenState) {
        if let Some(token) = self.world().tokens.get_mut(token) {
            token.state = state;
        }
    }

    /// The role the tokens' members have on a Page.
    pub fn set_role(&self, organisation: &str, role: Role) {
        if let Some(page) = self.world().organisations.get_mut(organisation) {
            page.role = role;
        }
    }

    /// Calls a day (UTC) and resource; `None` is no limit.
    pub fn set_quota(&self, quota: Quota) {
        self.world().quota = quota;
    }

    /// The development tier refuses BATCH_GET of posts.
    pub fn allow_batch_get(&self, allow: bool) {
        self.world().batch_get = allow;
    }

    /// How long signed media URLs live from the moment they are given out.
    pub fn set_media_life(&self, life: Duration) {
        self.world().media_life = life;
    }

    /// Media that are not `AVAILABLE` (`PROCESSING`, `WAITING_UPLOAD`) have no URL.
    pub fn set_media_status(&self, urn: &str, status: &str) {
        if let Some(medium) = self.world().media.get_mut(urn) {
            medium.status = status.to_owned();
        }
    }
}
