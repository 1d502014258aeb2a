//! `/rest/posts`: the finder, one, several.

use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, Method};
use serde_json::{Value, json};

use super::LinkedIn;
use super::answers::{Answer, access_denied, batch, no_such_resource, not_found, ok, refuse, unknown_param};
use super::gate::{Admitted, Resource, Role, Scope};
use super::world::{Stored, World};

const POSTS: Resource =
    Resource { name: "posts", internal: "partnerApiPostsExternal", scope: Scope::ReadPosts };
const KNOWN: [&str; 8] = ["author", "q", "start", "count", "sortBy", "isDsc", "viewContext", "ids"];

/// `?q=author…` or `?ids=List(…)`.
pub async fn find_or_batch(
    State(linkedin): State<LinkedIn>,
    method: Method,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    body: String,
) -> Answer {
    let body = (method == Method::POST).then_some(body.as_str());
    let call = linkedin.admit(POSTS, &headers, query.as_deref(), body)?;
    if call.params.list("ids").is_some() {
        linkedin.batch_of_posts(&call)
    } else {
        linkedin.find_posts(&call)
    }
}

/// `/{urn}`.
pub async fn one(
    State(linkedin): State<LinkedIn>,
    Path(urn): Path<String>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Answer {
    let call = linkedin.admit(POSTS, &headers, query.as_deref(), None)?;
    if !urn.starts_with("urn:li:") {
        return Err(no_such_resource().await); // `/rest/posts/search`, for one
    }
    if let Some(name) = call.params.unknown(&["viewContext"]) {
        return Err(unknown_param(name));
    }
    let world = linkedin.world();
    match world.posts.get(&urn) {
        Some(stored) if !world.may_read(&stored.listed_by) => {
            Err(access_denied(POSTS.internal, "GET", &call.version))
        }
        Some(stored) => Ok(ok(&stored.body)),
        None => Err(not_found()),
    }
}

impl LinkedIn {
    fn batch_of_posts(&self, call: &Admitted) -> Answer {
        let world = self.world();
        if !world.batch_get {
            return Err(access_denied(POSTS.internal, "BATCH_GET", &call.version));
        }
        let readable = |stored: &&Stored| world.may_read(&stored.listed_by);
        let ids = call.params.list("ids").unwrap_or_default();
        batch(&ids, |id| world.posts.get(id).filter(readable).map(|stored| stored.body.clone()))
    }

    fn find_posts(&self, call: &Admitted) -> Answer {
        let params = &call.params;
        if let Some(name) = params.unknown(&KNOWN) {
            return Err(unknown_param(name));
        }
        let author = params.get("author").unwrap_or_default();
        let (start, count) = (params.number("start").unwrap_or(0), params.number("count").unwrap_or(10));
        if params.get("q").as_deref() != Some("author") || author.is_empty() {
            return Err(refuse(400, None, "ILLEGAL_ARGUMENT", "No finder of that name"));
        }
        if count == 0 || count > 100 {
            return Err(refuse(400, None, "ILLEGAL_ARGUMENT", "count must be between 1 and 100"));
        }
        if author.starts_with("urn:li:person:") {
            return Err(refuse(400, None, "", "Member permissions must be used when using member as author"));
        }
        let world = self.world();
        if !world.may_read(&author) {
            return Err(access_denied(POSTS.internal, "GET", &call.version));
        }
        let sort_by = if params.get("sortBy").as_deref() == Some("LAST_MODIFIED") {
            "lastModifiedAt"
        } else {
            "createdAt"
        };
        let everything = params.get("viewContext").as_deref() == Some("AUTHOR");
        let mut listed: Vec<&Value> = world
            .posts
            .values()
            .filter(|stored| stored.listed_by == author)
            .map(|stored| &stored.body)
            .filter(|body| everything || body["lifecycleState"] == "PUBLISHED")
            .collect();
        listed.sort_by_key(|body| (body[sort_by].as_i64(), body["id"].to_string()));
        if params.get("isDsc").as_deref() != Some("false") {
            listed.reverse();
        }
        let total = listed.len();
        let page: Vec<&Value> = listed.into_iter().skip(start).take(count).collect();
        let mut links = Vec::new();
        if start + count < total {
            let author: String = url::form_urlencoded::byte_serialize(author.as_bytes()).collect();
            let next = start + count;
            let href = format!("/rest/posts?author={author}&q=author&count={count}&start={next}");
            links.push(json!({"type": "application/json", "rel": "next", "href": href}));
        }
        let mut paging = json!({"start": start, "count": count, "links": links});
        if world.shows_total {
            paging["total"] = total.into();
        }
        Ok(ok(&json!({"paging": paging, "elements": page})))
    }
}

impl World {
    /// True if the token's member has a role that reads posts on the author's Page.
    pub fn may_read(&self, author: &str) -> bool {
        let id = author.rsplit(':').next().unwrap_or_default();
        self.organisations.get(id).is_some_and(|page| page.role != Role::None)
    }
}
