//! Which item is which, from one fetch to the next: guid, else link, else a hash of what it says.

use std::collections::{BTreeMap, HashMap};

use sha2::{Digest, Sha256};

use super::cursor::MAX_KNOWN;
use super::parsed::Entry;
use crate::collect::text::canonical::canonical_url;

/// Characters of an identity; a longer guid is hashed.
const MAX_LENGTH: usize = 300;

/// The identity of each entry, in order, and what to remember of them.
///
/// A guid that several entries share says nothing, so their links decide (and if those are shared too, the hash). An
/// item whose guid is another one than last time, but whose link and title are the same, keeps its first identity.
pub fn identities(
    entries: &[Entry],
    known: &BTreeMap<String, String>,
) -> (Vec<String>, BTreeMap<String, String>) {
    let links: Vec<String> = entries.iter().map(|entry| stable_link(&entry.link)).collect();
    let guids = count(entries.iter().map(|entry| entry.id.as_str()));
    let addresses = count(links.iter().map(String::as_str));
    let mut remembered = BTreeMap::new();
    let mut given: HashMap<String, ()> = HashMap::new();
    let mut identities = Vec::with_capacity(entries.len());
    for (entry, link) in entries.iter().zip(&links) {
        let twin = |earlier: &&Entry| earlier.link == entry.link && earlier.title == entry.title;
        let own_guid = !entry.id.is_empty()
            && (guids.get(entry.id.as_str()) == Some(&1)
                // The same item twice in one document is one item.
                || entries.iter().filter(|other| other.id == entry.id).take(20).all(|other| twin(&other)));
        let own_link = !link.is_empty() && addresses.get(link.as_str()) == Some(&1);
        let mut identity = if own_guid {
            entry.id.clone()
        } else if own_link {
            link.clone()
        } else {
            hash(&[&entry.title, link, &text_of(entry), &date_of(entry)])
        };
        if identity.len() > MAX_LENGTH || identity.chars().any(char::is_control) {
            identity = hash(&[&identity]);
        }
        // Half an item may have half a guid: nothing to remember it by.
        let may_remember = remembered.len() < MAX_KNOWN && !entry.incomplete;
        if own_link {
            let print = hash(&[link, &entry.title]);
            if let Some(first) = known.get(&print).filter(|first| !given.contains_key(*first)) {
                identity.clone_from(first);
            }
            if may_remember {
                remembered.insert(print, identity.clone());
            }
        } else if may_remember {
            // Remembered by itself alone: only so that a 304 can say "still there".
            remembered.insert(hash(&[&identity]), identity.clone());
        }
        given.insert(identity.clone(), ());
        identities.push(identity);
    }
    (identities, remembered)
}

/// A link without the tracking parameters that change on every fetch.
fn stable_link(link: &str) -> String {
    canonical_url(link).unwrap_or_else(|| link.to_owned())
}

fn count<'a>(values: impl Iterator<Item = &'a str>) -> HashMap<&'a str, u32> {
    let mut counts = HashMap::new();
    for value in values {
        *counts.entry(value).or_insert(0) += 1;
    }
    counts
}

fn text_of(entry: &Entry) -> String {
    let text = entry.content.first().or(entry.summary.as_ref());
    text.map(|text| text.value.clone()).unwrap_or_default()
}

fn date_of(entry: &Entry) -> String {
    entry.published.map(|at| at.0.to_string()).unwrap_or_default()
}

/// 32 hexadecimal digits over the parts.
pub fn hash(parts: &[&str]) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(part.as_bytes());
        digest.update([0]);
    }
    let mut hex = hex::encode(digest.finalize());
    hex.truncate(32);
    hex
}
