//! `hashwall check`, as an operator reads it.

use hashwall::cli::check::run;
use hashwall::config::{Mistakes, Settings, from_toml_texts};
use hashwall::domain::time::Timestamp;

use super::{env, read};

const QUIET_DAY: &str = "2026-06-03T12:00:00Z";

fn checked(loaded: Result<Settings, Mistakes>) -> (bool, String) {
    let mut out = Vec::new();
    let good = run(loaded, Timestamp::parse_rfc3339(QUIET_DAY).unwrap(), &mut out).unwrap();
    (good, String::from_utf8(out).unwrap())
}

#[test]
fn mistakes_are_listed_and_counted() {
    let (good, told) = checked(read("[server]\nlisten = 1\n[worker]\nlease = 1"));
    assert!(!good);
    let lines: Vec<&str> = told.lines().collect();
    assert!(lines[0].starts_with("server.listen: found 1; expected an address"), "{told}");
    assert!(lines[1].starts_with("worker.lease: found 1; expected a duration"), "{told}");
    assert_eq!(lines[2], "2 mistakes in the configuration.");
}

#[test]
fn a_good_configuration_is_summed_up_without_its_secrets() {
    let secrets = env(&[
        ("HASHWALL_DATABASE_URL", "postgres://wall:hush@db.internal/wall"),
        ("LINKEDIN_TOKEN", "hush"),
    ]);
    let text = "
        [database]
        url = { env = \"HASHWALL_DATABASE_URL\" }
        [[source]]
        id = \"linkedin\"
        network = \"linkedin\"
        title = \"Vores side\"
        right = \"own-page\"
        right_note = \"Sekretariatet, sag 26/1\"
        acknowledge_linkedin_rules = true
        organization = \"5515715\"
        version = \"202609\"
        token = { env = \"LINKEDIN_TOKEN\" }";
    let (good, told) = checked(from_toml_texts(&[text], &secrets));
    assert!(good, "{told}");
    for part in [
        "Wall       Ledelsesugen (#Ledelsesugen), http://localhost:8080/",
        "Database   PostgreSQL on db.internal",
        "Secret     database.url found in environment HASHWALL_DATABASE_URL",
        "Secret     source[0].token found in environment LINKEDIN_TOKEN",
        "Source     linkedin (linkedin): Vores side",
        "right own-page: Sekretariatet, sag 26/1",
        "next run 2026-06-04 07:20:00 Danish time",
        "a moderator decides",
        "Advice     set site.owner and site.contact",
        "No mistakes in the configuration.",
    ] {
        assert!(told.contains(part), "{part}\n{told}");
    }
    assert!(!told.contains("hush"), "{told}");
}

#[test]
fn a_public_wall_is_advised_of_what_it_lacks() {
    let text = "[site]\nbase_url = \"http://ugen.example\"\ncontact = \"opslag@ugen.example\"";
    let (good, told) = checked(read(text));
    assert!(good);
    assert!(told.contains("not https") && told.contains("accessibility_statement"), "{told}");
    assert!(!told.contains("site.contact"), "{told}");
    assert!(told.contains("Database   SQLite, data/hashwall.db"), "{told}");
}
