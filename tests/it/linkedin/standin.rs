//! The stand-in itself: what it says is what LinkedIn's documentation and clients say.

use std::time::Duration;

use hashwall::domain::time::Timestamp;
use hashwall::http::{Request, Response};
use hashwall_standin::linkedin::{LinkedIn as World, Post};
use serde_json::Value;
use url::Url;

use super::{Bench, MINUTE};

const LIST: &str = "/rest/posts?author=urn%3Ali%3Aorganization%3A90211455&q=author&sortBy=LAST_MODIFIED";

async fn ask(bench: &Bench, path: &str, version: Option<&str>) -> Response {
    let mut request = Request::get(Url::parse(&format!("{}/linkedin{path}", bench.standin.base)).unwrap())
        .header("X-Restli-Protocol-Version", "2.0.0");
    if let Some(version) = version {
        request = request.header("LinkedIn-Version", version);
    }
    request.bearer = Some(World::TOKEN.to_owned().into());
    bench.http.send(Timestamp(bench.standin.clock.now()), request).await.unwrap()
}

async fn get(bench: &Bench, path: &str) -> (u16, Value) {
    let answer = ask(bench, path, Some(World::VERSION)).await;
    (answer.status, answer.json().unwrap_or(Value::Null))
}

#[tokio::test]
async fn versions_are_demanded_and_retired() {
    let bench = Bench::new().await;
    let missing = ask(&bench, LIST, None).await;
    assert_eq!((missing.status, missing.header("x-restli-gateway-error").is_some()), (400, true));
    assert_eq!(missing.json::<Value>().unwrap()["code"], "VERSION_MISSING");
    let retired = ask(&bench, LIST, Some("202411")).await;
    assert_eq!(retired.status, 426);
    assert_eq!(retired.json::<Value>().unwrap()["message"], "Requested version 20241101 is not active");
}

#[tokio::test]
async fn there_is_no_search_and_no_stranger() {
    let bench = Bench::new().await;
    for path in [
        "/rest/search?q=hashtag&hashtag=ledelsesugen",
        "/rest/posts/search?q=x",
        "/rest/hashtags/ledelsesugen",
        "/v2/search",
    ] {
        assert_eq!(ask(&bench, path, Some(World::VERSION)).await.status, 404, "{path}");
    }
    let (status, body) = get(&bench, "/rest/posts?author=urn%3Ali%3Aperson%3AA8xe03Qt10&q=author").await;
    assert_eq!(status, 400);
    assert_eq!(body["message"], "Member permissions must be used when using member as author");
}

#[tokio::test]
async fn the_finder_refuses_what_linkedin_refuses() {
    let bench = Bench::new().await;
    assert_eq!(get(&bench, &format!("{LIST}&count=101")).await.0, 400);
    assert_eq!(get(&bench, &format!("{LIST}&hashtag=x")).await.1["code"], "QUERY_PARAM_NOT_ALLOWED");
    assert_eq!(
        get(&bench, "/rest/posts?author=urn:li:organization:90211455&q=author").await.0,
        400,
        "raw colons"
    );
    assert_eq!(get(&bench, "/rest/posts?ids=List(urn%3Ali%3Ashare%3A1)").await.0, 400, "a list of one");
    let long =
        format!("/rest/posts?ids=List({})", vec!["urn%3Ali%3Ashare%3A7375512004417306624"; 120].join(","));
    assert_eq!(ask(&bench, &long, Some(World::VERSION)).await.status, 414);
}

