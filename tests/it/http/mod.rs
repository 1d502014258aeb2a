//! The outbound client against a local server: what it follows, what it refuses, what it never sends.

mod gates;
mod limits;
mod redirects;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::{Request as Incoming, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response as Outgoing};
use axum::routing::any;
use hashwall::domain::time::Timestamp;
use hashwall::http::{Http, HttpPolicy};
use url::Url;

pub const NOW: Timestamp = Timestamp::from_secs(1_792_998_000);

/// A server on loopback that remembers every request it got.
pub struct Server {
    pub base: Url,
    seen: Arc<Mutex<Vec<Seen>>>,
    task: tokio::task::JoinHandle<()>,
}

#[derive(Clone, Debug)]
pub struct Seen {
    pub method: String,
    pub path: String,
    pub headers: axum::http::HeaderMap,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

impl Server {
    pub async fn start(routes: Router) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let app = routes.layer(from_fn_with_state(seen.clone(), remember));
        let task = tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { base, seen, task }
    }

    pub fn url(&self, path: &str) -> Url {
        self.base.join(path).unwrap()
    }

    /// `127.0.0.1:port`, as configuration names it.
    pub fn authority(&self) -> String {
        format!("{}:{}", self.base.host_str().unwrap(), self.base.port().unwrap())
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn remember(State(seen): State<Arc<Mutex<Vec<Seen>>>>, request: Incoming, next: Next) -> Outgoing {
    seen.lock().unwrap().push(Seen {
        method: request.method().to_string(),
        path: request.uri().to_string(),
        headers: request.headers().clone(),
    });
    next.run(request).await
}

/// A route that redirects.
pub fn to(status: u16, location: impl Into<String>) -> axum::routing::MethodRouter {
    let location = location.into();
    any(move || async move {
        (axum::http::StatusCode::from_u16(status).unwrap(), [("location", location)]).into_response()
    })
}

/// A client that may call these hosts although they are private.
pub fn client(allow_private: &[&str]) -> Http {
    Http::new(policy(allow_private)).unwrap()
}

pub fn policy(allow_private: &[&str]) -> HttpPolicy {
    HttpPolicy {
        user_agent: "Hashwall/test (+https://wall.example/om)".to_owned(),
        allow_private: allow_private.iter().map(|host| (*host).to_owned()).collect(),
        timeout: Duration::from_secs(10),
        max_body: 100_000,
        min_gap: Duration::ZERO,
        extra_ca: None,
    }
}
