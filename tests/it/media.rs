//! Pictures: of approved posts alone, served by us, gone with the post, and never a way into the house or its memory.

use std::path::PathBuf;
use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use hashwall::domain::post::{Attachment, AttachmentKind, Draft, Post, State};
use hashwall::store::moderation;
use hashwall_standin::faults::Fault;

use crate::support::app::TestApp;
use crate::support::build::{self, draft};
use crate::support::database::{TestDb, both};

/// A house with one approved post that has these pictures; `{base}` is the stand-in's address.
async fn house(database: TestDb, pictures: &[&str]) -> (TestApp, Post) {
    let house = TestApp::start(database, "").await;
    let post = publish(&house, with_pictures(&house, pictures)).await;
    house.decide(&post.id, State::Approved).await;
    (house, post)
}

fn with_pictures(house: &TestApp, pictures: &[&str]) -> Draft {
    let attachments = pictures
        .iter()
        .map(|url| Attachment {
            kind: AttachmentKind::Image,
            url: url.replace("{base}", &house.standin.base),
            alt: "et billede".to_owned(),
            ..Attachment::default()
        })
        .collect();
    Draft { attachments, ..draft("1", "se billedet #Ledelsesugen") }
}

async fn publish(house: &TestApp, draft: Draft) -> Post {
    let post = build::stored(&house.app.db, [draft]).await.remove(0);
    house.project().await;
    post
}

fn files(house: &TestApp, post: &Post) -> Vec<PathBuf> {
    let folder = house.app.settings.data_dir.join("media").join(&post.id.0);
    std::fs::read_dir(folder)
        .map_or_else(|_| Vec::new(), |files| files.map(|file| file.unwrap().path()).collect())
}

fn asked(house: &TestApp, path: &str) -> usize {
    house.standin.faults.requests().iter().filter(|(_, asked)| asked.starts_with(path)).count()
}

const GOOD: &str = "{base}/feeds/pictures/1.png";

#[tokio::test]
async fn an_approved_posts_picture_is_served_by_us_and_fetched_once() {
    for database in both().await {
        let (house, post) = house(database, &[GOOD]).await;
        let address = format!("/media/{}/0", post.id);
        let answer = house.get(&address).await;
        let header = |name: &str| answer.headers.get(name).map_or("", |value| value.to_str().unwrap());
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert_eq!(header("content-type"), "image/jpeg");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("cache-control"), "private, max-age=30");
        assert_eq!(header("cross-origin-resource-policy"), "cross-origin");
        assert!(header("content-security-policy").starts_with("default-src 'none'"));
        assert_eq!(header("set-cookie"), "");
        for _ in 0..3 {
            assert_eq!(house.get(&address).await.status, 200);
        }
        assert_eq!(asked(&house, "/feeds/pictures/"), 1);
        assert_eq!(files(&house, &post).len(), 1);
        for other in ["1", "-1", "x", "99999999999999999999999", "%30%30x", "0%2f..", ""] {
            assert_eq!(house.get(&format!("/media/{}/{other}", post.id)).await.status, 404, "{other}");
        }
    }
}

#[tokio::test]
async fn no_picture_before_approval_and_none_left_after_rejection_deletion_or_takedown() {
    for database in both().await {
        let (house, post) = house(database, &[GOOD]).await;
        let address = format!("/media/{}/0", post.id);
        for hidden in [State::Pending, State::Held, State::Rejected] {
            house.decide(&post.id, State::Approved).await;
            assert_eq!(house.get(&address).await.status, 200);
            house.decide(&post.id, hidden).await;
            assert_eq!(house.get(&address).await.status, 404, "{hidden:?}");
            assert_eq!(files(&house, &post), Vec::<PathBuf>::new(), "{hidden:?}");
        }
        house.decide(&post.id, State::Approved).await;
        assert_eq!(house.get(&address).await.status, 200);
        moderation::erase(&house.app.db, &post.id, "user:mette", "privacy", house.now()).await.unwrap();
        house.project().await;
        assert_eq!(house.get(&address).await.status, 404);
        assert_eq!(files(&house, &post), Vec::<PathBuf>::new());
    }
}

