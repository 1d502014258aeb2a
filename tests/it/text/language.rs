//! Tests of telling languages apart.

use hashwall::collect::text::language::{detect, language_of, primary};

#[track_caller]
fn is(language: Option<&str>, text: &str) {
    assert_eq!(detect(text).as_deref(), language, "{text}");
}

#[test]
fn posts_of_the_week_are_danish() {
    for text in [
        "I dag åbner vi #Ledelsesugen sammen med 40 ledere fra hele kommunen. Glæder os til en uge med ledelse på tværs!",
        "Hvordan bliver vi bedre til at lede på afstand? Det taler vi om i morgen kl. 9 på rådhuset. Læs mere: https://kl.dk/the-and-of",
        "Tak for en god dag! 🎉 #Ledelsesugen",
        "God uge 44 til alle ledere i regionen",
        "Vi har talt om tillid, trivsel og fælles mål. Hvad er det vigtigste, en leder kan gøre? Svar gerne her.",
        "Når medarbejderne siger fra, skal ledelsen lytte. Det var budskabet fra dagens oplæg om psykologisk tryghed.",
        "Så er vi i gang på Ærø",
        "Ny artikel: Sådan skaber du tillid mellem ledere og medarbejdere i ældreplejen",
    ] {
        is(Some("da"), text);
    }
}

#[test]
fn neighbours_are_told_apart() {
    is(
        Some("nb"),
        "Hva er god ledelse? Vi møttes etter jobb for å snakke om det, og noen av oss ble sittende mye lenger.",
    );
    is(
        Some("sv"),
        "Hur blir vi bättre på att leda? Det pratar vi om i dag och ni är välkomna att vara med från klockan nio.",
    );
    is(
        Some("de"),
        "Wie wird man eine gute Führungskraft? Wir sprechen heute mit den Leitungen der Schulen über Vertrauen.",
    );
    is(
        Some("en"),
        "What makes a good leader in the public sector? Today we talk about trust with leaders from across the city.",
    );
}

#[test]
fn what_is_not_clear_is_not_guessed() {
    for text in [
        "",
        "#Ledelsesugen",
        "https://kl.dk/the-end-of-it",
        "@kl @regionh 🎉🎉",
        "Wow!",
        "44",
        "Ledelse",
        "Привет, как дела у вас сегодня?",
    ] {
        is(None, text);
    }
    is(None, "Nous avons parlé hier avec beaucoup monde pendant cette belle journée ensemble");
}

#[test]
fn a_claim_counts_unless_the_text_clearly_says_otherwise() {
    let danish =
        "I dag åbner vi ugen sammen med 40 ledere fra hele kommunen, og det glæder vi os til at fortælle om.";
    assert_eq!(language_of(danish, Some("en-US")).as_deref(), Some("da"));
    assert_eq!(language_of(danish, Some("da-DK")).as_deref(), Some("da"));
    assert_eq!(language_of(danish, Some("fo")).as_deref(), Some("fo"));
    assert_eq!(language_of(danish, Some("xx-klingon")).as_deref(), Some("da"));
    assert_eq!(language_of("#Ledelsesugen", Some("da_DK")).as_deref(), Some("da"));
    assert_eq!(language_of("Wow!", Some("en")).as_deref(), Some("en"));
    assert_eq!(language_of("#Ledelsesugen", None), None);
}

#[test]
fn claims_are_read_or_refused() {
    for (tag, code) in [
        ("da", "da"),
        ("da-DK", "da"),
        ("DA_dk", "da"),
        ("no", "nb"),
        ("nb-NO", "nb"),
        ("nn", "nn"),
        ("dan", "da"),
        ("zh-Hant-TW", "zh"),
        ("kl", "kl"),
    ] {
        assert_eq!(primary(tag).as_deref(), Some(code), "{tag}");
    }
    for junk in ["", "und", "mul", "english", "x-dansk", "d", "12", "æø", "-", "dk"] {
        assert_eq!(primary(junk), None, "{junk}");
    }
}
