//! Placeholder.
use crate::web::desk::problem::Problem;
use axum::response::Response;
pub async fn show() -> Result<Response, Problem> {
    Err(Problem::NotFound)
}
