//! List, day, week, one happening, "now and next".

use axum::http::StatusCode;
use hashwall::domain::happening::Status;
use hashwall::domain::hashtag::Hashtag;
use hashwall::domain::post::State;
use hashwall::domain::sector::Sector;

use super::happening;
use crate::web_public::house::{House, post};

/// It is Monday of week 44, 10:00.
fn house() -> House {
    let house = House::new();
    let show = |made| {
        house.show(&made);
    };
    show(happening(1, "Morgenmøde", "2026-10-26T08:00", "2026-10-26T09:00", |_| {}));
    show(happening(2, "Åbning", "2026-10-26T09:30", "2026-10-26T11:00", |h| {
        h.place = "Rådhuset".to_owned()
    }));
    show(happening(3, "Webinar", "2026-10-26T13:00", "2026-10-26T14:00", |h| {
        (h.is_online, h.online) = (true, "https://stream.example/1".to_owned());
    }));
    show(happening(4, "Topmøde", "2026-10-27T09:00", "2026-10-28T15:00", |_| {}));
    show(happening(5, "Aflyst foredrag", "2026-10-29T19:00", "2026-10-29T20:00", |h| {
        h.status = Status::Cancelled
    }));
    let mut elsewhere =
        happening(6, "Temadag i staten", "2026-10-28T00:00", "2026-10-29T00:00", |h| h.all_day = true);
    (elsewhere.draft.sector, elsewhere.draft.organisation) =
        (Sector::Stat, Some("Digitaliseringsstyrelsen".to_owned()));
    show(elsewhere);
    show(post(7, |draft| draft.text = "Et opslag, ikke en kalender".to_owned()));
    house
}

/// Titles in the order they are shown.
fn titles(body: &str) -> Vec<&str> {
    let rows = body.split("class=\"row-title\"").skip(1);
    rows.map(|row| row.split("</a>").next().unwrap().rsplit('>').next().unwrap()).collect()
}

#[tokio::test]
async fn the_list_is_what_comes_by_day_and_what_is_over_stands_apart() {
    let house = house();
    let list = house.get("/kalender").await;
    assert_eq!(titles(&list.body), ["Åbning", "Webinar", "Topmøde", "Temadag i staten", "Aflyst foredrag"]);
    list.shows(">mandag 26. oktober</a>")
        .shows("9.30–11.00")
        .shows("Rådhuset")
        .shows("Hele dagen")
        .shows("I dag");
    list.shows("badge-now").shows("badge-cancelled\">Aflyst").shows("Online").shows("5 arrangementer");
    list.shows("href=\"/kalender.ics\"").shows("href=\"webcal://wall.example/kalender.ics\"");
    list.hides("Et opslag, ikke en kalender");
    assert_eq!(titles(&house.get("/kalender?vis=tidligere").await.body), ["Morgenmøde"]);
    let english = house.get("/kalender?lang=en").await;
    english.shows(">Monday 26 October</a>").shows("09:30–11:00").shows("Cancelled");
}

#[tokio::test]
async fn a_day_and_a_week_have_their_addresses() {
    let house = house();
    let day = house.get("/kalender?dag=2026-10-28").await;
    assert_eq!(titles(&day.body), ["Topmøde", "Temadag i staten"], "what goes on for days stands on each");
    day.shows("<h1>onsdag 28. oktober</h1>")
        .shows("Til 15.00")
        .shows("dag=2026-10-27")
        .shows("dag=2026-10-29");
    let week = house.get("/kalender?uge=2026-44").await;
    assert_eq!(titles(&week.body).len(), 7, "six, one of them on two days");
    week.shows("<h1>Uge 44, 2026</h1>").shows("6 arrangementer").shows("uge=2026-43").shows("uge=2026-45");
    week.shows(">søndag 1. november</a>");
    house
        .get("/kalender?uge=2027-01")
        .await
        .shows("Uge 1, 2027")
        .shows("uge=2026-53")
        .shows("4. januar 2027");
    for bad in
        ["dag=i-dag", "uge=2026-99", "side=0", "side=x", "sektor=x", "form=x", "dag=9999999-01-01", "q=%00"]
    {
        assert_eq!(house.get(&format!("/kalender?{bad}")).await.status, StatusCode::OK, "{bad}");
    }
}

