//! `/vaegge`: who decides what is shown keeps the walls, and visitors see it at once.

use axum::http::StatusCode;

use crate::web_desk::support::Desk;

const NEW: [(&str, &str); 6] = [
    ("ny", "1"),
    ("navn", "regionerne"),
    ("titel", "Regionerne <b>"),
    ("visning", "https://wall.example/?sektor=region&lang=en"),
    ("tema", "dark"),
    ("layout", "grid"),
];

#[tokio::test]
async fn a_moderator_makes_changes_and_removes_a_wall() {
    for desk in Desk::both().await {
        let mette = desk.signed_in("mette").await;
        let page = mette.get("/vaegge").await;
        assert!(page.body.contains("/w/ledelsesugen"), "{}", page.body);
        assert_eq!(mette.post("/vaegge", &NEW).await.status, StatusCode::SEE_OTHER);
        let shown = desk.stranger().get("/w/regionerne").await;
        assert_eq!(shown.status, StatusCode::OK);
        assert!(shown.body.contains("Regionerne &#60;b&#62;"), "{}", shown.body);
        let page = mette.get("/vaegge").await;
        assert!(page.body.contains("value=\"sektor=region\""), "{}", page.body);
        let again = mette.post("/vaegge", &NEW).await;
        assert_eq!(again.status, StatusCode::CONFLICT);
        let renamed =
            [("navn", "regionerne"), ("titel", "Fem regioner"), ("tema", "auto"), ("layout", "list")];
        assert_eq!(mette.post("/vaegge", &renamed).await.status, StatusCode::SEE_OTHER);
        assert!(desk.stranger().get("/w/regionerne").await.body.contains("Fem regioner"));
        let removed = mette.post("/vaegge", &[("navn", "regionerne"), ("fjern", "1")]).await;
        assert_eq!(removed.status, StatusCode::SEE_OTHER);
        assert_eq!(desk.stranger().get("/w/regionerne").await.status, StatusCode::NOT_FOUND);
        let admin = desk.signed_in("admin").await;
        let trail = admin.get("/log/hus").await;
        for words in ["Oprettede en væg", "Ændrede en væg", "Fjernede en væg"] {
            assert!(trail.body.contains(words), "{words}: {}", trail.body);
        }
    }
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_in_plain_words() {
    let desk = Desk::start().await;
    let mette = desk.signed_in("mette").await;
    for (name, value, words) in [
        ("navn", "Med Mellemrum", "små bogstaver"),
        ("navn", "", "små bogstaver"),
        ("titel", " ", "titel på højst"),
        ("visning", "sektor=komune", "Udsnittet kan ikke læses"),
        ("tema", "lyserød", "fra listerne"),
        ("layout", "spiral", "fra listerne"),
        ("sidesprog", "sv", "fra listerne"),
    ] {
        let mut fields: Vec<_> = NEW.into_iter().filter(|(field, _)| *field != name).collect();
        fields.push((name, value));
        let answer = mette.post("/vaegge", &fields).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{name}={value}");
        assert!(answer.body.contains(words), "{name}={value}: {}", answer.body);
    }
    assert_eq!(desk.stranger().get("/w/regionerne").await.status, StatusCode::NOT_FOUND);
}
