//! The routes: `/{version}/{page}/{edge}`, `/{version}/{object}`, `/{version}/?ids=`, and signed pictures.

use std::collections::BTreeMap;

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use super::handle::Facebook;
use super::insights::{insights, measured, of_posts};
use super::wire;
use super::world::{Stored, Token, World};
use crate::picture;

/// Highest `limit`; more is an error.
const MOST: usize = 100;
/// Oldest version still spoken; older ones are answered as this one.
const OLDEST: u32 = 21;

type Params = BTreeMap<String, String>;
type Refusal = (StatusCode, Value);

pub(super) fn router(world: Facebook) -> Router {
    Router::new()
        .route("/media/{name}", get(media))
        .route("/{version}", get(batch))
        .route("/{version}/", get(batch))
        .route("/{version}/{object}", get(object))
        .route("/{version}/{page}/{edge}", get(edge))
        .with_state(world)
}

async fn edge(
    State(facebook): State<Facebook>,
    Path((version, page, edge)): Path<(String, String, String)>,
    Query(params): Query<Params>,
    headers: HeaderMap,
) -> Response {
    let (now, base) = (facebook.clock.now(), facebook.base.clone());
    let mut world = facebook.world();
    let answer = admit(&mut world, &headers, &params, now, 1).and_then(|(name, token)| {
        if !world.pages.contains_key(&page) {
            return Err(unknown_object(&page));
        }
        may_read(&token, &page)?;
        if edge == "insights" {
            return insights(&world.quirks, &page, &params, now).map_err(bad);
        }
        let call = Call { base: &base, version: &version, page: &page, edge: &edge, token_name: &name };
        list(&world, &call, &token, &params)
    });
    finish(answer, &world, &version, now, &page)
}

async fn object(
    State(facebook): State<Facebook>,
    Path((version, id)): Path<(String, String)>,
    Query(params): Query<Params>,
    headers: HeaderMap,
) -> Response {
    let (now, base) = (facebook.clock.now(), facebook.base.clone());
    let mut world = facebook.world();
    let answer = admit(&mut world, &headers, &params, now, 1)
        .and_then(|(_, token)| one(&world, &id, &token, &params, &base).ok_or_else(|| unknown_object(&id)));
    finish(answer, &world, &version, now, &id)
}

async fn batch(
    State(facebook): State<Facebook>,
    Path(version): Path<String>,
    Query(params): Query<Params>,
    headers: HeaderMap,
) -> Response {
    let (now, base) = (facebook.clock.now(), facebook.base.clone());
    let ids: Vec<&str> = params.get("ids").map(|ids| ids.split(',').collect()).unwrap_or_default();
    let mut world = facebook.world();
    // Each id counts as a call.
    let answer = admit(&mut world, &headers, &params, now, ids.len().max(1)).and_then(|(_, token)| {
        if ids.is_empty() || ids.len() > 50 {
            return Err(bad("(#100) param ids must be an array of 1 to 50 ids."));
        }
        let asked = params.get("fields").map_or("", String::as_str);
        let metrics = of_posts(asked, &world.quirks).map_err(bad)?;
        let mut found = serde_json::Map::new();
        for id in &ids {
            match one(&world, id, &token, &params, &base) {
                Some(mut value) => {
                    if !metrics.is_empty()
                        && let Some(stored) = world.post(id)
                    {
                        value["insights"] = measured(stored, &metrics);
                    }
                    found.insert((*id).to_owned(), value);
                }
                None if world.quirks.omits_missing => {}
                None if world.quirks.hides_missing => return Err(unknown_object("x")),
                None => return Err(unknown_object(id)),
            }
        }
        Ok(Value::Object(found))
    });
    finish(answer, &world, &version, now, "app")
}

async fn media(
    State(facebook): State<Facebook>,
    Path(name): Path<String>,
    Query(params): Query<Params>,
) -> Response {
    let expires = params.get("oe").and_then(|oe| i64::from_str_radix(oe, 16).ok()).unwrap_or_default();
    let genuine = params.get("oh").is_some_and(|oh| *oh == wire::signature(&name, expires));
    if !genuine || facebook.clock.secs() >= expires {
        return (StatusCode::FORBIDDEN, "URL signature expired").into_response();
    }
    if name.ends_with(".mp4") {
        return ([(header::CONTENT_TYPE, "video/mp4")], Vec::new()).into_response();
    }
    ([(header::CONTENT_TYPE, "image/png")], picture::png(&name)).into_response()
}

