//! The JSON of posts, Pages and errors, as the Graph API v26.0 writes it.

use chrono::{TimeZone, Utc};
use serde_json::{Map, Value, json};

use super::post::Hanging;
use super::world::{Page, Quirks, Stored, Token};
use crate::picture;

/// `2026-09-21T06:30:00+0000`.
pub(super) fn time(micros: i64) -> String {
    let at = Utc.timestamp_micros(micros).single().unwrap_or_default();
    at.format("%Y-%m-%dT%H:%M:%S%z").to_string()
}

/// A post with the fields asked for; what is absent is left out.
pub(super) fn post(stored: &Stored, base: &str, fields: &[String], token: &Token, quirks: &Quirks) -> Value {
    let id = |id: &str| match id.parse::<u64>() {
        Ok(number) if quirks.numeric_ids => json!(number),
        _ => json!(id),
    };
    let (reactions, comments, shares) = stored.counts;
    let picture = format!("{}/media/{}-0.png", base, stored.id);
    let mut all = Map::new();
    let mut put = |name: &str, value: Value| all.insert(name.to_owned(), value);
    if !stored.post.message.is_empty() {
        put("message", json!(stored.post.message));
    }
    match tags(stored, &id) {
        Value::Array(tags) if tags.is_empty() => {
            if quirks.old_tags {
                put("message_tags", json!({}));
            }
        }
        tags => {
            put("message_tags", tags);
        }
    }
    put("created_time", json!(time(stored.created)));
    put("updated_time", json!(time(stored.updated)));
    let number = stored.id.rsplit('_').next().unwrap_or_default();
    let owner = stored.id.split('_').next().unwrap_or_default();
    put("permalink_url", json!(format!("https://www.facebook.com/{owner}/posts/{number}")));
    put("is_published", json!(!stored.post.unpublished));
    put("is_hidden", json!(stored.hidden));
    put("status_type", json!(status_type(stored)));
    if let Some((author, name)) = &stored.post.author {
        put("from", json!({"name": name, "id": id(author)}));
    }
    if !matches!(stored.post.hanging, None | Some(Hanging::Event(_))) {
        put("full_picture", json!(signed(&picture, stored.updated)));
    }
    if let Some(hanging) = &stored.post.hanging {
        put("attachments", json!({"data": [attachment(hanging, stored, base)]}));
    }
    if shares > 0 {
        put("shares", json!({"count": shares}));
    }
    put("reactions", json!({"data": [], "summary": {"total_count": reactions, "viewer_reaction": "NONE"}}));
    // A person's token gets silent zeroes here.
    let comments = if *token == Token::User { 0 } else { comments };
    let summary = json!({"order": "ranked", "total_count": comments, "can_comment": false});
    put("comments", json!({"data": [], "summary": summary}));
    all.retain(|name, _| fields.iter().any(|field| field == name) && !quirks.withheld.contains(name));
    all.insert("id".to_owned(), json!(stored.id));
    Value::Object(all)
}

fn status_type(stored: &Stored) -> &'static str {
    match &stored.post.hanging {
        None => "mobile_status_update",
        Some(Hanging::Photo | Hanging::Album(_)) => "added_photos",
        Some(Hanging::Video) => "added_video",
        Some(Hanging::Link { .. }) => "shared_story",
        Some(Hanging::Event(_)) => "created_event",
    }
}

fn tags(stored: &Stored, id: &dyn Fn(&str) -> Value) -> Value {
    let tags = stored.post.tags.iter().filter_map(|(profile, name)| {
        let at = stored.post.message.find(name)?;
        // Offsets count Unicode code points.
        let offset = stored.post.message[..at].chars().count();
        Some(json!({
            "id": id(profile), "name": name, "type": "page",
            "offset": offset, "length": name.chars().count(),
        }))
    });
    Value::Array(tags.collect())
}

fn attachment(hanging: &Hanging, stored: &Stored, base: &str) -> Value {
    let image = |number: usize| {
        let src = signed(&format!("{base}/media/{}-{number}.png", stored.id), stored.updated);
        json!({"src": src, "width": picture::SIZE.0, "height": picture::SIZE.1})
    };
    let page = format!("https://www.facebook.com/{}", stored.id);
    let photo = |number: usize, media_type: &str, form: &str| {
        json!({"media_type": media_type, "type": form, "media": {"image": image(number)},
               "target": {"id": format!("{number}"), "url": page}, "url": page})
    };
    match hanging {
        Hanging::Photo => {
            let mut photo = photo(0, "photo", "photo");
            photo["description"] = json!(stored.post.message);
            photo
        }
        Hanging::Album(photos) => {
            let mut album = photo(0, "album", "album");
            album["title"] = json!("Fotos");
            let parts: Vec<Value> = (0..*photos).map(|number| photo(number, "photo", "photo")).collect();
            album["subattachments"] = json!({"data": parts});
            album
        }
        Hanging::Video => {
            let mut video = photo(0, "video", "video_inline");
            video["media"]["source"] =
                json!(signed(&format!("{base}/media/{}.mp4", stored.id), stored.updated));
            video
        }
        Hanging::Link { url, title, description } => {
            let mut shim = url::form_urlencoded::Serializer::new(String::new());
            shim.append_pair("u", url).append_pair("h", "AT0x");
            let shim = format!("https://l.facebook.com/l.php?{}", shim.finish());
            json!({"media_type": "link", "type": "share", "title": title, "description": description,
                   "url": shim, "unshimmed_url": url, "target": {"url": shim}, "media": {"image": image(0)}})
        }
        Hanging::Event(title) => {
            json!({"media_type": "event", "type": "event", "title": title,
                   "url": "https://www.facebook.com/events/778", "target": {"id": "778"}})
        }
    }
}

/// Days a signed picture address works.
const SIGNED_DAYS: i64 = 5;

/// `…?oh=<signature>&oe=<hex expiry>`: works for some days.
fn signed(address: &str, from: i64) -> String {
    let expires = from / 1_000_000 + SIGNED_DAYS * 86_400;
    let name = address.rsplit('/').next().unwrap_or_default();
    format!("{address}?oh={}&oe={expires:x}", signature(name, expires))
}

/// The signature of one file name and expiry.
pub(super) fn signature(name: &str, expires: i64) -> String {
    use sha2::Digest;
    let digest = sha2::Sha256::digest(format!("{name}\n{expires}").as_bytes());
    hex::encode(&digest[..8])
}

/// A Page with the fields asked for.
pub(super) fn page(id: &str, page: &Page, fields: &[String]) -> Value {
    let vanity = page.username.as_deref().unwrap_or(id);
    let mut all = json!({
        "name": page.name, "followers_count": page.followers,
        "link": format!("https://www.facebook.com/{vanity}"),
    });
    if let (Some(username), Some(all)) = (&page.username, all.as_object_mut()) {
        all.insert("username".to_owned(), json!(username));
    }
    if let Some(all) = all.as_object_mut() {
        all.retain(|name, _| fields.iter().any(|field| field == name));
        all.insert("id".to_owned(), json!(id));
    }
    all
}

/// The error object.
pub(super) fn error(message: &str, kind: &str, code: i64, subcode: Option<u32>) -> Value {
    let mut error = json!({"message": message, "type": kind, "code": code, "fbtrace_id": "AjPj2sQoTXX"});
    if let Some(subcode) = subcode {
        error["error_subcode"] = json!(subcode);
    }
    if matches!(code, 1 | 2 | 4 | 17 | 32) {
        error["is_transient"] = json!(true);
    }
    json!({"error": error})
}
