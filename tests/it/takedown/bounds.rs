//! Bad input and floods through the public form: a clear message, nothing stored by half, the wall not emptied.

use axum::http::{StatusCode, header};
use hashwall::domain::post::State;
use hashwall::store::requests;

use super::requests::{TOKEN, ask, status_of};
use crate::support::build::draft;
use crate::web_desk::support::{Desk, form, shows};

async fn waiting(desk: &Desk) -> u64 {
    requests::waiting(&desk.app.app.db).await.unwrap().0
}

#[tokio::test]
async fn a_form_that_is_forged_cut_short_or_too_long_is_refused_with_words() {
    let desk = Desk::start().await;
    let post = desk.stored([draft("1", "et opslag")]).await.remove(0);
    desk.app.decide(&post.id, State::Approved).await;
    let (stranger, id) = (desk.stranger(), post.id.0.as_str());
    let long = "æ".repeat(2_001);
    let cases: [(&[(&str, &str)], &str); 9] = [
        (&[], "Vælg, hvem du er"),
        (&[("hvem", "kongen")], "Vælg, hvem du er"),
        (&[("hvem", "author"), ("hvorfor", "x")], "Vælg, hvem du er"),
        (&[("hvem", "author"), ("besked", &long)], "for langt"),
        (&[("hvem", "author"), ("kontakt", &long[..402])], "for langt"),
        (&[("hvem", "author"), ("hjemmeside", "http://x.example")], "måske af din browser"),
        (&[("hvem", "author"), ("kode", "kort")], "Formularen kunne ikke læses"),
        (&[("hvem", "author"), ("hvad", "alt")], "Formularen kunne ikke læses"),
        (&[("hvem", "author"), ("opslag", "../../etc")], "Formularen kunne ikke læses"),
    ];
    for (fields, words) in cases {
        let answer = ask(&stranger, id, fields).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{fields:?}");
        shows(&answer, words);
    }
    // What was written is not lost with what was forgotten.
    let again = ask(&stranger, id, &[("besked", "<b>mine ord</b>"), ("kontakt", "lis@norden.example")]).await;
    shows(&again, "&#60;b&#62;mine ord");
    shows(&again, "lis@norden.example");
    shows(&again, TOKEN);
    let huge = "x".repeat(70_000);
    let answer = ask(&stranger, id, &[("hvem", "author"), ("besked", &huge)]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!((waiting(&desk).await, desk.state(&post.id).await), (0, Some(State::Approved)));
    for path in ["/opslag/x/fjern", "/opslag/x/vurdering", "/anmodning", "/anmodning?kode=x"] {
        assert_eq!(stranger.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(status_of(&stranger, TOKEN).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_form_of_another_site_files_nothing() {
    let desk = Desk::start().await;
    let post = desk.stored([draft("1", "et opslag")]).await.remove(0);
    let fields = [
        ("kode", TOKEN),
        ("hvad", "takedown"),
        ("opslag", &post.id.0),
        ("hvem", "author"),
        ("hvorfor", "else"),
    ];
    let mut request = form("/anmod", &fields);
    request.headers_mut().insert("sec-fetch-site", "cross-site".parse().unwrap());
    assert_eq!(desk.stranger().send(request).await.status, StatusCode::FORBIDDEN);
    assert_eq!(waiting(&desk).await, 0);
}

#[tokio::test]
async fn the_same_form_sent_twice_is_one_request() {
    for desk in Desk::both().await {
        let post = desk.stored([draft("1", "et opslag")]).await.remove(0);
        desk.app.decide(&post.id, State::Approved).await;
        let stranger = desk.stranger();
        for _ in 0..3 {
            let sent = ask(&stranger, &post.id.0, &[("hvem", "author")]).await;
            assert_eq!(sent.status, StatusCode::SEE_OTHER);
            shows(&status_of(&stranger, TOKEN).await, "Anmodning 1");
        }
        assert_eq!(waiting(&desk).await, 1);
        // Replayed after the answer, it opens nothing again.
        let mette = desk.signed_in("mette").await;
        mette.post("/anmodninger/svar", &[("nummer", "1"), ("svar", "shown")]).await;
        ask(&stranger, &post.id.0, &[("hvem", "author")]).await;
        assert_eq!((waiting(&desk).await, desk.state(&post.id).await), (0, Some(State::Approved)));
    }
}

#[tokio::test]
async fn nobody_empties_the_wall_through_the_form() {
    let desk = Desk::start().await;
    let posts = desk.stored((1..=230).map(|n| draft(&n.to_string(), &format!("opslag {n}")))).await;
    for post in &posts {
        let ids = std::slice::from_ref(&post.id);
        let (db, now) = (&desk.app.app.db, desk.app.now());
        hashwall::store::moderation::decide(db, ids, State::Approved, "user:mette", None, now).await.unwrap();
    }
    let stranger = desk.stranger();
    let mut refused = 0;
    for (n, post) in posts.iter().enumerate() {
        let sent = ask(&stranger, &post.id.0, &[("hvem", "author"), ("kode", &format!("{n:032x}"))]).await;
        if sent.status == StatusCode::TOO_MANY_REQUESTS {
            refused += 1;
            assert!(sent.headers.contains_key(header::RETRY_AFTER));
            shows(&sent, "skriv til os");
        } else {
            assert_eq!(sent.status, StatusCode::SEE_OTHER);
        }
    }
    assert_eq!((waiting(&desk).await, refused), (200, 30));
    let hidden = desk.app.posts().await.iter().filter(|post| post.state == State::Held).count();
    assert_eq!(hidden, 20);
}