#[tokio::test]
async fn filters_and_words_narrow_it_down() {
    let house = house();
    let list = async |query: &str| {
        let page = house.get(&format!("/kalender?{query}")).await;
        titles(&page.body).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(list("form=online").await, ["Webinar"]);
    assert_eq!(list("sektor=stat").await, ["Temadag i staten"]);
    assert_eq!(list("organisation=Digitaliseringsstyrelsen").await, ["Temadag i staten"]);
    assert_eq!(list("q=webinar").await, ["Webinar"]);
    assert_eq!(list("q=r%C3%A5dhuset").await, ["Åbning"], "the place is searched, too");
    assert_eq!(list("q=findesikke").await, Vec::<String>::new());
    assert_eq!(list("form=fysisk").await.len(), 4);
    let untidy = house.get("/kalender?q=&sektor=stat&organisation=&form=").await;
    assert_eq!(untidy.header("location"), "/kalender?sektor=stat");
    house.get("/kalender?q=findesikke").await.shows("Prøv med færre filtre");
}

#[tokio::test]
async fn one_happening_has_its_facts_and_its_own_wall() {
    let house = House::new();
    let mut opening = happening(1, "Åbning", "2026-10-26T09:00", "2026-10-26T11:00", |h| {
        (h.place, h.address) = ("Rådhuset".to_owned(), "Torvet 1, 8000 Aarhus".to_owned());
        h.moved_from = hashwall::domain::time::Timestamp::parse_rfc3339("2026-10-25T09:00:00+01:00");
        (h.organiser, h.registration) = ("Borgmesteren".to_owned(), "https://billet.example/1".to_owned());
    });
    opening.draft.hashtags.push(Hashtag::new("Åbning26").unwrap());
    house.show(&opening);
    house.show(&post(2, |draft| {
        draft.text = "Sikke en #Åbning26".to_owned();
        draft.hashtags = Hashtag::find_all(&draft.text);
    }));
    house.show(&post(3, |_| {}));
    let path = format!("/kalender/{}", opening.id);
    let page = house.get(&path).await;
    page.shows("mandag 26. oktober kl. 9.00–11.00")
        .shows("Rådhuset<br>Torvet 1, 8000 Aarhus")
        .shows("Borgmesteren");
    page.shows("Flyttet fra søndag 25. oktober kl. 9.00").shows("https://billet.example/1");
    page.shows(&format!("href=\"{path}.ics\"")).shows(&format!("href=\"/opslag/{}\"", opening.id));
    assert_eq!(
        page.posts(),
        ["019a1000-0000-7000-8000-000000000002"],
        "posts with its own hashtag, not itself"
    );
    let card = house.get(&format!("/opslag/{}", opening.id)).await;
    card.shows("class=\"when-where\"").shows(&format!("href=\"{path}\""));
    house.get("/").await.shows("class=\"when-where\"").shows("Rådhuset, Torvet 1, 8000 Aarhus");
    assert_eq!(
        house.get("/kalender/019a1000-0000-7000-8000-000000000003").await.status,
        StatusCode::NOT_FOUND
    );
    house.take_away(&opening);
    assert_eq!(house.get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.get(&format!("{path}.ics")).await.status, StatusCode::NOT_FOUND);
    house.get("/kalender").await.hides("Åbning<");
}

#[tokio::test]
async fn the_wall_tells_what_is_on_and_what_comes_next() {
    let house = house();
    let wall = house.get("/").await;
    let part = wall.body.split("class=\"now-next\"").nth(1).unwrap().split("</section>").next().unwrap();
    let (now, next) = part.split_once("Næste").unwrap();
    assert!(now.contains("Åbning") && !now.contains("Morgenmøde"), "{now}");
    assert!(next.find("Webinar").unwrap() < next.find("Topmøde").unwrap(), "{next}");
    house.get("/?q=tillid").await.hides("now-next\"");
    House::new().get("/").await.hides("now-next\"");
}

#[tokio::test]
async fn a_thousand_happenings_are_pages_of_a_hundred() {
    let house = House::new();
    let ops = (0..1_100).map(|n| {
        let made = happening(n, &format!("Møde {n}"), "2026-10-27T09:00", "2026-10-27T10:00", |_| {});
        assert_eq!(made.state, State::Approved);
        let doc =
            hashwall::projections::search::document(&made, hashwall::projections::search::Audience::Public);
        hashwall_index::Op::Put(Box::new(doc.unwrap()))
    });
    house.index.apply(ops.collect(), 1).unwrap();
    let first = house.get("/kalender").await;
    first.shows("1100 arrangementer").shows("href=\"/kalender?side=2\"");
    assert_eq!(titles(&first.body).len(), 100);
    let last = house.get("/kalender?side=11").await;
    assert_eq!(titles(&last.body).len(), 100);
    last.hides("side=12");
}
