//! By the desk's form, and on the page of a screen.

use axum::http::StatusCode;

use crate::web_desk::support::{Desk, hides, shows};

#[tokio::test]
async fn a_moderator_writes_prolongs_and_takes_down_and_screens_have_it_at_once() {
    for desk in Desk::both().await {
        let mette = desk.signed_in("mette").await;
        shows(&mette.get("/skaerm").await, "Der er ingen besked på skærmene");
        let written = mette
            .post("/skaerm", &[("goer", "vis"), ("besked", " Frokost  i\r\nfoyeren "), ("varighed", "30")])
            .await;
        assert_eq!(written.status, StatusCode::SEE_OTHER, "{}", written.body);
        let screen = desk.stranger().get("/display").await;
        shows(&screen, "data-left=\"1800000\">Frokost i foyeren</p>");
        let page = mette.get("/skaerm").await;
        shows(&page, "Frokost i foyeren");
        shows(&page, "skrevet af mette");
        hides(&desk.stranger().get("/").await, "Frokost i foyeren");

        mette.post("/skaerm", &[("goer", "slut"), ("nummer", "1"), ("varighed", "open")]).await;
        shows(&desk.stranger().get("/display").await, "data-left=\"\">Frokost i foyeren</p>");
        mette.post("/skaerm", &[("goer", "ned"), ("nummer", "1")]).await;
        let screen = desk.stranger().get("/display").await;
        hides(&screen, "Frokost");
        shows(&screen, "data-left=\"\" hidden></p>");
        let page = mette.get("/skaerm?igen=1").await;
        shows(&page, "lang=\"da\">Frokost i foyeren</textarea>");
        shows(&page, "taget ned");
        let admin = desk.signed_in("admin").await;
        shows(&admin.get("/log/hus").await, "tog en besked ned fra skærmene");
    }
}

#[tokio::test]
async fn times_are_picked_on_a_danish_clock() {
    let desk = Desk::start().await;
    let mette = desk.signed_in("mette").await;
    let day = desk.app.now().to_copenhagen().format("%Y-%m-%d").to_string();
    let later = desk.app.now().plus(std::time::Duration::from_secs(3_600)).to_copenhagen();
    let from = later.format("%Y-%m-%dT%H:%M").to_string();
    let written = mette
        .post("/skaerm", &[("goer", "vis"), ("besked", "Vi går i gang"), ("fra", &from), ("varighed", "10")])
        .await;
    assert_eq!(written.status, StatusCode::SEE_OTHER, "{}", written.body);
    hides(&desk.stranger().get("/display").await, "Vi går i gang");
    shows(&mette.get("/skaerm").await, "<h2>Kommer</h2>");
    let kept = hashwall::store::notices::last(&desk.app.app.db, 1).await.unwrap().remove(0);
    assert_eq!(kept.begins.to_copenhagen().format("%Y-%m-%dT%H:%M").to_string(), from);
    let past = format!("{day}T00:00");
    for (name, value) in [("til", past.as_str()), ("til", "i morgen"), ("fra", "2026-13-01T00:00")] {
        let fields = [("goer", "vis"), ("besked", "x"), (name, value)];
        let refused = mette.post("/skaerm", &fields).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{name}={value}");
        shows(&refused, "Tidspunkterne giver ikke mening");
    }
}

#[tokio::test]
async fn what_makes_no_sense_changes_nothing_and_markup_is_words() {
    let desk = Desk::start().await;
    let mette = desk.signed_in("mette").await;
    let long = "å".repeat(121);
    for (fields, says) in [
        (vec![("goer", "vis"), ("besked", " \n ")], "Skriv, hvad der skal stå"),
        (vec![("goer", "vis"), ("besked", long.as_str())], "for lang"),
        (vec![("goer", "ned"), ("nummer", "7")], "allerede taget ned"),
        (vec![("goer", "ned"), ("nummer", "x")], "allerede taget ned"),
        (vec![("goer", "slut"), ("nummer", "7"), ("varighed", "open")], "allerede taget ned"),
        (vec![], "Intet er ændret"),
    ] {
        let refused = mette.post("/skaerm", &fields).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{fields:?}");
        shows(&refused, says);
    }
    assert_eq!(hashwall::store::notices::last(&desk.app.app.db, 9).await.unwrap(), []);
    let evil = "<script>pwned()</script>\" onload=x";
    mette.post("/skaerm", &[("goer", "vis"), ("besked", evil)]).await;
    for page in [desk.stranger().get("/display").await, mette.get("/skaerm").await] {
        hides(&page, "<script>pwned");
        shows(&page, "&#60;script&#62;pwned()");
    }
    let karen = desk.signed_in("karen").await;
    assert_eq!(
        karen.post("/skaerm", &[("goer", "ned"), ("nummer", "1")]).await.status,
        StatusCode::FORBIDDEN
    );
}
