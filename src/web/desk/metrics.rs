//! `GET /metrics`: counters of this process, and gauges of the whole house read from the store when asked. For the
//! addresses the configuration names; anybody else is told that there is nothing here.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::address::Caller;
use crate::store::db::StoreError;
use crate::store::{log, queue, sources};
use crate::web::error::WebError;
use crate::web::state::WebState;

/// The handler.
///
/// # Errors
/// Another address than those that may read it, database.
pub async fn show(State(state): State<WebState>, Caller(caller): Caller) -> Result<Response, WebError> {
    if !caller.is_some_and(|caller| state.settings.server.may_read_metrics(caller)) {
        return Err(WebError::NotFound);
    }
    // What the process counted is worth having also while the database is away.
    let reachable = match refresh(&state).await {
        Ok(()) => 1.0,
        Err(error) => {
            tracing::error!(error = %error, "gauges could not be refreshed");
            0.0
        }
    };
    metrics::gauge!("hashwall_database_up").set(reachable);
    let kind = "text/plain; version=0.0.4; charset=utf-8";
    let text = (state.metrics)();
    Ok(([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-store")], text).into_response())
}

async fn refresh(state: &WebState) -> Result<(), StoreError> {
    // Made first: whoever asks first starts the recorder that the gauges go to.
    (state.metrics)();
    describe();
    metrics::gauge!("hashwall_log_position").set(log::head(&state.db).await? as f64);
    for (word, count) in queue::counts(&state.db).await? {
        metrics::gauge!("hashwall_posts", "state" => word.as_str()).set(count as f64);
    }
    let now = (state.public.clock)();
    for status in sources::statuses(&state.db, now).await? {
        let labels = [("source", status.id), ("network", status.network.as_str().to_owned())];
        metrics::gauge!("hashwall_source_active", &labels).set(f64::from(u8::from(status.active)));
        metrics::gauge!("hashwall_source_paused", &labels).set(f64::from(u8::from(status.paused.is_some())));
        metrics::gauge!("hashwall_source_failures", &labels).set(f64::from(status.failures));
        // Without a success there is no age: the gauge is absent rather than a number that looks like one.
        if let Some(success) = status.last_success {
            metrics::gauge!("hashwall_source_last_success_age_seconds", &labels)
                .set(now.since(success).as_secs_f64());
        }
    }
    Ok(())
}

/// What each metric means and is measured in, for whoever reads them without this source.
fn describe() {
    use metrics::{Unit, describe_counter, describe_gauge};
    describe_gauge!("hashwall_database_up", "1 if the database answered just now, 0 if not.");
    describe_gauge!("hashwall_posts", Unit::Count, "Posts stored, by state.");
    describe_gauge!(
        "hashwall_log_position",
        Unit::Count,
        "Sequence number of the newest entry of the event log."
    );
    describe_gauge!(
        "hashwall_projection_position",
        Unit::Count,
        "Entry of the event log up to which a read model of this process has come; behind hashwall_log_position it lags."
    );
    describe_gauge!("hashwall_live_streams", Unit::Count, "Pages listening for new posts on this process.");
    describe_gauge!(
        "hashwall_source_active",
        "1 if the source is in the configuration, 0 if it was taken out."
    );
    describe_gauge!(
        "hashwall_source_paused",
        "1 if the source waits for a person, as after a dead token; else 0."
    );
    describe_gauge!(
        "hashwall_source_failures",
        Unit::Count,
        "Failed runs of the source since its last success."
    );
    describe_gauge!(
        "hashwall_source_last_success_age_seconds",
        Unit::Seconds,
        "Seconds since the source's last successful run; absent before the first."
    );
    describe_counter!(
        "hashwall_sign_in_failures_total",
        Unit::Count,
        "Sign-ins this process refused for a wrong name or password."
    );
}
