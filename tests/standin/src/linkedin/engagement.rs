//! Counts and comments: `/rest/socialMetadata`, `/rest/socialActions`, share statistics.

use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, Method};
use serde_json::{Map, Value, json};

use super::LinkedIn;
use super::answers::{Answer, access_denied, batch, not_found, ok, refuse, unknown_param};
use super::gate::{Resource, Role, Scope};
use super::world::Stored;

const METADATA: Resource =
    Resource { name: "socialMetadata", internal: "partnerApiSocialMetadata", scope: Scope::ReadFeed };
const ACTIONS: Resource =
    Resource { name: "socialActions", internal: "partnerApiSocialActions", scope: Scope::ReadFeed };
const STATISTICS: Resource = Resource {
    name: "organizationalEntityShareStatistics",
    internal: "organizationalEntityShareStatistics",
    scope: Scope::Admin,
};

/// `/rest/socialMetadata/{urn}`.
pub async fn metadata(
    State(linkedin): State<LinkedIn>,
    Path(urn): Path<String>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Answer {
    linkedin.admit(METADATA, &headers, query.as_deref(), None)?;
    linkedin.world().posts.get(&urn).map(|stored| ok(&summary(&urn, stored))).ok_or_else(not_found)
}

/// `/rest/socialMetadata?ids=List(…)`.
pub async fn metadata_batch(
    State(linkedin): State<LinkedIn>,
    method: Method,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    body: String,
) -> Answer {
    let body = (method == Method::POST).then_some(body.as_str());
    let call = linkedin.admit(METADATA, &headers, query.as_deref(), body)?;
    let world = linkedin.world();
    let ids = call.params.list("ids").unwrap_or_default();
    batch(&ids, |id| world.posts.get(id).map(|stored| summary(id, stored)))
}

fn summary(urn: &str, stored: &Stored) -> Value {
    let kinds = stored.reactions.iter().filter(|(_, count)| **count != 0);
    let summaries: Map<String, Value> =
        kinds.map(|(kind, count)| (kind.clone(), json!({"reactionType": kind, "count": count}))).collect();
    let comments = stored.comments.len();
    json!({"entity": urn, "commentsState": "OPEN", "reactionSummaries": summaries,
        "commentSummary": {"count": comments, "topLevelCount": comments}})
}

/// `/rest/socialActions/{urn}/comments`: 404 where there are none, as documented.
pub async fn comments(
    State(linkedin): State<LinkedIn>,
    Path(urn): Path<String>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Answer {
    let call = linkedin.admit(ACTIONS, &headers, query.as_deref(), None)?;
    let world = linkedin.world();
    let Some(stored) = world.posts.get(&urn).filter(|stored| !stored.comments.is_empty()) else {
        return Err(not_found());
    };
    let (start, count) =
        (call.params.number("start").unwrap_or(0), call.params.number("count").unwrap_or(10));
    let activity = urn.replace(":share:", ":activity:").replace(":ugcPost:", ":activity:");
    let elements: Vec<Value> = stored
        .comments
        .iter()
        .enumerate()
        .skip(start)
        .take(count)
        .map(|(number, (person, text, at))| {
            let (id, actor) = (format!("73755200000000{number:05}"), format!("urn:li:person:{person}"));
            json!({"id": id, "commentUrn": format!("urn:li:comment:({activity},{id})"), "actor": actor,
                "object": activity, "message": {"text": text, "attributes": []},
                "created": {"actor": actor, "time": at}, "lastModified": {"actor": actor, "time": at},
                "commentsSummary": {"totalFirstLevelComments": 0}, "likesSummary": {"totalLikes": 0}})
        })
        .collect();
    let total = stored.comments.len();
    let paging = json!({"start": start, "count": count, "total": total, "links": []});
    Ok(ok(&json!({"paging": paging, "elements": elements})))
}

/// `/rest/organizationalEntityShareStatistics?q=organizationalEntity…`: for administrators; posts without are left out.
pub async fn statistics(
    State(linkedin): State<LinkedIn>,
    method: Method,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    body: String,
) -> Answer {
    let body = (method == Method::POST).then_some(body.as_str());
    let call = linkedin.admit(STATISTICS, &headers, query.as_deref(), body)?;
    let known = ["q", "organizationalEntity", "shares", "ugcPosts", "timeIntervals"];
    if let Some(name) = call.params.unknown(&known) {
        return Err(unknown_param(name));
    }
    let entity = call.params.get("organizationalEntity").unwrap_or_default();
    if call.params.get("q").as_deref() != Some("organizationalEntity") {
        return Err(refuse(400, None, "ILLEGAL_ARGUMENT", "No finder of that name"));
    }
    let world = linkedin.world();
    let page = world.organisations.get(entity.rsplit(':').next().unwrap_or_default());
    if page.is_none_or(|page| page.role != Role::Administrator) {
        return Err(access_denied(STATISTICS.internal, "FINDER-organizationalEntity", &call.version));
    }
    let mut elements = Vec::new();
    for (parameter, key) in [("shares", "share"), ("ugcPosts", "ugcPost")] {
        for urn in call.params.list(parameter).unwrap_or_default() {
            let stored = world.posts.get(&urn).filter(|stored| stored.listed_by == entity);
            let Some((stored, (impressions, shares))) =
                stored.and_then(|stored| Some((stored, stored.statistics?)))
            else {
                continue;
            };
            let mut element = json!({"organizationalEntity": entity, "totalShareStatistics": {
                "uniqueImpressionsCount": impressions * 2 / 3, "impressionCount": impressions,
                "clickCount": impressions / 25, "likeCount": stored.reactions.values().sum::<i64>(),
                "commentCount": stored.comments.len(), "shareCount": shares, "engagement": 0.1758}});
            element[key] = urn.into();
            elements.push(element);
        }
    }
    Ok(ok(&json!({"paging": {"start": 0, "count": 10, "links": []}, "elements": elements})))
}
