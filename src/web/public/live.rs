//! `GET /live`: what open pages are told, as server-sent events. The event id is the log seq, so a browser that lost the
//! line comes back with `Last-Event-ID` and misses nothing.
//!
//! `put` carries a card made by the server, `remove` an id, `reload` tells a page that was away too long to load anew.
//! `pause` takes everything away while the panic button is pressed, `resume` brings it back; every stream begins with the
//! one that holds, so that a page which missed the other is put right. A screen (`?skaerm=1`) also gets `notice`: the
//! moderators' message, or `null`, first the one that is shown.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::future::ready;
use futures_util::stream::{self, BoxStream, StreamExt};
use tokio_stream::wrappers::{BroadcastStream, WatchStream};

use super::{notice, once};
use crate::domain::notice::Notice;
use crate::projections::live::{Change, LiveEvent, Resume};
use crate::web::page::Page;
use crate::web::state::PublicState;

/// A comment this often keeps proxies from closing a quiet line, and finds lines that are dead.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// A browser that lost us waits this long, in ms, each its own time: a restart is not met by all of them at once.
const RETRY: std::ops::Range<u64> = 1_000..5_000;

/// Streams of one process. Each holds a connection for as long as its page is open, so a crowd, or one who opens them by
/// the thousand, must not take the last descriptor that somebody needs to read the wall.
const MOST: usize = 5_000;

/// Seconds after which somebody may have left. The pages' own script comes again by itself, less and less often.
const COME_AGAIN: &str = "30";

/// One thing to tell.
enum Told {
    Change(LiveEvent),
    Reload,
    /// Where the panic button stands: true while it is pressed.
    Paused(bool),
    /// The moderators' message to the screens.
    Notice(Option<Notice>),
}

/// The handler. `?efter=` is the position the page was made at; a reconnecting browser's `Last-Event-ID` is newer and
/// wins. Something unreadable in either is "away too long", never a silent gap. 503 where [`MOST`] are open.
pub async fn stream(State(state): State<PublicState>, page: Page, headers: HeaderMap) -> Response {
    if state.live.followers() >= MOST {
        let full = [(header::RETRY_AFTER, COME_AGAIN), (header::CACHE_CONTROL, "no-store")];
        return (StatusCode::SERVICE_UNAVAILABLE, full, "Too many open pages\n").into_response();
    }
    let last = headers.get("last-event-id").map(|id| id.to_str().unwrap_or("?").to_owned());
    let after = last.or_else(|| Some(page.parameter("efter").to_owned()).filter(|after| !after.is_empty()));
    let told: BoxStream<'static, Told> = match after.map(|seq| seq.parse::<u64>()).transpose() {
        Ok(after) => match state.live.resume(after) {
            Resume::Following(missed, receiver) => {
                let new = BroadcastStream::new(receiver).map(|event| match event {
                    Ok(event) => Told::Change(event),
                    // The page read so slowly that changes were dropped for it.
                    Err(_lagged) => Told::Reload,
                });
                stream::iter(missed).map(Told::Change).chain(new).boxed()
            }
            Resume::Reload { .. } => stream::iter([Told::Reload]).boxed(),
        },
        Err(_not_a_number) => stream::iter([Told::Reload]).boxed(),
    };
    let is_screen = !page.parameter("skaerm").is_empty();
    let page = page.without_address();
    let hello = Event::default().comment("hashwall").retry(Duration::from_millis(rand::random_range(RETRY)));
    let clock = state.clock.clone();
    let live = state.live.clone();
    let switches = WatchStream::new(state.live.switches()).map(|switch| Told::Paused(switch.pause.is_some()));
    let notices = WatchStream::new(state.live.notices()).map(|posted| Told::Notice(posted.reading.notice));
    let beside = stream::select(switches, notices.filter(move |_| ready(is_screen)));
    // The button is followed for as long as the posts are, and no longer.
    let told = told.map(Some).chain(stream::once(ready(None)));
    let events = stream::select(beside.map(Some), told)
        .scan((), |(), told| ready(told))
        // Nothing of a post leaves while the button is pressed; pages that come back ask for everything anew.
        .filter(move |told| ready(!matches!(told, Told::Change(_)) || live.pause().is_none()))
        // Nothing follows a reload: the page opens a new stream from where it then stands.
        .scan(false, |ended, told| {
            let goes_on = !*ended;
            *ended = matches!(told, Told::Reload);
            ready(goes_on.then_some(told))
        })
        .filter_map(move |told| ready(event(&page.at(clock()), told)));
    let open = Open::new();
    let events = stream::iter([hello]).chain(events).take_until(state.closing.clone().cancelled_owned()).map(
        move |event| {
            let _counted_while_open = &open;
            Ok::<_, Infallible>(event)
        },
    );
    let headers = [
        (header::CACHE_CONTROL, "no-store"),
        // nginx would otherwise collect events before passing them on.
        (HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    (headers, Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT))).into_response()
}

fn event(page: &Page, told: Told) -> Option<Event> {
    let LiveEvent { seq, change } = match told {
        // An event without data is never delivered to a page (HTML standard, "event stream interpretation").
        Told::Reload => return Some(Event::default().event("reload").data("away")),
        Told::Change(event) => event,
        Told::Paused(true) => {
            let words =
                serde_json::json!({ "title": page.text("pause-title"), "text": page.text("pause-text") });
            return Some(Event::default().event("pause").data(words.to_string()));
        }
        Told::Notice(notice) => {
            return Some(Event::default().event("notice").data(notice::told(page, notice.as_ref())));
        }
        Told::Paused(false) => return Some(Event::default().event("resume").data("now")),
    };
    let event = Event::default().id(seq.to_string());
    match change {
        Change::Remove(post) => {
            once::forget(&post);
            Some(event.event("remove").data(post.0))
        }
        Change::Put(post) => Some(event.event("put").data(once::told(page, &post)?)),
    }
}

/// Counts open streams as the gauge `hashwall_live_streams`.
struct Open;

impl Open {
    fn new() -> Self {
        metrics::gauge!("hashwall_live_streams").increment(1);
        Self
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        metrics::gauge!("hashwall_live_streams").decrement(1);
    }
}
