//! Pictures that never end: one that pours, one that drips. Neither costs more than a bounded time and a bounded number of
//! bytes, and the page around them stands.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::stream::{self, StreamExt};
use hashwall::domain::post::{Attachment, AttachmentKind, State};

use crate::support::app::TestApp;
use crate::support::build::{draft, stored};
use crate::support::database::TestDb;

/// The beginning of a real picture.
const BEGINNING: [u8; 33] =
    *b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x04\0\0\0\x04\0\x08\x02\0\0\0\x26\x9c\x21\x5d";
const PIECE: usize = 65_536;

fn picture(rest: impl futures_util::Stream<Item = Bytes> + Send + 'static) -> Response {
    let pieces = stream::once(async { Bytes::from_static(&BEGINNING) }).chain(rest);
    let body = Body::from_stream(pieces.map(Ok::<_, std::io::Error>));
    ([(header::CONTENT_TYPE, "image/png")], body).into_response()
}

#[tokio::test]
async fn a_picture_that_never_ends_is_cut_off_and_the_page_around_it_stands() {
    let poured = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&poured);
    let pours = move || {
        let count = Arc::clone(&count);
        async move {
            picture(stream::repeat_with(move || {
                count.fetch_add(PIECE, Ordering::SeqCst);
                Bytes::from_static(&[0; PIECE])
            }))
        }
    };
    // One that says a little and then nothing, without hanging up.
    let drips = || async { picture(stream::pending()) };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let host = listener.local_addr().unwrap().to_string();
    let router = Router::new().route("/pours.png", get(pours)).route("/drips.png", get(drips));
    tokio::spawn(async move { axum::serve(listener, router).await });

    let settings = format!("[http]\nallow_private = [{host:?}]\nmin_gap = \"0s\"\ntimeout = \"2s\"\n");
    let house = TestApp::start(TestDb::sqlite().await, &settings).await;
    let mut told = draft("1", "Ord, der bliver stående");
    told.attachments = ["pours", "drips"]
        .map(|name| Attachment {
            kind: AttachmentKind::Image,
            url: format!("http://{host}/{name}.png"),
            ..Attachment::default()
        })
        .into();
    let id = stored(&house.app.db, [told]).await.remove(0).id;
    house.decide(&id, State::Approved).await;
    let began = Instant::now();
    let [pours, drips] = [0, 1].map(|number| format!("/media/{id}/{number}"));
    let (pours, drips, page) = tokio::join!(house.get(&pours), house.get(&drips), house.get("/"));
    assert_eq!((pours.status.as_u16(), drips.status.as_u16()), (404, 404));
    assert_eq!(page.status, 200);
    assert!(page.body.contains("Ord, der bliver stående"));
    assert!(began.elapsed() < Duration::from_secs(30), "{:?}", began.elapsed());
    let poured = poured.load(Ordering::SeqCst);
    assert!(poured < 64 * 1_024 * 1_024, "{poured} bytes were poured before somebody hung up");
}
