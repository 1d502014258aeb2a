//! What is asked for.

use crate::engine::request::Filter;

/// What to sum up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figuring {
    /// A query in the query language, taken at its word; empty = everything.
    pub text: String,
    /// What time it is, see [`Search::now`](crate::Search::now).
    pub now: Option<i64>,
    /// Only documents of this time or later, µs since the epoch.
    pub since: Option<i64>,
    /// Only documents before this time.
    pub until: Option<i64>,
    /// All must hold. Fields: network, sector, organisation, language, writer, media, tag. An empty value is "has none".
    pub filters: Vec<Filter>,
    /// Only at this weekday (0 = Monday) and hour on a Danish clock.
    pub weekday_hour: Option<(u8, u8)>,
    /// Without documents of kind `happening`.
    pub without_happenings: bool,
    /// Bounds of the points of a timeline, ascending: n + 1 bounds are n points.
    pub bounds: Vec<i64>,
    /// Happenings that begin in the time asked for, with the documents from so many µs before to so many after.
    pub around: Option<(i64, i64)>,
    /// In a capped count no writer counts more often than this.
    pub cap: u32,
    /// How many of each list: organisations, tags, writers, documents of a network.
    pub tops: usize,
}

/// What each document of a list adds to its sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Adds {
    /// One.
    One,
    /// One, the first of each writer; others are left out.
    Writers,
    /// One, the first of each organisation; others are left out.
    Organisations,
    /// This count of it; documents that do not tell are left out. One of `reactions`, `comments`, `shares`, `views`.
    Count(&'static str),
    /// The followers told by the first document of each writer that tells them; others are left out.
    Followers,
}
