//! Wire posts → [`NewPost`]: pure, so that a recorded payload and the posts it must give can stand side by side.

use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

use super::cursor::Profile;
use super::little_text;
use super::media::{self, Assets};
use super::urn;
use super::wire::WirePost;
use crate::collect::collector::KeptOut;
use crate::domain::author::Author;
use crate::domain::engagement::Engagement;
use crate::domain::hashtag::fold;
use crate::domain::network::Network;
use crate::domain::post::{Body, Keep, NewPost};
use crate::domain::source::{LinkedInSettings, Matching, Source};
use crate::domain::time::Timestamp;

/// The elements of a finder's answer, in order: posts, and why the others are none.
pub fn read_page(answer: &Value) -> Vec<Result<WirePost, KeptOut>> {
    let elements = answer.get("elements").and_then(Value::as_array).into_iter().flatten();
    let read = |(position, element): (usize, &Value)| {
        read_post(element).map_err(|why| {
            let id = element.get("id").and_then(Value::as_str).map(super::errors::plain);
            KeptOut { what: id.unwrap_or_else(|| format!("element {position}")), why }
        })
    };
    elements.enumerate().map(read).collect()
}

/// One post.
///
/// # Errors
/// Why it cannot be read.
pub fn read_post(element: &Value) -> Result<WirePost, String> {
    let post = WirePost::deserialize(element)
        .map_err(|broken| super::errors::plain(&format!("not a post: {broken}")))?;
    match urn::kind_of(&post.id) {
        Some("share" | "ugcPost") => Ok(post),
        _ => Err("its id is not the URN of a share or ugcPost".to_owned()),
    }
}

/// Why a post is not for a public wall, or `None` if it is.
pub fn closed(post: &WirePost) -> Option<String> {
    let told =
        |value: &Option<String>| value.as_deref().map_or_else(|| "not told".to_owned(), super::errors::plain);
    (!post.is_public()).then(|| {
        format!("not public: visibility {}, state {}", told(&post.visibility), told(&post.lifecycle_state))
    })
}

/// False if normalising will surely find no match, so that no call need be spent on it. May be true in vain.
pub fn may_match(post: &WirePost, matching: &Matching) -> bool {
    let (Matching::Tag(tags) | Matching::TagOrWord(tags)) = matching else {
        return true;
    };
    let content = post.content.as_ref().map(Value::to_string).unwrap_or_default();
    let words = fold(&little_text::read(post.commentary.as_deref().unwrap_or_default()).text);
    let content = fold(&content);
    tags.iter().any(|tag| words.contains(&tag.folded) || content.contains(&tag.folded))
}

/// What a post is read with.
pub struct Reading<'a> {
    /// For the author's name where LinkedIn does not tell, and whose posts these are.
    pub source: &'a Source,
    /// Storage limits.
    pub settings: &'a LinkedInSettings,
    /// The organisation, if known.
    pub profile: Option<&'a Profile>,
    /// Media that were looked up.
    pub assets: &'a Assets,
    /// The moment of collecting.
    pub now: Timestamp,
}

impl Reading<'_> {
    /// The post, and what of it could not be read.
    pub fn post(&self, post: &WirePost, engagement: Option<Engagement>) -> (NewPost, Vec<KeptOut>) {
        let text = little_text::read(post.commentary.as_deref().unwrap_or_default());
        let (attachments, kept_out) = media::attachments(post, self.assets);
        let edited =
            post.lifecycle_state_info.as_ref().and_then(|info| info.is_edited_by_author) == Some(true);
        let new = NewPost {
            network: Network::LinkedIn,
            native_id: post.id.clone(),
            url: urn::permalink(&post.id),
            author: self.author(post),
            title: None,
            body: Body::Text(text.text),
            tags: text.tags,
            mentions: text.mentions,
            attachments,
            language: None,
            warning: None,
            kind: media::kind(post),
            published_at: post.published_at.or(post.created_at).map(Timestamp::from_millis),
            edited_at: post.last_modified_at.filter(|_| edited).map(Timestamp::from_millis),
            engagement,
            keep: self.keep(post),
            happening: None,
        };
        (new, kept_out)
    }

    /// LinkedIn's storage rules, counted anew at each sight; where two fit, the shorter counts. An organisation's own
    /// posts: about six months. Members' activity: 48 h. Members' profiles: 24 h.
    fn keep(&self, post: &WirePost) -> Keep {
        let hours = |hours: u32| self.now.plus(Duration::from_secs(u64::from(hours) * 3600));
        let own = hours(self.settings.keep_days.saturating_mul(24));
        if post.by_organisation() {
            return Keep { content_until: Some(own), author_until: None };
        }
        Keep {
            content_until: Some(own.min(hours(self.settings.activity_hours))),
            author_until: Some(hours(self.settings.profile_hours)),
        }
    }

    /// The organisation. A member stays nameless: there is no way to look a member up with these scopes.
    fn author(&self, post: &WirePost) -> Author {
        let native_id = post.author.clone();
        let own = format!("urn:li:organization:{}", self.settings.organization);
        if post.author != own {
            return Author { native_id, is_organisation: post.by_organisation(), ..Author::default() };
        }
        let known = self.profile.filter(|profile| !profile.name.is_empty());
        let configured = self.source.organisation.as_ref().unwrap_or(&self.source.title);
        let handle = self.profile.map(|profile| profile.vanity.clone()).unwrap_or_default();
        let page = if handle.is_empty() { &self.settings.organization } else { &handle };
        Author {
            native_id,
            name: known.map_or(configured, |profile| &profile.name).clone(),
            url: format!("https://www.linkedin.com/company/{page}/"),
            handle,
            followers: self.profile.and_then(|profile| profile.followers),
            is_organisation: true,
        }
    }
}
