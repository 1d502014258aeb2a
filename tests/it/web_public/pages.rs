//! Every public address: headers, no third party, and the pages that are not the wall.

use axum::http::{Request, StatusCode};
use hashwall::domain::post::{Attachment, AttachmentKind};

use super::house::{House, UNKNOWN, post, site, sources};

const PAGES: [&str; 17] = [
    "/kalender",
    "/kalender?uge=2026-44",
    "/kalender?dag=2026-10-26",
    "/udgaver",
    "/udgaver/2026",
    "/",
    "/?q=tillid",
    "/opslag/019a1000-0000-7000-8000-000000000001",
    UNKNOWN,
    "/display",
    "/opslag.json",
    "/embed",
    "/indlejr",
    "/soegehjaelp",
    "/om",
    "/privatliv",
    "/tilgaengelighed",
];

fn full_house() -> House {
    let house = House::with(site(), sources(), &[]);
    house.show(&post(1, |draft| {
        for kind in [AttachmentKind::Image, AttachmentKind::Video, AttachmentKind::Link] {
            draft.attachments.push(Attachment {
                kind,
                url: "https://cdn.example/x.jpg".to_owned(),
                preview_url: "https://cdn.example/small.jpg".to_owned(),
                ..Attachment::default()
            });
        }
    }));
    house
}

#[tokio::test]
async fn every_answer_carries_the_promises() {
    let house = full_house();
    for path in
        PAGES.into_iter().chain(["/live", "/embed.js", "/robots.txt", "/health/live", "/was", "/favicon.ico"])
    {
        if path == "/live" {
            house.closing.cancel();
        }
        let answer = house.get(path).await;
        let policy = answer.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'"),
            "{path}"
        );
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        let framed = if path == "/embed" { "frame-ancestors *" } else { "frame-ancestors 'none'" };
        assert!(policy.ends_with(framed), "{path}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "strict-origin-when-cross-origin", "{path}");
        assert!(answer.header("permissions-policy").contains("camera=()"), "{path}");
        assert!(answer.header("strict-transport-security").contains("max-age"), "{path}");
        assert!(!answer.header("x-request-id").is_empty(), "{path}");
        assert_eq!(answer.header("set-cookie"), "", "{path}");
    }
}

#[tokio::test]
async fn no_page_loads_anything_from_elsewhere_or_runs_anything_inline() {
    let house = full_house();
    for path in PAGES.into_iter().flat_map(|path| {
        [path.to_owned(), format!("{path}{}lang=en", if path.contains('?') { '&' } else { '?' })]
    }) {
        let answer = house.get(&path).await;
        for piece in answer.body.split('<').skip(1) {
            let tag = piece.split('>').next().unwrap();
            let loads = [" src=\"", " srcset=\"", " poster=\"", " data=\"", " action=\""];
            for attribute in loads {
                if let Some(value) = tag.split(attribute).nth(1) {
                    assert!(value.starts_with('/') && !value.starts_with("//"), "{path}: <{tag}>");
                }
            }
            // These two name a page; nothing is loaded for them.
            let names = ["canonical", "alternate"].iter().any(|rel| tag.contains(&format!("rel=\"{rel}\"")));
            if tag.starts_with("link ") && !names {
                assert!(tag.contains("href=\"/assets/"), "{path}: <{tag}>");
            }
            // A block of data is run by nobody.
            if tag.starts_with("script") && tag != "script type=\"application/ld+json\"" {
                assert!(tag.contains(" src=\"/"), "{path}: <{tag}>");
            }
            assert!(!tag.starts_with("style") && !tag.contains(" style=\""), "{path}: <{tag}>");
            let handler =
                tag.split_whitespace().skip(1).any(|part| part.starts_with("on") && part.contains("=\""));
            assert!(!handler, "{path}: <{tag}>");
        }
    }
}

#[tokio::test]
async fn assets_are_kept_for_ever_and_compressed() {
    let house = House::new();
    let wall = house.get("/").await;
    let css = wall.body.split("href=\"/assets/").nth(3).unwrap().split('"').next().unwrap();
    let request = Request::get(format!("/assets/{css}")).header("accept-encoding", "br, gzip");
    let answer = house.send(request).await;
    assert_eq!(answer.status, StatusCode::OK, "{css}");
    assert_eq!(answer.header("content-type"), "text/css; charset=utf-8");
    assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(answer.header("content-encoding"), "br");
    let old = house.get("/assets/0123456789abcdef/base.css").await;
    assert_eq!((old.status, old.header("cache-control")), (StatusCode::OK, "no-cache"));
    assert_eq!(house.get("/assets/x/none.css").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn errors_are_pages_in_the_visitors_language() {
    let house = House::new();
    house.get("/findes/ikke").await.shows("Siden findes ikke").shows("<html lang=\"da\"");
    let post = house.send(Request::post("/?lang=en")).await;
    assert_eq!(post.status, StatusCode::METHOD_NOT_ALLOWED);
    post.shows("That cannot be done here");
}

#[tokio::test]
async fn the_widget_may_be_framed_by_those_named_and_fits_what_was_asked() {
    let house = House::with(site(), Vec::new(), &["https://kommune.example".to_owned()]);
    for n in 1..=8 {
        house.show(&post(n, |_| {}));
    }
    let widget = house.get("/embed?antal=3&tema=dark&lang=en").await;
    assert!(
        widget.header("content-security-policy").ends_with("frame-ancestors 'self' https://kommune.example")
    );
    assert_eq!(widget.posts().len(), 3);
    widget.shows("data-theme=\"dark\"").shows("<base target=\"_blank\">").shows("See all posts on the wall");
    assert_eq!(house.get("/embed?antal=500").await.posts().len(), 8);
    house.get("/embed?q=tillid").await.shows("data-live=\"requery\"");
    let script = house.get("/embed.js").await;
    assert_eq!(script.header("access-control-allow-origin"), "*", "module scripts are fetched with CORS");
    assert!(script.header("content-type").contains("javascript"));
}

#[tokio::test]
async fn privacy_is_told_from_the_configuration_without_what_is_not_for_the_public() {
    let house = full_house();
    let page = house.get("/privatliv").await;
    page.shows("Væksthusets side")
        .shows("180 dage")
        .shows("48 timer")
        .shows("24 timer")
        .shows("Vores egen side");
    page.shows("Ledelsesbloggen").shows("et kort uddrag").shows("href=\"mailto:vaeg@ledelse.example\"");
    page.hides("hemmeligt").hides("Birthe");
    house.get("/om").await.shows("Ledelsesbloggen").hides("Birthe");
}

#[tokio::test]
async fn the_accessibility_statement_is_where_the_configuration_says() {
    assert_eq!(House::new().get("/was").await.status, StatusCode::NOT_FOUND);
    let mut site = site();
    site.accessibility_statement = Some("https://was.digst.dk/wall-example".parse().unwrap());
    let house = House::with(site, Vec::new(), &[]);
    let answer = house.get("/was").await;
    assert_eq!(answer.status, StatusCode::TEMPORARY_REDIRECT);
    assert_eq!(answer.header("location"), "https://was.digst.dk/wall-example");
    house.get("/tilgaengelighed").await.shows("href=\"/was\"");
}

#[tokio::test]
async fn is_alive() {
    let answer = House::new().get("/health/live").await;
    assert_eq!((answer.status, answer.body.as_str()), (StatusCode::OK, "ok\n"));
}
