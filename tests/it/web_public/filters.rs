//! What a visitor chooses from: counts, views, pinned posts, kin.

use hashwall::domain::network::Network;
use hashwall::domain::post::{Attachment, Kind, Post};
use hashwall::domain::sector::Sector;

use super::house::{House, post};
use crate::support::build::MONDAY;

fn pinned(n: u32) -> Post {
    let mut post = post(n, |_| {});
    post.marks.pinned = true;
    post
}

#[tokio::test]
async fn each_choice_says_how_many_posts_it_shows_and_what_shows_none_is_not_offered() {
    let house = House::with_posts(3);
    house.show(&post(7, |draft| {
        draft.network = Network::LinkedIn;
        draft.sector = Sector::Region;
        draft.organisation = Some("Region Midtland".to_owned());
        draft.published_at = MONDAY.plus(std::time::Duration::from_secs(86_400));
        draft
            .attachments
            .push(Attachment { url: "https://a.example/1.jpg".to_owned(), ..Attachment::default() });
    }));
    let wall = house.get("/").await;
    wall.shows("<option value=\"mastodon\">Mastodon (3)</option>")
        .shows("<option value=\"linkedin\">LinkedIn (1)</option>");
    wall.shows("<option value=\"2026-10-26\">mandag 26. oktober (3)</option>").hides("value=\"facebook\"");
    // A filter that is on keeps the numbers of its own other choices, and lowers those of the others.
    let linkedin = house.get("/?netvaerk=linkedin").await;
    linkedin.shows("<option value=\"mastodon\">Mastodon (3)</option>").hides("value=\"2026-10-26\"");
    for (address, found) in [
        ("/?organisation=Region+Midtland", 1),
        ("/?medie=image", 1),
        ("/?dag=2026-10-26", 3),
        ("/?dag=2026-10-27", 1),
        ("/?tag=ledelsesugen", 4),
        ("/?tag=%23Ledelsesugen&dag=2026-10-26", 3),
    ] {
        assert_eq!(house.get(address).await.posts().len(), found, "{address}");
    }
    house
        .get("/?dag=2026-10-27")
        .await
        .shows("tirsdag 27. oktober <span")
        .shows("data-share=\"https://wall.example/?dag=2026-10-27\"");
    assert_eq!(house.get("/?dag=2026-13-45").await.posts().len(), 4, "no day is no filter");
}

#[tokio::test]
async fn articles_cases_and_videos_have_a_view_of_their_own() {
    let house = House::with_posts(1);
    house.show(&post(2, |draft| draft.kind = Kind::Article));
    let articles = house.get("/?type=article").await;
    assert_eq!(articles.posts().len(), 1);
    articles.shows(">Artikler</h2>").shows("<a href=\"/?type=article\" aria-current=\"page\">Artikler</a>");
    articles.shows("<title>Artikler · #Ledelsesugen").shows("href=\"/?type=video\"");
    house.get("/?type=case&lang=en").await.shows("href=\"/?type=article&#38;lang=en\"").shows(">Cases</h2>");
}

#[tokio::test]
async fn pinned_posts_lead_the_plain_wall_alone_and_stand_there_once() {
    let house = House::with_posts(9);
    house.show(&pinned(2));
    let wall = house.get("/").await;
    assert!(wall.posts()[0].ends_with("000002"), "{:?}", wall.posts());
    wall.shows("Fastgjort af redaktionen");
    assert_eq!(wall.body.matches("Fastgjort").count(), 1);
    let searched = house.get("/?q=tillid").await;
    assert!(searched.posts()[0].ends_with("000009"), "a search is in its own order: {:?}", searched.posts());
}

#[tokio::test]
async fn covered_pictures_are_shown_only_to_those_who_ask() {
    let house = House::new();
    let mut covered = post(1, |draft| {
        draft
            .attachments
            .push(Attachment { url: "https://a.example/1.jpg".to_owned(), ..Attachment::default() });
    });
    covered.marks.blurred = true;
    house.show(&covered);
    let wall = house.get("/").await;
    let (before, after) = wall.body.split_once("Redaktionen har dækket det til</summary>").unwrap();
    assert!(!before.contains("<img") && after.contains("<img"), "{}", wall.body);
}

#[tokio::test]
async fn what_must_be_folded_is_said_in_the_data_too() {
    let house = House::new();
    let mut covered = post(1, |draft| draft.warning = Some("Sygdom".to_owned()));
    covered.marks.blurred = true;
    house.show(&covered);
    let answer: serde_json::Value = serde_json::from_str(&house.get("/opslag.json").await.body).unwrap();
    assert_eq!(
        (&answer["posts"][0]["warning"], &answer["posts"][0]["blurred"]),
        (&"Sygdom".into(), &true.into())
    );
}

#[tokio::test]
async fn a_posts_page_lists_who_else_said_it_and_how_to_have_it_removed() {
    let house = House::new();
    let words = "Hvornår har du sidst takket en kollega for at sige dig imod?";
    let said = |n, text: &str, network| {
        post(n, |draft| {
            draft.text = text.to_owned();
            draft.html = format!("<p>{text}</p>");
            draft.network = network;
            draft.url = format!("https://sted.example/opslag/{n}");
            draft.organisation = Some(format!("Afsender {n}"));
        })
    };
    house.show(&said(1, &format!("{words} #Ledelsesugen"), Network::LinkedIn));
    house.show(&said(2, &format!("{words} #ledelsesugen #tillid"), Network::Mastodon));
    house.show(&said(3, "Noget ganske andet, som ingen andre har sagt før", Network::Mastodon));
    let page = house.get(&format!("/opslag/{}", post(1, |_| {}).id)).await;
    page.shows("Det samme er delt her").shows("Afsender 2 · Mastodon · 26. oktober").hides("Afsender 3 ·");
    page.shows("/fjern\"").shows("Fjern opslaget");
    house.get(&format!("/opslag/{}", post(3, |_| {}).id)).await.hides("Det samme er delt");
}

#[tokio::test]
async fn a_slip_is_answered_with_what_was_perhaps_meant() {
    let house = House::with_posts(4);
    // Looked for loosely it finds the posts already: the page says so, and nobody is asked.
    house.get("/?q=tilllid").await.shows("Vi viser også").shows("href=\"/?q=tillid\"").hides("Mente du");
    house.get("/?q=tillid").await.hides("Mente du").hides("Vi viser også");
}

#[tokio::test]
async fn the_help_page_shows_searches_that_work() {
    let house = House::with_posts(3);
    let help = house.get("/soegehjaelp").await;
    help.shows("<code>&#34;god ledelse&#34;</code>")
        .shows("href=\"/?q=fra%3Aodense\"")
        .shows("trivsel ELLER arbejdsglæde");
    house.get("/soegehjaelp?lang=en").await.shows("How to search").shows("&#38;lang=en");
}
