//! The wall: order, search, filters, paging, permalinks; all without JavaScript.

use std::time::Duration;

use axum::http::{Request, StatusCode};
use hashwall::domain::hashtag::Hashtag;
use hashwall::domain::network::Network;
use hashwall::domain::sector::Sector;

use super::house::{House, UNKNOWN, post};

#[tokio::test]
async fn shows_the_newest_first_and_the_log_position_it_was_made_at() {
    let house = House::with_posts(3);
    let wall = house.get("/").await;
    assert_eq!(wall.status, StatusCode::OK);
    let newest: Vec<String> = (1..=3).rev().map(|n| post(n, |_| {}).id.0).collect();
    assert_eq!(wall.posts(), newest);
    wall.shows("3 opslag").shows("data-live=\"all\"").shows("data-stream=\"/live?efter=3\"");
}

#[tokio::test]
async fn an_empty_wall_says_what_will_come() {
    let wall = House::new().get("/").await;
    wall.shows("Der er ingen opslag endnu").shows("#Ledelsesugen").shows("0 opslag");
}

#[tokio::test]
async fn searches_from_the_form_and_marks_what_was_found() {
    let house = House::with_posts(2);
    let other = post(9, |draft| {
        draft.text = "Noget om rekruttering".to_owned();
        draft.html = "<p>Noget om rekruttering</p>".to_owned();
    });
    house.show(&other);
    let found = house.get("/?q=rekruttering").await;
    assert_eq!(found.posts(), [other.id.0.as_str()]);
    found.shows("1 opslag fundet").shows("<mark>rekruttering</mark>").shows("value=\"rekruttering\"");
    found.shows("data-live=\"notice\"");
    let nothing = house.get("/?q=xyzzy").await;
    nothing.shows("Ingen opslag passer til din søgning").shows("0 opslag fundet");
}

#[tokio::test]
async fn what_was_typed_is_escaped() {
    let house = House::with_posts(1);
    let answer = house.get("/?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").await;
    assert_eq!(answer.status, StatusCode::OK);
    answer.hides("<script>alert");
}

#[tokio::test]
async fn filters_can_be_combined_and_each_can_be_taken_off() {
    let house = House::with_posts(2);
    let wanted = post(7, |draft| {
        draft.network = Network::LinkedIn;
        draft.sector = Sector::Region;
    });
    house.show(&wanted);
    house.show(&post(8, |draft| draft.network = Network::LinkedIn));
    let found = house.get("/?netvaerk=linkedin&sektor=region").await;
    assert_eq!(found.posts(), [wanted.id.0.as_str()]);
    found.shows("href=\"/?sektor=region\"").shows("href=\"/?netvaerk=linkedin\"");
    found.shows("<option value=\"linkedin\" selected>");
    let unknown = house.get("/?netvaerk=myspace&type=&sprog=%3Cb%3E").await;
    assert_eq!(unknown.status, StatusCode::SEE_OTHER, "an empty field is tidied away");
    assert_eq!(unknown.header("location"), "/");
    assert_eq!(house.get("/?netvaerk=myspace").await.posts().len(), 4, "an unknown value is ignored");
}

#[tokio::test]
async fn a_form_with_empty_fields_leads_to_the_short_address() {
    let house = House::new();
    let answer = house.get("/?lang=en&q=tillid+%26+mod&netvaerk=&sektor=stat&type=&sprog=&sorter=").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.header("location"), "/?q=tillid+%26+mod&sektor=stat&lang=en");
}

