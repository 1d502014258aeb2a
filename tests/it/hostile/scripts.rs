//! Scripts in every field of every network's posts: approved or waiting, no page, card, frame or event carries one.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, header};
use futures_util::StreamExt;
use hashwall::domain::post::State;
use hashwall::domain::user::Role;
use hashwall::password;
use hashwall::store::{moderation, users};
use hashwall_standin::faults::Fault;
use serde_json::{Value, json};
use tower::ServiceExt;

use super::house::{ATTACKED, Besieged, element, page, places};
use super::pages::assert_harmless;
use crate::support::database::TestDb;

/// What a hostile field says. Each carries the hashtag, so that a text made of it is wanted.
const WORDS: [&str; 12] = [
    "#Ledelsesugen <script>pwned()</script>",
    "#Ledelsesugen <img src=x onerror=pwned()>",
    "#Ledelsesugen \"><svg onload=pwned()>",
    "#Ledelsesugen '\" onmouseover=pwned() style=position:fixed x='\"",
    "#Ledelsesugen <a href=\"javascript:pwned()\">tryk</a><a href=' java\nscript:pwned()'>tryk</a>",
    "#Ledelsesugen &lt;script&gt;pwned()&lt;/script&gt; &amp;lt;script&amp;gt;pwned()&amp;lt;/script&amp;gt;",
    "#Ledelsesugen <math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=pwned()&gt;\">",
    "#Ledelsesugen <iframe srcdoc='<script>pwned()</script>'></iframe><object data='data:text/html,x'></object><embed src=x>",
    "#Ledelsesugen <form action=https://evil.example><input name=kode><button>x</button></form><base href=//evil.example>",
    "#Ledelsesugen <style>*{display:none}</style><link rel=stylesheet href=//evil.example><meta http-equiv=refresh content=0>",
    "#Ledelsesugen </p></div></article></main></body><noscript><p title=\"</noscript><img src=x onerror=pwned()>\">",
    "#Ledelsesugen \u{0}<scr\u{0}ipt>pwned()</scr\u{0}ipt>\u{202e}\n\nevent: put\ndata: pwned\n\nid: 9\r\r",
];

/// What a hostile address is.
const ADDRESSES: [&str; 7] = [
    "javascript:pwned()//#Ledelsesugen",
    " \u{1}JaVaScRiPt:pwned()",
    "data:text/html,<script>pwned()</script>",
    "vbscript:pwned()",
    "https://evil.example/\"><script>pwned()</script>",
    "https://evil.example/' onmouseover='pwned()",
    "//evil.example/pwned",
];

/// Fields that decide whether a post is one at all.
const STRUCTURE: [&str; 11] = [
    "/id",
    "/uri",
    "/visibility",
    "/lifecycleState",
    "/author",
    "/created_at",
    "/created_time",
    "/is_published",
    "/media_attachments/0/type",
    "/attachments/data/0/media_type",
    "/reblog",
];

fn hostile(network: &str, house: &Besieged) -> Vec<Value> {
    let at = house.app.now().plus(Duration::from_secs(24 * 3_600));
    let mut number = 900_000;
    let mut elements = Vec::new();
    for words in WORDS.iter().chain(&ADDRESSES) {
        number += 1;
        let mut one = element(network, number, words, at);
        for place in places(&one) {
            let field = one.pointer_mut(&place).unwrap();
            if field.is_string() && !STRUCTURE.contains(&place.as_str()) {
                *field = json!(words);
            }
        }
        elements.push(one);
        // The address alone, in a post that is fine otherwise.
        number += 1;
        let mut one = element(network, number, "ord med #Ledelsesugen", at);
        for place in places(&one) {
            let field = one.pointer_mut(&place).unwrap();
            if place != "/uri" && field.as_str().is_some_and(|text| text.starts_with("http")) {
                *field = json!(words);
            }
        }
        elements.push(one);
    }
    elements
}

#[tokio::test]
async fn scripts_in_every_field_reach_no_page() {
    let mut house = Besieged::start(TestDb::sqlite().await).await;
    for (name, kind, document) in xml() {
        let (run, status) = house.round("feed", Fault::Answer(200, kind, document)).await;
        assert_eq!(run.unwrap().failure, None, "{name}: {status:?}");
    }
    let answers =
        ATTACKED.iter().map(|(network, _)| (*network, page(network, &hostile(network, &house)))).collect();
    house.siege(answers).await;
    let waiting = look_everywhere(&house).await;
    approve(&house).await;
    let approved = look_everywhere(&house).await;
    let posts = house.app.posts().await;
    for (network, _) in ATTACKED {
        let of =
            posts.iter().filter(|post| post.draft.source == network && post.state == State::Approved).count();
        assert!(of > 20, "{network}: {of} approved: the attack must get in to be seen");
    }
    assert!(approved > waiting, "nothing was approved");
    for post in posts.iter().filter(|post| post.state == State::Approved) {
        let alone = house.app.get(&format!("/opslag/{}", post.id)).await;
        assert_eq!(alone.status, 200);
        assert_harmless(&format!("/opslag/ of {}", post.draft.native_id), &alone.body);
    }
    for event in events(&house).await {
        assert_harmless("an event", &event);
    }
}

/// Approves what waits and what a rule held: what is tested here must hold without a moderator's care.
async fn approve(house: &Besieged) {
    let refused = house.app.posts().await.into_iter().filter(|post| post.state != State::Approved);
    let ids: Vec<_> = refused.map(|post| post.id).collect();
    let db = &house.app.app.db;
    moderation::decide(db, &ids, State::Approved, "user:mette", None, house.app.now()).await.unwrap();
    house.app.project().await;
}

