//! `/{page}/insights`: a value a day for each metric of the Page, the same every time. One retired name fails the whole call,
//! as Graph does.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike};
use serde_json::{Value, json};

use super::world::{Quirks, Stored};

/// Names that live, after November 2025.
const ALIVE: [&str; 9] = [
    "page_media_view",
    "page_total_media_view_unique",
    "page_follows",
    "page_daily_follows_unique",
    "page_daily_unfollows_unique",
    "page_post_engagements",
    "page_views_total",
    "page_video_views",
    "page_total_actions",
];

/// The answer, or the message of error 100. Days end at 07:00 UTC; the value is ten times the day of the month it ends on.
pub(super) fn insights(
    quirks: &Quirks,
    page: &str,
    params: &BTreeMap<String, String>,
    now: i64,
) -> Result<Value, &'static str> {
    let names: Vec<&str> = params.get("metric").map(|names| names.split(',').collect()).unwrap_or_default();
    if names.is_empty() || names.iter().any(|name| !ALIVE.contains(name) || quirks.retired.contains(*name)) {
        return Err("(#100) The value must be a valid insights metric");
    }
    if params.get("period").map(String::as_str) != Some("day") {
        return Err("(#100) The period is not supported by this metric");
    }
    let seconds = |name: &str| params.get(name).and_then(|text| text.parse::<i64>().ok());
    let until = seconds("until").unwrap_or(now / 1_000_000).min(now / 1_000_000);
    let since = seconds("since").unwrap_or(until - 2 * 86_400).max(until - 90 * 86_400);
    let mut values = Vec::new();
    let mut end = since.div_euclid(86_400) * 86_400 + 7 * 3_600;
    while end <= until {
        if let Some(at) = DateTime::from_timestamp(end, 0).filter(|_| end > since) {
            let end_time = at.format("%Y-%m-%dT%H:%M:%S+0000").to_string();
            values.push(json!({"value": i64::from(at.day()) * 10, "end_time": end_time}));
        }
        end += 86_400;
    }
    let lines = names.iter().map(|name| {
        json!({"name": name, "period": "day", "values": values, "title": name, "description": "",
               "id": format!("{page}/insights/{name}/day")})
    });
    Ok(json!({"data": lines.collect::<Vec<Value>>()}))
}

/// Names that live of single posts.
const OF_POSTS: [&str; 5] = [
    "post_media_view",
    "post_total_media_view_unique",
    "post_clicks",
    "post_reactions_by_type_total",
    "post_video_views",
];

/// The metrics that `insights.metric(a,b)` asks for, or the message of error 100.
pub(super) fn of_posts(fields: &str, quirks: &Quirks) -> Result<Vec<String>, &'static str> {
    let Some((_, rest)) = fields.split_once("insights.metric(") else { return Ok(Vec::new()) };
    let names: Vec<String> =
        rest.split(')').next().unwrap_or_default().split(',').map(str::to_owned).collect();
    if names.iter().any(|name| !OF_POSTS.contains(&name.as_str()) || quirks.retired.contains(name)) {
        return Err("(#100) The value must be a valid insights metric");
    }
    Ok(names)
}

/// What is measured of one post: views, and reactions by type; a post that nothing was set of has no lines.
pub(super) fn measured(stored: &Stored, metrics: &[String]) -> Value {
    let Some((views, kinds)) = &stored.measured else { return json!({"data": []}) };
    let lines = metrics.iter().filter_map(|name| {
        let value = match name.as_str() {
            "post_media_view" => json!(views),
            "post_reactions_by_type_total" => json!(kinds.iter().cloned().collect::<BTreeMap<_, _>>()),
            _ => return None,
        };
        Some(json!({"name": name, "period": "lifetime", "values": [{"value": value}],
                    "id": format!("{}/insights/{name}/lifetime", stored.id)}))
    });
    json!({"data": lines.collect::<Vec<Value>>()})
}
