//! Style, scripts and icons inside the binary, served from a URL that carries the hash of their content, so that a
//! browser may keep them for ever. Knows nothing of pages.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

#[derive(RustEmbed)]
#[folder = "src/web/assets/"]
struct Assets;

/// One hash for all files, so that a script can import its neighbour by a relative name.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut names: Vec<_> = Assets::iter().collect();
    names.sort();
    let mut hash = Sha256::new();
    for name in names {
        hash.update(name.as_bytes());
        if let Some(file) = Assets::get(&name) {
            hash.update(file.metadata.sha256_hash());
        }
    }
    hex::encode(&hash.finalize()[..8])
});

/// Where a file is served: `/assets/<hash>/<name>`.
pub fn url(name: &str) -> String {
    format!("/assets/{}/{name}", *VERSION)
}

/// `GET /assets/{version}/{name}`. An old version's URL gives the file too (an open page may still ask for it), but is
/// not to be kept.
pub async fn serve(Path((version, name)): Path<(String, String)>) -> Response {
    let caching = if version == *VERSION { "public, max-age=31536000, immutable" } else { "no-cache" };
    respond(&name, caching)
}

/// A file's text, for what is made of several; `None` if there is no such file, or it is none of words.
pub fn text(name: &str) -> Option<String> {
    Assets::get(name).and_then(|file| String::from_utf8(file.data.into_owned()).ok())
}

/// A file under a URL that never changes (`/embed.js`, `/favicon.ico`): kept for an hour.
pub fn stable(name: &str) -> Response {
    respond(name, "public, max-age=3600")
}

fn respond(name: &str, caching: &'static str) -> Response {
    let Some(file) = Assets::get(name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mime = file.metadata.mimetype();
    let mime = if mime.starts_with("text/") { format!("{mime}; charset=utf-8") } else { mime.to_owned() };
    ([(header::CONTENT_TYPE, mime), (header::CACHE_CONTROL, caching.to_owned())], file.data.into_owned())
        .into_response()
}
