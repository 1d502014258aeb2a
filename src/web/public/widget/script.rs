//! `GET /embed.js` and `GET /embed.css`: the element and its style, as other people's pages load them. The script is one
//! file that needs nothing beside it: its words and the address of its style are put in by us. Knows nothing of posts.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::style;
use crate::web::assets;
use crate::web::i18n::{self, Language};

/// Where the script keeps what is put in.
const PLACE: &str = "const SERVED = {};";
/// Words the element says itself; each is a message `widget-<word>`.
const WORDS: [&str; 17] = [
    "loading",
    "bad",
    "unknown",
    "lost",
    "paused",
    "empty",
    "more",
    "more-came",
    "all",
    "new-one",
    "new-many",
    "pause",
    "resume",
    "previous",
    "next",
    "carousel",
    "slide",
];

#[derive(Serialize)]
struct Served {
    style: &'static str,
    words: BTreeMap<&'static str, BTreeMap<&'static str, String>>,
}

static SCRIPT: LazyLock<String> = LazyLock::new(|| {
    let words = |language| WORDS.map(|word| (word, i18n::text(language, &format!("widget-{word}")))).into();
    let served = Served {
        style: style::name(),
        words: Language::ALL.map(|language| (language.as_str(), words(language))).into(),
    };
    let script = assets::text("embed.js").unwrap_or_default(); // a test asks for it
    match serde_json::to_string(&served) {
        Ok(served) => small(&script.replace(PLACE, &format!("const SERVED = {served};"))),
        Err(error) => {
            tracing::error!(%error, "the widget's words cannot be written");
            script
        }
    }
});

/// Without lines that are comments alone and without indents: nobody reads it where it goes.
fn small(script: &str) -> String {
    let kept = script.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("// "));
    kept.collect::<Vec<_>>().join("\n")
}

/// `GET /embed.js`.
pub async fn script() -> Response {
    served("text/javascript; charset=utf-8", &SCRIPT)
}

/// `GET /embed.css`.
pub async fn sheet() -> Response {
    served("text/css; charset=utf-8", style::sheet())
}

/// `GET /embed-size.js`: fits plain frames to their height, for those who may have a script and want no element.
pub async fn size() -> Response {
    assets::stable("embed-size.js")
}

fn served(kind: &'static str, body: &'static str) -> Response {
    // An hour: long enough for a visit, short enough for a mend to arrive.
    let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "public, max-age=3600")];
    (headers, body).into_response()
}
