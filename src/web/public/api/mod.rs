//! The reading side of the API: approved posts alone, out of the public index, as visitors' pages have them.

pub mod ask;
pub mod cursor;
pub mod happenings;
pub mod lists;
pub mod parameters;
pub mod posts;
pub mod problem;
pub mod stats;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::web::state::PublicState;

/// Its routes with their description.
pub fn reading() -> OpenApiRouter<PublicState> {
    OpenApiRouter::new()
        .routes(routes!(posts::list))
        .routes(routes!(posts::one))
        .routes(routes!(posts::search))
        .routes(routes!(happenings::list))
        .routes(routes!(stats::show))
}
