//! What a screen reader is given, by Chromium's own accessibility tree: landmarks, headings, names, the live region.
//! `HASHWALL_TREES=folder` writes the trees down, to be read by a person.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::house::{House, numbered};
use crate::support::browser::Browser;

/// A node: role, name, level of a heading.
#[derive(Debug)]
struct Node {
    role: String,
    name: String,
    level: i64,
}

async fn tree(browser: &Browser, page: &str) -> Vec<Node> {
    let found = browser.devtools("Accessibility.getFullAXTree", json!({})).await;
    let word = |node: &Value, what: &str| node[what]["value"].as_str().unwrap_or_default().to_owned();
    let level = |node: &Value| {
        let properties = node["properties"].as_array().cloned().unwrap_or_default();
        properties
            .iter()
            .find(|one| one["name"] == "level")
            .map_or(0, |one| one["value"]["value"].as_i64().unwrap())
    };
    // Chromium lists them level by level; they are read in the order of the tree.
    let listed = found["nodes"].as_array().expect("a tree");
    let by_id: HashMap<&str, &Value> =
        listed.iter().map(|node| (node["nodeId"].as_str().unwrap(), node)).collect();
    let mut nodes = Vec::new();
    let mut open = vec![&listed[0]];
    while let Some(node) = open.pop() {
        if node["ignored"] != true {
            nodes.push(Node { role: word(node, "role"), name: word(node, "name"), level: level(node) });
        }
        let children = node["childIds"].as_array().into_iter().flatten().rev();
        open.extend(children.filter_map(|id| by_id.get(id.as_str()?).copied()));
    }
    if let Some(folder) = std::env::var_os("HASHWALL_TREES") {
        let skipped = ["StaticText", "InlineTextBox", "generic", "none", "LineBreak"];
        let lines: Vec<String> = nodes
            .iter()
            .filter(|node| !skipped.contains(&node.role.as_str()))
            .map(|node| format!("{} {:?} {}", node.role, node.name, node.level))
            .collect();
        std::fs::write(std::path::Path::new(&folder).join(format!("{page}.txt")), lines.join("\n")).unwrap();
    }
    nodes
}

#[track_caller]
fn has(tree: &[Node], role: &str, name: &str) {
    let found = tree.iter().any(|node| node.role == role && (name.is_empty() || node.name == name));
    assert!(found, "no {role} {name:?} in\n{tree:#?}");
}

/// One `h1`, no level left out on the way down, and nothing that can be used without a name.
#[track_caller]
fn is_in_order(tree: &[Node]) {
    let levels: Vec<i64> = tree.iter().filter(|node| node.role == "heading").map(|node| node.level).collect();
    assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1, "{levels:?}");
    for pair in levels.windows(2) {
        assert!(pair[1] <= pair[0] + 1, "a level is left out: {levels:?}");
    }
    assert_eq!(tree.iter().filter(|node| node.role == "main").count(), 1);
    let mute: Vec<&Node> = tree
        .iter()
        .filter(|node| {
            ["link", "button", "combobox", "image", "feed", "article", "region", "DisclosureTriangle"]
                .contains(&node.role.as_str())
        })
        .filter(|node| node.name.is_empty())
        .collect();
    assert!(mute.is_empty(), "without a name: {mute:?}");
}

async fn live_regions(browser: &Browser) -> Value {
    let regions =
        "[...document.querySelectorAll('[role=status], [role=alert], [aria-live]')].map((one) => one.id)";
    browser.eval(regions).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_wall_a_post_a_happening_and_a_screen_make_sense_to_a_screen_reader() {
    let house = House::open().await;
    let mut titled = numbered(3);
    titled.title = Some("Tillid er et arbejde".to_owned());
    let posts = house.shown([numbered(1), numbered(2), titled]).await;
    let browser = house.visitor("/").await;
    let wall = tree(&browser, "wall").await;
    is_in_order(&wall);
    for (role, name) in [
        ("banner", ""),
        ("navigation", "Hovedmenu"),
        ("search", ""),
        ("navigation", "Visninger"),
        ("feed", "Nyeste opslag"),
        ("contentinfo", ""),
    ] {
        has(&wall, role, name);
    }
    let articles: Vec<&str> =
        wall.iter().filter(|node| node.role == "article").map(|node| node.name.as_str()).collect();
    assert_eq!(articles.len(), 3);
    assert_eq!(live_regions(&browser).await, json!(["suggest-status", "live-status"]), "polite, and no more");

    browser.goto(&house.at(&format!("/opslag/{}", posts[0].id))).await;
    browser.until("the script ran", "document.querySelector('.card[aria-posinset]')").await;
    let post = tree(&browser, "post").await;
    is_in_order(&post);
    assert!(!post.iter().any(|node| node.role == "feed"), "one post is no feed");
    assert_eq!(post.iter().filter(|node| node.role == "article").count(), 1);
    has(&post, "link", "Fjern opslaget");
    assert_eq!(live_regions(&browser).await, json!(["live-status"]));

    browser.goto(&house.at("/display?sekunder=600")).await;
    browser.until("the stage runs", "document.querySelector('.stage.running .card')").await;
    let screen = tree(&browser, "display").await;
    is_in_order(&screen);
    has(&screen, "banner", "");
    has(&screen, "contentinfo", "");
    has(&screen, "button", "Hold pause");
    assert_eq!(
        live_regions(&browser).await,
        json!(["notice", "lost"]),
        "posts that turn over are not read aloud"
    );
    assert!(screen.iter().filter(|node| node.role == "article").count() >= 1);
}
