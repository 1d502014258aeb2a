//! What a visitor may see of an approved post. The public index, pages, widget, feeds and SSE know only this.

use serde::{Deserialize, Serialize};

use super::happening::Happening;
use super::hashtag::Hashtag;
use super::network::Network;
use super::post::{Attachment, Kind, Post, PostId};
use super::sector::Sector;
use super::time::Timestamp;

/// An approved post, as stored in the public index. It holds no native author id, no followers and no state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PublicPost {
    /// Our own id: the permalink.
    pub id: PostId,
    /// Where it was published.
    pub network: Network,
    /// The original; may be empty.
    pub url: String,
    /// Author's display name; empty when a storage rule blanked it.
    pub author: String,
    /// Author's handle without `@`; may be empty.
    pub handle: String,
    /// Author's profile page; may be empty.
    pub author_url: String,
    /// The organisation behind it.
    pub organisation: Option<String>,
    /// Its sector.
    pub sector: Sector,
    /// Headline.
    pub title: Option<String>,
    /// Sanitised; safe to put in a page as it is.
    pub html: String,
    /// The same as plain text.
    pub text: String,
    /// Its hashtags.
    pub hashtags: Vec<Hashtag>,
    /// Pictures, videos, link cards …
    pub attachments: Vec<Attachment>,
    /// Content warning.
    pub warning: Option<String>,
    /// ISO 639-1.
    pub language: Option<String>,
    /// What it is.
    pub kind: Kind,
    /// When it was published.
    pub published_at: Timestamp,
    /// When its author changed it last, as the network tells.
    #[serde(default)]
    pub edited_at: Option<Timestamp>,
    /// Stands first on the wall.
    #[serde(default)]
    pub pinned: bool,
    /// Gets a place of its own on screens.
    #[serde(default)]
    pub featured: bool,
    /// Its pictures are shown only when asked for.
    #[serde(default)]
    pub blurred: bool,
    /// When and where, if it is an entry of a calendar.
    #[serde(default)]
    pub happening: Option<Happening>,
}

impl From<&Post> for PublicPost {
    fn from(post: &Post) -> Self {
        let (draft, marks) = (&post.draft, &post.marks);
        let mut attachments = draft.attachments.clone();
        for (place, alt) in &marks.alt {
            if let Some(attachment) = attachments.get_mut(*place) {
                attachment.alt.clone_from(alt);
            }
        }
        Self {
            id: post.id.clone(),
            network: draft.network,
            url: draft.url.clone(),
            author: draft.author.name.clone(),
            handle: draft.author.handle.clone(),
            author_url: draft.author.url.clone(),
            organisation: draft.organisation.clone(),
            sector: draft.sector,
            title: draft.title.clone(),
            html: draft.html.clone(),
            text: draft.text.clone(),
            hashtags: draft.hashtags.clone(),
            attachments,
            warning: draft.warning.clone(),
            language: draft.language.clone(),
            kind: draft.kind,
            published_at: draft.published_at,
            edited_at: draft.edited_at,
            pinned: marks.pinned,
            featured: marks.featured,
            blurred: marks.blurred,
            happening: draft.happening.clone(),
        }
    }
}

impl PublicPost {
    /// When what is shown was last changed by its author: what feeds call `updated`.
    pub fn updated_at(&self) -> Timestamp {
        self.edited_at.map_or(self.published_at, |edited| edited.max(self.published_at))
    }

    /// Its warning, unless that is blank.
    pub fn warned(&self) -> Option<&str> {
        self.warning.as_deref().map(str::trim).filter(|warning| !warning.is_empty())
    }

    /// Whose airtime a post takes on a screen that gives every voice the same: the organisation's, else the author's. A
    /// post of nobody known is a voice of its own.
    pub fn voice(&self) -> &str {
        [self.organisation.as_deref().unwrap_or_default(), &self.author, &self.handle]
            .into_iter()
            .find(|name| !name.is_empty())
            .unwrap_or(&self.id.0)
    }
}