/// Reads every page that shows posts; gives the number of cards seen by visitors.
async fn look_everywhere(house: &Besieged) -> usize {
    let mut cards = 0;
    let mut next = Some("/".to_owned());
    while let Some(path) = next {
        let answer = house.app.get(&path).await;
        assert_eq!(answer.status, 200, "{path}");
        cards += assert_harmless(&path, &answer.body);
        next = super::pages::next(&answer.body);
    }
    for path in [
        "/?q=ledelsesugen",
        "/?q=pwned",
        "/?q=script&sorter=bedst",
        "/embed?antal=24",
        "/embed?q=pwned",
        "/privatliv",
    ] {
        assert_harmless(path, &house.app.get(path).await.body);
    }
    let cookie = moderator(house).await;
    for path in [
        "/moderation",
        "/moderation?tilstand=approved",
        "/moderation?q=pwned",
        "/moderation?q=pwned&tilstand=approved",
        "/log",
        "/kilder",
        "/raekkevidde",
    ] {
        let mut next = Some(path.to_owned());
        while let Some(path) = next {
            let request = Request::get(&path).header(header::COOKIE, &cookie).body(Body::empty()).unwrap();
            let answer = house.app.send(request).await;
            assert_eq!(answer.status, 200, "{path}");
            assert_harmless(&path, &answer.body);
            next = super::pages::next(&answer.body);
        }
    }
    cards
}

async fn moderator(house: &Besieged) -> String {
    let code = "hemmelig nok til en test";
    let hash = password::hash(code).unwrap();
    users::put(&house.app.app.db, "admin", Role::Admin, &hash, house.app.now()).await.unwrap();
    let form = Request::post("/log-ind")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(format!("navn=admin&kode={code}")))
        .unwrap();
    let answer = house.app.send(form).await;
    let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
    cookie.split(';').next().unwrap().to_owned()
}

/// The cards in every event an open page would be sent. The stream has no end, so it is read as far as it must tell.
async fn events(house: &Besieged) -> Vec<String> {
    // A page that missed more than two hundred is told to load anew: the last approvals are asked for.
    let (from, approved) = (house.app.wall.live.position().saturating_sub(150), 100);
    let request = Request::get(format!("/live?efter={from}")).body(Body::empty()).unwrap();
    let answer = house.app.app.router(&house.app.wall).oneshot(request).await.unwrap();
    let mut stream = answer.into_body().into_data_stream();
    let mut told = String::new();
    while told.lines().filter(|line| *line == "event: put").count() < approved || !told.ends_with("\n\n") {
        let next = tokio::time::timeout(Duration::from_secs(10), stream.next()).await;
        let bytes = next.expect("more events").unwrap().unwrap();
        told.push_str(std::str::from_utf8(&bytes).unwrap());
    }
    let mut cards = Vec::new();
    for block in told.split("\n\n") {
        for line in block.lines().filter(|line| !line.is_empty()) {
            let known = ["data: ", "event: ", "id: ", "retry: ", ": ", ":"]
                .iter()
                .any(|field| line.starts_with(field));
            assert!(known, "a line that is no field of ours: {line:?}");
            if let Some(data) = line.strip_prefix("data: ").filter(|data| data.starts_with('{')) {
                let event: Value = serde_json::from_str(data).unwrap();
                cards.push(event["html"].as_str().unwrap().to_owned());
            }
        }
    }
    assert!(cards.len() == approved && approved > 50, "{} events of {approved} posts", cards.len());
    cards
}

/// The same in RSS and Atom: as text, as CDATA and as markup.
fn xml() -> Vec<(String, &'static str, String)> {
    let mut documents = Vec::new();
    for how in ["escaped", "cdata", "raw"] {
        let field = |words: &str| match how {
            "escaped" => escape(words),
            "cdata" => format!("<![CDATA[{words}]]>"),
            _ => words.to_owned(),
        };
        let (mut rss, mut atom) = (String::new(), String::new());
        for (number, words) in WORDS.iter().chain(&ADDRESSES).enumerate() {
            let (field, attribute) = (field(words), escape(words));
            rss.push_str(&format!(
                "<item><guid>r{number}{how}</guid><title>{field}</title><link>{field}</link><description>{field}</description>\
                 <author>{field}</author><dc:creator>{field}</dc:creator><category>{field}</category>\
                 <category>Ledelsesugen</category><enclosure url=\"{attribute}\" type=\"image/png\"/>\
                 <media:content url=\"{attribute}\" medium=\"image\"><media:description>{field}</media:description></media:content></item>\n"
            ));
            atom.push_str(&format!(
                "<entry xml:base=\"{attribute}\"><id>a{number}{how}</id><title type=\"html\">{field}</title><link href=\"{attribute}\"/>\
                 <content type=\"html\">{field}</content><author><name>{field}</name><uri>{field}</uri></author>\
                 <category term=\"Ledelsesugen\"/><category term=\"{attribute}\"/></entry>\n"
            ));
        }
        let head = field(WORDS[0]);
        documents.push((
            format!("rss {how}"),
            "application/rss+xml",
            format!(
                "<rss version=\"2.0\" xmlns:media=\"http://search.yahoo.com/mrss/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\
                 <channel><title>{head}</title><link>{head}</link>{rss}</channel></rss>"
            ),
        ));
        let feed = format!("<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>{head}</title>{atom}</feed>");
        documents.push((format!("atom {how}"), "application/atom+xml", feed));
    }
    documents
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\0', "")
}
