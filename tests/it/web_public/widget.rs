//! What the widget loads: its script and style within their budget, its cards for any page of any site, its frames, and
//! the page on which a partner gets it.

use axum::http::{Request, StatusCode};
use hashwall::domain::pause::{Pause, Switch};
use hashwall::domain::sector::Sector;
use hashwall::domain::time::Timestamp;
use serde_json::Value;

use super::house::{Answer, House, post, site};

/// Bytes as they are sent to a browser, compressed.
const MOST_SCRIPT: usize = 12 * 1024;
const MOST_STYLE: usize = 6 * 1024;

fn house() -> House {
    let house = House::new();
    for number in 1..=9 {
        house.show(&post(number, |draft| {
            draft.sector = if number % 2 == 0 { Sector::Kommune } else { Sector::Stat };
        }));
    }
    house
}

async fn json(house: &House, path: &str) -> Value {
    let answer = house.get(path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
    shared(path, &answer);
    serde_json::from_str(&answer.body).unwrap()
}

/// Any page of any site may read it.
fn shared(path: &str, answer: &Answer) {
    assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}");
    assert_eq!(answer.header("cross-origin-resource-policy"), "cross-origin", "{path}");
    assert_eq!(answer.header("set-cookie"), "", "{path}");
}

#[tokio::test]
async fn script_and_style_stay_within_their_budget() {
    let house = House::new();
    for (path, most) in [("/embed.js", MOST_SCRIPT), ("/embed.css", MOST_STYLE)] {
        let answer = house.send(Request::get(path).header("accept-encoding", "gzip")).await;
        assert_eq!(answer.header("content-encoding"), "gzip", "{path}");
        shared(path, &answer);
        let plain = house.get(path).await;
        let sent = compressed(plain.body.as_bytes());
        eprintln!("{path}: {} bytes, {sent} compressed, of {most}", plain.body.len());
        assert!(plain.body.len() > 2_000 && sent <= most, "{path}: {sent} of {most}");
    }
    let script = house.get("/embed.js").await;
    script.shows("Henter opslag").shows("Loading posts").hides("const SERVED = {};");
    // The address of the style carries what it holds, and no word is asked for that is not there.
    script.shows("\"style\":\"embed.css?v=");
    for word in script.body.split("this.word(\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(script.body.contains(&format!("\"{word}\":\"")), "no words for {word}");
    }
    let style = house.get("/embed.css").await;
    style.shows("--hashwall-accent").shows(".card-author").hides("rem;").hides("url(").hides("@import");
}

fn compressed(bytes: &[u8]) -> usize {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap().len()
}

