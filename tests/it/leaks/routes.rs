//! The routes of the web side, read from the source text that declares them: a page nobody has thought of here is found.

use std::path::Path;

/// The paths a router's source declares.
pub fn declared(source: &str) -> Vec<&str> {
    source
        .split(".route(")
        .skip(1)
        .map(|call| {
            let call = call.trim_start().strip_prefix('"').expect("a route is declared by its text");
            call.split('"').next().unwrap()
        })
        .collect()
}

/// Visitors' routes, those of the API as its own document has them.
pub fn public() -> Vec<&'static str> {
    let mut routes = declared(include_str!("../../../src/web/mod.rs"));
    let paths = &hashwall::web::api::document::DOCUMENT.paths.paths;
    routes.extend(paths.iter().filter(|(_, item)| item.get.is_some()).map(|(path, _)| path.as_str()));
    routes
}

/// Routes for people who signed in, and for machines.
pub fn desk() -> Vec<&'static str> {
    declared(include_str!("../../../src/web/desk/mod.rs"))
}

#[test]
fn every_route_is_declared_in_one_of_two_files() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web");
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            if path.extension().is_none_or(|kind| kind != "rs") {
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let name = path.strip_prefix(&root).unwrap().display().to_string();
            let may_describe = name.ends_with("api/mod.rs");
            assert!(may_describe || !text.contains(".routes("), "{name} declares routes of the API");
            let may_route = ["mod.rs", "desk/mod.rs"].contains(&name.as_str());
            assert!(may_route || !text.contains(".route("), "{name} declares a route");
            for other in [".nest(", ".fallback(", ".route_service(", ".nest_service(", ".fallback_service("] {
                assert!(!text.contains(other), "{name}: {other} makes addresses that these tests do not see");
            }
        }
    }
    assert!(public().len() > 10 && desk().len() > 10);
}
