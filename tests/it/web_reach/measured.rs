//! What is measured apart from posts, on the dashboard over a real database: own counting, own pages, moderation.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use hashwall::domain::engagement::Engagement;
use hashwall::domain::figures::{Manner, OwnReading, OwnTold, POST_VIEWS};
use hashwall::domain::network::Network;
use hashwall::domain::post::State;
use hashwall::store::ingest::Batch;
use hashwall::store::moderation;

use crate::support::build::{self, MONDAY, draft};
use crate::web_desk::support::{Desk, hides, shows};

async fn seen(desk: &Desk, body: &'static str) {
    let request = Request::post("/maal")
        .header(header::HOST, "wall.example")
        .header(header::CONTENT_TYPE, "text/plain;charset=UTF-8")
        .header(header::ORIGIN, "http://wall.example")
        .header(header::USER_AGENT, "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0");
    let answer = desk.app.send(request.body(Body::from(body)).unwrap()).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.body);
}

#[tokio::test]
async fn what_pages_reported_stands_on_the_dashboard() {
    for desk in Desk::both().await {
        let karen = desk.signed_in("karen").await;
        hides(&karen.get("/raekkevidde").await, "4.711");
        seen(&desk, r#"{"surface":"wall","seen":{"load":1}}"#).await;
        for _ in 0..3 {
            seen(&desk, r#"{"surface":"widget","host":"kommune.example","seen":{"load":1,"card":37}}"#).await;
        }
        desk.app.wall.tally.flush(&desk.app.app.db).await.unwrap();
        let page = karen.get("/raekkevidde").await;
        shows(&page, ">111<");
        shows(&page, "kommune.example");
        shows(&karen.get("/raekkevidde/rapport").await, "111");
    }
}

#[tokio::test]
async fn moderation_is_told_with_reasons_in_the_page_s_own_words() {
    for desk in Desk::both().await {
        let posts = desk.stored(["1", "2", "3", "4"].map(|id| draft(id, "opslag #Ledelsesugen"))).await;
        for (post, to, reason) in [
            (&posts[0], State::Approved, None),
            (&posts[1], State::Rejected, Some("spam")),
            (&posts[2], State::Held, None),
        ] {
            let ids = std::slice::from_ref(&post.id);
            moderation::decide(&desk.app.app.db, ids, to, "user:mette", reason, desk.app.now())
                .await
                .unwrap();
        }
        let karen = desk.signed_in("karen").await;
        let known = hashwall::store::reasons::current(&desk.app.app.db).await.unwrap();
        let spam = &known.iter().find(|reason| reason.key == "spam").unwrap().label;
        assert_ne!(spam.da, spam.en);
        for (lang, label) in [("da", &spam.da), ("en", &spam.en)] {
            let json = karen.get(&format!("/raekkevidde.json?lang={lang}")).await.body;
            let told: serde_json::Value = serde_json::from_str(&json).unwrap();
            let text = told.to_string();
            assert!(text.contains(label.as_str()), "{label} is not in {text}");
            shows(&karen.get(&format!("/raekkevidde?lang={lang}")).await, label);
        }
        let page = karen.get("/raekkevidde").await;
        let part = page.body.split("id=\"moderation\"").nth(1).unwrap().to_owned();
        for state in ["Godkendt", "Afvist"] {
            assert!(part.contains(state), "{state}: {part}");
        }
        // Four posts: one of each state.
        assert!(part.matches("25,0").count() >= 4, "{part}");
    }
}

#[tokio::test]
async fn a_pdf_is_offered_where_there_is_one_and_nowhere_else() {
    let desk = Desk::start().await;
    let karen = desk.signed_in("karen").await;
    let is_built = cfg!(feature = "pdf");
    let page = karen.get("/raekkevidde?lang=en").await;
    assert_eq!(page.body.contains("/raekkevidde/rapport.pdf"), is_built);
    assert!(page.body.contains("/raekkevidde/rapport?"), "the report for print is always offered");
    let file = karen.get("/raekkevidde/rapport.pdf").await;
    assert_eq!(file.status, if is_built { StatusCode::OK } else { StatusCode::NOT_FOUND });
}

#[tokio::test]
async fn a_metric_that_a_network_retired_says_since_when() {
    for desk in Desk::both().await {
        let reading = |told| OwnReading {
            metric: "page_total_media_view_unique".to_owned(),
            manner: Manner::Unique,
            told,
        };
        let days = OwnTold::Days(vec![("2026-10-26".to_owned(), 5_431)]);
        let run = async |own| {
            let batch = Batch { own: vec![own], ..Batch::default() };
            build::run(&desk.app.app.db, "masto", batch, MONDAY).await;
        };
        run(reading(days)).await;
        let karen = desk.signed_in("karen").await;
        let page = karen.get("/raekkevidde").await;
        shows(&page, "5.431");
        hides(&page, "ikke tilgængelig siden");
        run(reading(OwnTold::Unavailable("(#100) not a valid insights metric".to_owned()))).await;
        let page = karen.get("/raekkevidde").await;
        shows(&page, "5.431");
        shows(&page, "ikke tilgængelig siden 26. oktober");
        // A period that it never told is not zero.
        shows(&karen.get("/raekkevidde?udgave=2027").await, "ikke tilgængelig siden 26. oktober");
    }
}

#[tokio::test]
async fn views_that_a_network_tells_no_more_stay_and_say_since_when() {
    for desk in Desk::both().await {
        let told = |views, reactions, later| Engagement {
            reactions: Some(reactions),
            views,
            fetched_at: MONDAY.plus(std::time::Duration::from_secs(later)),
            ..Engagement::default()
        };
        let [mut apart, mut along] = ["1", "2"].map(|id| draft(id, "opslag #Ledelsesugen"));
        apart.network = Network::Facebook;
        apart.engagement = Some(told(Some(4_321), 7, 0));
        along.engagement = Some(told(Some(88), 1, 0));
        for post in desk.stored([apart.clone(), along.clone()]).await {
            desk.app.decide(&post.id, State::Approved).await;
        }
        let run = async |posts, told| {
            let own = vec![OwnReading { metric: POST_VIEWS.to_owned(), manner: Manner::Posts, told }];
            build::run(&desk.app.app.db, "masto", Batch { posts, own, ..Batch::default() }, MONDAY).await;
            desk.app.project().await;
        };
        // A look at which Facebook's views were not asked for: what was told stands, reactions are told anew.
        apart.engagement = Some(told(None, 8, 600));
        let gone = OwnTold::Unavailable("(#100) not a valid insights metric".to_owned());
        run(vec![(apart, None)], gone).await;
        let karen = desk.signed_in("karen").await;
        let page = karen.get("/raekkevidde").await;
        let part = page.body.split("id=\"engagement\"").nth(1).unwrap().split("</figure>").next().unwrap();
        for said in
            ["4.321", ">8<", "88", "Mastodon, Visninger på netværket: ikke tilgængelig siden 26. oktober"]
        {
            assert!(part.contains(said), "{said} is not in {part}");
        }
        hides(&page, ">post_media_view<");
        run(Vec::new(), OwnTold::Days(Vec::new())).await;
        hides(&karen.get("/raekkevidde").await, "Visninger på netværket: ikke tilgængelig siden");
    }
}
