//! A house that is stopped in order loses no view that a page reported while it was being stopped.

use hashwall::domain::figures::{Seen, Surface, Window};
use hashwall::domain::time::Timestamp;
use hashwall::store::views;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::browser::house::House;

/// Reads until the answer holds `words`; all of it.
async fn read_until(stream: &mut TcpStream, words: &str) -> String {
    let (mut answer, mut piece) = (String::new(), [0; 1_024]);
    while !answer.contains(words) {
        let read = stream.read(&mut piece).await.unwrap();
        assert!(read > 0, "it hung up after {answer:?}");
        answer.push_str(&String::from_utf8_lossy(&piece[..read]));
    }
    answer
}

#[tokio::test]
async fn what_is_reported_while_the_last_requests_are_answered_is_counted() {
    let house = House::open().await;
    house.wall.tally.add(Surface::Wall, "", [(Seen::Load, 1), (Seen::Card, 3)], house.now()).unwrap();
    let body = r#"{"surface":"wall","seen":{"load":1,"card":7}}"#;
    let mut page = TcpStream::connect(house.address.trim_start_matches("http://")).await.unwrap();
    let head = format!(
        "POST /maal HTTP/1.1\r\nHost: wall.example\r\nOrigin: {}\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:144.0) \
         Gecko/20100101 Firefox/144.0\r\nContent-Type: text/plain\r\nExpect: 100-continue\r\nContent-Length: {}\r\n\r\n",
        house.address,
        body.len(),
    );
    page.write_all(head.as_bytes()).await.unwrap();
    // The server says so when it waits for the body: this request is being answered.
    read_until(&mut page, "100 Continue").await;
    let last = async {
        // The house is closing by now, and whoever only waited for that has heard of it.
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        page.write_all(body.as_bytes()).await.unwrap();
        read_until(&mut page, "\r\n\r\n").await
    };
    let ((), answer) = tokio::join!(house.app.close(), last);
    assert!(answer.contains("204"), "{answer}");

    // As the database has it, which is all that the next process finds.
    let hour = 3_600_000_000;
    let window = Window::between(Timestamp(house.now().0 - 24 * hour), Timestamp(house.now().0 + 24 * hour));
    let measured = views::measured(&house.app.db, window).await.unwrap();
    assert_eq!((measured.of(Seen::Load), measured.of(Seen::Card)), (2, 10));
}