/// Token, proof and limits, in the order Graph looks at them.
fn admit(
    world: &mut World,
    headers: &HeaderMap,
    params: &Params,
    now: i64,
    calls: usize,
) -> Result<(String, Token), Refusal> {
    let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let bearer = bearer.and_then(|value| value.strip_prefix("Bearer ")).map(str::to_owned);
    let Some(name) = params.get("access_token").cloned().or(bearer) else {
        return Err(refuse("An access token is required to request this resource.", 104, None));
    };
    let Some((token, dead)) = world.tokens.get(&name).cloned() else {
        return Err(refuse(&format!("Malformed access token {name}"), 190, None));
    };
    if let Some(subcode) = dead {
        let why = "Error validating access token: The session has been invalidated.";
        return Err(refuse(why, 190, Some(subcode)));
    }
    if let Some((secret, required)) = &world.proof {
        let expected = proof(secret, &name);
        match params.get("appsecret_proof") {
            Some(given) if *given != expected => {
                return Err(bad("Invalid appsecret_proof provided in the API argument"));
            }
            None if *required => {
                return Err(bad("API calls from the server require an appsecret_proof argument"));
            }
            _ => {}
        }
    }
    match world.meter.count(now, calls) {
        Some(code) => Err(refuse(&format!("(#{code}) Application request limit reached"), code, None)),
        None => Ok((name, token)),
    }
}

fn may_read(token: &Token, page: &str) -> Result<(), Refusal> {
    match token {
        Token::System | Token::User => Ok(()),
        Token::Page(own) if own == page => Ok(()),
        Token::Page(_) | Token::Bare => Err(refuse(
            "(#10) This endpoint requires the 'pages_read_engagement' permission or the 'Page Public Content Access' \
             feature. Refer to https://developers.facebook.com/docs/apps/review/login-permissions#manage-pages",
            10,
            None,
        )),
    }
}

fn one(world: &World, id: &str, token: &Token, params: &Params, base: &str) -> Option<Value> {
    let fields = fields(params);
    if let Some(page) = world.pages.get(id) {
        return Some(wire::page(id, page, &fields));
    }
    let stored = world.post(id).filter(|stored| may_read(token, &stored.page).is_ok())?;
    Some(wire::post(&as_seen(world, stored), base, &fields, token, &world.quirks))
}

struct Call<'a> {
    base: &'a str,
    version: &'a str,
    page: &'a str,
    edge: &'a str,
    token_name: &'a str,
}

fn list(world: &World, call: &Call<'_>, token: &Token, params: &Params) -> Result<Value, Refusal> {
    let limit = params.get("limit").map_or(Some(25), |limit| limit.parse().ok()).filter(|limit| *limit > 0);
    let limit: usize = limit.ok_or_else(|| bad("(#100) param limit must be a positive integer"))?;
    if limit > MOST {
        return Err(bad("(#100) Please reduce the limit: the maximum is 100."));
    }
    if world.quirks.too_much_above.is_some_and(|most| limit > most) {
        let why = "Please reduce the amount of data you're asking for, then retry your request";
        let error = wire::error(why, "OAuthException", 1, None);
        return Err((StatusCode::INTERNAL_SERVER_ERROR, error));
    }
    let mut posts =
        world.edge(call.page, call.edge).ok_or_else(|| refuse("Unknown path components: /x", 2500, None))?;
    if *token == Token::User {
        posts.clear();
    }
    if !world.quirks.ignores_since {
        let bound = |name: &str| params.get(name).and_then(|value| value.parse::<i64>().ok());
        let (since, until) = (bound("since"), bound("until"));
        posts.retain(|stored| {
            let created = stored.created / 1_000_000;
            since.is_none_or(|since| created >= since) && until.is_none_or(|until| created <= until)
        });
    }
    let (offset, passed_empty) = read_cursor(params.get("after").map(String::as_str));
    let empty = world.quirks.endless || world.quirks.empty_pages && offset > 0 && !passed_empty;
    let slice =
        if empty { &[] } else { posts.get(offset..).map_or(&[][..], |rest| &rest[..rest.len().min(limit)]) };
    let fields = fields(params);
    let mut data: Vec<Value> = slice
        .iter()
        .map(|stored| wire::post(&as_seen(world, stored), call.base, &fields, token, &world.quirks))
        .collect();
    if offset == 0 {
        data.splice(0..0, world.quirks.injected.clone());
    }
    let reached = offset + slice.len() + usize::from(world.quirks.endless);
    let mut answer = json!({"data": data});
    if empty || reached < posts.len() {
        let after = cursor(reached, empty && !world.quirks.endless);
        answer["paging"] = json!({"cursors": {"before": cursor(offset, false), "after": after},
                                  "next": next(call, params, limit, &after)});
    }
    Ok(answer)
}

