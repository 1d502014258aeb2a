//! While the wall is paused: every output is whole, empty, and says so; afterwards everything is back.

use hashwall::collect::feed::read::read;
use hashwall::domain::post::State;
use serde_json::Value;

use super::python;
use crate::support::build::draft;
use crate::web_desk::support::{Desk, header_of, hides, shows};

#[tokio::test]
async fn every_output_is_whole_and_empty() {
    let desk = Desk::start().await;
    let post = desk.stored([draft("1", "om tillid og ansvar")]).await.remove(0);
    desk.app.decide(&post.id, State::Approved).await;
    let mette = desk.signed_in("mette").await;
    mette.post("/panik", &[("til", "sluk")]).await;
    let visitor = desk.stranger();
    for (path, list) in [
        ("/api/v1/posts", "posts"),
        ("/api/v1/search?q=tillid", "found"),
        ("/api/v1/happenings", "posts"),
        ("/opslag.json", "posts"),
        ("/opslag.jsonfeed", "items"),
        ("/kalender.json", "posts"),
    ] {
        let answer = visitor.get(path).await;
        let told: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!((answer.status.as_u16(), &told["paused"]), (200, &true.into()), "{path}");
        assert_eq!(told[list], serde_json::json!([]), "{path}");
        assert_eq!(header_of(&answer, "x-hashwall-paused"), "1");
        assert_eq!(header_of(&answer, "cache-control"), "no-store");
    }
    let stats: Value = serde_json::from_str(&visitor.get("/api/v1/stats").await.body).unwrap();
    assert_eq!((&stats["posts"], &stats["paused"]), (&0.into(), &true.into()));
    let one = visitor.get(&format!("/api/v1/posts/{}", post.id)).await;
    assert_eq!((one.status.as_u16(), header_of(&one, "content-type")), (503, "application/problem+json"));
    for path in ["/opslag.rss", "/opslag.atom", "/kalender.rss"] {
        let answer = visitor.get(path).await;
        let feed = read(answer.body.as_bytes(), Some(header_of(&answer, "content-type")), None);
        assert_eq!(
            (answer.status.as_u16(), feed.entries.len(), feed.title.is_empty()),
            (200, 0, false),
            "{path}"
        );
    }
    let calendar = python::read("calendar", &visitor.get("/opslag.ics").await.body);
    assert_eq!(calendar["events"], serde_json::json!([]));
    // The description shows no post and stays.
    shows(&visitor.get("/api").await, "openapi.json");
    mette.post("/panik", &[("til", "taend")]).await;
    shows(&visitor.get("/api/v1/posts").await, "om tillid");
    hides(&visitor.get("/opslag.rss").await, "holder pause");
}
