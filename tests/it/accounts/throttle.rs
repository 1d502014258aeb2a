//! Whoever knows a name cannot keep its owner out.

use std::time::Duration;

use super::{OLD, actions, cookies, from};
use crate::web_desk::support::{Desk, Person};

#[tokio::test]
async fn a_stranger_who_guesses_shuts_himself_out_and_nobody_else() {
    for desk in Desk::both().await {
        let guess = [("navn", "mette"), ("kode", "gættet")];
        for _ in 0..5 {
            assert_eq!(desk.stranger().send(from("203.0.113.9", "/log-ind", &guess)).await.status, 401);
        }
        let right = [("navn", "mette"), ("kode", OLD)];
        assert_eq!(desk.stranger().send(from("203.0.113.9", "/log-ind", &right)).await.status, 429);
        let own = desk.stranger().send(from("198.51.100.4", "/log-ind", &right)).await;
        assert_eq!(own.status, 303, "from another place the owner gets in");
        let known = Person { cookie: Some(cookies(None, &own)), desk: &desk };
        let fields = [("navn", "mette"), ("kode", OLD)];
        assert_eq!(known.send(from("203.0.113.9", "/log-ind", &fields)).await.status, 303, "a known browser");
        let told = actions(&desk).await;
        let shut = told.iter().filter(|line| *line == "system user.throttled mette").count();
        assert_eq!(shut, 1, "told once: {told:?}");
    }
}

#[tokio::test]
async fn many_places_together_make_a_name_rest_for_all_but_known_browsers() {
    let desk = Desk::start().await;
    let right = [("navn", "mette"), ("kode", OLD)];
    let own = desk.stranger().send(from("198.51.100.4", "/log-ind", &right)).await;
    let known = Person { cookie: Some(cookies(None, &own)), desk: &desk };
    for n in 0..40 {
        let place = format!("203.0.{n}.1");
        hashwall::store::sessions::failed(&desk.app.app.db, "mette", &place, desk.app.now()).await.unwrap();
    }
    assert_eq!(desk.stranger().send(from("192.0.2.1", "/log-ind", &right)).await.status, 429);
    let again = known.send(from("192.0.2.1", "/log-ind", &right)).await;
    assert_eq!(again.status, 303);
    let known = Person { cookie: Some(cookies(known.cookie.as_deref(), &again)), desk: &desk };
    let mut own_mark = 0;
    while known.send(from("192.0.2.1", "/log-ind", &[("navn", "mette"), ("kode", "x")])).await.status == 401 {
        own_mark += 1;
        assert!(own_mark < 10);
    }
    assert_eq!(own_mark, 5, "a stolen known browser guesses no more than anybody");
    desk.app.advance(Duration::from_secs(15 * 60 + 1));
    assert_eq!(desk.stranger().send(from("192.0.2.1", "/log-ind", &right)).await.status, 303);
}
