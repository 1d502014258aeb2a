//! A house with one source of each network under attack, and one neighbour that must not notice.

use hashwall::domain::time::Timestamp;
use hashwall::ingest::Run;
use hashwall::store::sources::{self, Status};
use hashwall_standin::faults::Fault;
use hashwall_standin::feeds::{Format, Item};
use serde_json::{Value, json};
use std::time::Duration;

use crate::journey::{SOURCES, furnish};
use crate::support::app::TestApp;
use crate::support::database::TestDb;

const FEEDS: &str = r#"
[[source]]
id = "feed"
network = "feed"
title = "Angrebet"
right = "licence"
right_note = "stand-in"
full_text = true
url = "{base}/feeds/attacked"

[[source]]
id = "neighbour"
network = "feed"
title = "Naboen"
right = "licence"
right_note = "stand-in"
full_text = true
url = "{base}/feeds/neighbour"

# Small, so that a body beyond it costs little.
[http]
max_body = 3_000_000
"#;

/// Source under attack, and the path its posts are read from.
pub const ATTACKED: [(&str, &str); 4] = [
    ("feed", "/feeds/attacked"),
    ("masto", "/mastodon/api/v1/timelines/tag/"),
    ("facebook", "/facebook/v26.0/104512998877665/published_posts"),
    ("linkedin", "/linkedin/rest/posts"),
];

/// The house, with what the neighbour has published so far.
pub struct Besieged {
    pub app: TestApp,
    said: u32,
}

impl Besieged {
    pub async fn start(database: TestDb) -> Self {
        let app = TestApp::start(database, &format!("{SOURCES}{FEEDS}")).await;
        furnish(&app);
        for (feed, title) in [("attacked", "Angrebet"), ("neighbour", "Naboen")] {
            app.standin.feeds.open(feed, title, Format::Atom);
        }
        Self { app, said: 0 }
    }

    /// One round in which `attacked` gets `fault`, and the neighbour must be heard all the same.
    pub async fn round(&mut self, attacked: &str, fault: Fault) -> (Option<Run>, Status) {
        let path = ATTACKED.iter().find(|(id, _)| *id == attacked).unwrap().1;
        self.app.standin.faults.always(path, fault);
        let round = self.quiet_round(attacked).await;
        self.app.standin.faults.clear(path);
        round
    }

    /// One round in which every network attacks at once, and none of the answers is a failure. (In any later round the
    /// stand-in, asked about posts it never had, says that they are gone.)
    pub async fn siege(&mut self, answers: Vec<(&str, Fault)>) {
        let path = |of: &str| ATTACKED.iter().find(|(id, _)| *id == of).unwrap().1;
        for (network, answer) in &answers {
            self.app.standin.faults.always(path(network), answer.clone());
        }
        self.quiet_round("feed").await;
        for (network, _) in &answers {
            self.app.standin.faults.clear(path(network));
            let status = self.status(network).await;
            assert_eq!((status.failures, &status.error, &status.paused), (0, &None, &None), "{status:?}");
        }
    }

    /// One round without a fault of its own.
    pub async fn quiet_round(&mut self, attacked: &str) -> (Option<Run>, Status) {
        // Longer than any backoff and any probe, so that everything is due.
        self.app.advance(Duration::from_secs(25 * 3_600));
        self.said += 1;
        let words = format!("Naboens ord nummer {} #Ledelsesugen", self.said);
        self.app.standin.feeds.publish("neighbour", item(&self.said.to_string(), &words));
        let mut runs = self.app.collect().await;
        for run in &runs {
            let failure = format!("{:?}", run.failure);
            assert!(!failure.contains("panicked"), "{}: {failure}", run.source);
        }
        self.app.post(&words).await;
        let run = runs.iter().rposition(|run| run.source == attacked).map(|at| runs.swap_remove(at));
        (run, self.status(attacked).await)
    }

    pub async fn status(&self, id: &str) -> Status {
        let all = sources::statuses(&self.app.app.db, self.app.now()).await.unwrap();
        all.into_iter().find(|status| status.id == id).unwrap()
    }
}

/// A feed item with plain words.
pub fn item(id: &str, words: &str) -> Item {
    Item { id: id.to_owned(), title: String::new(), html: format!("<p>{words}</p>"), ..Item::default() }
}

/// A page of one network's answer that holds these elements.
pub fn page(network: &str, elements: &[Value]) -> Fault {
    let body = match network {
        "masto" => json!(elements),
        "facebook" => json!({ "data": elements }),
        "linkedin" => json!({ "elements": elements, "paging": { "start": 0, "count": 100, "links": [] } }),
        "feed" => {
            json!({ "version": "https://jsonfeed.org/version/1.1", "title": "Angrebet", "items": elements })
        }
        other => panic!("no page of {other}"),
    };
    let kind = if network == "feed" { "application/feed+json" } else { "application/json" };
    Fault::Answer(200, kind, body.to_string())
}

