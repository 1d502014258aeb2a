//! Secrets come from the environment or a file, and never come out again.

use hashwall::config::{fingerprint, from_toml_texts};
use hashwall::domain::source::Settings as Own;
use secrecy::ExposeSecret;

use super::{env, only_mistake, read, source};

fn mastodon(token: &str) -> String {
    source("mastodon", &format!("server = \"https://a.example\"\ntag = \"ledelse\"\ntoken = {token}"))
}

fn token(settings: &hashwall::config::Settings) -> &str {
    let Own::Mastodon(own) = &settings.sources[0].settings else { panic!("a Mastodon source") };
    own.token.as_ref().unwrap().expose_secret()
}

#[test]
fn a_secret_is_found_where_it_is_said_to_be() {
    let settings =
        from_toml_texts(&[&mastodon("{ env = \"TOKEN\" }")], &env(&[("TOKEN", "hush\n")])).unwrap();
    assert_eq!(token(&settings), "hush");
    assert_eq!(settings.secrets, [("source[0].token".to_owned(), "environment TOKEN".to_owned())]);
    assert!(!format!("{settings:?}").contains("hush"));

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    std::fs::write(&file, "hush from a file\n").unwrap();
    let settings = read(&mastodon(&format!("{{ file = \"{}\" }}", file.display()))).unwrap();
    assert_eq!(token(&settings), "hush from a file");
}

#[test]
fn a_secret_in_the_file_or_missing_is_refused() {
    for (given, expected) in [
        (
            "\"hush\"",
            "source[0].token (one): found a secret written out; expected { env = \"NAME\" } or { file = \"path\" }",
        ),
        ("{ env = \"TOKEN\" }", "found no secret in environment TOKEN (not set)"),
        ("{ file = \"absent\" }", "found no secret in file absent ("),
        ("{ env = \"A\", file = \"b\" }", "one of them"),
        ("{ value = \"hush\" }", "one of them"),
        ("{ env = \"\" }", "one of them"),
        ("12345", "a secret: {"),
    ] {
        let told = only_mistake(&mastodon(given));
        assert!(told.contains(expected), "{given}: {told}");
        assert!(!told.contains("hush") && !told.contains("12345"), "{told}");
    }
    for value in ["", " \n", "two\nlines"] {
        let told =
            from_toml_texts(&[&mastodon("{ env = \"TOKEN\" }")], &env(&[("TOKEN", value)])).unwrap_err();
        assert_eq!(told.0.len(), 1, "{told}");
        assert!(!told.to_string().contains("two"), "{told}");
    }
}

#[test]
fn a_source_that_is_switched_off_needs_no_secret() {
    let off = format!("{}\nenabled = false", mastodon("{ env = \"TOKEN\" }"));
    assert!(read(&off).unwrap().sources.is_empty());
    let told = only_mistake(&format!("{}\nenabled = false", mastodon("\"hush\"")));
    assert!(told.contains("written out"), "{told}");
}

#[test]
fn a_database_password_does_not_stand_in_the_file() {
    let told = only_mistake("[database]\nurl = \"postgres://wall:hush@db.example/wall\"");
    assert!(told.starts_with("database.url: found a secret written out"), "{told}");
    assert!(!told.contains("hush"), "{told}");
    let url = "postgres://wall:hush@db.example/wall";
    let by_name = from_toml_texts(&["[database]\nurl = { env = \"DB\" }"], &env(&[("DB", url)])).unwrap();
    assert_eq!(by_name.database_url.expose_secret(), url);
    let by_key = from_toml_texts(&[], &env(&[("HASHWALL__DATABASE__URL", url)])).unwrap();
    assert_eq!(by_key.database_url.expose_secret(), url);
    assert!(!format!("{by_key:?}").contains("hush"));
    let socket = read("[database]\nurl = \"postgres://db.example/wall\"").unwrap();
    assert_eq!(socket.database_url.expose_secret(), "postgres://db.example/wall");
}

#[test]
fn a_file_may_replace_one_place_of_a_secret_by_another() {
    let texts = ["[database]\nurl = { file = \"absent\" }", "[database]\nurl = { env = \"DB\" }"];
    let settings = from_toml_texts(&texts, &env(&[("DB", "sqlite:other.db")])).unwrap();
    assert_eq!(settings.database_url.expose_secret(), "sqlite:data/other.db");
}

#[test]
fn sqlite_paths_are_taken_from_the_data_folder() {
    for (url, opened) in [
        ("sqlite:a.db", "sqlite:data/a.db"),
        ("sqlite://a.db", "sqlite:data/a.db"),
        ("sqlite:/var/a.db", "sqlite:/var/a.db"),
        ("sqlite:///var/a.db", "sqlite:/var/a.db"),
        ("sqlite::memory:", "sqlite::memory:"),
    ] {
        let settings = read(&format!("[database]\nurl = \"{url}\"")).unwrap();
        assert_eq!(settings.database_url.expose_secret(), opened);
    }
}

#[test]
fn a_new_token_is_a_new_fingerprint_and_a_new_title_is_not() {
    let print = |text: &str, token: &str| {
        fingerprint(&from_toml_texts(&[text], &env(&[("TOKEN", token)])).unwrap().sources[0])
    };
    let text = mastodon("{ env = \"TOKEN\" }");
    let first = print(&text, "one");
    assert_eq!(first.len(), 64);
    assert_eq!(first, print(&text.replace("\"One\"", "\"Other\""), "one"));
    assert_ne!(first, print(&text, "two"));
    assert_ne!(first, print(&text.replace("a.example", "b.example"), "one"));
    assert_ne!(first, print(&text.replace("\"ledelse\"", "\"leder\""), "one"));
}