#[tokio::test]
async fn cards_come_with_all_the_widget_needs() {
    let house = house();
    let whole = json(&house, "/kort.json").await;
    assert_eq!(whole["posts"].as_array().unwrap().len(), 6);
    assert!(whole["posts"][0]["html"].as_str().unwrap().starts_with("<article class=\"card"));
    assert_eq!(
        (&whole["plain"], &whole["language"], &whole["layout"]),
        (&true.into(), &"da".into(), &"list".into())
    );
    assert_eq!(whole["href"], "https://wall.example/");
    let counts = whole["counts"].as_str().unwrap();
    assert_eq!(house.get(&format!("/{counts}")).await.status, StatusCode::OK, "{counts}");
    let next = whole["next"].as_str().unwrap();
    let more = json(&house, &format!("/kort.json?aeldre={next}")).await;
    assert_eq!(more["posts"].as_array().unwrap().len(), 3);
    assert!(more["next"].is_null());

    let wall = json(&house, "/w/kommunerne/kort.json").await;
    assert_eq!(wall["posts"].as_array().unwrap().len(), 4);
    assert_eq!(
        (&wall["title"], &wall["theme"], &wall["layout"], &wall["language"], &wall["plain"]),
        (&"Municipalities".into(), &"dark".into(), &"carousel".into(), &"en".into(), &false.into())
    );
    assert_eq!(wall["href"], "https://wall.example/w/kommunerne?lang=en");
    assert_eq!(json(&house, "/kort.json?antal=2&lang=en").await["language"], "en");
    assert_eq!(json(&house, "/kort.json?antal=9999&aeldre=%00x").await["posts"].as_array().unwrap().len(), 9);
    for path in ["/w/ukendt/kort.json", "/w/%2e%2e/kort.json"] {
        assert_eq!(house.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn while_the_walls_are_blanked_it_says_so_and_shows_nothing() {
    let house = house();
    let pause = Pause { since: Timestamp(1), actor: "user:mette".to_owned() };
    house.live.switch(Switch { moves: 1, pause: Some(pause) });
    for path in ["/kort.json", "/w/kommunerne/kort.json"] {
        let answer = json(&house, path).await;
        assert_eq!(
            (&answer["paused"], &answer["posts"]),
            (&true.into(), &Value::Array(Vec::new())),
            "{path}"
        );
    }
    for path in ["/embed", "/w/kommunerne/embed", "/opslag/019a1000-0000-7000-8000-000000000001/embed"] {
        let frame = house.get(path).await;
        assert_eq!(frame.status, StatusCode::OK, "{path}");
        frame.hides("Opslag nummer");
    }
    house.get("/indlejr").await.hides("Opslag nummer").shows("hash-wall");
    assert_eq!(house.get("/preview.png").await.status, StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn frames_show_posts_without_any_script_and_may_stand_elsewhere() {
    let house = house();
    for layout in ["list", "grid", "carousel", "ticker"] {
        let frame = house.get(&format!("/embed?visning={layout}&antal=4")).await;
        assert_eq!(frame.posts().len(), 4, "{layout}");
        shared(layout, &frame);
        assert!(frame.header("content-security-policy").contains("frame-ancestors *"));
    }
    let older = house.get("/embed?antal=4&tema=dark").await;
    older.shows("data-theme=\"dark\"").shows("target=\"_self\" rel=\"next\"");
    let one = house.get("/opslag/019a1000-0000-7000-8000-000000000003/embed").await;
    assert_eq!(one.posts().len(), 1);
    one.shows("Opslag nummer 3").shows("data-live=\"known\"");
    let unknown = house.get("/opslag/019a1000-0000-7000-8000-0000000000ff/embed").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    let closed = House::with(site(), Vec::new(), &["https://kommune.example".to_owned()]);
    let policy = closed.get("/w/ledelsesugen/embed").await;
    assert!(
        policy.header("content-security-policy").ends_with("frame-ancestors 'self' https://kommune.example")
    );
}

#[tokio::test]
async fn the_partner_page_writes_what_to_copy() {
    let house = house();
    let kit = house.get("/indlejr?sektor=kommune&visning=grid&tema=dark&antal=12&sidesprog=en").await;
    kit.shows("&#60;script type=&#34;module&#34; src=&#34;https://wall.example/embed.js&#34;&#62;");
    kit.shows(
        "src=&#34;https://wall.example/?sektor=kommune&#34; layout=&#34;grid&#34; theme=&#34;dark&#34; \
         count=&#34;12&#34; lang=&#34;en&#34;",
    );
    kit.shows("https://wall.example/embed?sektor=kommune&#38;amp;visning=grid&#38;amp;tema=dark");
    kit.shows("<hash-wall src=\"/?sektor=kommune\" layout=\"grid\" theme=\"dark\"");
    kit.shows("https://wall.example/oembed?url=https%3A%2F%2Fwall.example%2F%3Fsektor%3Dkommune");
    kit.shows("<svg").shows("href=\"/qr.svg?sektor=kommune\"");
    let named = house.get("/indlejr?vaeg=kommunerne").await;
    named
        .shows("src=&#34;https://wall.example/w/kommunerne&#34;&#62;")
        .shows("<option value=\"kommunerne\" selected>");
    named.shows("https://wall.example/w/kommunerne/embed&#34;").hides("layout=&#34;");
    // Hostile words stay words, in the page and in what is copied.
    let hostile = house.get("/indlejr?q=%22%3E%3Cscript%3Ex%3C/script%3E").await;
    hostile.hides("<script>x");
    let untidy = house.get("/indlejr?vaeg=&q=&visning=list&tema=auto&antal=6").await;
    assert_eq!(untidy.header("location"), "/indlejr");
    let code = house.get("/qr.svg?vaeg=kommunerne").await;
    assert_eq!(code.header("content-type"), "image/svg+xml");
    code.shows("<svg");
}
