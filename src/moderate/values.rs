//! What may stand in a rule: its limits, and values read one by one. Pure; knows no post.

use super::folding::Listed;
use super::mistake::Mistake;
use crate::domain::hashtag::fold;
use crate::domain::house::House;
use crate::domain::link::host_of;
use crate::domain::network::Network;
use crate::domain::post::Kind;
use crate::domain::rule::{Asked, Rule, Takes};
use crate::domain::sector::Sector;
use crate::domain::similarity::Fingerprint;

/// Characters of a name, a note, a value, a label.
const NAME: usize = 80;
const NOTE: usize = 500;
const VALUE: usize = 500;
const TEXT: usize = 5_000;
const LABEL: usize = 40;
/// Conditions of a rule, values of a condition, labels of a rule.
const CONDITIONS: usize = 20;
const VALUES: usize = 1_000;
const LABELS: usize = 5;
/// Hours in ten years; no cap or age is larger.
const NUMBER: u64 = 87_600;

/// A mistake in a condition: message key and what was found.
pub(super) type Wrong = (&'static str, String);

/// What is wrong with a rule beside its conditions.
pub(super) fn of_rule(rule: &Rule) -> Vec<Mistake> {
    let mut found = Vec::new();
    let mut note = |wrong: bool, key: &'static str, value: String| {
        if wrong {
            found.push(Mistake { condition: None, key, value });
        }
    };
    let name = rule.name.trim();
    note(name.is_empty(), "no-name", String::new());
    note(name.chars().count() > NAME || name.chars().any(char::is_control), "long-name", NAME.to_string());
    note(super::is_house_rule(name), "house-name", name.to_owned());
    note(rule.note.chars().count() > NOTE, "long-note", NOTE.to_string());
    note(rule.then.is_none() && rule.labels.is_empty() && !rule.blur, "no-outcome", String::new());
    note(rule.conditions.is_empty(), "no-condition", String::new());
    note(rule.conditions.len() > CONDITIONS, "many-conditions", CONDITIONS.to_string());
    note(rule.labels.len() > LABELS, "many-labels", LABELS.to_string());
    let bad = rule.labels.iter().find(|label| label.trim().is_empty() || label.chars().count() > LABEL);
    note(bad.is_some(), "label", LABEL.to_string());
    found
}

/// What is wrong with the settings.
pub fn of_house(house: &House) -> Vec<Mistake> {
    let mut found = Vec::new();
    let mut note = |key: &'static str, value: String| found.push(Mistake { condition: None, key, value });
    let lists = [
        &house.hold_words,
        &house.reject_words,
        &house.trusted_authors,
        &house.blocked_authors,
        &house.trusted_organisations,
    ];
    if lists.iter().any(|list| list.len() > VALUES) {
        note("many-values", VALUES.to_string());
    }
    if let Some(long) = lists.iter().flat_map(|list| list.iter()).find(|value| value.chars().count() > VALUE)
    {
        note("long-value", long.chars().take(40).collect());
    }
    for word in house.hold_words.iter().chain(&house.reject_words) {
        if Listed::new(word).words() == 0 {
            note("no-letters", word.clone());
        }
    }
    for sector in &house.trusted_sectors {
        if Sector::ALL.iter().all(|known| known.as_str() != sector) {
            note("unknown-word", sector.clone());
        }
    }
    for number in [house.approve_after, house.author_per_hour, house.organisation_per_hour] {
        if number > NUMBER {
            note("number", number.to_string());
        }
    }
    found
}

/// Whether a condition's values are as many and as long as its kind takes, and words it knows.
pub(super) fn fit(asked: Asked, list: &[String]) -> Result<(), Wrong> {
    let most = if asked == Asked::Similar { TEXT } else { VALUE };
    if let Some(long) = list.iter().find(|value| value.chars().count() > most) {
        return Err(("long-value", long.chars().take(40).collect()));
    }
    match (asked.takes(), list) {
        (Takes::Nothing, [extra, ..]) => return Err(("no-value-taken", extra.clone())),
        (Takes::Number | Takes::List, []) => return Err(("no-value", String::new())),
        (Takes::Number | Takes::NumberOrNothing, [_, extra, ..]) => {
            return Err(("one-number", extra.clone()));
        }
        (Takes::List, list) if list.len() > VALUES => return Err(("many-values", VALUES.to_string())),
        _ => {}
    }
    let known: Vec<&str> = match asked {
        Asked::Network => Network::ALL.iter().map(|one| one.as_str()).collect(),
        Asked::Sector => Sector::ALL.iter().map(|one| one.as_str()).collect(),
        Asked::Kind => Kind::ALL.iter().map(|one| one.as_str()).collect(),
        Asked::Media => vec!["any", "none", "image", "video", "audio", "document", "link", "poll"],
        _ => return Ok(()),
    };
    match list.iter().find(|value| !known.contains(&fold(value).as_str())) {
        Some(other) => Err(("unknown-word", format!("{other} ({})", known.join(", ")))),
        None => Ok(()),
    }
}

/// A whole number.
pub(super) fn number(text: &str) -> Result<u64, Wrong> {
    let number = text.parse().ok().filter(|number| *number <= NUMBER);
    number.ok_or_else(|| ("number", text.to_owned()))
}

/// A host, from what people paste: a name, a name with `*.` before it, or a whole address.
pub(super) fn domain(text: &str) -> Result<String, Wrong> {
    let bare = text.strip_prefix("*.").unwrap_or(text);
    let address = if bare.contains("://") { bare.to_owned() } else { format!("https://{bare}") };
    let host = host_of(&address).filter(|host| host.contains('.'));
    host.ok_or_else(|| ("domain", text.to_owned()))
}

/// A fingerprint: its own 16 hexadecimal digits, or the text to make it of.
pub(super) fn fingerprint(text: &str) -> Result<Fingerprint, Wrong> {
    if text.len() == 16
        && let Ok(bits) = u64::from_str_radix(text, 16)
    {
        return Ok(Fingerprint(bits));
    }
    Fingerprint::of(text).ok_or_else(|| ("short-text", text.to_owned()))
}
