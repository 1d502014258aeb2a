//! What is wrong, late or hostile: a message that names it, and nothing changed.

use axum::http::StatusCode;

use super::{fields, named, send, stored};
use crate::web_desk::support::{Desk, hides, shows};

#[tokio::test]
async fn a_rule_with_mistakes_is_shown_again_with_all_that_was_typed() {
    let desk = Desk::start().await;
    let mette = desk.signed_in("mette").await;
    let before = stored(&desk).await;
    for (kind, values, says) in [
        ("regex", "(((\\w{1,100}){1,100}){1,100}){1,100}x", "Udtrykket er for stort"),
        ("regex", "(åben", "Udtrykket kan ikke læses"),
        ("regex", ".*", "ville ramme alt"),
        ("words", "", "Skriv mindst én værdi"),
        ("older-than", "-1", "er ikke et helt tal"),
        ("network", "twitter", "Det kender vi ikke: twitter"),
        ("ukendt-slags", "x", "Vælg mindst én betingelse"),
    ] {
        for step in ["gem", "afproev"] {
            let answer = send(&mette, &fields(step, "Min <b>regel</b>", kind, values)).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{kind} {values}");
            shows(&answer, says);
            hides(&answer, "<b>regel</b>");
            shows(&answer, "Min &#60;b&#62;regel");
        }
    }
    let named_twice = send(&mette, &fields("gem", &before[0].rule.name.to_uppercase(), "words", "x")).await;
    shows(&named_twice, "Der er allerede en regel");
    let house = send(&mette, &fields("gem", "hold-words", "words", "x")).await;
    shows(&house, "er navnet på en af husets regler");
    assert_eq!(stored(&desk).await, before);
}

#[tokio::test]
async fn a_stale_form_and_a_rule_that_is_gone_change_nothing() {
    for desk in Desk::both().await {
        let (mette, admin) = (desk.signed_in("mette").await, desk.signed_in("admin").await);
        send(&mette, &fields("gem", "Fælles", "words", "et")).await;
        let id = named(&desk, "Fælles").await.unwrap().id;
        let with = |values: &'static str, version: &'static str| {
            [fields("gem", "Fælles", "words", values), vec![("id", id.as_str()), ("version", version)]]
                .concat()
        };
        assert_eq!(send(&admin, &with("to", "1")).await.status, StatusCode::SEE_OTHER);
        let late = send(&mette, &with("tre", "1")).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        shows(&late, "En anden har ændret det");
        assert_eq!(named(&desk, "Fælles").await.unwrap().rule.conditions[0].values, ["to"]);
        let switch = format!("/regler/{id}/taend");
        assert_eq!(
            mette.post(&switch, &[("version", "1"), ("til", "nej")]).await.status,
            StatusCode::CONFLICT
        );
        assert_eq!(mette.post(&switch, &[("til", "nej")]).await.status, StatusCode::BAD_REQUEST);
        let remove = [("trin", "slet"), ("id", id.as_str()), ("version", "2")];
        assert_eq!(send(&admin, &remove).await.status, StatusCode::SEE_OTHER);
        for answer in [
            send(&mette, &with("fire", "2")).await,
            mette.get(&format!("/regler/{id}")).await,
            mette.post(&switch, &[("version", "2"), ("til", "ja")]).await,
            mette.post(&format!("/regler/{id}/anvend"), &[]).await,
        ] {
            assert_eq!(answer.status, StatusCode::CONFLICT);
            shows(&answer, "Reglen er slettet imens");
        }
        assert!(named(&desk, "Fælles").await.is_none());
    }
}

#[tokio::test]
async fn a_file_with_anything_wrong_in_it_is_refused_whole() {
    let desk = Desk::start().await;
    let mette = desk.signed_in("mette").await;
    let before = stored(&desk).await;
    let good =
        "[[rule]]\nname = \"God\"\nthen = \"hold\"\n[[rule.condition]]\nkind = \"words\"\nvalues = [\"x\"]\n";
    for (file, says) in [
        (format!("{good}\n[[rule]]\nnavn = \"a\"\n"), "“navn”"),
        (format!("{good}[[rule.condition]]\nkind = \"words\"\nvalues = [\"x\"]\nhvorfor = 1\n"), "“hvorfor”"),
        (format!("secret = 1\n{good}"), "“secret”"),
        (format!("{good}[house]\nalt = true\n"), "“alt”"),
        ("{\"rule\": [{\"name\": \"a\", \"owner\": 1}]}".to_owned(), "“owner”"),
        (
            format!(
                "{good}[[rule]]\nname = \"Dårlig\"\nthen = \"hold\"\n[[rule.condition]]\nkind = \"regex\"\nvalues = [\"(\"]\n"
            ),
            "Dårlig",
        ),
        (format!("{good}{good}"), "Der er allerede en regel"),
        ("[[rule]\nname".to_owned(), "Filen kan ikke læses"),
        (good.replace("\"words\"", "\"stemning\""), "Filen kan ikke læses"),
        (String::new(), "Der er ingen regler at læse ind"),
    ] {
        for step in ["vis", "indlaes"] {
            let answer =
                mette.post("/regler/import", &[("fil", &file), ("trin", step), ("version", "1")]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{file}\n{}", answer.body);
            shows(&answer, says);
        }
    }
    assert_eq!(stored(&desk).await, before, "not even the good rule beside the bad one");
    let late = mette.post("/regler/import", &[("fil", good), ("trin", "indlaes"), ("version", "99")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert_eq!(stored(&desk).await, before);
}

#[tokio::test]
async fn another_role_and_another_site_change_no_rule() {
    let desk = Desk::start().await;
    let karen = desk.signed_in("karen").await;
    let before = stored(&desk).await;
    assert_eq!(send(&karen, &fields("gem", "Ny", "words", "x")).await.status, StatusCode::FORBIDDEN);
    for path in ["/regler", "/regler/ny", "/regler/eksport/regler.toml"] {
        assert_eq!(karen.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    let mette = desk.signed_in("mette").await;
    let mut forged = crate::web_desk::support::form("/regler/ret", &fields("gem", "Ny", "words", "x"));
    forged.headers_mut().insert("sec-fetch-site", "cross-site".parse().unwrap());
    assert_eq!(mette.send(forged).await.status, StatusCode::FORBIDDEN);
    assert_eq!(stored(&desk).await, before);
}

#[tokio::test]
async fn a_file_as_large_as_an_export_may_be_is_read() {
    let desk = Desk::start().await;
    let mette = desk.signed_in("mette").await;
    // A comment of letters that a form writes as six characters each.
    let file = format!("# {}\n", "æ".repeat(400_000));
    let read = mette.post("/regler/import", &[("fil", &file), ("trin", "vis")]).await;
    assert_ne!(read.status, 413);
    shows(&read, "ææææ");
    let longer = "x".repeat(4_000_000);
    assert_eq!(mette.post("/regler/import", &[("fil", &longer), ("trin", "vis")]).await.status, 413);
    let elsewhere = mette.post("/regler/ret", &[("navn", &file)]).await;
    assert_eq!(elsewhere.status, 413, "that form alone");
}