#[tokio::test]
async fn a_picture_that_an_edit_took_away_is_gone_from_disk_and_the_other_stays() {
    let (house, post) = house(TestDb::sqlite().await, &[GOOD, "{base}/feeds/pictures/2.png"]).await;
    for number in 0..2 {
        assert_eq!(house.get(&format!("/media/{}/{number}", post.id)).await.status, 200);
    }
    assert_eq!(files(&house, &post).len(), 2);
    publish(&house, with_pictures(&house, &[GOOD])).await;
    house.decide(&post.id, State::Approved).await;
    assert_eq!(house.get(&format!("/media/{}/0", post.id)).await.status, 200);
    assert_eq!(house.get(&format!("/media/{}/1", post.id)).await.status, 404);
    assert_eq!(files(&house, &post).len(), 1, "the picture nobody sees any more is not kept");
}

#[tokio::test]
async fn what_is_no_picture_is_not_served() {
    let (house, post) = house(TestDb::sqlite().await, &[GOOD]).await;
    let address = format!("/media/{}/0", post.id);
    for fault in [
        Fault::Answer(
            200,
            "image/svg+xml",
            "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_owned(),
        ),
        Fault::Answer(200, "image/png", "<script>alert(1)</script>".to_owned()),
        Fault::HtmlPage,
        Fault::Huge(50_000_000),
        Fault::Garbage,
        Fault::Break,
        Fault::Status(500, None),
        Fault::Redirect(302, "http://169.254.169.254/latest/meta-data".to_owned()),
        Fault::Redirect(302, "file:///etc/passwd".to_owned()),
    ] {
        house.standin.faults.always("/feeds/pictures/", fault.clone());
        let answer = house.get(&address).await;
        assert_eq!(answer.status, 404, "{fault:?}");
        let before = asked(&house, "/feeds/pictures/");
        assert_eq!(house.get(&address).await.status, 404, "{fault:?}");
        assert_eq!(asked(&house, "/feeds/pictures/"), before, "asked again at once: {fault:?}");
        assert_eq!(files(&house, &post), Vec::<PathBuf>::new(), "{fault:?}");
        house.standin.faults.clear("/feeds/pictures/");
        house.advance(Duration::from_secs(301));
    }
    assert_eq!(house.get(&address).await.status, 200, "it comes back once its server behaves");
}

#[tokio::test]
async fn no_picture_leads_inside() {
    let inside = [
        "http://169.254.169.254/latest/meta-data/iam",
        "http://127.0.0.1:1/secret.png",
        "http://localhost:1/secret.png",
        "http://[::1]/secret.png",
        "http://10.0.0.1/secret.png",
        "http://0x7f.1/secret.png",
        "file:///etc/passwd",
    ];
    let (house, post) = house(TestDb::sqlite().await, &inside).await;
    for (number, address) in inside.iter().enumerate() {
        assert_eq!(house.get(&format!("/media/{}/{number}", post.id)).await.status, 404, "{address}");
    }
}

#[tokio::test]
async fn a_server_that_hangs_is_asked_once_however_many_come_and_leave() {
    let (house, post) = house(TestDb::sqlite().await, &[GOOD]).await;
    let address = format!("/media/{}/0", post.id);
    house.standin.faults.always("/feeds/pictures/", Fault::Hang(Duration::from_secs(60)));
    for _ in 0..5 {
        let impatient = tokio::time::timeout(Duration::from_millis(100), house.get(&address)).await;
        assert!(impatient.is_err(), "the server hangs");
    }
    assert_eq!(house.get(&address).await.status, 404);
    assert_eq!(house.get(&address).await.status, 404);
    assert_eq!(asked(&house, "/feeds/pictures/"), 1);
}

#[tokio::test]
async fn many_at_once_share_one_fetch() {
    let (house, post) = house(TestDb::sqlite().await, &[GOOD]).await;
    let address = format!("/media/{}/0", post.id);
    let answers = futures_util::future::join_all((0..50).map(|_| house.get(&address))).await;
    assert!(answers.iter().all(|answer| answer.status == 200));
    assert_eq!(asked(&house, "/feeds/pictures/"), 1);
}

#[tokio::test]
async fn no_name_leads_out_of_the_folder() {
    let (house, _) = house(TestDb::sqlite().await, &[GOOD]).await;
    for post in ["..", "%2e%2e", "..%2f..", "%2e%2e%2f%2e%2e%2fetc", "position", "%00", "a%2fb", "....//"] {
        let answer = house.get(&format!("/media/{post}/0")).await;
        assert_eq!(answer.status, 404, "{post}");
        assert!(!answer.body.contains("root:"), "{post}");
    }
}

