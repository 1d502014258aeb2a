//! An approved happening on its way: moved and cancelled at once, its words only after a person has read them.

use std::time::Duration;

use hashwall::domain::happening::Status;
use hashwall::domain::post::{Post, State};
use hashwall_standin::calendar::{Calendars, Entry};

use crate::support::app::TestApp;
use crate::support::database::both;

/// Nobody is known here however much is approved: otherwise a fourth approval would make the calendar's words its own.
const SOURCES: &str = r#"
[moderation]
approve_after = 0
[[source]]
id = "ugen"
network = "calendar"
title = "Ugens kalender"
right = "own-page"
right_note = "Sekretariatet"
match = "all"
organisation = "Aarhus Kommune"
url = "{base}/calendar/ugen.ics"
"#;

async fn changed(app: &TestApp, edit: impl FnOnce(&Calendars)) -> Post {
    edit(&app.standin.calendar);
    app.advance(Duration::from_secs(1_800));
    app.run("ugen").await;
    app.posts().await.into_iter().find(|post| post.draft.native_id == "ugen:1").unwrap()
}

#[tokio::test]
async fn facts_are_told_at_once_and_words_when_they_are_read() {
    for database in both().await {
        let app = TestApp::start(database, SOURCES).await;
        let opening =
            Entry::new("1", "Åbning", "2026-10-28T09:00", "2026-10-28T10:00").at("Rådhuset", "Torvet 1");
        app.standin.calendar.add("ugen", opening);
        for day in ["29", "30", "31"] {
            let start = format!("2026-10-{day}T09:00");
            let talk = Entry::new(day, "Foredrag", &start, "");
            let same = "Det samme foredrag om ledelse og tillid i det offentlige, tre dage i træk";
            app.standin.calendar.add("ugen", talk.saying(same));
        }
        app.run("ugen").await;
        let held: Vec<_> = app.posts().await.into_iter().filter(|post| post.state == State::Held).collect();
        assert!(held.is_empty(), "the same words on another day are no duplicate: {:?}", held[0].reason);
        app.approve_all().await;

        let moved = changed(&app, |calendar| {
            calendar.edit("ugen", "1", |entry| {
                (entry.start, entry.end) = ("2026-10-28T13:00".to_owned(), "2026-10-28T14:00".to_owned());
            });
        });
        let moved = moved.await;
        assert_eq!((moved.state, moved.changed), (State::Approved, false), "it stays on the wall");
        let happening = moved.draft.happening.clone().unwrap();
        assert_eq!(happening.moved_from.unwrap().rfc3339(), "2026-10-28T08:00:00Z");
        let path = format!("/kalender/{}", moved.id);
        let page = app.get(&path).await;
        assert!(page.body.contains("onsdag 28. oktober kl. 13.00–14.00"), "{}", page.body);
        assert!(page.body.contains("Flyttet fra onsdag 28. oktober kl. 9.00"), "{}", page.body);

        let cancelled = changed(&app, |calendar| {
            calendar.edit("ugen", "1", |entry| entry.title = "AFLYST: Åbning".to_owned());
        });
        let cancelled = cancelled.await;
        assert_eq!(cancelled.state, State::Approved, "a word in front of the title is no new title");
        assert_eq!(cancelled.draft.happening.as_ref().unwrap().status, Status::Cancelled);
        assert!(app.get("/kalender").await.body.contains("badge-cancelled"));
        assert!(app.get("/kalender.ics").await.body.contains("STATUS:CANCELLED"));

        let reworded = changed(&app, |calendar| {
            calendar.edit("ugen", "1", |entry| {
                (entry.title, entry.place) = ("Åbning".to_owned(), "Et andet sted".to_owned());
            });
        });
        let reworded = reworded.await;
        assert_eq!(
            (reworded.state, reworded.changed),
            (State::Pending, true),
            "a stranger's words are read first"
        );
        assert_eq!(app.get(&path).await.status, 404);

        app.standin.calendar.remove("ugen", "1");
        app.run("ugen").await;
        app.advance(Duration::from_secs(3_700));
        app.standin.calendar.manners("ugen", |manners| manners.no_validators = true);
        app.run("ugen").await;
        assert!(app.posts().await.iter().all(|post| post.draft.native_id != "ugen:1"), "withdrawn is gone");
        app.assert_sound().await;
    }
}
