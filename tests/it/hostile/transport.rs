//! Answers that are no answers: cut, endless, packed, circular, or leading inside. The run fails and says so, the
//! neighbour is heard, and nothing behind the address is called.

use hashwall_standin::faults::Fault;
use serde_json::json;

use super::house::{ATTACKED, Besieged, element, page};
use crate::support::database::TestDb;

fn answers(network: &str) -> Vec<(&'static str, Fault, &'static str)> {
    let text = |body: &str| Fault::Answer(200, "application/json", body.to_owned());
    let deep = format!("{}1{}", "[".repeat(200_000), "]".repeat(200_000));
    let mut answers = vec![
        ("truncated", Fault::Truncate, ""),
        ("garbage", Fault::Garbage, ""),
        ("a web page", Fault::HtmlPage, ""),
        ("a body too large", Fault::Huge(3_100_000), "larger than"),
        ("a gzip bomb", Fault::Bomb(30_000_000), ""),
        ("broken off", Fault::Break, ""),
        ("nothing", text(""), ""),
        ("null", text("null"), ""),
        ("a number", text("1e999"), ""),
        ("a string", text("\"x\""), ""),
        ("deep", text(&deep), ""),
        ("NULs", text(&"\0".repeat(100_000)), ""),
        ("an error with a NUL", text(&json!({"error": {"message": "a\u{0}b", "code": "x\u{0}"}, "message": "\u{0}"}).to_string()), ""),
        ("a refusal with a NUL", Fault::Answer(400, "application/json", json!({"error": {"message": "a\u{0}b<script>", "code": 100}, "message": "\u{0}", "code": "\u{0}"}).to_string()), ""),
        ("a loop", Fault::Redirect(302, "{path}".to_owned()), ""),
        ("cloud metadata", Fault::Redirect(301, "http://169.254.169.254/latest/meta-data/?hush".to_owned()), "169.254.169.254"),
        ("another port", Fault::Redirect(302, "http://127.0.0.1:9/?hush".to_owned()), "127.0.0.1"),
        ("loopback in v6", Fault::Redirect(307, "http://[::1]:80/".to_owned()), "[::1]"),
        ("a private net", Fault::Redirect(308, "http://10.0.0.1/".to_owned()), "10.0.0.1"),
        ("a decimal address", Fault::Redirect(302, "http://2130706433:9/".to_owned()), "127.0.0.1"),
        ("a file", Fault::Redirect(302, "file:///etc/passwd".to_owned()), "refused to call"),
        ("gopher", Fault::Redirect(302, "gopher://127.0.0.1/x".to_owned()), "refused to call"),
    ];
    let laughs = format!(
        "<!DOCTYPE lolz [<!ENTITY a0 \"lol\">{}<!ENTITY x SYSTEM \"file:///etc/passwd\">]><rss><channel><item>\
         <title>&a19;&x;</title></item></channel></rss>",
        (1..20)
            .map(|n| format!("<!ENTITY a{n} \"{}\">", format!("&a{};", n - 1).repeat(10)))
            .collect::<String>()
    );
    answers.push(("a billion laughs", Fault::Answer(200, "application/xml", laughs), ""));
    let path = ATTACKED.iter().find(|(id, _)| *id == network).unwrap().1;
    for (_, fault, _) in &mut answers {
        if let Fault::Redirect(_, to) = fault {
            *to = to.replace("{path}", path);
        }
    }
    answers
}

async fn besiege(network: &str) {
    let mut house = Besieged::start(TestDb::postgres().await).await;
    for (name, fault, told) in answers(network) {
        let (run, status) = house.round(network, fault).await;
        let shown = format!("{network}, {name}: {status:?}");
        assert!(run.is_some(), "{shown}");
        assert!(format!("{:?}{:?}", status.error, status.paused).contains(told), "{told} in {shown}");
        assert!(
            !shown.contains("hush") && !shown.contains("test-token") && !shown.contains("root:"),
            "{shown}"
        );
        assert!(
            !told.is_empty()
                || status.error.is_some()
                || !status.notes.is_empty()
                || name == "a billion laughs"
                || name == "truncated",
            "not explained: {shown}"
        );
    }
    // And it recovers by itself.
    let at = house.app.now().plus(std::time::Duration::from_secs(24 * 3_600));
    let (run, status) =
        house.round(network, page(network, &[element(network, 5, "igen #Ledelsesugen", at)])).await;
    assert_eq!(run.unwrap().failure, None, "{network}: {status:?}");
    house.app.post("igen").await;
    assert_eq!((status.failures, status.error, status.paused), (0, None, None), "{network}");
}

#[tokio::test]
async fn no_answer_breaks_a_feed() {
    besiege("feed").await;
}

#[tokio::test]
async fn no_answer_breaks_mastodon() {
    besiege("masto").await;
}

#[tokio::test]
async fn no_answer_breaks_facebook() {
    besiege("facebook").await;
}

#[tokio::test]
async fn no_answer_breaks_linkedin() {
    besiege("linkedin").await;
}

