//! Every URL on one page. Public pages read only the public index and the live feed; signed-in pages may use the store.

pub mod desk;
pub mod public;
pub mod state;

use std::net::SocketAddr;

pub use axum::Router;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use state::WebState;

/// The whole web side.
pub fn router(_state: WebState) -> Router {
    Router::new()
}

/// Answers on `listener` until `closing`, then lets open requests end.
///
/// # Errors
/// The listener broke.
pub async fn serve(listener: TcpListener, router: Router, closing: CancellationToken) -> std::io::Result<()> {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(closing.cancelled_owned()).await
}
