//! The API as a whole: its description, generated from the code, the page that shows it, and its writing side.

pub mod document;
pub mod page;
pub mod submitting;
pub mod writing;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::web::state::WebState;

/// The routes that take a key, with their description.
pub fn keyed() -> OpenApiRouter<WebState> {
    OpenApiRouter::new()
        .routes(routes!(writing::decide))
        .routes(routes!(submitting::submit))
        .routes(routes!(writing::key))
}
