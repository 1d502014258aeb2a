//! The stream of open pages: also a page that was open all along is never told of what was not approved.

use axum::body::{Body, HttpBody as _};
use futures_util::FutureExt as _;
use hashwall::projections::live::Live;

use super::house::{House, NEVER_SHOWN, ONCE_SHOWN, SHOWN, around, stream};
use crate::support::database::both;

/// What a stream has to tell by now.
async fn so_far(body: &mut Body) -> String {
    let mut text = String::new();
    // Twice: a task's turn may end before a stream that has more to say does.
    for _ in 0..2 {
        while let Some(Some(frame)) =
            std::future::poll_fn(|context| std::pin::Pin::new(&mut *body).poll_frame(context)).now_or_never()
        {
            let bytes = frame.unwrap().into_data().unwrap();
            text.push_str(std::str::from_utf8(&bytes).unwrap());
        }
        tokio::task::yield_now().await;
    }
    text
}

/// Without the ids of posts that left: whoever has them on the page is told to take them away.
fn without_removals(house: &House, told: &str) -> String {
    let leaving = |block: &&str| {
        let id = block.lines().find_map(|line| line.strip_prefix("data: ")).unwrap_or_default();
        let was_shown = ONCE_SHOWN.iter().any(|word| house.id(word).0 == id);
        block.contains("event: remove") && block.lines().count() == 3 && was_shown
    };
    told.split("\n\n").filter(|block| !leaving(block)).collect::<Vec<_>>().join("\n\n")
}

#[tokio::test]
async fn no_stream_tells_of_a_post_that_is_not_approved() {
    for database in both().await {
        let house = House::start(database).await;
        let end = house.app.wall.live.position();
        let places = (0..=end + 2).map(|seq| seq.to_string());
        let places =
            places.chain(["-1", "x", "18446744073709551615", "99999999999999999999"].map(str::to_owned));
        let mut puts = 0;
        for place in places {
            for (path, last) in [
                (format!("/live?efter={place}"), None),
                ("/live?efter=1&lang=en".to_owned(), Some(place.as_str())),
            ] {
                let mut body = stream(&house.app, &path, last).await;
                let told = so_far(&mut body).await;
                house.assert_holds_nothing(&path, &without_removals(&house, &told));
                puts += told.matches("event: put").count();
            }
        }
        assert!(puts > 10, "streams tell of what is approved: {puts}");
    }
}

#[tokio::test]
async fn a_page_that_was_open_all_along_saw_approved_posts_alone() {
    for database in both().await {
        let mut house = House::start(database).await;
        let told = so_far(&mut house.follower).await;
        for word in ONCE_SHOWN.iter().chain(&SHOWN) {
            assert!(told.contains(&format!("zq{word}text")), "{word} was approved, and the page open");
        }
        let ids = house.ids.iter().filter(|(word, _)| NEVER_SHOWN.contains(&word.as_str()));
        let words = NEVER_SHOWN.iter().map(|word| format!("zq{word}"));
        for secret in words.chain(ids.map(|(_, id)| id.0.clone())) {
            let found = told.find(&secret).map(|at| around(&told, at));
            assert_eq!(found, None, "the stream tells {secret}");
        }
        for inside in ["native", "author.example", "reason"] {
            assert!(!told.contains(&format!("zqshown{inside}")), "{inside}");
        }
        house.app.app.closing.cancel();
        assert_eq!(so_far(&mut house.follower).await, "", "the stream ends with the house");
    }
}

#[tokio::test]
async fn a_house_that_starts_anew_replays_nothing_that_left() {
    for database in both().await {
        let mut house = House::start(database).await;
        house.app.wall.live = Live::new(0);
        house.app.project().await;
        let mut body = stream(&house.app, "/live?efter=0", None).await;
        let told = so_far(&mut body).await;
        assert!(told.contains("zqshowntext"), "{told}");
        house.assert_holds_nothing("a new process", &without_removals(&house, &told));
    }
}
