//! `GET /health/ready`: whether this process should be sent visitors: the database answers, and what is shown is not far
//! behind what was decided.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::store::log;
use crate::web::state::WebState;

/// Log entries a read model may be behind: a burst of collecting that takes a few seconds to work off.
const BEHIND: u64 = 5_000;

/// The handler. 200 or 503, with where everything stands.
pub async fn show(State(state): State<WebState>) -> Response {
    let (status, body) = match positions(&state).await {
        Ok((head, positions)) => {
            let ready = positions.iter().all(|(_, position)| head.saturating_sub(*position) <= BEHIND);
            let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
            let positions: serde_json::Map<String, serde_json::Value> =
                positions.into_iter().map(|(name, position)| (name.to_owned(), position.into())).collect();
            (status, json!({ "ready": ready, "database": true, "log": head, "positions": positions }))
        }
        Err(error) => {
            tracing::error!(error = %error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, json!({ "ready": false, "database": false }))
        }
    };
    (status, [(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
}

async fn positions(
    state: &WebState,
) -> Result<(u64, [(&'static str, u64); 3]), crate::store::db::StoreError> {
    let head = log::head(&state.db).await?;
    let positions = [
        ("search-public", state.public.index.position()),
        ("search-desk", state.desk_index.position()),
        ("live", state.public.live.position()),
    ];
    Ok((head, positions))
}