/// An element as the network sends it, with every field an attacker could fill. `number` makes its ids; `at` is when
/// LinkedIn says it changed.
pub fn element(network: &str, number: u64, words: &str, at: Timestamp) -> Value {
    let millis = at.0 / 1_000;
    let picture = "https://pictures.example/a.png";
    match network {
        "masto" => json!({
            "id": number.to_string(), "uri": format!("https://norden.example/users/lone/statuses/{number}"),
            "url": format!("https://norden.example/@lone/{number}"), "created_at": "2026-10-26T07:00:00.000Z",
            "edited_at": null, "visibility": "public", "sensitive": false, "spoiler_text": "", "language": "da",
            "content": format!("<p>{words}</p>"), "reblog": null,
            "account": {"username": "lone", "acct": "lone", "display_name": "Lone", "uri": "https://norden.example/users/lone",
                "url": "https://norden.example/@lone", "note": "", "followers_count": 7, "group": false},
            "media_attachments": [{"type": "image", "url": picture, "preview_url": picture, "remote_url": picture,
                "description": "et billede", "meta": {"original": {"width": 10, "height": 10}}}],
            "mentions": [{"acct": "per", "url": "https://norden.example/@per"}], "tags": [{"name": "ledelsesugen"}],
            "card": {"url": "https://kort.example/", "title": "Et kort", "description": "Om kortet", "image": picture,
                "image_description": "kortets billede", "width": 10, "height": 10},
            "poll": {"options": [{"title": "Ja", "votes_count": 1}]},
            "replies_count": 1, "reblogs_count": 2, "favourites_count": 3,
        }),
        "facebook" => json!({
            "id": format!("104512998877665_{number}"), "message": words, "story": "",
            "message_tags": [{"id": "9", "name": "Per", "offset": 0, "length": 3}],
            "created_time": "2026-10-26T07:00:00+0000", "updated_time": "2026-10-26T07:00:00+0000",
            "permalink_url": format!("https://www.facebook.com/104512998877665/posts/{number}"),
            "full_picture": picture, "status_type": "added_photos", "is_published": true, "is_hidden": false,
            "from": {"id": "104512998877665", "name": "Region Midtland"},
            "attachments": {"data": [{"media_type": "photo", "type": "photo", "title": "Titel", "description": "Om",
                "url": "https://www.facebook.com/photo", "unshimmed_url": "https://kl.dk/",
                "target": {"id": "1", "url": "https://www.facebook.com/photo"},
                "media": {"image": {"src": picture, "width": 10, "height": 10}, "source": picture},
                "subattachments": {"data": [{"media_type": "link", "title": "Under", "url": "https://kl.dk/under",
                    "media": {"image": {"src": picture}}}]}}]},
            "shares": {"count": 1}, "reactions": {"data": [], "summary": {"total_count": 2}},
            "comments": {"data": [], "summary": {"total_count": 3}},
        }),
        "linkedin" => json!({
            "id": format!("urn:li:share:{number}"), "author": "urn:li:organization:5515715", "commentary": words,
            "visibility": "PUBLIC", "lifecycleState": "PUBLISHED", "lifecycleStateInfo": {"isEditedByAuthor": false},
            "content": {"article": {"source": "https://kl.dk/artikel", "thumbnail": "urn:li:image:1", "title": "Titel",
                "description": "Om"}},
            "reshareContext": {"parent": "urn:li:share:1"},
            "createdAt": millis, "publishedAt": millis, "lastModifiedAt": millis,
        }),
        "feed" => json!({
            "id": format!("tag:blog.example,2026:{number}"), "url": format!("https://blog.example/{number}"),
            "external_url": "https://andet.example/", "title": "Et indlæg", "content_html": format!("<p>{words}</p>"),
            "summary": "resumé", "image": picture, "banner_image": picture, "date_published": "2026-10-26T07:00:00Z",
            "date_modified": "2026-10-26T07:00:00Z", "tags": ["Ledelsesugen"], "language": "da",
            "authors": [{"name": "Lone", "url": "https://blog.example/lone", "avatar": picture}],
            "attachments": [{"url": "https://blog.example/a.mp3", "mime_type": "audio/mpeg", "title": "lyd",
                "size_in_bytes": 7, "duration_in_seconds": 7}],
        }),
        other => panic!("no element of {other}"),
    }
}

/// Every place in a document that holds no object or list, as JSON pointers; lists and objects themselves too.
pub fn places(document: &Value) -> Vec<String> {
    fn walk(value: &Value, at: String, found: &mut Vec<String>) {
        match value {
            Value::Object(fields) => {
                for (name, inner) in fields {
                    walk(inner, format!("{at}/{name}"), found);
                }
            }
            Value::Array(items) => {
                for (number, inner) in items.iter().enumerate() {
                    walk(inner, format!("{at}/{number}"), found);
                }
            }
            _ => {}
        }
        if !at.is_empty() {
            found.push(at);
        }
    }
    let mut found = Vec::new();
    walk(document, String::new(), &mut found);
    found
}
