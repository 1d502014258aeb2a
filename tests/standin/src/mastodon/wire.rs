//! The JSON of statuses, as docs.joinmastodon.org/entities has it.

use chrono::{TimeZone, Utc};
use serde_json::{Value, json};

use super::handle::{Stored, World};
use super::status::{Account, Media};
use crate::picture;

/// `2026-09-21T07:00:00.000Z`.
pub(super) fn time(micros: i64) -> String {
    let at = Utc.timestamp_micros(micros).single().unwrap_or_default();
    at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}

/// Words of a text that are hashtags, lower case, without `#`.
pub(super) fn hashtags(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '#')));
    words
        .filter_map(|word| word.strip_prefix('#'))
        .map(str::to_lowercase)
        .filter(|word| !word.is_empty())
        .collect()
}

pub(super) fn status(stored: &Stored, world: &World, base: &str) -> Value {
    let status = &stored.status;
    let html = status.html.clone().unwrap_or_else(|| html(&status.text, &world.host));
    let (favourites, replies, boosts) = stored.counts;
    let tags: Vec<Value> = hashtags(&status.text)
        .iter()
        .map(|tag| json!({"name": tag, "url": format!("https://{}/tags/{tag}", world.host)}))
        .collect();
    let media: Vec<Value> =
        status.media.iter().enumerate().map(|(at, media)| attachment(media, stored, at, base)).collect();
    let mentions: Vec<Value> = status
        .mentions
        .iter()
        .map(|acct| {
            let (user, host) = acct.split_once('@').unwrap_or((acct, &world.host));
            json!({"id": "77", "username": user, "acct": acct, "url": format!("https://{host}/@{user}")})
        })
        .collect();
    let mut value = json!({
        "id": stored.id, "created_at": time(stored.created), "edited_at": stored.edited.map(time),
        "in_reply_to_id": null, "in_reply_to_account_id": null, "sensitive": status.sensitive,
        "spoiler_text": status.warning, "visibility": status.visibility, "language": status.language,
        "uri": stored.uri, "url": stored.url, "replies_count": replies, "reblogs_count": boosts,
        "favourites_count": favourites, "quotes_count": 0, "content": html, "reblog": null, "quote": null,
        "application": null, "media_attachments": media, "mentions": mentions, "tags": tags, "emojis": [],
        "card": null, "poll": null,
        "account": world.accounts.get(&status.acct).map(|known| account(known, &world.host, base)),
    });
    if let Some((url, title, description)) = &status.card {
        value["card"] = json!({
            "url": url, "title": title, "description": description, "type": "link", "author_name": "",
            "author_url": "", "provider_name": "", "provider_url": "", "html": "", "width": picture::SIZE.0,
            "height": picture::SIZE.1, "image": format!("{base}/media/card-{}.png", stored.id), "embed_url": "",
        });
    }
    if !status.poll.is_empty() {
        let options: Vec<Value> =
            status.poll.iter().map(|(title, votes)| json!({"title": title, "votes_count": votes})).collect();
        let votes: u64 = status.poll.iter().map(|(_, votes)| votes).sum();
        value["poll"] = json!({"id": "34830", "expires_at": null, "expired": false, "multiple": false,
                               "votes_count": votes, "voters_count": votes, "options": options, "emojis": []});
    }
    if status.boost {
        let mut boosted = value.clone();
        boosted["id"] = json!("1");
        boosted["uri"] = json!(format!("{}-boosted", stored.uri));
        value["reblog"] = boosted;
    }
    value
}

fn account(account: &Account, own_host: &str, base: &str) -> Value {
    let host = account.host.as_deref().unwrap_or(own_host);
    let user = &account.username;
    let picture = |kind: &str| format!("{base}/media/{kind}-{user}.png");
    json!({
        "id": "55", "username": user, "acct": account.acct(), "display_name": account.name, "locked": false,
        "bot": account.bot, "discoverable": true, "noindex": account.noindex, "group": false,
        "created_at": "2022-11-05T00:00:00.000Z", "note": html(&account.note, host),
        "url": format!("https://{host}/@{user}"), "uri": format!("https://{host}/users/{user}"),
        "avatar": picture("avatar"), "avatar_static": picture("avatar"), "header": picture("header"),
        "header_static": picture("header"), "followers_count": account.followers, "following_count": 90,
        "statuses_count": 410, "last_status_at": "2026-09-21", "emojis": [], "fields": [],
    })
}

fn attachment(media: &Media, stored: &Stored, at: usize, base: &str) -> Value {
    let file = |ending: &str| format!("{base}/media/{}-{at}.{ending}", stored.id);
    let size = json!({"width": picture::SIZE.0, "height": picture::SIZE.1});
    let (form, url, preview, remote, alt) = match media {
        Media::Image(alt) => ("image", Some(file("png")), Some(file("png")), None, alt.as_str()),
        Media::Gifv => ("gifv", Some(file("mp4")), Some(file("png")), None, ""),
        Media::Video(alt) => ("video", Some(file("mp4")), Some(file("png")), None, alt.as_str()),
        Media::Audio => ("audio", Some(file("mp3")), None, None, ""),
        Media::Unknown(remote) => ("unknown", None, None, Some(remote.clone()), ""),
    };
    let description = (!alt.is_empty()).then_some(alt);
    json!({
        "id": format!("{}{at}", stored.id), "type": form, "url": url, "preview_url": preview, "remote_url": remote,
        "meta": {"original": size, "small": size}, "description": description, "blurhash": "UFBWY:8_0J",
    })
}

/// Text as Mastodon makes HTML of it: paragraphs, breaks, and hashtags whose `#` stands outside their `span`.
fn html(text: &str, host: &str) -> String {
    let mut html = String::from("<p>");
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let tag: String = match c {
            '#' => rest[1..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect(),
            _ => String::new(),
        };
        if !tag.is_empty() {
            html.push_str(&format!(
                "<a href=\"https://{host}/tags/{}\" class=\"mention hashtag\" rel=\"tag\">#<span>{tag}</span></a>",
                tag.to_lowercase()
            ));
            rest = &rest[1 + tag.len()..];
            continue;
        }
        if let Some(after) = rest.strip_prefix("\n\n") {
            html.push_str("</p><p>");
            rest = after;
            continue;
        }
        match c {
            '\n' => html.push_str("<br />"),
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            c => html.push(c),
        }
        rest = &rest[c.len_utf8()..];
    }
    html.push_str("</p>");
    html
}