#[tokio::test]
async fn paging_that_leads_elsewhere_or_nowhere_is_not_followed() {
    let mut house = Besieged::start(TestDb::sqlite().await).await;
    let at = house.app.now();
    for (number, next) in (1_u64..).zip([
        "http://169.254.169.254/latest/meta-data/",
        "http://127.0.0.1:9/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "//10.0.0.1/x",
        "\u{0}",
    ]) {
        let body = json!({ "data": [element("facebook", number, "fb #Ledelsesugen", at)], "paging": { "next": next } });
        let (_, status) =
            house.round("facebook", Fault::Answer(200, "application/json", body.to_string())).await;
        assert!(format!("{status:?}").contains("outside the configured API"), "{next}: {status:?}");

        let links = json!([{ "rel": "next", "href": next, "type": "application/json" }]);
        let body = json!({ "elements": [element("linkedin", number, "li #Ledelsesugen", house.app.now())],
            "paging": { "start": 0, "count": 100, "links": links } });
        house.round("linkedin", Fault::Answer(200, "application/json", body.to_string())).await;

        let body = json!({ "version": "https://jsonfeed.org/version/1.1", "title": "A", "next_url": next,
            "items": [element("feed", number, "feed #Ledelsesugen", at)] });
        house.round("feed", Fault::Answer(200, "application/feed+json", body.to_string())).await;

        // Autodiscovery.
        let body = format!(
            "<!doctype html><html><head><base href=\"{next}\"><link rel=alternate type=application/rss+xml href=\"{next}\"></head>"
        );
        let (_, status) = house.round("feed", Fault::Answer(200, "text/html", body)).await;
        assert!(status.error.is_some() || status.paused.is_some(), "{next}: {status:?}");
    }
    // Whatever was asked, it was the networks at their own address.
    assert!(house.app.standin.faults.requests().iter().all(|(_, path)| !path.contains("meta-data")));
}

#[tokio::test]
async fn text_without_end_is_cut_and_crowds_are_thinned() {
    for database in crate::support::database::both().await {
        let mut house = Besieged::start(database).await;
        let mut answers = Vec::new();
        let megabyte = "ord og ".repeat(150_000);
        let tags: String = (0..4_000).map(|n| format!("#tag{n} ")).collect();
        for (network, _) in ATTACKED {
            let at = house.app.now().plus(std::time::Duration::from_secs(24 * 3_600));
            let mut crowded = element(network, 800_002, &format!("{tags} #Ledelsesugen crowd"), at);
            let picture = |n: u64| format!("https://pictures.example/{n}.png");
            match network {
                "masto" => {
                    crowded["media_attachments"] =
                        (0..4_000).map(|n| json!({"type": "image", "url": picture(n)})).collect();
                    crowded["mentions"] =
                        (0..4_000).map(|n| json!({"acct": format!("a{n}"), "url": picture(n)})).collect();
                    crowded["tags"] = (0..4_000).map(|n| json!({"name": format!("crowd{n}")})).collect();
                }
                "facebook" => {
                    let photos: Vec<_> = (0..4_000)
                        .map(|n| json!({"media_type": "photo", "media": {"image": {"src": picture(n)}}}))
                        .collect();
                    crowded["attachments"] = json!({ "data": photos });
                }
                "linkedin" => {
                    let images: Vec<_> = (0..4_000)
                        .map(|n| json!({"id": format!("urn:li:image:{n}"), "altText": "x"}))
                        .collect();
                    crowded["content"] = json!({"multiImage": {"images": images}});
                }
                _ => {
                    crowded["attachments"] =
                        (0..4_000).map(|n| json!({"url": picture(n), "mime_type": "image/png"})).collect();
                    crowded["tags"] = (0..4_000).map(|n| json!(format!("crowd{n}"))).collect();
                }
            }
            let elements = [
                element(network, 800_001, &format!("#Ledelsesugen langt {megabyte}"), at),
                crowded,
                element(network, 800_003, "kort #Ledelsesugen", at),
            ];
            answers.push((network, page(network, &elements)));
        }
        house.siege(answers).await;
        let posts = house.app.posts().await;
        for (network, _) in ATTACKED {
            let of: Vec<&str> = posts
                .iter()
                .filter(|post| post.draft.source == network)
                .map(|post| post.draft.native_id.as_str())
                .collect();
            let stored = ["800001", "800002", "800003"].map(|id| of.iter().any(|of| of.ends_with(id)));
            assert_eq!(stored, [true; 3], "{network}: {of:?} {:?}", house.status(network).await);
        }
        for post in posts {
            let draft = &post.draft;
            assert!(
                draft.text.chars().count() <= 20_000 && draft.html.len() < 400_000,
                "{}",
                draft.native_id
            );
            assert!(
                draft.hashtags.len() <= 50 && draft.attachments.len() <= 20 && draft.mentions.len() <= 50
            );
        }
        house.app.approve_all().await;
        let wall = house.app.get("/").await;
        assert!(wall.status == 200 && wall.body.len() < 5_000_000, "{} bytes", wall.body.len());
    }
}
