//! Addresses of the signed-in side, asked by somebody who is not: a door, never a word of what is behind it.

use axum::body::Body;
use axum::http::{Request, header};

use super::house::House;
use super::{routes, told};
use crate::support::database::both;

/// What a visitor may be told there.
const REFUSALS: [u16; 6] = [303, 400, 401, 403, 404, 405];

/// Open to everybody: the door itself, and whether the house is well.
const OPEN: [(&str, &str); 2] = [("GET", "/log-ind"), ("GET", "/health/ready")];

fn addresses(house: &House, route: &str) -> Vec<String> {
    let of_post = |id: &str| {
        let path = route.replace("{post}", id).replace("{number}", "0").replace("{year}", "2026").replace(
            "{file}",
            if route.starts_with("/raekkevidde/") { "timeline.svg" } else { "regler.toml" },
        );
        if route.starts_with("/kilder/") { path.replace("{id}", "masto") } else { path.replace("{id}", id) }
    };
    let mut paths: Vec<String> = house.hidden().map(|id| of_post(&id.0)).collect();
    paths.sort();
    paths.dedup();
    assert!(!paths.iter().any(|path| path.contains('{')), "{route}: say here what stands for its parts");
    let queries = ["", "?tilstand=pending", "?tilstand=held&q=zq*", "?fra=1&lang=en"];
    paths.iter().flat_map(|path| queries.map(|query| format!("{path}{query}"))).collect()
}

#[tokio::test]
async fn nobody_who_is_signed_out_gets_further_than_the_door() {
    for database in both().await {
        let house = House::start(database).await;
        let before = house.app.posts().await;
        let form: String = house.hidden().map(|id| format!("id={id}&")).collect::<String>()
            + "til=approved&grund=other&seq=1&navn=mette&kode=forkert&tilbage=/&videre=/";
        let cookies =
            [None, Some(format!("hashwall={}", "a".repeat(64))), Some("hashwall=' OR 1=1".to_owned())];
        for route in routes::desk() {
            for path in addresses(&house, route) {
                for method in ["GET", "HEAD", "POST", "PUT", "DELETE"] {
                    for (accept, cookie) in cookies
                        .iter()
                        .flat_map(|cookie| [("text/html", cookie), ("application/json", cookie)])
                    {
                        let mut request = Request::builder()
                            .method(method)
                            .uri(&path)
                            .header(header::HOST, "wall.example")
                            .header(header::ACCEPT, accept)
                            .header("sec-fetch-site", "same-origin")
                            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
                        if let Some(cookie) = cookie {
                            request = request.header(header::COOKIE, cookie);
                        }
                        if route == "/log-ind" && method == "POST" {
                            continue; // Each guess costs a password hash; the door has tests of its own.
                        }
                        let answer = house.app.send(request.body(Body::from(form.clone())).unwrap()).await;
                        let what = format!("{method} {path} {accept} {cookie:?}");
                        let open =
                            OPEN.iter().any(|(m, r)| *r == route && (*m == method || method == "HEAD"));
                        let status = answer.status.as_u16();
                        assert!(REFUSALS.contains(&status) || (open && status == 200), "{what}: {status}");
                        // The way back to what was asked for is the visitor's own words.
                        let asked: String = url::form_urlencoded::byte_serialize(path.as_bytes()).collect();
                        house.assert_holds_nothing(&what, &told(&answer).replace(&asked, "(as asked)"));
                    }
                }
            }
        }
        assert_eq!(house.app.posts().await, before, "and nothing has changed");
    }
}
