//! Posts by what they have in common.

use serde::Serialize;

use super::formula::Figure;
use crate::domain::post::PostId;
use crate::domain::time::Timestamp;

/// In a capped count no author counts more often than this in a group.
pub const AUTHOR_CAP: u64 = 3;

/// Posts with one value of a field: a sector, an organisation, a hashtag, a language, a kind of media.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Group {
    /// The value: the word of a sector or network, an organisation's name, a hashtag folded without `#`; empty = unknown.
    pub value: String,
    /// Its posts.
    pub posts: Figure,
    /// Its posts with no author counted more than [`AUTHOR_CAP`] times; a post of nobody known counts once.
    pub capped: u64,
    /// Unique authors.
    pub authors: u64,
    /// Posts of the author who has the most of them: whether one account dominates.
    pub largest_author: u64,
    /// Reactions, comments and shares together are a mix of networks: this is their sum, for a share of voice alone, `None`
    /// if no post told any.
    pub engagement: Option<i64>,
}

impl Group {
    /// Share of voice by posts, 0 to 1, of all posts of the window; `None` of nothing.
    pub fn share(&self, all: u64) -> Option<f64> {
        let posts = self.posts.value.and_then(|value| u32::try_from(value).ok())?;
        (all > 0).then(|| f64::from(posts) / all as f64)
    }
}

/// Two hashtags in the same posts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Pair {
    /// The first, folded, by the alphabet.
    pub one: String,
    /// The second.
    pub other: String,
    /// Posts that have both.
    pub posts: Figure,
}

/// A happening with the posts around it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Around {
    /// Its own post.
    pub id: PostId,
    /// Its headline.
    pub title: String,
    /// An organisation announced it under its own name; else its headline is a person's words.
    pub by_organisation: bool,
    /// When it begins.
    pub begins: Timestamp,
    /// When it ends; an hour later where that is not told.
    pub ends: Timestamp,
    /// Posts from an hour before it begins to three hours after it ends, the calendar's own entries left out.
    pub posts: Figure,
}
