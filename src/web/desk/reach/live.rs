//! `GET /raekkevidde/live`: tells an open page that the posts have changed; it fetches its figures again. Carries no
//! content.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderName, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use futures_util::{StreamExt, stream};

use crate::domain::user::Role;
use crate::web::desk::problem::Problem;
use crate::web::desk::session;
use crate::web::state::WebState;

/// How often the index is looked at: other processes' commits come into it by themselves.
const LOOK: Duration = Duration::from_secs(2);
const HEARTBEAT: Duration = Duration::from_secs(15);

/// The handler.
///
/// # Errors
/// None of its own.
pub async fn stream(State(state): State<WebState>, jar: CookieJar) -> Result<Response, Problem> {
    let closing = state.public.closing.clone();
    let began = state.public.index.position();
    let events = stream::unfold((state, jar, began), |(state, jar, seen)| async move {
        loop {
            tokio::time::sleep(LOOK).await;
            let user = session::still_in(&state, &jar).await;
            let may = matches!(user, Ok(Some(user)) if user.role.may(Role::Communicator));
            // A session that was ended, or a role that was taken away, ends the stream as well.
            if !may {
                return None;
            }
            let position = state.public.index.position();
            if position != seen {
                let event = Event::default().id(position.to_string()).event("changed").data("figures");
                return Some((Ok::<_, Infallible>(event), (state, jar, position)));
            }
        }
    });
    let events = events.take_until(closing.cancelled_owned());
    let headers = [(header::CACHE_CONTROL, "no-store"), (HeaderName::from_static("x-accel-buffering"), "no")];
    Ok((headers, Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT))).into_response())
}
