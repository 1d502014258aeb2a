//! The shapes of the API's answers.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::shown::ShownPost;

/// A page of posts.
#[derive(Debug, Serialize, ToSchema)]
pub struct PostList {
    /// In the order asked for.
    pub posts: Vec<ShownPost>,
    /// How many match in all, on all pages.
    pub total: usize,
    /// False where there are more than `total`: counting ends at 10,000.
    pub total_is_exact: bool,
    /// The cursor of the next page; `null` on the last.
    pub next: Option<String>,
    /// True while the people who run the wall have paused it: the list is empty then, and nothing should be shown.
    pub paused: bool,
}

/// What was found, with the piece that matched.
#[derive(Debug, Serialize, ToSchema)]
pub struct FoundPost {
    /// The post.
    pub post: ShownPost,
    /// A piece of it as HTML, with what was searched for in `<mark>`; empty where nothing was searched for.
    pub snippet: String,
}

/// A page of what a search found, with what one could narrow it down by.
#[derive(Debug, Serialize, ToSchema)]
pub struct SearchList {
    /// In the order asked for.
    pub found: Vec<FoundPost>,
    /// How many match in all, on all pages.
    pub total: usize,
    /// False where there are more than `total`.
    pub total_is_exact: bool,
    /// By `network`, `sector`, `organisation`, `tag`, `kind`, `media`, `language` and `day`: the most frequent values.
    pub facets: BTreeMap<String, Vec<FacetValue>>,
    /// What was perhaps meant by the words.
    pub did_you_mean: Option<String>,
    /// The cursor of the next page; `null` on the last.
    pub next: Option<String>,
    /// True while the people who run the wall have paused it.
    pub paused: bool,
}

/// A value and how many posts have it.
#[derive(Debug, Serialize, ToSchema)]
pub struct FacetValue {
    /// As the parameter of that name takes it.
    pub value: String,
    /// Posts.
    pub count: usize,
}

/// Counts of everything that is shown.
#[derive(Debug, Serialize, ToSchema)]
pub struct Stats {
    /// Posts on the wall.
    pub posts: usize,
    /// Of them entries of calendars.
    pub happenings: usize,
    /// By `network`, `sector`, `organisation`, `tag`, `kind`, `media`, `language` and `day`: the most frequent values.
    pub by: BTreeMap<String, Vec<FacetValue>>,
    /// The edition that is on or comes next.
    pub edition: Option<Edition>,
    /// True while the people who run the wall have paused it.
    pub paused: bool,
}

/// One year's week.
#[derive(Debug, Serialize, ToSchema)]
pub struct Edition {
    /// Of its week.
    pub year: i32,
    /// ISO week.
    pub week: u32,
    /// Its Monday, 00:00 in Denmark; RFC 3339.
    #[schema(format = DateTime)]
    pub begins: String,
    /// The Monday after it.
    #[schema(format = DateTime)]
    pub ends: String,
}

/// The same lists while the wall is paused, by path; `None` where there is nothing to empty.
pub fn paused(path: &str) -> Option<serde_json::Value> {
    let empty = serde_json::json!({ "total": 0, "total_is_exact": true, "next": null, "paused": true });
    let with = |more: serde_json::Value| {
        let mut all = empty.clone();
        if let (Some(all), serde_json::Value::Object(more)) = (all.as_object_mut(), more) {
            all.extend(more);
        }
        Some(all)
    };
    match path {
        "/api/v1/posts" | "/api/v1/happenings" => with(serde_json::json!({ "posts": [] })),
        "/api/v1/search" => with(serde_json::json!({ "found": [], "facets": {}, "did_you_mean": null })),
        "/api/v1/stats" => Some(serde_json::json!({
            "posts": 0, "happenings": 0, "by": {}, "edition": null, "paused": true
        })),
        _ => None,
    }
}
