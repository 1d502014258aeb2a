//! Keys: made on the desk, shown once, closed at once; and deciding by one.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use hashwall::domain::post::State;
use hashwall::store::{audit, keys, log};
use serde_json::{Value, json};

use crate::support::app::Answer;
use crate::support::build::draft;
use crate::web_desk::support::{Desk, header_of, hides, shows};

async fn make(desk: &Desk, name: &str, scopes: &[&str]) -> String {
    let admin = desk.signed_in("admin").await;
    let mut fields = vec![("navn", name)];
    fields.extend(scopes.iter().map(|scope| ("maa", *scope)));
    let made = admin.post("/noegler", &fields).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.body);
    let key = made.body.split("value=\"").find(|part| part.starts_with("hw_")).unwrap();
    key.split('"').next().unwrap().to_owned()
}

async fn ask(desk: &Desk, method: &str, path: &str, key: &str, body: Option<&str>) -> Answer {
    let mut request = Request::builder().method(method).uri(path).header("host", "wall.example");
    if !key.is_empty() {
        request = request.header("authorization", format!("Bearer {key}"));
    }
    if body.is_some() {
        request = request.header("content-type", "application/json");
    }
    let body = body.map_or_else(Body::empty, |body| Body::from(body.to_owned()));
    desk.app.send(request.body(body).unwrap()).await
}

#[track_caller]
fn problem(answer: &Answer, status: u16, word: &str) {
    assert_eq!(header_of(answer, "content-type"), "application/problem+json", "{}", answer.body);
    let told: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(
        (answer.status.as_u16(), told["type"].as_str().unwrap()),
        (status, &*format!("/api#{word}")),
        "{told}"
    );
}

#[tokio::test]
async fn a_key_is_shown_once_kept_as_a_hash_and_opens_nothing_once_it_is_closed() {
    for desk in Desk::both().await {
        let key = make(&desk, "Intranettet", &["moderate"]).await;
        assert_eq!(key.len(), 67);
        let admin = desk.signed_in("admin").await;
        let page = admin.get("/noegler").await;
        shows(&page, "Intranettet");
        shows(&page, "aldrig brugt");
        hides(&page, &key[3..20]);
        let known = ask(&desk, "GET", "/api/v1/key", &key, None).await;
        assert_eq!(known.status, StatusCode::OK);
        let facts: Value = serde_json::from_str(&known.body).unwrap();
        assert_eq!(facts, json!({ "name": "Intranettet", "scopes": ["moderate"] }));
        shows(&admin.get("/noegler").await, "sidst brugt mandag 26. oktober");
        let twice = admin.post("/noegler", &[("navn", "Intranettet")]).await;
        assert_eq!(twice.status, StatusCode::CONFLICT);
        let id = keys::all(&desk.app.app.db).await.unwrap()[0].id.clone();
        admin.post("/noegler/luk", &[("id", &id)]).await;
        problem(&ask(&desk, "GET", "/api/v1/key", &key, None).await, 401, "key");
        problem(&ask(&desk, "GET", "/api/v1/posts", &key, None).await, 401, "key");
        let trail = audit::page(&desk.app.app.db, None, 20).await.unwrap();
        for action in ["key.made", "key.revoked"] {
            assert!(trail.iter().any(|line| line.action == action && line.subject == "Intranettet"));
        }
        assert!(!trail.iter().any(|line| line.detail.contains(&key[3..20]) || line.subject.contains("hw_")));
    }
}

