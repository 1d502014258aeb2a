//! Recorded payloads beside the posts they must give: `tests/fixtures/linkedin/*.json`. A new case is a new file with
//! `answer` (a finder's), `media` (by URN, may be absent) and `expected`.

use std::path::Path;

use hashwall::collect::linkedin::cursor::Profile;
use hashwall::collect::linkedin::media::Assets;
use hashwall::collect::linkedin::posts::{Reading, closed, read_page};
use hashwall::domain::post::NewPost;
use serde_json::{Value, json};

use super::{MONDAY, settings, source_at, text};

#[test]
fn every_recorded_payload_gives_its_posts() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/linkedin");
    let mut cases: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    assert!(cases.len() >= 5, "the fixtures are gone: {cases:?}");
    let mut wrong = Vec::new();
    for case in cases {
        let fixture: Value = serde_json::from_slice(&std::fs::read(&case).unwrap()).unwrap();
        let read = read(&fixture);
        if read != fixture["expected"] {
            wrong.push(format!("{}: {}", case.display(), serde_json::to_string_pretty(&read).unwrap()));
        }
    }
    assert!(wrong.is_empty(), "not as expected, but\n{}", wrong.join("\n"));
}

fn read(fixture: &Value) -> Value {
    let mut source = source_at("https://api.linkedin.com");
    let settings = settings(&mut source).clone();
    let mut assets = Assets::default();
    for (urn, entity) in fixture["media"].as_object().into_iter().flatten() {
        assets.found.insert(urn.clone(), serde_json::from_value(entity.clone()).unwrap());
    }
    let profile =
        Profile { name: "Ledelsesugen".to_owned(), vanity: "ledelsesugen".to_owned(), ..Profile::default() };
    let reading = Reading {
        source: &source,
        settings: &settings,
        profile: Some(&profile),
        assets: &assets,
        now: MONDAY,
    };
    let (mut open, mut not_open, mut kept_out) = (Vec::new(), Vec::new(), Vec::new());
    for read in read_page(&fixture["answer"]) {
        let post = match read {
            Ok(post) => post,
            Err(kept) => {
                kept_out.push(kept);
                continue;
            }
        };
        if let Some(why) = closed(&post) {
            not_open.push(json!([post.id, why]));
            continue;
        }
        let (new, parts_kept_out) = reading.post(&post, None);
        open.push(told(&new));
        kept_out.extend(parts_kept_out);
    }
    let kept_out: Vec<Value> = kept_out.iter().map(|kept| json!([kept.what, kept.why])).collect();
    json!({"posts": open, "closed": not_open, "kept_out": kept_out})
}

/// A post as a person would check it; what is empty is left out.
fn told(post: &NewPost) -> Value {
    let told = json!({
        "native_id": post.native_id, "url": post.url, "author": post.author, "text": text(post), "tags": post.tags,
        "mentions": post.mentions, "attachments": post.attachments, "kind": post.kind,
        "published_at": post.published_at.map(|at| at.rfc3339()), "edited_at": post.edited_at.map(|at| at.rfc3339()),
        "content_until": post.keep.content_until.map(|at| at.rfc3339()),
        "author_until": post.keep.author_until.map(|at| at.rfc3339()),
    });
    without_empty(told)
}

fn without_empty(value: Value) -> Value {
    let empty = |value: &Value| matches!(value, Value::Null) || value == "" || value == &json!([]);
    match value {
        Value::Object(fields) => {
            fields.into_iter().map(|(k, v)| (k, without_empty(v))).filter(|(_, v)| !empty(v)).collect()
        }
        Value::Array(items) => items.into_iter().map(without_empty).collect(),
        other => other,
    }
}