#[tokio::test]
async fn older_posts_are_a_link_away_and_stay_put_while_new_ones_arrive() {
    let house = House::with_posts(7);
    let first = house.get("/").await;
    assert_eq!(first.posts().len(), 5);
    let older = first.body.split("rel=\"next\"").next().unwrap().rsplit("href=\"").next().unwrap();
    let older = older.trim_end_matches(['"', ' ']).replace("&#38;", "&");
    house.show(&post(60, |_| {}));
    let second = house.get(&older).await;
    let expected: Vec<String> = [2, 1].into_iter().map(|n| post(n, |_| {}).id.0).collect();
    assert_eq!(second.posts(), expected);
    second.shows("data-live=\"known\"").shows("Til de nyeste").hides("rel=\"next\"");
    assert_eq!(house.get("/?aeldre=vr%C3%B8vl").await.status, StatusCode::OK, "a broken cursor is no error");
}

#[tokio::test]
async fn english_is_kept_on_links_and_danish_is_the_default() {
    let house = House::new();
    house.show(&post(1, |draft| draft.hashtags.extend(Hashtag::new("Tillid"))));
    let english = house.get("/?lang=en").await;
    english
        .shows("<html lang=\"en\"")
        .shows("1 post<")
        .shows("href=\"/om?lang=en\"")
        .shows("name=\"lang\" value=\"en\"");
    english.shows("/live?efter=1&#38;lang=en").shows("?q=%23Tillid&#38;lang=en");
    let asked = Request::get("/").header("accept-language", "en");
    house.send(asked).await.shows("<html lang=\"da\"").hides("lang=en\">Om");
    house.get("/?lang=xx&q=tillid").await.shows("<html lang=\"da\"").shows("href=\"/?q=tillid&#38;lang=en\"");
}

#[tokio::test]
async fn a_post_has_its_own_page_with_a_preview_for_those_who_share_it() {
    let house = House::new();
    let shown = post(1, |draft| draft.author.name = "Lone \"L\" Kjær".to_owned());
    house.show(&shown);
    let page = house.get(&format!("/opslag/{}", shown.id)).await;
    assert_eq!(page.status, StatusCode::OK);
    page.shows("property=\"og:title\" content=\"Opslag af Lone &#34;L&#34; Kjær\"");
    page.shows("property=\"og:description\" content=\"Opslag nummer 1 om tillid #Ledelsesugen\"");
    page.shows(&format!("content=\"https://wall.example/opslag/{}\"", shown.id));
    page.shows("data-live=\"known\"");
}

#[tokio::test]
async fn unknown_and_taken_down_posts_give_the_same_page() {
    let house = House::new();
    let shown = post(1, |_| {});
    house.show(&shown);
    house.take_away(&shown);
    let gone = house.get(&format!("/opslag/{}", shown.id)).await;
    let unknown = house.get(UNKNOWN).await;
    assert_eq!((gone.status, unknown.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
    let plain = |body: &str, id: &str| body.replace(id, "ID");
    assert_eq!(plain(&gone.body, &shown.id.0), plain(&unknown.body, UNKNOWN.rsplit('/').next().unwrap()));
    gone.shows("Siden findes ikke");
    house.get(&format!("{UNKNOWN}?lang=en")).await.shows("Page not found");
}

#[tokio::test]
async fn absurd_addresses_are_answered_calmly() {
    let house = House::with_posts(1);
    let long = "a".repeat(5_000);
    for path in [
        format!("/?q={long}"),
        "/?q=%FF%FE".to_owned(),
        "/?q=%22%22%22((((-".to_owned(),
        "/?q=a&q=b&q=c".to_owned(),
        "/?antal=99999999999999".to_owned(),
        "/embed?antal=-1&tema=%3Cb%3E".to_owned(),
        "/opslag/%2e%2e%2fetc".to_owned(),
        "/media/%2e%2e/0".to_owned(),
        "/media/019a1000-0000-7000-8000-000000000001/99999999999999999999999".to_owned(),
        "/assets/x/%2e%2e%2fCargo.toml".to_owned(),
    ] {
        let answer = tokio::time::timeout(Duration::from_secs(5), house.get(&path)).await.unwrap();
        assert!(!answer.status.is_server_error(), "{path}: {}", answer.status);
    }
}
