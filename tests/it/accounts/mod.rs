//! Accounts as people use them: a second factor, invitations, sessions, an administrator's day, a single sign-on.

mod factor;
mod odd_provider;
mod people;
mod provider;
mod sessions;
mod sso;
mod throttle;
mod token;

use axum::body::Body;
use axum::http::Request;

use crate::support::app::Answer;
use crate::web_desk::support::{CODE, Desk, Person, form};

/// The cookies an answer sets, as a browser would send them back beside those it has.
fn cookies(before: Option<&str>, answer: &Answer) -> String {
    let mut jar: Vec<(String, String)> = before
        .unwrap_or_default()
        .split("; ")
        .filter_map(|pair| pair.split_once('=').map(|(a, b)| (a.to_owned(), b.to_owned())))
        .collect();
    for set in answer.headers.get_all("set-cookie") {
        let (name, value) = set.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
        jar.retain(|(held, _)| held != name);
        if !value.is_empty() {
            jar.push((name.to_owned(), value.to_owned()));
        }
    }
    jar.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
}

/// A sign-in with name and password: the answer, and the browser after it.
async fn enter<'a>(desk: &'a Desk, name: &str, code: &str) -> (Answer, Person<'a>) {
    let answer = desk.stranger().post("/log-ind", &[("navn", name), ("kode", code)]).await;
    let cookie = Some(cookies(None, &answer));
    (answer, Person { desk, cookie })
}

/// A form from this address.
fn from(address: &str, path: &str, fields: &[(&str, &str)]) -> Request<Body> {
    let mut request = form(path, fields);
    let peer: std::net::SocketAddr = format!("{address}:9").parse().unwrap();
    request.extensions_mut().insert(axum::extract::ConnectInfo(peer));
    request
}

/// What stands between two marks of a page.
#[track_caller]
fn between<'a>(page: &'a str, before: &str, after: &str) -> &'a str {
    let rest = page.split_once(before).unwrap_or_else(|| panic!("no {before:?} in {page}")).1;
    rest.split_once(after).unwrap_or_else(|| panic!("no {after:?} in {rest}")).0
}

async fn actions(desk: &Desk) -> Vec<String> {
    let lines = hashwall::store::audit::page(&desk.app.app.db, None, 200).await.unwrap();
    lines.into_iter().map(|line| format!("{} {} {}", line.actor, line.action, line.subject)).collect()
}

/// The password everybody has.
const OLD: &str = CODE;
