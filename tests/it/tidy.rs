//! The house rules, held: floors, faces, sizes, registries, and which crate may be named where.

use std::fs;
use std::path::{Path, PathBuf};

const LONGEST: usize = 450;

/// Floors, low to high. A file may name its own floor's siblings only inside its own folder.
const FLOORS: &[&[&str]] = &[
    &["domain"],
    &["http", "schedule", "password", "picture", "raster", "mail", "factor"],
    &["oidc"],
    &["store", "collect", "moderate", "config"],
    &["rules"],
    &["projections", "ingest", "guard", "outbound", "submission"],
    &["web"],
    &["app"],
    &["cli"],
];

/// Rooms of one floor that may nevertheless know another, each with its reason.
const ALLOWED: &[(&str, &str)] = &[
    // The settings carry the rules' word lists as values.
    ("config", "moderate"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &str, ending: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|why| panic!("{}: {why}", folder.display())) {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                let name = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "no {ending} under {folder}");
    found
}

fn rust_files() -> Vec<(String, String)> {
    ["src", "index", "tests", "examples", "benches"]
        .into_iter()
        .flat_map(|folder| files(folder, ".rs"))
        .collect()
}

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}

/// Code without comments and without its unit tests: what the rules about names look at.
fn code(text: &str) -> String {
    let body = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text);
    body.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

#[track_caller]
fn none(what: &str, found: &[String]) {
    assert!(found.is_empty(), "{what}:\n  {}", found.join("\n  "));
}

#[test]
fn every_file_says_what_it_is() {
    let silent: Vec<String> =
        rust_files().into_iter().filter(|(_, text)| !text.starts_with("//!")).map(|(name, _)| name).collect();
    none("files that do not open with //!", &silent);
}

#[test]
fn no_file_is_too_big_to_live_in() {
    let long: Vec<String> = rust_files()
        .into_iter()
        .filter(|(_, text)| text.lines().count() > LONGEST)
        .map(|(name, text)| format!("{name}: {} lines, at most {LONGEST}", text.lines().count()))
        .collect();
    none("long files", &long);
}

#[test]
fn nobody_reaches_upward() {
    let mut upward = Vec::new();
    for (name, text) in files("src", ".rs") {
        let room = name.trim_start_matches("src/").split(['/', '.']).next().unwrap_or_default().to_owned();
        let Some(mine) = floor(&room) else { continue };
        for named in code(&text).split("crate::").skip(1) {
            let other: String = named.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let Some(theirs) = floor(&other) else { continue };
            let sideways = theirs == mine && other != room && !ALLOWED.contains(&(&room, &other)) && mine > 1;
            if theirs > mine || sideways {
                upward.push(format!("{name} names {other}"));
            }
        }
    }
    none("imports that go upward or sideways", &upward);
}

#[test]
fn each_tool_has_its_room() {
    let rooms: &[(&str, &[&str])] = &[
        // The benchmark of the index asks databases as its peers.
        ("sqlx", &["src/store/", "index/benches/million/"]),
        ("axum", &["src/web/"]),
        ("askama", &["src/web/"]),
        ("reqwest", &["src/http"]),
        ("tantivy", &["index/"]),
        ("fast_image_resize", &["src/picture.rs"]),
        ("resvg", &["src/raster.rs"]),
        ("lettre", &["src/mail.rs"]),
        ("SystemTime::now", &["src/app.rs"]),
        ("Utc::now", &["src/app.rs"]),
        ("Local::now", &["src/app.rs"]),
    ];
    let mut strays = Vec::new();
    for (name, text) in files("src", ".rs").into_iter().chain(files("index", ".rs")) {
        let code = code(&text);
        for (word, allowed) in rooms {
            let named = code.lines().any(|line| names(line, word));
            if named && !allowed.iter().any(|room| name.starts_with(room)) {
                strays.push(format!("{name} names {word}, which lives in {}", allowed.join(" ")));
            }
        }
    }
    none("tools outside their rooms", &strays);
}

