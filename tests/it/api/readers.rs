//! Feeds and calendar files as Python's `feedparser` and `icalendar` read them, every field beside what the wall shows.

use hashwall::domain::author::Author;
use hashwall::domain::happening::Status;
use hashwall::domain::post::{Attachment, Kind, Post};
use hashwall::domain::public::PublicPost;
use hashwall::domain::time::Timestamp;
use serde_json::{Value, json};

use super::python::read;
use crate::support::build::MONDAY;
use crate::web_happenings::happening;
use crate::web_public::house::{House, post};

/// One of everything a post can hold.
fn posts() -> Vec<Post> {
    let minute = |n: u64| MONDAY.plus(std::time::Duration::from_secs(60 * n));
    let mut wall = vec![
        post(1, |_| {}),
        post(2, |draft| {
            draft.title = Some("Fem \"råd\" & <tre> svar".to_owned());
            draft.html = "<p>Ét &amp; to <strong>tre</strong> ]]&gt;</p>".to_owned();
            draft.text = "Ét & to tre ]]>".to_owned();
            draft.organisation = Some("Aarhus Kommune".to_owned());
            draft.edited_at = Some(minute(30));
            draft.attachments = vec![Attachment {
                url: "https://billeder.example/1.jpg?a=1&b=2".to_owned(),
                alt: "En \"fuld\" sal".to_owned(),
                ..Attachment::default()
            }];
        }),
        post(3, |draft| {
            (draft.language, draft.author, draft.url) =
                (Some("en".to_owned()), Author::default(), String::new());
        }),
        post(4, |draft| {
            draft.warning = Some("Sygdom".to_owned());
            draft.text = "det hemmelige".to_owned();
            draft.html = "<p>det hemmelige</p>".to_owned();
        }),
    ];
    wall.push(happening(5, "Åbning, \"stort\"; med \\", "2026-10-26T09:00", "2026-10-26T10:30", |h| {
        (h.place, h.address, h.sequence) = ("Store Sal".to_owned(), "Torvet 1, 8000 Aarhus".to_owned(), 2);
        h.organiser = "Aarhus Kommune".to_owned();
    }));
    wall.push(happening(6, "Temadag", "2026-10-28T00:00", "2026-10-29T00:00", |h| {
        (h.all_day, h.status) = (true, Status::Cancelled);
    }));
    wall
}

fn house() -> House {
    let house = House::new();
    posts().iter().for_each(|post| {
        house.show(post);
    });
    house
}

fn secs(at: Timestamp) -> i64 {
    at.0 / 1_000_000
}

/// The wall newest first, as its page has it.
async fn on_the_wall(house: &House) -> Vec<PublicPost> {
    let page = house.get("/display").await;
    drop(page);
    let mut shown: Vec<PublicPost> = posts().iter().map(PublicPost::from).collect();
    shown.sort_by_key(|post| std::cmp::Reverse(post.published_at));
    let mut ids: Vec<String> = house.get("/").await.posts().into_iter().map(str::to_owned).collect();
    // The page has five of them; what follows is older.
    ids.truncate(5);
    assert_eq!(ids, shown.iter().take(5).map(|post| post.id.0.clone()).collect::<Vec<_>>());
    shown
}

#[tokio::test]
async fn feedparser_reads_every_field_of_rss_and_atom_as_the_wall_shows_it() {
    let house = house();
    let shown = on_the_wall(&house).await;
    for format in ["rss", "atom"] {
        let answer = house.get(&format!("/opslag.{format}")).await;
        let feed = read("feed", &answer.body);
        assert_eq!(feed["bozo"], "", "{format}: {}", answer.body);
        assert_eq!(feed["version"], if format == "rss" { "rss20" } else { "atom10" });
        assert_eq!(feed["title"], "#Ledelsesugen");
        assert_eq!(feed["subtitle"], "Uge 44 handler om ledelse i det offentlige");
        assert_eq!(feed["link"], "https://wall.example/");
        assert_eq!(feed["language"], "da");
        assert_eq!(feed["links"]["self"], format!("https://wall.example/opslag.{format}"));
        let newest = shown.iter().map(|post| secs(post.updated_at())).max().unwrap();
        assert_eq!(feed["updated"], newest, "{format}");
        let entries = feed["entries"].as_array().unwrap();
        assert_eq!(entries.len(), shown.len());
        for (entry, post) in entries.iter().zip(&shown) {
            let what = format!("{format} {}: {entry:#}", post.id);
            compare(entry, post, format, &what);
        }
    }
}

