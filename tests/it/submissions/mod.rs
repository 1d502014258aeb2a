//! What visitors hand in: on its way to the wall and off it again, and everything that should not be taken.

mod hostile;
mod journey;

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{ConnectInfo, State};
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use tokio::net::TcpListener;
use tower::ServiceExt;

use crate::support::app::{Answer, TestApp};
use crate::support::database::TestDb;
use crate::web_desk::support::{Desk, Person, form};

/// A page and its head, as a blog has them.
pub const PAGE: &str = "<!doctype html><html><head><title>Bloggen</title>\
    <meta property=\"og:title\" content=\"Fem r&aring;d om tillid\">\
    <meta property=\"og:description\" content=\"Hvad vi l&aelig;rte af et halvt &aring;r i hjemmeplejen.\">\
    <meta name=\"author\" content=\"Lone Kj&aelig;r\"></head><body>Resten</body></html>";

/// Status, headers, body.
type Page = (u16, Vec<(&'static str, String)>, Vec<u8>);

/// A web site on loopback that notes what it is asked.
#[derive(Clone, Default)]
pub struct Site {
    pages: Arc<Mutex<HashMap<String, Page>>>,
    asked: Arc<Mutex<Vec<String>>>,
    pub host: String,
}

impl Site {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let site = Self { host: listener.local_addr().unwrap().to_string(), ..Self::default() };
        let router = Router::new().fallback(serve).with_state(site.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        site
    }

    pub fn put(&self, path: &str, status: u16, headers: &[(&'static str, &str)], body: impl AsRef<[u8]>) {
        let headers = headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        self.pages.lock().unwrap().insert(path.to_owned(), (status, headers, body.as_ref().to_vec()));
    }

    pub fn page(&self, path: &str, body: &str) -> String {
        self.put(path, 200, &[("content-type", "text/html; charset=utf-8")], body);
        format!("http://{}{path}", self.host)
    }

    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

async fn serve(State(site): State<Site>, uri: Uri) -> Response {
    site.asked.lock().unwrap().push(uri.path().to_owned());
    if uri.path() == "/hangs" {
        std::future::pending::<()>().await;
    }
    let found = site.pages.lock().unwrap().get(uri.path()).cloned();
    let Some((status, headers, body)) = found else { return StatusCode::NOT_FOUND.into_response() };
    let mut response = (StatusCode::from_u16(status).unwrap(), body).into_response();
    for (name, value) in headers {
        response.headers_mut().insert(name, value.parse().unwrap());
    }
    response
}

/// A house that may look at this site.
pub async fn beside(database: TestDb, site: &Site) -> Desk {
    let settings =
        format!("[submissions]\nallow_private = [{0:?}]\n[http]\nallow_private = [{0:?}]\n", site.host);
    Desk::with_people(TestApp::start(database, &settings).await).await
}

/// A form's code as the page gives it.
pub async fn code(person: &Person<'_>) -> String {
    let page = person.get("/indsend").await;
    page.body.split_once("name=\"kode\" value=\"").unwrap().1[..48].to_owned()
}

/// The work a browser does.
pub fn proof(code: &str) -> String {
    let works = |number: &u64| {
        let hash = Sha256::digest(format!("{code}:{number}"));
        u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]).leading_zeros() >= 16
    };
    (0..).find(works).unwrap().to_string()
}

/// Hands in what these fields say, as a browser with scripts does; the answer and the code.
pub async fn hand_in(person: &Person<'_>, fields: &[(&str, &str)]) -> (Answer, String) {
    let code = code(person).await;
    let proof = proof(&code);
    let mut all = vec![("kode", code.as_str()), ("bevis", proof.as_str()), ("hjemmeside", "")];
    all.extend(fields);
    if !fields.iter().any(|(name, _)| *name == "hvis") {
        all.push(("hvis", "egen"));
    }
    (person.post("/indsendt", &all).await, code)
}

/// A running house: its counters live as long as its router, which tests make anew for every other request.
pub struct Door {
    router: hashwall::web::front::Front,
}

impl Door {
    pub fn of(desk: &Desk) -> Self {
        Self { router: desk.app.app.router(&desk.app.wall) }
    }

    /// A form from an address.
    pub async fn take(&self, address: &str, fields: &[(&str, &str)]) -> Answer {
        let mut request = form("/indsendt", fields);
        let caller: SocketAddr = format!("{address}:4711").parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(caller));
        request.headers_mut().insert(header::HOST, "wall.example".parse().unwrap());
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        let body = String::from_utf8_lossy(&body).into_owned();
        Answer { status: parts.status, headers: parts.headers, body }
    }
}
