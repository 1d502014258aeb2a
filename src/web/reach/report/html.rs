//! The report as one HTML file: its style inside, nothing fetched from anywhere. The same paper gives the same bytes.

use askama::Template;
use axum::http::HeaderValue;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::web::assets;
use crate::web::page::Page;
use crate::web::reach::paper::Paper;

#[derive(Template)]
#[template(path = "reach/report.html")]
struct Report<'a> {
    page: &'a Page,
    paper: &'a Paper,
    style: String,
}

/// The file.
///
/// # Errors
/// The template cannot be written.
pub fn html(page: &Page, paper: &Paper) -> Result<String, askama::Error> {
    Report { page, paper, style: style() }.render()
}

/// What a browser may do with it: apply the one style it holds, and nothing else.
pub fn policy() -> HeaderValue {
    let hash = STANDARD.encode(Sha256::digest(style().as_bytes()));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    // Base64 stands in a header; were it not so, no style would be applied.
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
}

/// The report's style, which stands in the file.
pub(super) fn style() -> String {
    // Compiled in, as a test of the report sees; without it the words are there all the same.
    assets::text("report.css").unwrap_or_default()
}

impl Report<'_> {
    /// A report's charts are in it.
    fn chart_href(&self, _table: &str, _ending: &str) -> String {
        String::new()
    }
}
