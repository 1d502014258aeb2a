//! One happening as a calendar or a page tells it, and the post it becomes. Nothing in it is clean yet.

use crate::collect::feed::identity::hash;
use crate::domain::author::Author;
use crate::domain::happening::Happening;
use crate::domain::network::Network;
use crate::domain::post::{Attachment, AttachmentKind, Body, Keep, Kind, NewPost};
use crate::domain::time::Timestamp;

/// Bytes of a key; a longer one is hashed.
const LONGEST_KEY: usize = 300;

/// One happening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The same at every fetch: uid (and which one of a series), or address and start.
    pub key: String,
    /// Its name.
    pub title: String,
    /// What is said about it.
    pub body: Body,
    /// Its page.
    pub url: String,
    /// Categories.
    pub tags: Vec<String>,
    /// Pictures: address, and what they show.
    pub pictures: Vec<(String, String)>,
    /// BCP 47.
    pub language: Option<String>,
    /// When it was written down.
    pub created: Option<Timestamp>,
    /// When that was last changed.
    pub modified: Option<Timestamp>,
    /// When and where.
    pub happening: Happening,
}

impl Item {
    /// Its identity in the store.
    pub fn native_id(&self, source: &str) -> String {
        let key = self.key.trim();
        if key.len() > LONGEST_KEY || key.chars().any(char::is_control) {
            format!("{source}:{}", hash(&[key]))
        } else {
            format!("{source}:{key}")
        }
    }

    /// The post. `calendar` is the name of the calendar, for who invites where the entry does not say.
    ///
    /// # Errors
    /// Why it is kept out.
    pub fn post(self, source: &str, calendar: &str) -> Result<NewPost, String> {
        if self.title.trim().is_empty() {
            return Err("it has no name".to_owned());
        }
        let native_id = self.native_id(source);
        let name =
            if self.happening.organiser.trim().is_empty() { calendar } else { &self.happening.organiser };
        let author = Author {
            native_id: name.to_owned(),
            name: name.to_owned(),
            is_organisation: name == calendar && !name.is_empty(),
            ..Author::default()
        };
        let pictures = self.pictures.into_iter().map(|(url, alt)| Attachment {
            kind: AttachmentKind::Image,
            url,
            alt,
            ..Attachment::default()
        });
        Ok(NewPost {
            network: Network::Calendar,
            native_id,
            url: self.url,
            author,
            title: Some(self.title),
            body: self.body,
            tags: self.tags,
            mentions: Vec::new(),
            attachments: pictures.collect(),
            language: self.language,
            warning: None,
            kind: Some(Kind::Happening),
            published_at: self.created.or(self.modified),
            edited_at: self.modified,
            engagement: None,
            keep: Keep::default(),
            happening: Some(self.happening),
        })
    }
}
