//! What Facebook knows: Pages, posts, tokens, and how oddly it behaves today.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::limits::Meter;
use super::post::Post;

/// Who a token speaks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// The Page with this id.
    Page(String),
    /// A system user with the feature Page Public Content Access: every Page.
    System,
    /// A person: the wrong kind, which is answered with empty lists.
    User,
    /// A token without permissions: error 10.
    Bare,
}

/// Odd but documented (or seen) behaviour, all off at first.
#[derive(Clone, Debug, Default)]
pub struct Quirks {
    /// Each page after the first is preceded by an empty one with `next`.
    pub empty_pages: bool,
    /// Paging never ends: empty pages with a new `next` each time.
    pub endless: bool,
    /// Posts come in no order.
    pub shuffled: bool,
    /// `since` and `until` are not honoured.
    pub ignores_since: bool,
    /// Ids inside posts come as JSON numbers.
    pub numeric_ids: bool,
    /// Posts without profile tags send `message_tags: {}`.
    pub old_tags: bool,
    /// A higher `limit` than this is answered with "reduce the amount of data".
    pub too_much_above: Option<usize>,
    /// An unknown id in `ids=` is left out instead of spoiling the call.
    pub omits_missing: bool,
    /// The error about an unknown id does not name it.
    pub hides_missing: bool,
    /// Keys left out of every post.
    pub withheld: BTreeSet<String>,
    /// Names of metrics that are gone.
    pub retired: BTreeSet<String>,
    /// Elements put at the front of every list of posts.
    pub injected: Vec<Value>,
}

#[derive(Clone, Debug)]
pub(super) struct Page {
    pub name: String,
    pub username: Option<String>,
    pub followers: u64,
}

#[derive(Clone, Debug)]
pub(super) struct Stored {
    pub id: String,
    pub page: String,
    pub tagged: bool,
    pub hidden: bool,
    pub post: Post,
    pub created: i64,
    pub updated: i64,
    pub counts: (u64, u64, u64),
    /// Views and reactions by type, as insights tell them; a post without is told nothing of.
    pub measured: Option<(i64, Vec<(String, i64)>)>,
}

#[derive(Debug, Default)]
pub(super) struct World {
    pub pages: BTreeMap<String, Page>,
    pub posts: Vec<Stored>,
    pub tokens: BTreeMap<String, (Token, Option<u32>)>,
    pub proof: Option<(String, bool)>,
    pub published: u64,
    pub quirks: Quirks,
    pub meter: Meter,
}

impl World {
    pub fn post(&self, id: &str) -> Option<&Stored> {
        self.posts.iter().find(|post| post.id == id)
    }

    pub fn post_mut(&mut self, id: &str) -> Option<&mut Stored> {
        self.posts.iter_mut().find(|post| post.id == id)
    }

    /// The posts of an edge, newest first; `None` if there is no such edge.
    pub fn edge(&self, page: &str, edge: &str) -> Option<Vec<&Stored>> {
        let wanted = |stored: &&Stored| {
            stored.page == page
                && match edge {
                    // The Page's feed mixes everything, unpublished posts too.
                    "feed" => true,
                    "tagged" => stored.tagged && !stored.post.unpublished,
                    _ => !stored.tagged && !stored.post.unpublished,
                }
        };
        if !matches!(edge, "feed" | "published_posts" | "posts" | "tagged") {
            return None;
        }
        let mut posts: Vec<&Stored> = self.posts.iter().filter(wanted).collect();
        posts.sort_by(|a, b| (b.created, &b.id).cmp(&(a.created, &a.id)));
        if self.quirks.shuffled {
            posts.sort_by_key(|stored| stored.id.bytes().rev().collect::<Vec<u8>>());
        }
        Some(posts)
    }
}