#[tokio::test]
async fn edits_move_to_the_top_and_deletions_vanish() {
    let bench = Bench::new().await;
    let first = bench.world.publish(&bench.page, Post::text("første"));
    bench.later(MINUTE);
    let second = bench.world.publish(&bench.page, Post::text("anden"));
    bench.later(MINUTE);
    let order = async |query: &str| -> Vec<String> {
        let (_, body) = get(&bench, &format!("{LIST}{query}")).await;
        body["elements"]
            .as_array()
            .unwrap()
            .iter()
            .map(|post| post["id"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(order("").await, [second.clone(), first.clone()]);
    bench.world.edit(&first, "rettet");
    assert_eq!(order("").await, [first.clone(), second.clone()]);
    assert_eq!(order("&isDsc=false").await, [second.clone(), first.clone()]);
    let paged = get(&bench, &format!("{LIST}&count=1")).await.1;
    assert_eq!(
        (paged["paging"]["links"][0]["rel"].as_str(), paged["paging"].get("total")),
        (Some("next"), None)
    );
    bench.world.show_total(true);
    assert_eq!(get(&bench, &format!("{LIST}&count=1")).await.1["paging"]["total"], 2);
    bench.world.delete(&first);
    assert_eq!(order("").await, [second.as_str()]);
    assert_eq!(get(&bench, &format!("/rest/posts/{}", first.replace(':', "%3A"))).await.0, 404);
    let ids = [&first, &second].map(|urn| urn.replace(':', "%3A")).join(",");
    let (status, batch) = get(&bench, &format!("/rest/posts?ids=List({ids})")).await;
    assert_eq!(
        (status, &batch["statuses"][&first], &batch["errors"][&first]["status"]),
        (200, &404.into(), &404.into())
    );
    assert_eq!(batch["results"][&second]["commentary"], "anden");
}

#[tokio::test]
async fn drafts_show_to_their_author_alone() {
    let bench = Bench::new().await;
    bench.world.publish(&bench.page, Post::text("kladde").lifecycle_state("DRAFT"));
    assert_eq!(get(&bench, LIST).await.1["elements"].as_array().unwrap().len(), 0);
    assert_eq!(
        get(&bench, &format!("{LIST}&viewContext=AUTHOR")).await.1["elements"].as_array().unwrap().len(),
        1
    );
}

#[tokio::test]
async fn no_comments_are_a_404_and_one_is_a_list() {
    let bench = Bench::new().await;
    let urn = bench.world.publish(&bench.page, Post::text("#Ledelsesugen"));
    let path = format!("/rest/socialActions/{}/comments?start=0&count=50", urn.replace(':', "%3A"));
    assert_eq!(get(&bench, &path).await.0, 404);
    bench.world.comment(&urn, "A8xe03Qt10", "Stærkt!");
    let (status, body) = get(&bench, &path).await;
    assert_eq!((status, body["elements"][0]["message"]["text"].as_str()), (200, Some("Stærkt!")));
}

#[tokio::test]
async fn a_signed_picture_is_a_picture_until_it_expires() {
    let bench = Bench::new().await;
    bench.world.set_media_life(Duration::from_secs(3600));
    let urn = bench.world.publish(&bench.page, Post::text("#Ledelsesugen").image("Salen"));
    let (_, post) = get(&bench, &format!("/rest/posts/{}", urn.replace(':', "%3A"))).await;
    let image = post["content"]["media"]["id"].as_str().unwrap().replace(':', "%3A");
    let (_, image) = get(&bench, &format!("/rest/images/{image}")).await;
    let url = Url::parse(image["downloadUrl"].as_str().unwrap()).unwrap();
    let fetch = async |url: &Url| bench.http.send(Timestamp(0), Request::get(url.clone())).await.unwrap();
    let picture = fetch(&url).await;
    assert_eq!((picture.status, picture.header("content-type")), (200, Some("image/png")));
    assert_eq!(&picture.body[..8], b"\x89PNG\r\n\x1a\n");
    let mut forged = url.clone();
    forged.set_query(Some(&url.query().unwrap().replace("e=1", "e=2")));
    assert_eq!(fetch(&forged).await.status, 403);
    bench.later(Duration::from_secs(3600));
    assert_eq!(fetch(&url).await.status, 403);
}

#[tokio::test]
async fn organisations_are_found_by_their_vanity_name() {
    let bench = Bench::new().await;
    let (_, found) = get(&bench, "/rest/organizations?q=vanityName&vanityName=ledelsesugen").await;
    assert_eq!(found["elements"][0]["localizedName"], "Ledelsesugen");
    assert_eq!(get(&bench, "/rest/organizations/1").await.0, 404);
}

#[tokio::test]
async fn ids_are_nineteen_digits_as_linkedins_are() {
    let bench = Bench::new().await;
    let urn = bench.world.publish(&bench.page, Post::text("x"));
    assert_eq!(urn.rsplit(':').next().unwrap().len(), 19);
}
