//! The decision log: found by every filter, reversed from there, exported, and the house's own changes beside it.

use axum::http::StatusCode;
use hashwall::domain::post::{Draft, Post, PostId, State};
use hashwall::domain::reason;
use hashwall::domain::verdict::Verdict;
use hashwall::store::ingest::Batch;
use hashwall::store::{audit, moderation, reasons};

use super::support::{Desk, header_of, hides, shows};
use crate::support::build::{MONDAY, draft, run, verdict};

fn by(name: &str, words: &str) -> Draft {
    let mut draft = draft(name, words);
    draft.author.name = format!("Forfatter {name}");
    draft.author.native_id = format!("https://norden.example/users/{name}");
    draft
}

/// Four posts: `a` approved by mette, `b` rejected as spam by ali, `c` held by a rule, `d` removed.
async fn decided(desk: &Desk) -> Vec<Post> {
    let held: Verdict = verdict(State::Held, "hold-words");
    let posts = ["a", "b", "c", "d"]
        .map(|name| (by(name, &format!("opslag {name}")), (name == "c").then(|| held.clone())))
        .into();
    run(&desk.app.app.db, "masto", Batch { posts, ..Batch::default() }, MONDAY).await;
    let posts = desk.app.posts().await;
    let (db, now) = (&desk.app.app.db, desk.app.now());
    let put = async |post: &Post, to, who: &str, why: Option<&str>| {
        let ids = std::slice::from_ref(&post.id);
        moderation::decide(db, ids, to, who, why, now).await.unwrap();
    };
    put(&posts[0], State::Approved, "user:mette", None).await;
    put(&posts[1], State::Rejected, "user:ali", Some("spam")).await;
    moderation::erase(db, &posts[3].id, "user:mette", "copyright", now).await.unwrap();
    desk.app.project().await;
    posts
}

#[tokio::test]
async fn any_decision_is_found_by_who_what_rule_reason_state_network_post_day_and_words() {
    for desk in Desk::both().await {
        let posts = decided(&desk).await;
        let mette = desk.signed_in("mette").await;
        let lines = async |query: &str| -> Vec<String> {
            let page = mette.get(&format!("/log{query}")).await;
            assert_eq!(page.status, StatusCode::OK, "{query}");
            let body = page.body.split("<tbody>").nth(1).unwrap_or_default().to_owned();
            let row = |row: &str| {
                ["Forfatter a", "Forfatter b", "Forfatter c", "Findes ikke mere"]
                    .into_iter()
                    .find(|name| row.contains(name))
                    .unwrap_or("?")
                    .replace("Forfatter ", "")
            };
            body.split("<tr>").skip(1).map(row).collect()
        };
        let gone = "Findes ikke mere";
        assert_eq!(lines("").await, [gone, "b", "a"], "{}", "newest first, people's alone");
        assert_eq!(lines("?hvem=alle").await, [gone, "b", "a", "c"]);
        assert_eq!(lines("?hvem=regler").await, ["c"]);
        assert_eq!(lines("?hvem=ali").await, ["b"]);
        assert_eq!(lines("?hvad=erased").await, [gone]);
        assert_eq!(lines("?til=approved").await, ["a"]);
        assert_eq!(lines("?regel=hold-words").await, ["c"]);
        assert_eq!(lines("?grund=spam").await, ["b"]);
        assert_eq!(lines("?netvaerk=mastodon").await, [gone, "b", "a"], "a removed post by its receipt");
        assert_eq!(lines("?netvaerk=linkedin").await, [""; 0]);
        assert_eq!(lines("?dag-fra=2026-10-26&dag-til=2026-10-26").await, [gone, "b", "a"]);
        assert_eq!(lines("?dag-fra=2026-10-27").await, [""; 0]);
        assert_eq!(lines("?dag-til=2026-10-25").await, [""; 0]);
        assert_eq!(lines("?ord=reklame").await, ["b"], "the reason's words, not its key");
        assert_eq!(lines("?ord=ADVERTISING").await, ["b"], "in either language");
        assert_eq!(lines("?ord=%25").await, [""; 0], "no wildcard");
        assert_eq!(lines(&format!("?opslag={}", posts[0].id)).await, ["a"]);
        assert_eq!(lines(&format!("?opslag=http://wall.example/opslag/{}", posts[0].id)).await, ["a"]);
        assert_eq!(lines("?opslag=https://norden.example/b").await, ["b"]);
        assert_eq!(lines("?opslag=https://norden.example/d").await, [gone], "gone, and still accounted for");
        shows(&mette.get("/log?opslag=https://norden.example/d").await, "Kvittering 1");
        assert_eq!(lines("?opslag=https://norden.example/x").await, [""; 0]);
        // What makes no sense is not asked for.
        assert_eq!(lines("?hvad=x&til=y&netvaerk=z&dag-fra=%00&fra=abc").await, [gone, "b", "a"]);
    }
}

