//! Whoever knows a name cannot keep its owner out.

use std::time::Duration;

use tower::ServiceExt;

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

#[tokio::test]
async fn who_must_rest_is_told_so_without_taking_a_place_at_the_door() {
    let desk = Desk::start().await;
    let house = desk.app.app.router(&desk.app.wall);
    let try_in = async |address: &str, name: &str, code: &str| {
        let mut request = from(address, "/log-ind", &[("navn", name), ("kode", code)]);
        request.headers_mut().insert("host", "wall.example".parse().unwrap());
        house.clone().oneshot(request).await.unwrap().status().as_u16()
    };
    for n in 0..30 {
        assert_eq!(try_in("203.0.113.9", &format!("ingen{n}"), "gættet").await, 401);
    }
    assert_eq!(try_in("203.0.113.9", "mette", OLD).await, 429);
    // Many at once from there, and somebody else among them.
    let crowd = futures_util::future::join_all((0..60).map(|_| try_in("203.0.113.9", "mette", "gættet")));
    let (crowd, other) = tokio::join!(crowd, try_in("198.51.100.4", "mette", OLD));
    assert!(crowd.iter().all(|status| *status == 429));
    assert_eq!(other, 303);
}

#[tokio::test]
async fn a_crowd_from_one_address_leaves_the_door_open_to_others() {
    let desk = Desk::start().await;
    let house = desk.app.app.router(&desk.app.wall);
    let try_in = async |address: &str, name: &str, code: &str| {
        let mut request = from(address, "/log-ind", &[("navn", name), ("kode", code)]);
        request.headers_mut().insert("host", "wall.example".parse().unwrap());
        house.clone().oneshot(request).await.unwrap().status().as_u16()
    };
    let names: Vec<String> = (0..45).map(|n| format!("ingen{n}")).collect();
    let crowd =
        futures_util::future::join_all(names.iter().map(|name| try_in("203.0.113.9", name, "gættet")));
    let (crowd, other) = tokio::join!(crowd, try_in("198.51.100.4", "mette", OLD));
    assert_eq!(other, 303, "forty may wait, and three of them from one address");
    assert!(crowd.contains(&429) && crowd.contains(&401), "{crowd:?}");
}
