//! Recorded payloads and the posts they become: every `x.json` of a folder has its `x.expected.json` beside it.
//!
//! A new case is a new payload; `BLESS=1` writes what it becomes today, to be read before it is committed.

use std::path::Path;

use hashwall::domain::post::{Body, NewPost};
use serde_json::{Value, json};

/// Reads every payload of `tests/fixtures/{network}` and compares what it becomes.
pub fn walk(network: &str, become_what: impl Fn(&Value) -> Value) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(network);
    let mut payloads: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_str().is_some_and(|p| p.ends_with(".json") && !p.ends_with(".expected.json")))
        .collect();
    payloads.sort();
    assert!(!payloads.is_empty(), "no payload in {}", folder.display());
    for payload in payloads {
        let read = |path: &Path| -> Value {
            let text = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
        };
        let got = become_what(&read(&payload));
        let expected = payload.with_extension("expected.json");
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&expected, serde_json::to_string_pretty(&got).unwrap() + "\n").unwrap();
        }
        let got_text = serde_json::to_string_pretty(&got).unwrap();
        let expected_text = serde_json::to_string_pretty(&read(&expected)).unwrap();
        assert_eq!(got_text, expected_text, "{}", payload.display());
    }
}

/// A post as JSON; what is empty is left out.
pub fn post_as_json(post: &NewPost) -> Value {
    let (body_kind, body) = match &post.body {
        Body::Html(html) => ("html", html),
        Body::Text(text) => ("text", text),
    };
    let time = |at: Option<hashwall::domain::time::Timestamp>| at.map(|at| at.rfc3339());
    let mut value = json!({
        "network": post.network, "native_id": post.native_id, "url": post.url, "author": post.author,
        "title": post.title, body_kind: body, "tags": post.tags, "mentions": post.mentions,
        "attachments": post.attachments, "language": post.language, "warning": post.warning, "kind": post.kind,
        "published_at": time(post.published_at), "edited_at": time(post.edited_at),
        "engagement": post.engagement,
    });
    prune(&mut value);
    value
}

fn prune(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.values_mut().for_each(prune);
            fields.retain(|_, field| !(field.is_null() || *field == json!("") || *field == json!([])));
        }
        Value::Array(items) => items.iter_mut().for_each(prune),
        _ => {}
    }
}
