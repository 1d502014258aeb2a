//! Default, file, environment.

use std::time::Duration;

use hashwall::config::{DEFAULT, from_toml_texts, load};
use hashwall::domain::network::Network;
use hashwall::domain::sector::Sector;
use hashwall::domain::source::{Matching, Right, Settings as Own};
use secrecy::ExposeSecret;

use super::{env, read, source};

#[test]
fn a_newcomer_needs_no_file_and_gets_a_wall_with_something_on_it() {
    let settings = load(None, &env(&[])).unwrap();
    assert_eq!(settings.site.hashtags[0].written, "Ledelsesugen");
    assert_eq!(settings.database_url.expose_secret(), "sqlite:data/hashwall.db");
    assert!(settings.server.listen.ip().is_loopback());
    assert!(settings.http.allow_private.is_empty());
    assert!(
        settings.http.user_agent.starts_with("Hashwall/0.") && settings.http.user_agent.contains("(+http")
    );
    assert!(settings.built_in_words);
    assert_eq!((settings.campaign.week, settings.worker.max_backoff), (44, Duration::from_secs(3_600)));
    // Only what needs no approval of anybody is switched on.
    let networks: Vec<_> = settings.sources.iter().map(|source| (source.network(), source.right)).collect();
    assert_eq!(networks, [(Network::Mastodon, Right::PublicApi)]);
    assert!(matches!(&settings.sources[0].matching, Matching::Tag(tags) if *tags == settings.site.hashtags));
}

#[test]
fn every_key_of_the_default_file_stands_under_a_comment() {
    let mut commented = false;
    for line in DEFAULT.lines() {
        let in_source = line.starts_with("[[source]]") || line.starts_with("[[wall]]");
        if in_source {
            break; // the keys of these are told in one table above them
        }
        let key = line
            .split_once('=')
            .map(|(key, _)| key.trim())
            .filter(|key| !key.starts_with('#') && key.chars().all(|c| c.is_ascii_lowercase() || c == '_'));
        match key {
            // One comment above may tell of several keys that follow each other.
            Some(key) => assert!(commented, "{key} has no comment above it"),
            None => {
                commented = line.starts_with('#') || line.contains("] #") || line.starts_with("[schedule.")
            }
        }
    }
}

#[test]
fn the_shipped_examples_are_right() {
    let token = env(&[
        ("DEMO_LINKEDIN_TOKEN", "demo"),
        ("DEMO_FACEBOOK_TOKEN", "demo"),
        ("DEMO_FACEBOOK_APP_SECRET", "demo"),
    ]);
    let demo = from_toml_texts(&[include_str!("../../../config/demo.toml")], &token).unwrap();
    let mut networks: Vec<_> = demo.sources.iter().map(|source| source.network()).collect();
    networks.sort();
    networks.dedup();
    assert_eq!(networks.len(), 5);

    let folder = tempfile::tempdir().unwrap();
    let secret = folder.path().join("secret");
    std::fs::write(&secret, "demo\n").unwrap();
    let production = include_str!("../../../config/production.toml")
        .replace("/run/secrets/facebook-token", secret.to_str().unwrap())
        .replace("/run/secrets/facebook-app-secret", secret.to_str().unwrap());
    let url =
        env(&[("HASHWALL_DATABASE_URL", "postgres://hashwall:pw@db.internal/hashwall?sslmode=verify-full")]);
    let production = from_toml_texts(&[&production], &url).unwrap();
    assert_eq!(production.sources.len(), 3);
    assert!(production.log_json);
}

#[test]
fn a_file_goes_over_the_default_and_the_environment_over_both() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("wall.toml");
    std::fs::write(
        &file,
        "data_dir = \"/var/lib/wall\"\n[site]\ntitle = \"Væg\"\npage_size = 12\n[server]\nlisten = \"127.0.0.1:1\"",
    )
    .unwrap();
    let settings = load(
        Some(&file),
        &env(&[
            ("HASHWALL__SERVER__LISTEN", "0.0.0.0:9000"),
            ("HASHWALL__SITE__HASHTAGS", "#Ledelsesugen, ledelse"),
            ("HASHWALL__SITE__PAGE_SIZE", "48"),
            ("HASHWALL__LOG__JSON", "true"),
            ("HASHWALL__SERVER__TRUSTED_PROXIES", ""),
            ("HASHWALL__SCHEDULE__FEED__QUIET", "@daily"),
            ("HASHWALL_CONFIG", "wall.toml"),
            ("PATH", "/bin"),
        ]),
    )
    .unwrap();
    assert_eq!((settings.site.title.as_str(), settings.site.page_size), ("Væg", 48));
    assert_eq!(settings.server.listen.to_string(), "0.0.0.0:9000");
    assert_eq!(settings.site.hashtags.len(), 2);
    assert!(settings.log_json);
    assert_eq!(settings.site.language, "da", "what nobody changed stays");
    assert_eq!(settings.database_url.expose_secret(), "sqlite:/var/lib/wall/hashwall.db");
}

#[test]
fn a_source_says_what_it_needs_and_gets_the_rest() {
    let settings = read(&source(
        "feed",
        "url = \"https://www.kommune.example/nyheder\"\nmatch = \"tag-or-word\"\nsector = \"kommune\"\n\
         trusted = true\nschedule = { campaign = \"*/5 * * * *\" }\nhashtags = [\"#Ledelse\"]",
    ))
    .unwrap();
    let [one] = &settings.sources[..] else { panic!("a file's sources replace the default's") };
    assert_eq!(
        (one.schedule.quiet.as_str(), one.schedule.campaign.as_str()),
        ("10 */6 * * *", "*/5 * * * *")
    );
    assert_eq!((one.sector, one.trusted), (Some(Sector::Kommune), true));
    assert!(matches!(&one.matching, Matching::TagOrWord(tags) if tags[0].written == "Ledelse"));
    assert!(matches!(&one.settings, Own::Feed(feed) if !feed.full_text && feed.url.ends_with("/nyheder")));
}

#[test]
fn bases_lose_their_last_slash_and_numbers_may_stand_bare() {
    let settings =
        read(&source("mastodon", "server = \"https://norden.example/\"\ntag = \"#Ledelsesugen\"")).unwrap();
    let Own::Mastodon(own) = &settings.sources[0].settings else { panic!("a Mastodon source") };
    assert_eq!((own.server.as_str(), own.tag.as_str()), ("https://norden.example", "Ledelsesugen"));
    let facebook = source("facebook", "page = 104512998877665\nversion = \"v26.0\"\ntoken = { env = \"T\" }");
    let settings = from_toml_texts(&[&facebook], &env(&[("T", "x")])).unwrap();
    let Own::Facebook(own) = &settings.sources[0].settings else { panic!("a Facebook source") };
    assert_eq!((own.page.as_str(), own.api.as_str()), ("104512998877665", "https://graph.facebook.com"));
    let settings = read("[site]\nbase_url = \"https://www.kommune.example/ugen/\"").unwrap();
    assert_eq!(settings.site.base_url.as_str(), "https://www.kommune.example/ugen");
}