/// True if `line` uses `word` as a path, not as a part of another name or inside a string.
fn names(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = &line[at + word.len()..];
        let whole = before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != '"' && c != '-');
        whole && (after.starts_with("::") || after.starts_with('(') || after.starts_with(';'))
    })
}

#[test]
fn visitors_pages_cannot_reach_the_store() {
    let strays: Vec<String> = files("src/web/public", ".rs")
        .into_iter()
        .filter(|(_, text)| {
            let code = code(text);
            ["crate::store", "store::", "WebState", "web::desk"].iter().any(|word| code.contains(word))
        })
        .map(|(name, _)| name)
        .collect();
    none("public pages that name the store or the state that holds it", &strays);
}

#[test]
fn faces_hold_no_types() {
    let mut typed = Vec::new();
    for (name, text) in files("src", ".rs").into_iter().chain(files("index/src", ".rs")) {
        if !(name.ends_with("/mod.rs") || name.ends_with("lib.rs")) || is_room_of_one(&name) {
            continue;
        }
        for line in code(&text).lines() {
            if ["pub struct ", "pub enum ", "pub trait "].iter().any(|kind| line.starts_with(kind)) {
                typed.push(format!("{name}: {line}"));
            }
        }
    }
    none("types in a face", &typed);
}

/// A collector's `mod.rs` is the collector: a unit struct of its own, imported by the registry alone.
fn is_room_of_one(name: &str) -> bool {
    name.starts_with("src/collect/") && name != "src/collect/mod.rs" && name != "src/collect/text/mod.rs"
}

#[test]
fn registries_are_complete() {
    let mut missing = Vec::new();
    let rules = fs::read_to_string(root().join("src/moderate/mod.rs")).unwrap();
    for (name, text) in files("src/moderate", ".rs") {
        for implemented in text.split("impl Rule for ").skip(1) {
            let rule: String = implemented.chars().take_while(|c| c.is_alphanumeric()).collect();
            if !rules.contains(&format!("::{rule}")) {
                missing.push(format!("{name}: {rule} is not in RULES"));
            }
        }
    }
    let mut app = fs::read_to_string(root().join("src/app.rs")).unwrap();
    app.extend(files("src/app", ".rs").into_iter().map(|(_, text)| text));
    for (name, text) in files("src/projections", ".rs") {
        for implemented in code(&text).split("impl Projection for ").skip(1) {
            let projection: String = implemented.chars().take_while(|c| c.is_alphanumeric()).collect();
            if !app.contains(&projection) {
                missing.push(format!("{name}: {projection} is not fed by app.rs"));
            }
        }
    }
    let store: String = files("src/store", ".rs").into_iter().map(|(_, text)| text).collect();
    for (name, _) in files("src/store/migrations", ".sql") {
        let file = name.rsplit('/').next().unwrap_or_default();
        if !store.contains(file) {
            missing.push(format!("{name} is never run"));
        }
    }
    none("registries", &missing);
}

#[test]
fn every_dependency_says_why_it_is_here() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let listed = manifest.split("[workspace.dependencies]").nth(1).unwrap();
    let listed = listed.split("\n[").next().unwrap();
    let mute: Vec<String> = listed
        .lines()
        .filter(|line| line.contains(" = ") && !line.starts_with('#') && !line.contains(" # "))
        .map(str::to_owned)
        .collect();
    none("dependencies without a reason", &mute);
}

#[test]
fn nothing_is_left_for_later() {
    let marks = ["TO".to_owned() + "DO", "FIX".to_owned() + "ME", "X".repeat(3), "todo".to_owned() + "!("];
    let mut found = Vec::new();
    for (name, text) in rust_files() {
        for mark in &marks {
            // Upper-case marks are words of their own.
            if text.split(|c: char| !c.is_alphanumeric() && c != '!' && c != '(').any(|word| word == mark) {
                found.push(format!("{name}: {mark}"));
            }
        }
    }
    none("marks of unfinished work", &found);
}
