//! `GET /moderation/live`: what an open queue is told, as server-sent events. The event id is the log seq, so that a page that
//! lost the line misses nothing.
//!
//! `posts` carries what happened to posts (ids, states and names, never content), `counts` how many there are in each state,
//! `here` who is at the desk and what they have in hand, `reload` that the page was away too long.

use std::convert::Infallible;
use std::time::Duration;

use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use futures_util::stream;
use serde_json::{Map, Value, json};

use super::hold;
use super::problem::Problem;
use super::session;
use crate::domain::log::{Action, LogEntry};
use crate::domain::user::{Role, User};
use crate::store::{log, queue};
use crate::web::page::Page;
use crate::web::state::WebState;

/// How often what the log does not tell (leases, other processes' commits, the session) is looked at.
const LOOK: Duration = Duration::from_secs(1);
const HEARTBEAT: Duration = Duration::from_secs(15);
/// Entries told at once; a page that is further behind loads anew.
const MOST: u32 = 1_000;

/// One page's view of the desk: what it was told last.
pub struct Watch {
    state: WebState,
    user: User,
    after: u64,
    counts: Value,
    here: Value,
    ended: bool,
}

/// Something to tell.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// The event's name.
    pub event: &'static str,
    /// The log seq up to which everything was told.
    pub seq: u64,
    /// What.
    pub data: Value,
}

impl Watch {
    /// From after `after`.
    pub fn new(state: WebState, user: User, after: u64) -> Self {
        Self { state, user, after, counts: Value::Null, here: Value::Null, ended: false }
    }

    /// What changed since the last look.
    ///
    /// # Errors
    /// Database.
    pub async fn look(&mut self) -> Result<Vec<Told>, Problem> {
        let db = &self.state.db;
        let mut told = Vec::new();
        let entries = log::read_after(db, self.after, MOST).await?;
        if let Some(last) = entries.last() {
            self.after = last.seq;
            if entries.len() == MOST as usize {
                self.ended = true;
                return Ok(vec![Told { event: "reload", seq: self.after, data: json!("away") }]);
            }
            let posts: Vec<Value> =
                entries.iter().filter(|entry| entry.action != Action::Measured).map(happened).collect();
            if !posts.is_empty() {
                told.push(Told { event: "posts", seq: self.after, data: json!(posts) });
            }
        }
        let counts: Map<String, Value> = queue::counts(db)
            .await?
            .into_iter()
            .map(|(state, count)| (state.as_str().to_owned(), count.into()))
            .collect();
        let counts = Value::Object(counts);
        if counts != self.counts {
            self.counts = counts.clone();
            told.push(Told { event: "counts", seq: self.after, data: counts });
        }
        let here = hold::picture(db, &self.user.name, (self.state.public.clock)()).await?;
        if here != self.here {
            self.here = here.clone();
            told.push(Told { event: "here", seq: self.after, data: here });
        }
        Ok(told)
    }
}

/// An entry as an open page is told it.
fn happened(entry: &LogEntry) -> Value {
    let who = entry.actor.strip_prefix("user:");
    json!({ "seq": entry.seq, "post": entry.post, "action": entry.action, "from": entry.from, "to": entry.to, "who": who })
}

/// The handler. `?efter=` is the position the page was made at; a reconnecting browser's `Last-Event-ID` is newer and wins.
pub async fn stream(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
    headers: HeaderMap,
    jar: CookieJar,
) -> Result<Response, Problem> {
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok());
    let after = last.unwrap_or_else(|| page.parameter("efter")).parse();
    // Something unreadable is "from now": the page is made from the same database.
    let head = log::head(&state.db).await?;
    let after = after.unwrap_or(head).min(head);
    let closing = state.public.closing.clone();
    let watch = Watch::new(state, user, after);
    let events = stream::unfold((watch, jar, true), |(mut watch, jar, first)| async move {
        if watch.ended {
            return None;
        }
        let state = watch.state.clone();
        let committed = state.db.committed.notified();
        tokio::pin!(committed);
        // Before the look: a commit in between is not missed.
        committed.as_mut().enable();
        let told = if still_in(&state, &jar).await { watch.look().await } else { Err(Problem::SignedOut) };
        let told = match told {
            Ok(told) => told,
            Err(problem) => {
                tracing::debug!(?problem, "a desk's stream ended");
                return None;
            }
        };
        if told.is_empty() && !first {
            tokio::select! {
                () = committed => {}
                () = tokio::time::sleep(LOOK) => {}
            }
        }
        Some((told, (watch, jar, false)))
    });
    let events = futures_util::StreamExt::flat_map(events, |told| stream::iter(told.into_iter().map(event)));
    let events = futures_util::StreamExt::take_until(events, closing.cancelled_owned());
    let headers = [(header::CACHE_CONTROL, "no-store"), (HeaderName::from_static("x-accel-buffering"), "no")];
    Ok((headers, Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT))).into_response())
}

/// A session that was ended, or a role that was taken away, ends the stream as well.
async fn still_in(state: &WebState, jar: &CookieJar) -> bool {
    let user = session::user(state, jar).await;
    matches!(user, Ok(Some(user)) if user.role.may(Role::Moderator))
}

fn event(told: Told) -> Result<Event, Infallible> {
    Ok(Event::default().id(told.seq.to_string()).event(told.event).data(told.data.to_string()))
}
