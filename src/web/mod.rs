//! Every URL on one page. Public pages read only the public index and the live feed; signed-in pages may use the store.

pub mod desk;
pub mod public;
pub mod state;

use axum::Router;
use state::WebState;

/// The whole web side.
pub fn router(_state: WebState) -> Router {
    Router::new()
}
