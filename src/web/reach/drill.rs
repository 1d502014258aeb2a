//! The address of the list of posts that a number comes from, and what such an address means.

use super::asked::Asked;
use crate::domain::figures::Drill;
use crate::domain::time::Timestamp;
use crate::web::page::{Page, encode};

/// Where the lists are.
pub const PATH: &str = "/raekkevidde/opslag";

/// The list's address.
pub fn address(page: &Page, asked: &Asked, drill: &Drill) -> String {
    let mut query = asked.query();
    let mut put = |name: &str, value: String| query.push((name.to_owned(), value));
    if let Some(network) = drill.network {
        put("i-netvaerk", network.as_str().to_owned());
    }
    if let Some(sector) = drill.sector {
        put("i-sektor", sector.as_str().to_owned());
    }
    for (name, value) in [
        ("i-organisation", &drill.organisation),
        ("i-forfatter", &drill.author),
        ("i-sprog", &drill.language),
        ("i-medie", &drill.media),
    ] {
        if let Some(value) = value {
            put(name, value.clone());
        }
    }
    drill.tags.iter().for_each(|tag| put("i-emne", tag.clone()));
    if let Some((from, until)) = drill.between {
        put("i-fra", from.rfc3339());
        put("i-til", until.rfc3339());
    }
    if let Some((weekday, hour)) = drill.weekday_hour {
        put("i-tid", format!("{weekday}-{hour}"));
    }
    if drill.without_happenings {
        put("i-uden", "arrangementer".to_owned());
    }
    put("tael", drill.only.as_str().to_owned());
    page.href(format!("{PATH}?{}", encode(&query)))
}

/// What the address asks for; `None` if it is not one of ours.
pub fn read(page: &Page) -> Option<Drill> {
    let first = |name: &str| page.query().iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
    let mut drill = Drill {
        organisation: first("i-organisation"),
        author: first("i-forfatter"),
        language: first("i-sprog"),
        media: first("i-medie"),
        without_happenings: first("i-uden").is_some(),
        ..Drill::default()
    };
    drill.tags = page
        .query()
        .iter()
        .filter(|(key, _)| key == "i-emne")
        .map(|(_, value)| value.clone())
        .take(5)
        .collect();
    if let Some(word) = first("i-netvaerk") {
        drill.network = Some(word.parse().ok()?);
    }
    if let Some(word) = first("i-sektor") {
        drill.sector = Some(word.parse().ok()?);
    }
    if let Some(word) = first("tael") {
        drill.only = word.parse().ok()?;
    }
    match (first("i-fra"), first("i-til")) {
        (None, None) => {}
        (Some(from), Some(until)) => {
            drill.between = Some((Timestamp::parse_rfc3339(&from)?, Timestamp::parse_rfc3339(&until)?));
        }
        _ => return None,
    }
    if let Some(word) = first("i-tid") {
        let (weekday, hour) = word.split_once('-')?;
        let (weekday, hour): (u8, u8) = (weekday.parse().ok()?, hour.parse().ok()?);
        drill.weekday_hour = (weekday < 7 && hour < 24).then_some((weekday, hour));
        drill.weekday_hour?;
    }
    Some(drill)
}
