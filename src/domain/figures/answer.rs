//! One answer for a dashboard. Networks are never summed without the breakdown beside it.

use serde::Serialize;

use super::formula::Figure;
use super::groups::{Around, Group, Pair};
use super::window::{Filters, Window};
use crate::domain::network::Network;
use crate::domain::post::PostId;
use crate::domain::sector::Sector;
use crate::domain::time::Timestamp;

/// What approved posts say about a window, from the public index. What is measured apart from them is in
/// [`Measured`](super::Measured), [`OwnFigure`](super::OwnFigure) and [`Moderation`](super::Moderation).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figures {
    /// As asked.
    pub window: Window,
    /// As asked.
    pub filters: Filters,
    /// Where the log stood.
    pub position: u64,
    /// Approved posts, exact.
    pub posts: Figure,
    /// Unique authors, exact; covered = posts whose author is known.
    pub authors: Figure,
    /// Unique organisations, exact; covered = posts with one.
    pub organisations: Figure,
    /// Potential reach; covered = posts whose author's audience is known.
    pub potential: Figure,
    /// Unique authors whose audience is known.
    pub covered_authors: u64,
    /// Potential reach times the lower v.
    pub estimated_low: Figure,
    /// Potential reach times the higher v.
    pub estimated_high: Figure,
    /// The lower v, the higher v.
    pub v: (f64, f64),
    /// Where the v come from.
    pub v_source: String,
    /// Reactions, comments and shares of all networks together; for a share of voice alone, see [`Group::engagement`].
    pub engagement: Option<i64>,
    /// In the order networks are shown; those without posts are left out.
    pub networks: Vec<NetworkFigures>,
    /// By hour or day.
    pub timeline: Timeline,
    /// In the order sectors are shown; those without posts are left out.
    pub sectors: Vec<Group>,
    /// The largest, most posts first. The last may be the empty value: posts with no known organisation.
    pub largest_organisations: Vec<Group>,
    /// The most frequent hashtags.
    pub tags: Vec<Group>,
    /// Hashtags that travel together, the most frequent pairs first.
    pub pairs: Vec<Pair>,
    /// The most reactions, comments and shares together, within one network each: see [`TopPost::network`].
    pub top_posts: Vec<TopPost>,
    /// The most posts first.
    pub top_authors: Vec<TopAuthor>,
    /// By when they begin.
    pub happenings: Vec<Around>,
    /// Weekday × hour.
    pub heat: Heat,
    /// The most frequent first; empty value = not known.
    pub languages: Vec<Group>,
    /// The most frequent first; empty value = nothing attached. A post with a picture and a link is in both.
    pub media: Vec<Group>,
}

/// One network's part.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NetworkFigures {
    /// Which.
    pub network: Network,
    /// Its posts.
    pub posts: Figure,
    /// Their unique authors.
    pub authors: Figure,
    /// The network's own latest counts, each over the posts that tell it. A drop or a negative count is in the sum as told.
    pub reactions: Figure,
    /// See `reactions`.
    pub comments: Figure,
    /// See `reactions`.
    pub shares: Figure,
    /// See `reactions`.
    pub views: Figure,
}

/// How wide a point of a timeline is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// An hour; for windows of at most three days.
    Hour,
    /// A Danish day: 23 to 25 hours.
    Day,
    /// A Danish calendar month; for windows of more than two years.
    Month,
}

/// Posts over time, by when they were published.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Timeline {
    /// How wide a point is.
    pub step: Step,
    /// Gap-free, oldest first.
    pub points: Vec<Point>,
}

/// One point of a timeline.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Point {
    /// The first instant of it, or of the window.
    pub at: Timestamp,
    /// The first instant after it.
    pub until: Timestamp,
    /// Posts of all networks.
    pub posts: Figure,
    /// By network; those without posts are left out.
    pub networks: Vec<PointNetwork>,
}

/// One network in one point. `None` = no post of it told this count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct PointNetwork {
    /// Which.
    pub network: Network,
    /// Posts.
    pub posts: u64,
    /// The latest counts of posts published then.
    pub reactions: Option<i64>,
    /// See `reactions`.
    pub comments: Option<i64>,
    /// See `reactions`.
    pub shares: Option<i64>,
    /// See `reactions`.
    pub views: Option<i64>,
}

/// Posts by weekday and hour on a Danish clock: `[0]` is Monday, `[0][13]` from 13 to 14. The hour that a day has twice when
/// the clock goes back counts both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Heat(pub [[u64; 24]; 7]);

/// A post with its counts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TopPost {
    /// Its id: the permalink.
    pub id: PostId,
    /// Where it was published.
    pub network: Network,
    /// Headline or the first words.
    pub title: String,
    /// Author's name as it is shown; may be empty.
    pub author: String,
    /// The organisation behind it.
    pub organisation: Option<String>,
    /// When it was published.
    pub published_at: Timestamp,
    /// Reactions, comments and shares that its network told, together.
    pub engagement: i64,
    /// The components.
    pub reactions: Option<i64>,
    /// See `reactions`.
    pub comments: Option<i64>,
    /// See `reactions`.
    pub shares: Option<i64>,
    /// Not in `engagement`.
    pub views: Option<i64>,
    /// When the counts were fetched.
    pub fetched_at: Option<Timestamp>,
}

/// An author with their posts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TopAuthor {
    /// A hash that stands for the author: the same person everywhere in one installation, nobody outside of it.
    pub key: String,
    /// The name as their latest post in the window shows it; may be empty.
    pub name: String,
    /// Where.
    pub network: Network,
    /// The organisation of their latest post.
    pub organisation: Option<String>,
    /// The sector of their latest post.
    pub sector: Sector,
    /// Their posts.
    pub posts: Figure,
    /// The audience that potential reach counts them with.
    pub followers: Option<u64>,
    /// Reactions, comments and shares together: of one network, for an author is of one.
    pub engagement: Option<i64>,
}
