//! Every URL on one page. Public pages read only the public index and the live feed; signed-in pages may use the store.

pub mod assets;
pub mod dates;
pub mod desk;
pub mod error;
pub mod headers;
pub mod i18n;
pub mod layers;
pub mod page;
pub mod public;
pub mod state;

use axum::Router;
use axum::routing::get;
use state::WebState;

/// The whole web side.
pub fn router(state: WebState) -> Router {
    let public = Router::new()
        .route("/assets/{version}/{name}", get(assets::serve))
        .route("/health/live", get(|| async { "ok\n" }))
        .with_state(state.public.clone());
    layers::around(public.merge(desk::router(state.clone())), &state)
}