#[tokio::test]
async fn a_decision_is_reversed_from_the_log_a_rules_one_too() {
    for desk in Desk::both().await {
        let posts = decided(&desk).await;
        let mette = desk.signed_in("mette").await;
        let button = async |query: &str, word: &str| {
            let page = mette.get(&format!("/log{query}")).await;
            shows(&page, word);
            page
        };
        let page = button("?grund=spam", "/moderation/fortryd").await;
        let seq =
            page.body.split("name=\"seq\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        assert_eq!(mette.post("/moderation/fortryd", &[("seq", &seq)]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(desk.state(&posts[1].id).await, Some(State::Pending));
        button("?regel=hold-words", "Læg tilbage i køen").await;
        let fields = [("id", posts[2].id.0.as_str()), ("til", "pending"), ("tilbage", "/log?hvem=regler")];
        assert_eq!(mette.post("/moderation/afgoer", &fields).await.status, StatusCode::SEE_OTHER);
        assert_eq!(desk.state(&posts[2].id).await, Some(State::Pending));
        hides(&mette.get("/log?regel=hold-words").await, "Læg tilbage i køen");
    }
}

#[tokio::test]
async fn the_log_is_exported_whole_safe_for_spreadsheets_and_that_is_noted() {
    for desk in Desk::both().await {
        let posts = decided(&desk).await;
        let (db, now) = (&desk.app.app.db, desk.app.now());
        // Enough for more than one page of the stream, and a reason that is a formula.
        for n in 0..1_203 {
            let to = if n % 2 == 0 { State::Held } else { State::Rejected };
            let ids: &[PostId] = std::slice::from_ref(&posts[0].id);
            moderation::decide(db, ids, to, "user:mette", Some("=cmd|' /C calc'!A0"), now).await.unwrap();
        }
        let mette = desk.signed_in("mette").await;
        let csv = mette.get("/log/eksport?som=csv").await;
        assert_eq!(header_of(&csv, "content-type"), "text/csv; charset=utf-8");
        assert!(csv.body.starts_with('\u{feff}'));
        let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(csv.body.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 1_206);
        assert!(
            rows.iter().all(|row| row.iter().all(|cell| !cell.starts_with(['=', '+', '@']))),
            "a formula"
        );
        assert!(
            rows.windows(2).all(|two| two[0][0].parse::<u64>().unwrap() > two[1][0].parse::<u64>().unwrap())
        );
        let json = mette.get("/log/eksport?som=json&hvem=alle").await;
        let all: Vec<serde_json::Value> = serde_json::from_str(&json.body).unwrap();
        assert_eq!(all.len(), 1_207);
        for file in [&csv.body, &json.body] {
            assert!(
                !file.contains("Forfatter") && !file.contains("opslag a"),
                "no author, no word of a post"
            );
        }
        let spam = mette.get("/log/eksport?som=json&grund=spam").await;
        let spam: Vec<serde_json::Value> = serde_json::from_str(&spam.body).unwrap();
        assert_eq!((spam.len(), spam[0]["words"].as_str()), (1, Some("Reklame eller spam")));
        let none: Vec<serde_json::Value> =
            serde_json::from_str(&mette.get("/log/eksport?som=json&hvem=x").await.body).unwrap();
        assert!(none.is_empty());
        assert_eq!(mette.get("/log/eksport?som=xlsx").await.status, StatusCode::NOT_FOUND);
        let trail = audit::page(db, None, 9).await.unwrap();
        let exported: Vec<_> = trail.iter().filter(|line| line.action == "log.exported").collect();
        assert_eq!(exported.len(), 4);
        assert_eq!((exported[1].actor.as_str(), exported[1].detail.as_str()), ("user:mette", "grund=spam"));
        shows(&desk.signed_in("admin").await.get("/log/hus").await, "Hentede et udtræk af loggen");
    }
}

#[tokio::test]
async fn marks_stand_in_the_log_are_found_there_and_taken_back_from_there() {
    for desk in Desk::both().await {
        let posts = decided(&desk).await;
        let mette = desk.signed_in("mette").await;
        let id = posts[0].id.0.as_str();
        let marks: [(&str, &[(&str, &str)]); 4] = [
            ("/moderation/maerk", &[("maerke", "pinned")]),
            ("/moderation/maerk", &[("maerke", "featured")]),
            ("/moderation/note", &[("note", "Spurgt hos kommunen")]),
            ("/moderation/tillid", &[]),
        ];
        for (path, fields) in marks {
            let fields: Vec<_> = fields.iter().copied().chain([("id", id)]).collect();
            assert_eq!(mette.post(path, &fields).await.status, StatusCode::SEE_OTHER, "{path}");
        }
        let all = mette.get("/log").await;
        for words in ["Fastgjort", "Fremhævet", "Note", "Tilliden til forfatteren er taget tilbage"] {
            shows(&all, words);
        }
        hides(&all, "Spurgt hos kommunen");
        let only = mette.get("/log?hvad=marked").await;
        assert_eq!(only.body.split("<tbody>").nth(1).unwrap().matches("<tr>").count(), 3);
        shows(&only, "Mærke");
        // Each of them has its way back, once.
        let seqs: Vec<String> = only
            .body
            .split("name=\"seq\" value=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap().to_owned())
            .collect();
        assert_eq!(seqs.len(), 3);
        for seq in &seqs {
            assert_eq!(
                mette.post("/moderation/fortryd", &[("seq", seq)]).await.status,
                StatusCode::SEE_OTHER
            );
            assert_eq!(mette.post("/moderation/fortryd", &[("seq", seq)]).await.status, StatusCode::CONFLICT);
        }
        let post = desk.app.posts().await.into_iter().find(|post| post.id.0 == id).unwrap();
        assert!(!post.marks.pinned && !post.marks.featured);
        hides(&mette.get("/moderation?tilstand=alle").await, "Spurgt hos kommunen");
        hides(&mette.get("/log?hvad=marked").await, "name=\"seq\"");
    }
}

#[tokio::test]
async fn trust_is_given_back_from_the_card_and_from_the_rules() {
    for desk in Desk::both().await {
        let post = desk.stored([by("a", "opslag a")]).await.remove(0);
        let mette = desk.signed_in("mette").await;
        let id = ("id", post.id.0.as_str());
        hides(&mette.get("/moderation").await, "Giv forfatteren tillid igen");
        for page in ["/moderation", "/regler"] {
            mette.post("/moderation/tillid", &[id]).await;
            shows(&mette.get(page).await, "Giv forfatteren tillid igen");
            shows(&mette.get("/regler").await, "Forfatter a");
            assert_eq!(
                mette.post("/moderation/tillid", &[id, ("giv", "ja")]).await.status,
                StatusCode::SEE_OTHER
            );
            hides(&mette.get(page).await, "Giv forfatteren tillid igen");
            shows(&mette.get("/log").await, "Forfatteren har fået tilliden igen");
        }
        assert_eq!(desk.state(&post.id).await, Some(State::Pending), "and nothing moved");
    }
}

/// The actions of the trail, as the source names them.
fn audited() -> std::collections::BTreeSet<String> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root];
    let mut found = std::collections::BTreeSet::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                if !text.contains("audit::") && !text.contains("Deed") {
                    continue;
                }
                let quoted = text.split('"').skip(1).step_by(2);
                let verb = |word: &&str| {
                    let thing = word.split_once('.');
                    thing.is_some_and(|(thing, verb)| {
                        let plain = |part: &str| {
                            part.len() > 1 && part.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
                        };
                        plain(thing) && plain(verb)
                    })
                };
                found.extend(quoted.filter(verb).map(str::to_owned));
            }
        }
    }
    found.retain(|word| !word.ends_with(".css") && !word.ends_with(".js") && !word.ends_with(".html"));
    found
}