#[tokio::test]
async fn what_is_not_a_key_opens_nothing_and_is_not_taken_for_none() {
    let desk = Desk::start().await;
    make(&desk, "a", &[]).await;
    let zeros = format!("hw_{}", "0".repeat(64));
    for bad in ["x", "hw_", &zeros, "hw_ø", "' OR 1=1", &"a".repeat(5_000)] {
        for path in ["/api/v1/key", "/api/v1/posts"] {
            let answer = ask(&desk, "GET", path, bad, None).await;
            problem(&answer, 401, "key");
            assert_eq!(header_of(&answer, "www-authenticate"), "Bearer");
        }
    }
    problem(&ask(&desk, "GET", "/api/v1/key", "", None).await, 401, "key");
    // Another kind of credentials is a proxy's, and none of ours.
    for (path, status) in [("/api/v1/posts", 200), ("/api/v1/key", 401)] {
        let basic = Request::get(path).header("authorization", "Basic YTpi").body(Body::empty()).unwrap();
        assert_eq!(desk.app.send(basic).await.status, status, "{path}");
    }
    // A session of the desk is no key.
    let admin = desk.signed_in("admin").await;
    problem(&admin.get("/api/v1/key").await, 401, "key");
    for unfit in ["", "   ", "a:b", &"n".repeat(61)] {
        assert_eq!(admin.post("/noegler", &[("navn", unfit)]).await.status, StatusCode::BAD_REQUEST);
    }
    let scope = admin.post("/noegler", &[("navn", "b"), ("maa", "everything")]).await;
    assert_eq!(scope.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_key_decides_as_a_moderator_does_and_the_log_says_whose_it_was() {
    for desk in Desk::both().await {
        let key = make(&desk, "Robotten", &["moderate"]).await;
        let post = desk.stored([draft("1", "til afgørelse")]).await.remove(0);
        let path = format!("/api/v1/posts/{}/decision", post.id);
        let decided = ask(&desk, "POST", &path, &key, Some(r#"{"state":"approved"}"#)).await;
        assert_eq!(decided.status, StatusCode::OK, "{}", decided.body);
        desk.app.project().await;
        shows(&desk.stranger().get("/").await, "til afgørelse");
        let again = ask(&desk, "POST", &path, &key, Some(r#"{"state":"approved"}"#)).await;
        assert_eq!(serde_json::from_str::<Value>(&again.body).unwrap()["changed"], false);
        let rejected = ask(&desk, "POST", &path, &key, Some(r#"{"state":"rejected","reason":"spam"}"#)).await;
        assert_eq!(rejected.status, StatusCode::OK, "{}", rejected.body);
        desk.app.project().await;
        hides(&desk.stranger().get("/").await, "til afgørelse");
        assert_eq!(desk.state(&post.id).await, Some(State::Rejected));
        let last = log::of_post(&desk.app.app.db, &post.id).await.unwrap().pop().unwrap();
        assert_eq!((last.actor.as_str(), last.reason.as_deref()), ("key:Robotten", Some("spam")));
        let mette = desk.signed_in("mette").await;
        shows(&mette.get("/log?hvem=alle").await, "nøglen Robotten");
        let undone = mette.post("/moderation/fortryd", &[("seq", &last.seq.to_string())]).await;
        assert_eq!(undone.status, StatusCode::SEE_OTHER, "a person takes it back");
        assert_eq!(desk.state(&post.id).await, Some(State::Approved));
    }
}

#[tokio::test]
async fn a_key_hands_in_what_then_waits_for_a_person() {
    for desk in Desk::both().await {
        let key = make(&desk, "Intranettet", &["submit"]).await;
        let path = "/api/v1/submissions";
        let own = Some(r#"{"text":"Vi holder #Ledelsesugen i Hal C","author":"Mette Sø","own":true}"#);
        let sent = ask(&desk, "POST", path, &key, own).await;
        assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.body);
        let receipt: Value = serde_json::from_str(&sent.body).unwrap();
        let posts = desk.app.posts().await;
        assert_eq!(posts.len(), 1);
        assert_eq!(
            (posts[0].id.0.as_str(), posts[0].state),
            (receipt["id"].as_str().unwrap(), State::Pending)
        );
        let follow = receipt["follow"].as_str().unwrap().strip_prefix("http://wall.example").unwrap();
        assert_eq!(desk.stranger().get(follow).await.status, StatusCode::OK);
        for (body, status, word) in [
            (r#"{"text":"x"}"#, 400, "body"),
            (r#"{"own":true}"#, 422, "refused"),
            (r#"{"text":"en andens","own":false}"#, 422, "refused"),
            (r#"{"url":"http://127.0.0.1/","own":true}"#, 422, "refused"),
        ] {
            problem(&ask(&desk, "POST", path, &key, Some(body)).await, status, word);
        }
        let other = make(&desk, "Robotten", &["moderate"]).await;
        problem(&ask(&desk, "POST", path, &other, own).await, 403, "scope");
        problem(&ask(&desk, "POST", path, "", own).await, 401, "key");
        assert_eq!(desk.app.posts().await.len(), 1);
    }
}

#[tokio::test]
async fn what_a_key_may_not_or_cannot_do_is_a_problem_and_changes_nothing() {
    let desk = Desk::start().await;
    let (reader, key) =
        (make(&desk, "Læser", &["submit"]).await, make(&desk, "Robotten", &["moderate"]).await);
    let posts = desk.stored([draft("1", "mit nummer er 010190-1234"), draft("2", "uden")]).await;
    let (numbered, plain) = (&posts[0].id, &posts[1].id);
    let path = format!("/api/v1/posts/{plain}/decision");
    let before = desk.app.posts().await;
    let approve = Some(r#"{"state":"approved"}"#);
    problem(&ask(&desk, "POST", &path, "", approve).await, 401, "key");
    problem(&ask(&desk, "POST", &path, &reader, approve).await, 403, "scope");
    let of_number = format!("/api/v1/posts/{numbered}/decision");
    problem(&ask(&desk, "POST", &of_number, &key, approve).await, 409, "conflict");
    problem(&ask(&desk, "POST", "/api/v1/posts/none/decision", &key, approve).await, 404, "not-found");
    for body in
        ["", "{}", "[]", "null", "{\"state\":\"pending\"}", "{\"state\":\"approved\",\"x\":1}", "\u{0}", "{"]
    {
        problem(&ask(&desk, "POST", &path, &key, Some(body)).await, 400, "body");
    }
    let reason = Some(r#"{"state":"rejected","reason":"fordi"}"#);
    problem(&ask(&desk, "POST", &path, &key, reason).await, 409, "conflict");
    let huge = format!("{{\"state\":\"approved\",\"reason\":\"{}\"}}", "a".repeat(10_000_000));
    problem(&ask(&desk, "POST", &path, &key, Some(&huge)).await, 413, "too-large");
    let form = Request::post(&path)
        .header("authorization", format!("Bearer {key}"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from("state=approved"))
        .unwrap();
    problem(&desk.app.send(form).await, 415, "media-type");
    problem(&ask(&desk, "PUT", &path, &key, approve).await, 405, "method");
    // What another site's page sends has no key, whatever cookie it brings.
    let admin = desk.signed_in("admin").await;
    let cross = Request::post(&path)
        .header("content-type", "text/plain")
        .header("origin", "https://evil.example")
        .body(Body::from(r#"{"state":"approved"}"#))
        .unwrap();
    problem(&admin.send(cross).await, 401, "key");
    assert_eq!(desk.app.posts().await, before);
}