fn compare(entry: &Value, post: &PublicPost, format: &str, what: &str) {
    let url = format!("https://wall.example/opslag/{}", post.id);
    assert_eq!(entry["id"], format!("tag:wall.example,2026:/opslag/{}", post.id), "{what}");
    assert_eq!(entry["link"], url, "{what}");
    assert_eq!(entry["published"], secs(post.published_at), "{what}");
    let updated = secs(post.updated_at());
    if format == "atom" || post.edited_at.is_some() {
        assert_eq!(entry["updated"], updated, "{what}");
    }
    let author = if post.author.is_empty() { "Ukendt afsender" } else { &post.author };
    let author = author.to_owned();
    assert!(entry["author"] == author.as_str() || post.author.is_empty(), "{what}");
    assert_ne!(entry["author"], "", "{what}");
    let tags: Vec<&str> = post.hashtags.iter().map(|tag| tag.written.as_str()).collect();
    assert_eq!(entry["tags"], json!(tags), "{what}");
    let (content, summary) = (entry["content"].as_str().unwrap(), entry["summary"].as_str().unwrap());
    let title = entry["title"].as_str().unwrap();
    match post.warned() {
        Some(warning) => {
            for told in [content, summary, title] {
                assert!(told.contains(warning) && !told.contains("hemmelige"), "{what}");
            }
        }
        None => {
            assert!(content.starts_with(&post.html), "{what}");
            assert!(post.text.starts_with(summary.trim_end_matches('…')), "{what}");
            match &post.title {
                Some(own) => assert_eq!(title, own, "{what}"),
                None => assert!(title.contains(&post.text[..20]), "{what}"),
            }
        }
    }
    if format == "atom" {
        assert_eq!(entry["author_url"], post.author_url.as_str(), "{what}");
        assert_eq!(entry["via"], post.url.as_str(), "{what}");
        assert_eq!(entry["language"], post.language.clone().unwrap_or_default(), "{what}");
    } else if post.attachments.iter().any(|one| one.picture().is_some()) {
        let picture = format!("https://wall.example/media/{}/0", post.id);
        assert_eq!(entry["media"], json!([picture]), "{what}");
        assert!(
            content.contains(&format!("<img src=\"{picture}\" alt=\"En &quot;fuld&quot; sal\">")),
            "{what}"
        );
    }
    assert!(post.url.is_empty() || content.contains(&post.url), "the way to the original: {what}");
}

#[tokio::test]
async fn icalendar_reads_every_field_of_a_happening() {
    let house = house();
    for path in ["/opslag.ics", "/kalender.ics", "/opslag.ics?q=tillid"] {
        let answer = house.get(path).await;
        let calendar = read("calendar", &answer.body);
        assert_eq!(calendar["errors"], json!([]), "{path}");
        assert_eq!(calendar["zones"], json!(["Europe/Copenhagen"]));
        let events = calendar["events"].as_array().unwrap();
        assert_eq!(events.len(), 2, "{path}: {calendar:#}");
        let (opening, day) = (&events[0], &events[1]);
        assert_eq!(opening["title"], "Åbning, \"stort\"; med \\");
        assert_eq!(opening["uid"], "019a1000-0000-7000-8000-000000000005@wall.example");
        assert_eq!(opening["url"], "https://wall.example/kalender/019a1000-0000-7000-8000-000000000005");
        assert_eq!((&opening["status"], &opening["sequence"]), (&json!("CONFIRMED"), &json!(2)));
        let at = |text: &str| secs(Timestamp::parse_rfc3339(text).unwrap());
        assert_eq!(opening["start"], at("2026-10-26T09:00:00+01:00"));
        assert_eq!(opening["end"], at("2026-10-26T10:30:00+01:00"));
        let location = opening["location"].as_str().unwrap();
        assert!(location.contains("Store Sal") && location.contains("Torvet 1"), "{location}");
        assert_eq!(opening["categories"], json!(["Ledelsesugen"]));
        let description = opening["description"].as_str().unwrap();
        for part in ["Opslag nummer 5 om tillid", "Aarhus Kommune", "https://wall.example/kalender/"] {
            assert!(description.contains(part), "{part}: {description}");
        }
        assert_eq!((&day["start"], &day["end"]), (&json!("2026-10-28"), &json!("2026-10-29")));
        assert_eq!(day["status"], "CANCELLED");
        assert_eq!(events.iter().filter(|event| event["errors"] != json!([])).count(), 0);
    }
    assert_eq!(posts().iter().filter(|post| post.draft.kind == Kind::Happening).count(), 2);
}
