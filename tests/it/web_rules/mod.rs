//! Rules on the desk: tried out before they are saved, saved by one person at a time, moved as files, and never changed
//! by half.

mod bad_input;

use axum::http::StatusCode;
use hashwall::domain::post::State;
use hashwall::domain::rule::{Rule, StoredRule};
use hashwall::store::rules;

use crate::support::app::Answer;
use crate::support::build::draft;
use crate::web_desk::support::{Desk, Person, header_of, hides, shows};

/// The form of a rule with one condition.
pub fn fields<'a>(step: &'a str, name: &'a str, kind: &'a str, values: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("trin", step),
        ("navn", name),
        ("naar", "all"),
        ("art", kind),
        ("vaerdier", values),
        ("art", ""),
        ("vaerdier", ""),
        ("saa", "hold"),
        ("til", "ja"),
    ]
}

pub async fn stored(desk: &Desk) -> Vec<StoredRule> {
    rules::load(&desk.app.app.db).await.unwrap().unwrap().rules
}

pub async fn named(desk: &Desk, name: &str) -> Option<StoredRule> {
    stored(desk).await.into_iter().find(|stored| stored.rule.name == name)
}

pub async fn send(person: &Person<'_>, fields: &[(&str, &str)]) -> Answer {
    person.post("/regler/ret", fields).await
}

