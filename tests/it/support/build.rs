//! Ready-made values for tests.

use hashwall::domain::author::Author;
use hashwall::domain::hashtag::Hashtag;
use hashwall::domain::network::Network;
use hashwall::domain::post::{Draft, Keep, Kind};
use hashwall::domain::sector::Sector;
use hashwall::domain::time::Timestamp;

/// Monday of week 44 of 2026, 08:00 in Copenhagen.
#[allow(dead_code, reason = "each test file uses some")]
pub const MONDAY: Timestamp = Timestamp::from_secs(1_792_998_000);

/// A plain approved-looking draft with a given native id and text.
#[allow(dead_code, reason = "each test file uses some")]
pub fn draft(native_id: &str, text: &str) -> Draft {
    Draft {
        network: Network::Mastodon,
        native_id: native_id.to_owned(),
        source: "masto".to_owned(),
        url: format!("https://norden.example/{native_id}"),
        author: Author {
            native_id: "https://norden.example/users/lone".to_owned(),
            name: "Lone Kjær".to_owned(),
            handle: "lone@norden.example".to_owned(),
            url: "https://norden.example/@lone".to_owned(),
            followers: Some(120),
            is_organisation: false,
        },
        organisation: None,
        sector: Sector::Other,
        title: None,
        html: format!("<p>{text}</p>"),
        text: text.to_owned(),
        hashtags: Hashtag::find_all(text),
        mentions: Vec::new(),
        links: Vec::new(),
        attachments: Vec::new(),
        warning: None,
        language: Some("da".to_owned()),
        kind: Kind::Post,
        published_at: MONDAY,
        edited_at: None,
        engagement: None,
        keep: Keep::default(),
    }
}
