//! What was handed in, as a draft like any collected one: the same cleaning, the same canonical link. Pure.

use sha2::{Digest, Sha256};

use super::address::Address;
use super::intake::Offer;
use super::meta::Meta;
use crate::collect::text::normalise::{Unwanted, normalise};
use crate::domain::author::Author;
use crate::domain::linkedin;
use crate::domain::network::Network;
use crate::domain::post::{Attachment, AttachmentKind, Body, Draft, Keep, NewPost};
use crate::domain::sector::Sector;
use crate::domain::source::{FeedSettings, Matching, Right, Schedule, Settings, Source};
use crate::domain::submission::SOURCE;
use crate::domain::time::Timestamp;

/// The draft. Words are the person's own; of the page it has a card: headline, description, picture.
pub(super) fn of(
    offer: &Offer,
    address: Option<&Address>,
    meta: Option<&Meta>,
    keep: Keep,
    now: Timestamp,
) -> Result<Draft, Unwanted> {
    let own_words = offer.words.trim();
    let said = meta.map_or("", |meta| {
        [&meta.description, &meta.title].into_iter().find(|said| !said.is_empty()).map_or("", |said| said)
    });
    let words = if own_words.is_empty() { said } else { own_words };
    let written_by = meta.map_or("", |meta| {
        [&meta.author, &meta.site].into_iter().find(|name| !name.is_empty()).map_or("", |name| name)
    });
    let name = if offer.name.trim().is_empty() { written_by } else { offer.name.trim() };
    let link = address.map(|address| Attachment {
        kind: AttachmentKind::Link,
        url: address.url.to_string(),
        title: meta.map(|meta| meta.title.clone()).unwrap_or_default(),
        // What is the post's own text already is not said twice.
        description: meta
            .map(|meta| meta.description.clone())
            .filter(|said| said != words)
            .unwrap_or_default(),
        preview_url: meta.map(|meta| meta.picture.clone()).unwrap_or_default(),
        preview_sha256: meta.map(|meta| meta.picture_sha256.clone()).unwrap_or_default(),
        ..Attachment::default()
    });
    let native_id = match address {
        Some(address) => address.native_id.clone(),
        // The same words handed in twice are one post.
        None => format!("words:{}", hex::encode(Sha256::digest(own_words.as_bytes()))),
    };
    let published_at = linkedin::published(&native_id).filter(|at| *at <= now);
    let new = NewPost {
        network: address.map_or(Network::Submitted, |address| address.network),
        native_id,
        url: address.map(|address| address.url.to_string()).unwrap_or_default(),
        author: Author { name: name.to_owned(), ..Author::default() },
        title: None,
        body: Body::Text(words.to_owned()),
        tags: Vec::new(),
        mentions: Vec::new(),
        attachments: link.into_iter().collect(),
        language: None,
        warning: None,
        kind: None,
        published_at: Some(published_at.unwrap_or(now)),
        edited_at: None,
        engagement: None,
        keep,
        happening: None,
    };
    // Whoever hands something in may write any name: it makes nobody an organisation.
    normalise(new, &source(), now).map(|draft| Draft {
        organisation: None,
        sector: Sector::default(),
        ..draft
    })
}

/// What normalising needs to know of where a post comes from: everything is wanted, nobody is vouched for.
fn source() -> Source {
    Source {
        id: SOURCE.to_owned(),
        title: String::new(),
        right: Right::WrittenConsent,
        right_note: String::new(),
        matching: Matching::All,
        schedule: Schedule { quiet: String::new(), campaign: String::new() },
        trusted: false,
        organisation: None,
        sector: None,
        settings: Settings::Feed(FeedSettings { url: String::new(), full_text: true }),
    }
}