#[tokio::test]
async fn what_the_trail_names_is_said_in_both_languages() {
    let desk = Desk::start().await;
    let (db, now) = (&desk.app.app.db, desk.app.now());
    let actions = audited();
    assert!(actions.len() > 25 && actions.contains("trust.restored"), "{actions:?}");
    for action in &actions {
        audit::note(db, now, "user:admin", action, "", "").await.unwrap();
    }
    let admin = desk.signed_in("admin").await;
    for language in ["da", "en"] {
        let page = admin.get(&format!("/log/hus?lang={language}")).await;
        for action in &actions {
            hides(&page, &format!(">{action}<"));
            hides(&page, action);
        }
    }
}

#[tokio::test]
async fn admins_edit_the_reasons_and_old_decisions_keep_their_words() {
    for desk in Desk::both().await {
        decided(&desk).await;
        desk.app.advance(std::time::Duration::from_secs(60));
        let admin = desk.signed_in("admin").await;
        shows(&admin.get("/begrundelser").await, "Reklame eller spam");
        let fields = |change: &[(&'static str, &'static str)]| -> Vec<(&'static str, &'static str)> {
            let mut all = change.to_vec();
            for field in [
                ("noegle", "spam"),
                ("plads", "2"),
                ("til", "reject"),
                ("grundlag", "terms"),
                ("navn-da", "Annonce"),
                ("navn-en", "Advert"),
                ("tekst-da", "Det er en annonce."),
                ("tekst-en", "It is an advert."),
                ("aktiv", "1"),
            ] {
                if all.iter().all(|(name, _)| *name != field.0) {
                    all.push(field);
                }
            }
            all
        };
        for wrong in [
            ("noegle", "Spam!"),
            ("noegle", ""),
            ("plads", "0"),
            ("plads", "1"),
            ("plads", "mange"),
            ("til", "alt"),
            ("grundlag", "lov"),
            ("navn-da", ""),
            ("tekst-en", " "),
            ("ny", "1"),
        ] {
            let answer = admin.post("/begrundelser", &fields(&[wrong])).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{wrong:?}");
            shows(&answer, "Intet er gemt");
        }
        assert_eq!(
            reasons::all(&desk.app.app.db).await.unwrap().iter().filter(|r| r.key == "spam").count(),
            1
        );
        assert_eq!(admin.post("/begrundelser", &fields(&[])).await.status, StatusCode::SEE_OTHER);
        let all = reasons::all(&desk.app.app.db).await.unwrap();
        assert_eq!(reason::at(&all, "spam", desk.app.now()).unwrap().label.da, "Annonce");
        // The decision of before reads as it did.
        let log = admin.get("/log?hvem=ali").await;
        let rows = log.body.split("<tbody>").nth(1).unwrap();
        assert!(rows.contains("Reklame eller spam") && !rows.contains("Annonce"), "{rows}");
        assert_eq!(desk.signed_in("mette").await.get("/begrundelser").await.status, StatusCode::FORBIDDEN);
    }
}
