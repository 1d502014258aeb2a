//! The message files: the same keys in both languages, and every key a page asks for.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use hashwall::domain::network::Network;
use hashwall::domain::post::Kind;
use hashwall::domain::sector::Sector;
use hashwall::domain::source::Right;

fn messages(language: &str) -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(language);
    let mut found = BTreeMap::new();
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        for line in fs::read_to_string(&path).unwrap().lines() {
            let Some((key, value)) = line.split_once(" =") else { continue };
            if !key.is_empty()
                && key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            {
                let twice = found.insert(key.to_owned(), value.to_owned());
                assert!(twice.is_none(), "{key} stands twice, the second time in {}", path.display());
            }
        }
    }
    assert!(found.len() > 50);
    found
}

#[test]
fn danish_and_english_have_the_same_keys_and_values() {
    let (danish, english) = (messages("da"), messages("en"));
    assert_eq!(danish.keys().collect::<Vec<_>>(), english.keys().collect::<Vec<_>>());
    let placeholders = |text: &str| {
        let mut names: Vec<_> =
            text.match_indices("{ $").map(|(at, _)| text[at..].split('}').next().unwrap()).collect();
        names.sort_unstable();
        names.into_iter().map(str::to_owned).collect::<Vec<String>>()
    };
    for (key, value) in &danish {
        assert_eq!(placeholders(value), placeholders(&english[key]), "placeholders of {key}");
    }
}

#[test]
fn all_of_the_query_language_is_explained() {
    let danish = messages("da");
    for row in hashwall_index::HELP {
        assert!(danish.contains_key(&format!("search-help-{}", row.key)), "{}", row.key);
    }
    // The page's own words, beside the table's.
    let own = ["link", "title", "intro", "write", "finds", "more"].map(|key| format!("search-help-{key}"));
    let explained = danish.keys().filter(|key| key.starts_with("search-help-") && !own.contains(key)).count();
    assert_eq!(explained, hashwall_index::HELP.len(), "and nothing that is gone");
}

#[test]
fn every_key_a_template_asks_for_is_there() {
    let danish = messages("da");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web/templates");
    let mut asked = 0;
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        for file in fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            for call in ["page.text(\"", "page.text_with(\"", "page.count(\""] {
                for key in text.split(call).skip(1).filter_map(|rest| rest.split('"').next()) {
                    asked += 1;
                    assert!(danish.contains_key(key), "{} asks for {key}", path.display());
                }
            }
        }
    }
    assert!(asked > 40, "{asked}");
}

#[test]
fn every_word_of_the_domain_has_its_name() {
    let danish = messages("da");
    let networks = Network::ALL.map(|network| format!("network-{}", network.as_str()));
    let sectors = Sector::ALL.map(|sector| format!("sector-{}", sector.as_str()));
    let kinds = Kind::ALL.map(|kind| format!("kind-{}", kind.as_str()));
    let rights = [Right::OwnPage, Right::WrittenConsent, Right::PublicApi, Right::Licence]
        .map(|right| format!("right-{}", right.as_str()));
    let errors = ["not-found", "forbidden", "method-not-allowed", "too-large", "bad-request", "broken"]
        .map(|error| format!("error-text-{error}"));
    let media =
        ["image", "video", "audio", "document", "link", "poll"].map(|kind| format!("media-see-{kind}"));
    for key in networks.into_iter().chain(sectors).chain(kinds).chain(rights).chain(errors).chain(media) {
        assert!(danish.contains_key(&key), "no {key}");
    }
}
