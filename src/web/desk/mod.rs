//! Pages for people who signed in.

use axum::Router;

use super::state::WebState;

/// The signed-in side.
pub fn router(_state: WebState) -> Router {
    Router::new()
}
