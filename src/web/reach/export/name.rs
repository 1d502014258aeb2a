//! Names of files, kinds of content, and the answer that a browser keeps.

use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::web::i18n::Language;
use crate::web::page::Page;

/// `raekkevidde-2026-10-26-2026-11-01.csv`.
pub fn of(page: &Page, from: &str, to: &str, what: &str, ending: &str) -> String {
    let name = if page.language == Language::Danish { "raekkevidde" } else { "reach" };
    let what = if what.is_empty() { String::new() } else { format!("-{what}") };
    format!("{name}{what}-{from}-{to}.{ending}")
}

/// What a file of this ending is.
pub fn kind(ending: &str) -> &'static str {
    match ending {
        "csv" => "text/csv; charset=utf-8",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "pdf" => "application/pdf",
        "html" => "text/html; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// A file to keep. Names are ours and plain ASCII.
pub fn file(name: &str, body: impl IntoResponse) -> Response {
    let ending = name.rsplit('.').next().unwrap_or_default();
    let disposition = format!("attachment; filename=\"{name}\"");
    let heads = [(header::CONTENT_TYPE, kind(ending).to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    (heads, body).into_response()
}
