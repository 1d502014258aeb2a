//! A house with people in it, and what they get when they ask.

use std::sync::LazyLock;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use hashwall::domain::post::{Draft, Post, PostId, State};
use hashwall::domain::user::Role;
use hashwall::password;
use hashwall::store::users;
use serde_json::Value;

use crate::support::app::{Answer, TestApp};
use crate::support::build;
use crate::support::database::{TestDb, both};

pub const CODE: &str = "hemmelig nok til en test";

/// Hashing takes long; one hash does for everybody.
static HASH: LazyLock<String> = LazyLock::new(|| password::hash(CODE).unwrap());

/// The house.
pub struct Desk {
    pub app: TestApp,
}

/// Somebody's browser: signed in, or not.
pub struct Person<'a> {
    pub desk: &'a Desk,
    pub cookie: Option<String>,
}

impl Desk {
    pub async fn start() -> Self {
        Self::on(TestDb::sqlite().await).await
    }

    /// On each engine.
    pub async fn both() -> Vec<Self> {
        let mut desks = Vec::new();
        for database in both().await {
            desks.push(Self::on(database).await);
        }
        desks
    }

    pub async fn on(database: TestDb) -> Self {
        Self::with_people(TestApp::start(database, "").await).await
    }

    /// A house of any kind, with people in it.
    pub async fn with_people(app: TestApp) -> Self {
        let desk = Self { app };
        for (name, role) in
            [("mette", Role::Moderator), ("karen", Role::Communicator), ("admin", Role::Admin)]
        {
            users::put(&desk.app.app.db, name, role, &HASH, desk.app.now()).await.unwrap();
        }
        desk
    }

    pub async fn stored(&self, drafts: impl IntoIterator<Item = Draft>) -> Vec<Post> {
        let posts = build::stored(&self.app.app.db, drafts).await;
        self.app.project().await;
        posts
    }

    pub async fn state(&self, id: &PostId) -> Option<State> {
        self.app.posts().await.into_iter().find(|post| post.id == *id).map(|post| post.state)
    }

    pub fn stranger(&self) -> Person<'_> {
        Person { desk: self, cookie: None }
    }

    pub async fn signed_in(&self, name: &str) -> Person<'_> {
        let answer = self.stranger().post("/log-ind", &[("navn", name), ("kode", CODE)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let cookie = header_of(&answer, "set-cookie").split(';').next().unwrap().to_owned();
        Person { desk: self, cookie: Some(cookie) }
    }
}

impl Person<'_> {
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// A form, sent from a page of ours.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(form(path, fields)).await
    }

    /// The same by our script.
    pub async fn post_json(&self, path: &str, fields: &[(&str, &str)]) -> (StatusCode, Value) {
        let mut request = form(path, fields);
        request.headers_mut().insert(header::ACCEPT, "application/json".parse().unwrap());
        let answer = self.send(request).await;
        (answer.status, serde_json::from_str(&answer.body).unwrap())
    }

    pub async fn send(&self, mut request: Request<Body>) -> Answer {
        request.headers_mut().insert(header::HOST, "wall.example".parse().unwrap());
        if let Some(cookie) = &self.cookie {
            request.headers_mut().insert(header::COOKIE, cookie.parse().unwrap());
        }
        self.desk.app.send(request).await
    }
}

pub fn form(path: &str, fields: &[(&str, &str)]) -> Request<Body> {
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    Request::post(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body))
        .unwrap()
}

pub fn header_of<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer.headers.get(name).map_or("", |value| value.to_str().unwrap())
}

#[track_caller]
pub fn shows(answer: &Answer, words: &str) {
    assert!(answer.body.contains(words), "{words:?} is not in\n{}", answer.body);
}

#[track_caller]
pub fn hides(answer: &Answer, words: &str) {
    assert!(!answer.body.contains(words), "{words:?} is in\n{}", answer.body);
}
