//! The web side under attack, on the whole router: forged forms, words that would be markup, values that break things,
//! and secrets that would like to get out.

mod forgery;
mod reflection;
mod searches;
mod secrets;
mod values;

use crate::leaks::routes;
use crate::web_desk::support::Desk;

/// What stands for the parts of a route's path. Nothing of the kind exists.
fn path_of(route: &str) -> String {
    let id = "019a1000-0000-7000-8000-0000000000ff";
    let path = route.replace("{post}", id).replace("{number}", "0").replace("{version}", "x");
    let path = path
        .replace("{name}", "none")
        .replace("{file}", "regler.toml")
        .replace("{id}", id)
        .replace("{year}", "2026");
    assert!(!path.contains('{'), "{route}: say here what stands for its parts");
    path
}

/// Signed-in routes that take this method, by the source text that declares them.
fn desk_routes(method: &str) -> Vec<&'static str> {
    let source = include_str!("../../../src/web/desk/mod.rs");
    let found: Vec<&str> = source
        .split(".route(")
        .skip(1)
        .filter(|call| call.lines().next().is_some_and(|line| line.contains(&format!("{method}("))))
        .map(|call| call.trim_start().trim_start_matches('"').split('"').next().unwrap())
        .collect();
    assert!(found.len() > 5 && found.iter().all(|route| routes::desk().contains(route)), "{found:?}");
    found
}

/// What an attack must leave as it is.
async fn everything(desk: &Desk) -> String {
    let log = hashwall::store::log::read_after(&desk.app.app.db, 0, u32::MAX).await.unwrap();
    let sources = hashwall::store::sources::statuses(&desk.app.app.db, desk.app.now()).await.unwrap();
    let rules = hashwall::store::rules::load(&desk.app.app.db).await.unwrap();
    format!("{:?} {log:?} {sources:?} {rules:?}", desk.app.posts().await)
}
