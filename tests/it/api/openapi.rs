//! The document: valid, of this wall, complete; and the page that is made of it.

use serde_json::Value;

use super::python::program;
use crate::web_public::house::House;

#[tokio::test]
async fn a_validator_takes_the_document() {
    let house = House::new();
    let answer = house.get("/api/v1/openapi.json").await;
    let file = tempfile::NamedTempFile::with_suffix(".json").unwrap();
    std::fs::write(file.path(), &answer.body).unwrap();
    let judged = program("openapi-spec-validator").arg(file.path()).output().unwrap();
    let said = String::from_utf8_lossy(&judged.stdout);
    assert!(judged.status.success(), "{said}{}", String::from_utf8_lossy(&judged.stderr));
    let document: Value = serde_json::from_str(&answer.body).unwrap();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"), "{}", document["openapi"]);
    assert_eq!(document["servers"][0]["url"], "https://wall.example");
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            for status in ["200", "400", "401", "429", "503"] {
                assert!(
                    !operation["responses"][status].is_null(),
                    "{method} {path} says nothing of {status}"
                );
            }
            assert!(operation["summary"].is_string() && operation["description"].is_string(), "{path}");
        }
    }
}

#[tokio::test]
async fn the_page_says_all_that_the_document_says() {
    let house = House::new();
    let document: Value = serde_json::from_str(&house.get("/api/v1/openapi.json").await.body).unwrap();
    let page = house.get("/api").await;
    for (path, item) in document["paths"].as_object().unwrap() {
        page.shows(&format!("<code>{path}</code>").replace('{', "{"));
        for operation in item.as_object().unwrap().values() {
            page.shows(&format!("id=\"{}\"", operation["operationId"].as_str().unwrap()));
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                page.shows(&format!("<dt><code>{}</code>", parameter["name"].as_str().unwrap()));
            }
        }
    }
    for schema in document["components"]["schemas"].as_object().unwrap().keys() {
        page.shows(&format!("id=\"schema-{schema}\""));
    }
    // Every link to a shape leads to one.
    for link in page.body.split("href=\"#").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(page.body.contains(&format!("id=\"{link}\"")), "#{link} leads nowhere");
    }
    page.shows("https://wall.example/opslag.rss").hides("<script");
}