#[tokio::test]
async fn a_rule_is_tried_out_saved_and_names_itself_on_the_next_card() {
    for desk in Desk::both().await {
        let mut drafts: Vec<_> = (0..40)
            .map(|n| draft(&format!("g{n}"), &format!("Nummer {n}: god ledelse #Ledelsesugen")))
            .collect();
        drafts.extend((0..3).map(|n| draft(&format!("x{n}"), &format!("Nummer {n}: få en GRATIS iPad nu"))));
        desk.stored(drafts).await;
        let mette = desk.signed_in("mette").await;
        shows(&mette.get("/regler").await, "Jeres egne regler");
        let tried = send(&mette, &fields("afproev", "Gratis iPad", "words", "gratis ipad")).await;
        assert_eq!(tried.status, StatusCode::OK);
        shows(&tried, "Dette ville have ramt 3 af de seneste 43.");
        shows(&tried, "<mark>GRATIS iPad</mark>");
        hides(&tried, "god ledelse");
        assert!(named(&desk, "Gratis iPad").await.is_none(), "trying saves nothing");
        let saved = send(&mette, &fields("gem", "Gratis iPad", "words", "gratis ipad")).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
        let rule = named(&desk, "Gratis iPad").await.unwrap();
        assert_eq!(header_of(&saved, "location"), format!("/regler?sagt=gemt&regel={}", rule.id));
        shows(&mette.get(header_of(&saved, "location")).await, "Skal den også bruges på dem");

        let applied = mette.post(&format!("/regler/{}/anvend", rule.id), &[]).await;
        shows(&applied, "43 ventende opslag er set igennem. 3 er flyttet.");
        let held = || async {
            let posts = desk.app.posts().await;
            posts.into_iter().filter(|post| post.rule.as_deref() == Some("Gratis iPad")).count()
        };
        assert_eq!(held().await, 3);
        let queue = mette.get("/moderation?tilstand=held").await;
        shows(&queue, "Gratis iPad");
        shows(&queue, "“gratis ipad”");
        let action =
            applied.body.split("name=\"handling\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let undone = mette.post("/moderation/tilbage", &[("handling", action)]).await;
        assert_eq!(undone.status, StatusCode::SEE_OTHER);
        assert_eq!(held().await, 0);
        assert!(desk.app.posts().await.iter().all(|post| post.state == State::Pending));
    }
}

#[tokio::test]
async fn a_rule_that_matches_most_posts_asks_for_a_second_press() {
    let desk = Desk::start().await;
    desk.stored((0..10).map(|n| draft(&n.to_string(), &format!("God ledelse nummer {n}")))).await;
    let mette = desk.signed_in("mette").await;
    let sweeping = fields("gem", "Alt", "words", "ledelse");
    let warned = send(&mette, &sweeping).await;
    shows(&warned, "Reglen rammer mere end halvdelen");
    shows(&warned, "ramt 10 af de seneste 10.");
    shows(&warned, "Gem alligevel");
    assert!(named(&desk, "Alt").await.is_none());
    let mark =
        warned.body.split("name=\"set\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let other = [fields("gem", "Alt", "words", "god"), vec![("set", &mark)]].concat();
    shows(&send(&mette, &other).await, "Gem alligevel");
    let again = [sweeping, vec![("set", &mark)]].concat();
    assert_eq!(send(&mette, &again).await.status, StatusCode::SEE_OTHER);
    assert!(named(&desk, "Alt").await.is_some());
}

#[tokio::test]
async fn the_settings_of_the_house_are_edited_and_used() {
    let desk = Desk::start().await;
    let mette = desk.signed_in("mette").await;
    let before = rules::load(&desk.app.app.db).await.unwrap().unwrap();
    shows(&mette.get("/regler").await, &before.house.hold_words[0]);
    let fields = [
        ("version", "1"),
        ("hold-ord", "kongemøde\n\n kongemøde \nnar"),
        ("afvis-ord", "spam"),
        ("stol-sektor", "region"),
        ("godkend-efter", "5"),
        ("forfatter-time", "0"),
        ("organisation-time", "0"),
    ];
    let saved = mette.post("/regler/hus", &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let house = rules::load(&desk.app.app.db).await.unwrap().unwrap().house;
    assert_eq!((house.hold_words, house.approve_after), (vec!["kongemøde".to_owned(), "nar".to_owned()], 5));
    assert_eq!(house.trusted_sectors, ["region"]);
    let book = desk.app.app.rules.refresh(&desk.app.app.db).await.unwrap();
    assert_eq!(book.hold_words.len(), 2);
    let late = mette.post("/regler/hus", &fields).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    shows(&late, "En anden har ændret det");
}

#[tokio::test]
async fn rules_move_to_another_house_as_a_file() {
    for name in ["regler.toml", "regler.json"] {
        let (one, other) = (Desk::start().await, Desk::start().await);
        let (mette, there) = (one.signed_in("mette").await, other.signed_in("mette").await);
        send(&mette, &fields("gem", "Æblegrød \"x\"", "words", "gratis æbler\nblommer")).await;
        let file = mette.get(&format!("/regler/eksport/{name}")).await;
        assert!(header_of(&file, "content-disposition").contains(name));
        let preview = there.post("/regler/import", &[("fil", &file.body), ("trin", "vis")]).await;
        assert_eq!(preview.status, StatusCode::OK, "{}", preview.body);
        shows(&preview, "Æblegrød");
        shows(&preview, ">Ny<");
        shows(&preview, ">Som nu<");
        assert!(named(&other, "Æblegrød \"x\"").await.is_none());
        let version =
            preview.body.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let done = there
            .post("/regler/import", &[("fil", &file.body), ("trin", "indlaes"), ("version", version)])
            .await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let rules = |all: Vec<StoredRule>| {
            let mut rules: Vec<Rule> = all.into_iter().map(|stored| stored.rule).collect();
            rules.sort_by(|a, b| a.name.cmp(&b.name));
            rules
        };
        assert_eq!(rules(stored(&one).await), rules(stored(&other).await), "{name}");
    }
}

#[tokio::test]
async fn one_key_takes_the_trust_from_an_author() {
    let desk = Desk::start().await;
    let posts = desk.stored((0..3).map(|n| draft(&n.to_string(), &format!("Nummer {n} om ledelse")))).await;
    for post in &posts {
        desk.app.decide(&post.id, State::Approved).await;
    }
    let mette = desk.signed_in("mette").await;
    let (status, body) = mette.post_json("/moderation/tillid", &[("id", &posts[0].id.0)]).await;
    assert_eq!((status, body["entries"].as_array().unwrap().len()), (StatusCode::OK, 3));
    desk.app.project().await;
    assert!(desk.app.posts().await.iter().all(|post| post.state == State::Pending));
    hides(&desk.stranger().get("/").await, "Nummer 1 om ledelse");
    shows(&mette.get("/moderation").await, "Tilliden til forfatteren er taget tilbage");
    let back = mette.post("/moderation/tillid", &[("id", &posts[0].id.0), ("giv", "1")]).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_personal_number_is_shown_only_when_a_person_confirmed_it() {
    for desk in Desk::both().await {
        let post = desk.stored([draft("1", "Borgeren 070761-4285 fik svar")]).await.remove(0);
        let plain = desk.stored([draft("2", "Helt almindeligt")]).await.pop().unwrap();
        let mette = desk.signed_in("mette").await;
        let decide = async |extra: &[(&str, &str)]| {
            let fields = [&[("id", post.id.0.as_str()), ("til", "approved")], extra].concat();
            mette.post("/moderation/afgoer", &fields).await
        };
        let refused = decide(&[]).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST);
        shows(&refused, "ligner et CPR-nummer");
        let batch = decide(&[("id", plain.id.0.as_str())]).await;
        assert_eq!(batch.status, StatusCode::BAD_REQUEST, "not as one of many");
        assert_eq!(desk.state(&post.id).await, Some(State::Pending));
        assert_eq!(desk.state(&plain.id).await, Some(State::Pending));
        assert_eq!(decide(&[("cpr", "bekraeftet")]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(desk.state(&post.id).await, Some(State::Approved));
        let log = hashwall::store::log::of_post(&desk.app.app.db, &post.id).await.unwrap();
        let last = log.last().unwrap();
        assert_eq!(last.reason.as_deref(), Some("personal-number-confirmed"));
        assert_eq!(last.actor, "user:mette");
    }
}

#[tokio::test]
async fn no_undo_brings_a_number_back_that_nobody_confirmed() {
    for desk in Desk::both().await {
        let post = desk.stored([draft("1", "Borgeren 070761-4285 fik svar")]).await.remove(0);
        // Approved before the guard knew such numbers, or by another door.
        desk.app.decide(&post.id, State::Approved).await;
        let mette = desk.signed_in("mette").await;
        let decide = async |extra: &[(&str, &str)]| {
            let fields = [&[("id", post.id.0.as_str())], extra].concat();
            mette.post_json("/moderation/afgoer", &fields).await
        };
        let (_, held) = decide(&[("til", "held")]).await;
        let action = held["action"].to_string();
        let seq = held["entries"][0]["seq"].to_string();
        let refused = mette.post("/moderation/fortryd", &[("seq", &seq)]).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        shows(&refused, "ligner et CPR-nummer");
        let refused = mette.post("/moderation/tilbage", &[("handling", &action)]).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        let (_, blocked) = mette.post_json("/moderation/bloker", &[("id", &post.id.0)]).await;
        assert_eq!(blocked["entries"][0]["to"], "rejected");
        assert_eq!(mette.post("/moderation/tilbage", &[]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(desk.state(&post.id).await, Some(State::Held), "back to where it was, and no further");

        // What a person confirmed comes back as it was.
        decide(&[("til", "approved"), ("cpr", "bekraeftet")]).await;
        decide(&[("til", "held")]).await;
        assert_eq!(mette.post("/moderation/tilbage", &[]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(desk.state(&post.id).await, Some(State::Approved));
    }
}

#[tokio::test]
async fn the_moderators_are_told_of_a_flood_and_lift_it() {
    let desk = Desk::start().await;
    let mette = desk.signed_in("mette").await;
    hides(&mette.get("/regler").await, "Nye forfattere holdes tilbage");
    hashwall::store::flood::hold(&desk.app.app.db, 40, 3, desk.app.now()).await.unwrap();
    shows(&mette.get("/moderation").await, "Nye forfattere holdes tilbage");
    shows(&mette.get("/regler").await, "40 på ti minutter, hvor der plejer at være 3");
    assert_eq!(mette.post("/regler/oversvoemmelse", &[]).await.status, StatusCode::SEE_OTHER);
    hides(&mette.get("/regler").await, "40 på ti minutter");
}