/// `next` carries the token, like the real one.
fn next(call: &Call<'_>, params: &Params, limit: usize, after: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("access_token", call.token_name);
    for name in ["fields", "since", "until"] {
        if let Some(value) = params.get(name) {
            query.append_pair(name, value);
        }
    }
    query.append_pair("limit", &limit.to_string()).append_pair("after", after);
    format!("{}/{}/{}/{}?{}", call.base, call.version, call.page, call.edge, query.finish())
}

fn cursor(offset: usize, passed_empty: bool) -> String {
    format!("Q2c4U1p{}{offset}", if passed_empty { "E" } else { "Y" })
}

fn read_cursor(after: Option<&str>) -> (usize, bool) {
    let Some(rest) = after.and_then(|after| after.strip_prefix("Q2c4U1p")) else { return (0, false) };
    (rest.get(1..).and_then(|offset| offset.parse().ok()).unwrap_or(0), rest.starts_with('E'))
}

/// The Page itself is named on its own posts.
fn as_seen(world: &World, stored: &Stored) -> Stored {
    let mut seen = stored.clone();
    if !stored.tagged && seen.post.author.is_none() {
        let name = world.pages.get(&stored.page).map(|page| page.name.clone());
        seen.post.author = name.map(|name| (stored.page.clone(), name));
    }
    seen
}

/// Names at the top of a `fields` expression: `a,b{c,d},e.limit(0)` → a, b, e.
fn fields(params: &Params) -> Vec<String> {
    let mut depth = 0_i32;
    let mut names = vec![String::new()];
    let mut in_name = true;
    for c in params.get("fields").map_or("", String::as_str).chars() {
        match c {
            '{' | '(' => depth += 1,
            '}' | ')' => depth -= 1,
            ',' if depth == 0 => {
                names.push(String::new());
                in_name = true;
                continue;
            }
            _ => {}
        }
        in_name &= depth == 0 && (c.is_ascii_alphanumeric() || c == '_');
        if in_name && let Some(name) = names.last_mut() {
            name.push(c);
        }
    }
    names
}

fn proof(secret: &str, token: &str) -> String {
    // A key of any length is good for HMAC; an impossible error gives a proof nobody has.
    Hmac::<Sha256>::new_from_slice(secret.as_bytes()).map_or_else(
        |_| String::new(),
        |mut mac| {
            mac.update(token.as_bytes());
            hex::encode(mac.finalize().into_bytes())
        },
    )
}

fn refuse(message: &str, code: i64, subcode: Option<u32>) -> Refusal {
    let status = match code {
        190 | 104 => StatusCode::UNAUTHORIZED,
        4 | 10 | 17 | 32 => StatusCode::FORBIDDEN,
        _ => StatusCode::BAD_REQUEST,
    };
    (status, wire::error(message, "OAuthException", code, subcode))
}

fn bad(message: &str) -> Refusal {
    (StatusCode::BAD_REQUEST, wire::error(message, "GraphMethodException", 100, None))
}

fn unknown_object(id: &str) -> Refusal {
    let message = format!(
        "Unsupported get request. Object with ID '{id}' does not exist, cannot be loaded due to missing permissions, \
         or does not support this operation"
    );
    (StatusCode::BAD_REQUEST, wire::error(&message, "GraphMethodException", 100, Some(33)))
}

fn finish(answer: Result<Value, Refusal>, world: &World, version: &str, now: i64, page: &str) -> Response {
    let asked = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    let spoken = format!("v{}.0", asked.unwrap_or(OLDEST).max(OLDEST));
    let (status, body) = answer.map_or_else(|refusal| refusal, |body| (StatusCode::OK, body));
    let mut response = (status, axum::Json(body)).into_response();
    let mut headers = world.meter.headers(now, page);
    headers.push(("facebook-api-version", spoken));
    for (name, value) in headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(HeaderName::from_static(name), value);
        }
    }
    response
}