#[tokio::test]
async fn a_browser_asks_once_whether_its_picture_is_still_good() {
    let (house, post) = house(TestDb::sqlite().await, &[GOOD]).await;
    let address = format!("/media/{}/0", post.id);
    let tag = house.get(&address).await.headers.get("etag").unwrap().to_str().unwrap().to_owned();
    for (known, status) in
        [(tag.clone(), 304), (format!("\"old\", W/{tag}"), 304), ("\"old\"".to_owned(), 200)]
    {
        let request = Request::get(&address).header("if-none-match", &known).body(Body::empty()).unwrap();
        let again = house.send(request).await;
        assert_eq!(again.status, status, "{known}");
        assert_eq!(again.body.is_empty(), status == 304, "{known}");
    }
    house.decide(&post.id, State::Rejected).await;
    let request = Request::get(&address).header("if-none-match", &tag).body(Body::empty()).unwrap();
    assert_eq!(house.send(request).await.status, 404, "taken away: no copy is still good");
    assert!(house.wall.media.is_clear_of(&post.id.0));
}

#[tokio::test]
async fn pictures_are_there_before_the_first_visitor() {
    let (house, post) = house(TestDb::sqlite().await, &[GOOD]).await;
    let before = house.wall.media.changes();
    assert_eq!(house.wall.media.fetch_ahead(house.now()).await, 1);
    assert!(house.wall.media.look(&post.id.0, 0, &post.draft.attachments[0]).is_some());
    assert!(house.wall.media.changes() > before);
    assert_eq!(house.wall.media.fetch_ahead(house.now()).await, 0);
    assert_eq!(house.get(&format!("/media/{}/0", post.id)).await.status, 200);
    assert_eq!(asked(&house, "/feeds/pictures/"), 1);
}

#[tokio::test]
async fn a_page_keeps_the_room_and_the_colour_of_a_picture_that_is_here_and_offers_its_widths() {
    let (house, post) = house(TestDb::sqlite().await, &[GOOD, "{base}/feeds/pictures/2.png"]).await;
    let page = house.get("/").await.body;
    assert!(page.contains("class=\"unsized\"") && !page.contains("srcset"), "nothing is known yet: {page}");
    house.get(&format!("/media/{}/0", post.id)).await;
    // The page is made anew: what is kept of it is older than the picture.
    house.advance(Duration::from_secs(30));
    let page = house.get("/").await.body;
    let image = page.split("<img ").nth(1).unwrap().split('>').next().unwrap();
    let look =
        house.wall.media.look(&post.id.0, 0, &house.post("se billedet").await.draft.attachments[0]).unwrap();
    assert!(image.contains(&format!("width=\"{}\" height=\"{}\"", look.width, look.height)), "{image}");
    let tint = image.split("tint-").nth(1).unwrap().split('"').next().unwrap();
    let tokens = include_str!("../../src/web/assets/tokens.css");
    let colour = tokens.split(&format!(".tint-{tint} {{ --tint: #")).nth(1).unwrap();
    for (channel, mean) in look.colour.into_iter().enumerate() {
        let shown = u8::from_str_radix(&colour[channel * 2..channel * 2 + 2], 16).unwrap();
        assert!(
            shown.abs_diff(mean) <= 43,
            "#{} is as near {:?} as 64 colours go",
            &colour[..6],
            look.colour
        );
    }
    let sources = image.split("srcset=\"").nth(1).map_or("", |rest| rest.split('"').next().unwrap());
    assert_eq!(!sources.is_empty(), look.width > 320, "a small one has one width: {image}");
    for source in sources.split(", ").filter(|source| !source.is_empty()) {
        let (address, width) = source.split_once(' ').unwrap();
        let wish = address.split_once("?w=").map(|(_, wish)| wish.parse().unwrap());
        let picture = house.wall.media.picture(&post.id.0, 0, wish, house.now()).await.unwrap();
        let shown = hashwall::picture::shrink(&picture.bytes, 1_600).unwrap().look.width;
        assert_eq!(shown, width.trim_end_matches('w').parse::<u32>().unwrap(), "{source}");
    }
}
