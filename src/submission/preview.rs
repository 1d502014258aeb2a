//! Looks at a page that somebody handed in, once, within bounds of time and size, through the one client that calls no
//! private address. A site that asks programs not to fetch the page (robots.txt) is not asked for it,
//! and nothing is taken of a page that asks not to be given out (`noindex`).

use std::time::Duration;

use serde::Deserialize;
use sha2::{Digest, Sha256};
use tokio::time::Instant;
use url::{Position, Url};

use super::address::readable;
use super::meta::{self, Meta};
use crate::collect::calendar::robots::Robots;
use crate::collect::feed::charset::decode;
use crate::domain::time::Timestamp;
use crate::http::{Http, HttpError, Request, Response};
use crate::picture::ACCEPTED;

/// For everything together: the person waits.
const TIME: Duration = Duration::from_secs(6);
/// Bytes of a page, and of the documents beside it. A head is at the beginning.
const BYTES: usize = 1_000_000;
/// Bytes of its picture.
const PICTURE_BYTES: usize = 8 * 1024 * 1024;

/// Redirects to a page that are followed.
const MOST_STEPS: usize = 5;

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    /// What the page says of itself.
    Read(Box<Meta>),
    /// There may be something, but it does not tell, or asked not to be read.
    Silent,
    /// There is no such page.
    Gone,
    /// It leads, itself or by a redirect, to where we must not call.
    Private,
    /// It leads to a network whose pages programs may not read; nothing was asked there.
    Elsewhere(Url),
}

/// oEmbed, as far as it is believed: words and a picture, never markup.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Embedded {
    title: Option<String>,
    author_name: Option<String>,
    provider_name: Option<String>,
    thumbnail_url: Option<String>,
}

/// Looks.
pub async fn look(http: &Http, url: &Url, now: Timestamp) -> Look {
    let whole = http.until(Instant::now() + TIME).at_most(PICTURE_BYTES);
    let http = whole.at_most(BYTES);
    let response = match page(&http, url, now).await {
        Ok(response) => response,
        Err(refused) => return refused,
    };
    match response.status {
        404 | 410 => return Look::Gone,
        200..300 => {}
        _ => return Look::Silent,
    }
    if !response.header("content-type").is_none_or(|kind| kind.contains("html")) {
        return Look::Silent;
    }
    if response.headers.iter().any(|(name, value)| name == "x-robots-tag" && meta::forbids(value)) {
        return Look::Silent;
    }
    let text = decode(&response.body, response.header("content-type")).text;
    let mut meta = meta::read(&text, &response.url);
    if meta.closed {
        return Look::Silent;
    }
    if let Some(oembed) = meta.oembed.clone() {
        embed(&http, oembed, now, &mut meta).await;
    }
    note_picture(&whole, now, &mut meta).await;
    if meta.title.is_empty() && meta.description.is_empty() {
        Look::Silent
    } else {
        Look::Read(Box::new(meta))
    }
}

/// The page, or the last of those it leads to. A redirect is followed one step at a time: where it leads is asked first, its
/// terms and its robots.txt, so that an address which only leads to a network's post fetches nothing there.
async fn page(http: &Http, url: &Url, now: Timestamp) -> Result<Response, Look> {
    let step = http.step_by_step();
    let mut url = url.clone();
    // What a site asks is asked for once, however often it leads on within itself.
    let mut site = None;
    for _ in 0..=MOST_STEPS {
        if !readable(&url) {
            return Err(Look::Elsewhere(url));
        }
        let origin = url.origin();
        let asked = match site.take().filter(|(of, _)| *of == origin) {
            Some((_, asked)) => asked,
            None => asks(http, &url, now).await?,
        };
        let path = &url[Position::BeforePath..Position::AfterQuery];
        if !asked.as_ref().is_some_and(|robots| robots.allows(path)) {
            return Err(Look::Silent);
        }
        site = Some((origin, asked));
        let request = Request::get(url).header("accept", "text/html, application/xhtml+xml;q=0.9");
        let response = step.send(now, request).await.map_err(|error| unread(&error))?;
        match response.leads_to().map_err(|_unreadable| Look::Silent)? {
            None => return Ok(response),
            Some(to) => url = to,
        }
    }
    Err(Look::Silent)
}

/// What the site's robots.txt asks; `None` if it cannot say, which forbids everything. A site without one lets everything be
/// read (RFC 9309, 2.3.1.3).
async fn asks(http: &Http, url: &Url, now: Timestamp) -> Result<Option<Robots>, Look> {
    let Ok(robots) = url.join("/robots.txt") else { return Ok(None) };
    match http.send(now, Request::get(robots)).await {
        Ok(Response { status: 200..300, body, .. }) => {
            Ok(Some(Robots::read(&String::from_utf8_lossy(&body))))
        }
        // Its owner cannot answer now (2.3.1.4). "Too many" says no more.
        Ok(response) if response.status >= 500 || response.status == 429 => Ok(None),
        Ok(_none) => Ok(Some(Robots::default())),
        Err(error) => Err(unread(&error)),
    }
}

/// Notes what the page's picture is now, which a person will judge: whoever owns the address may lay another there later. A
/// picture that cannot be had is none.
async fn note_picture(http: &Http, now: Timestamp, meta: &mut Meta) {
    let Some(address) = Url::parse(&meta.picture).ok().filter(readable) else { return meta.picture.clear() };
    let request = Request::get(address).header("accept", ACCEPTED);
    match http.send(now, request).await {
        Ok(answer) if answer.status == 200 => meta.picture_sha256 = hex::encode(Sha256::digest(&answer.body)),
        _ => meta.picture.clear(),
    }
}

async fn embed(http: &Http, url: Url, now: Timestamp, meta: &mut Meta) {
    let answer = http.send(now, Request::get(url)).await;
    let Ok(embedded) = answer.map_err(|error| error.to_string()).and_then(|answer| answer.json::<Embedded>())
    else {
        return;
    };
    let fill = |place: &mut String, value: Option<String>| {
        if place.is_empty() {
            *place = value.unwrap_or_default();
        }
    };
    fill(&mut meta.title, embedded.title);
    fill(&mut meta.author, embedded.author_name);
    fill(&mut meta.site, embedded.provider_name);
    fill(&mut meta.picture, embedded.thumbnail_url);
}

fn unread(error: &HttpError) -> Look {
    tracing::debug!(%error, "a page that was handed in could not be looked at");
    match error {
        HttpError::Blocked(_) => Look::Private,
        _ => Look::Silent,
    }
}
