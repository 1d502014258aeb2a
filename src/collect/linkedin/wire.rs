//! LinkedIn's wire format, as far as we read it. Private to the collector: nothing outside sees these shapes.
//!
//! Everything a network may leave out is optional; unknown fields are ignored. Lists are kept as [`Value`]s and read
//! element by element, so that a wrong type costs one element and never its neighbours.

use serde::Deserialize;
use serde_json::Value;

/// A post (`/rest/posts`). Times are ms since the epoch.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "a post")]
pub struct WirePost {
    /// `urn:li:share:…` or `urn:li:ugcPost:…`.
    pub id: String,
    /// `urn:li:organization:…` or `urn:li:person:…`.
    pub author: String,
    /// Little text; may be absent or empty.
    pub commentary: Option<String>,
    /// `PUBLIC`, `CONNECTIONS`, `LOGGED_IN`, `CONTAINER`.
    pub visibility: Option<String>,
    /// `PUBLISHED`, `DRAFT`, `PROCESSING` …
    pub lifecycle_state: Option<String>,
    /// Holds whether the author edited it.
    pub lifecycle_state_info: Option<LifecycleStateInfo>,
    /// One variant at a time; read leniently by `media`.
    pub content: Option<Value>,
    /// Set on reshares.
    pub reshare_context: Option<ReshareContext>,
    /// Written.
    pub created_at: Option<i64>,
    /// Published.
    pub published_at: Option<i64>,
    /// Last change of any kind.
    pub last_modified_at: Option<i64>,
}

/// See [`WirePost::lifecycle_state_info`].
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LifecycleStateInfo {
    /// True once the text was changed.
    pub is_edited_by_author: Option<bool>,
}

/// What a reshare shares.
#[derive(Clone, Debug, Deserialize)]
pub struct ReshareContext {
    /// The post it shares.
    pub parent: Option<String>,
}

impl WirePost {
    /// True if everybody may see it. What does not say so is not public.
    pub fn is_public(&self) -> bool {
        self.visibility.as_deref() == Some("PUBLIC") && self.lifecycle_state.as_deref() == Some("PUBLISHED")
    }

    /// True if its author is the organisation of the source or another one, not a member.
    pub fn by_organisation(&self) -> bool {
        self.author.starts_with("urn:li:organization:")
    }

    /// True if it was an ordinary public post once and is closed now, as far as one answer can tell.
    pub fn was_withdrawn(&self) -> bool {
        self.lifecycle_state.as_deref() == Some("PUBLISHED")
            && self.visibility.as_deref().is_some_and(|seen_by| seen_by != "PUBLIC")
            && self.published_at.zip(self.last_modified_at).is_some_and(|(out, changed)| changed > out)
    }
}

/// `content.media` and an element of `content.multiImage.images`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "a medium")]
pub struct MediaRef {
    /// The kind is visible in the URN alone.
    pub id: String,
    /// The author's own.
    pub alt_text: Option<String>,
    /// Of videos and documents.
    pub title: Option<String>,
}

/// `content.article`: a link card.
#[derive(Clone, Debug, Deserialize)]
#[serde(expecting = "an article")]
pub struct Article {
    /// The page.
    pub source: String,
    /// An image URN.
    pub thumbnail: Option<String>,
    /// Of the page.
    pub title: Option<String>,
    /// Of the page.
    pub description: Option<String>,
}

/// `content.poll`. Votes are members' activity and are not read.
#[derive(Clone, Debug, Deserialize)]
#[serde(expecting = "a poll")]
pub struct Poll {
    /// What is asked.
    pub question: String,
    /// Two to four.
    #[serde(default)]
    pub options: Vec<PollOption>,
}

/// One answer of a poll.
#[derive(Clone, Debug, Deserialize)]
pub struct PollOption {
    /// Its words.
    #[serde(default)]
    pub text: String,
}

/// `/rest/images`, `/rest/videos`, `/rest/documents`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default, expecting = "a medium")]
pub struct Asset {
    /// `AVAILABLE` when it can be fetched.
    pub status: Option<String>,
    /// Signed; expires.
    pub download_url: Option<String>,
    /// Of videos: an address.
    pub thumbnail: Option<String>,
}

/// `/rest/organizations/{id}`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an organisation")]
pub struct Organisation {
    /// In the reader's language.
    pub localized_name: Option<String>,
    /// The last part of its page's address.
    pub vanity_name: Option<String>,
}
