//! An approved post as other people's programs get it: in JSON, the API and webhooks, always the same. Knows no page and
//! nothing of what is not approved.

use serde::Serialize;
use utoipa::ToSchema;

use super::happening::Happening;
use super::post::Attachment;
use super::public::PublicPost;
use super::time::Timestamp;

/// An approved post.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = Post)]
pub struct ShownPost {
    /// Our id of it; it never changes.
    #[schema(example = "019a1000-0000-7000-8000-000000000001")]
    pub id: String,
    /// Its page on this wall.
    #[schema(format = "uri")]
    pub url: String,
    /// Where it was published; empty where the network gives no address.
    pub original: String,
    /// Which network it comes from.
    #[schema(example = "mastodon")]
    pub network: String,
    /// `post`, `article`, `video`, `audio`, `case` or `happening`.
    #[schema(example = "post")]
    pub kind: String,
    /// The author's name; empty where a network's storage rule made us forget it.
    pub author: String,
    /// The author's handle without `@`; may be empty.
    pub handle: String,
    /// The author's profile page; may be empty.
    pub author_url: String,
    /// The organisation behind it.
    pub organisation: Option<String>,
    /// Its part of the public sector: `stat`, `region`, `kommune` or `other`.
    #[schema(example = "kommune")]
    pub sector: String,
    /// ISO 639-1.
    #[schema(example = "da")]
    pub language: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Content warning: show the rest only when asked to.
    pub warning: Option<String>,
    /// Plain text.
    pub text: String,
    /// The same as sanitised HTML.
    pub html: String,
    /// Its hashtags as written, without `#`.
    pub hashtags: Vec<String>,
    /// When it was published; RFC 3339, UTC.
    #[schema(format = DateTime)]
    pub published: String,
    /// When its author last changed it, where the network tells.
    #[schema(format = DateTime)]
    pub edited: Option<String>,
    /// A moderator put it first.
    pub pinned: bool,
    /// Its pictures are shown only when asked for.
    pub blurred: bool,
    /// What hangs on it.
    pub attachments: Vec<ShownAttachment>,
    /// When and where, if it is an entry of a calendar.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub happening: Option<ShownHappening>,
}

/// Something that hangs on a post.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = Attachment)]
pub struct ShownAttachment {
    /// `image`, `video`, `audio`, `document`, `link` or `poll`.
    pub kind: String,
    /// A picture of it, served by us.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "uri", nullable = false)]
    pub picture: Option<String>,
    /// The author's own description of the picture; empty where there is none.
    pub alt: String,
    /// Title of a link, document or poll.
    pub title: String,
}

/// When and where something takes place. Addresses and words that are not known are empty.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = Happening)]
pub struct ShownHappening {
    /// When it begins; RFC 3339, UTC. Of whole days: the Danish midnight.
    #[schema(format = DateTime)]
    pub start: String,
    /// When it ends, where that is told.
    #[schema(format = DateTime)]
    pub end: Option<String>,
    /// Whole days, without a time of day.
    pub all_day: bool,
    /// `scheduled`, `cancelled` or `postponed`.
    pub status: String,
    /// Name of the place.
    pub place: String,
    /// Street and town.
    pub address: String,
    /// True if it is attended online.
    pub is_online: bool,
    /// Where it is attended online.
    pub online: String,
    /// Who invites.
    pub organiser: String,
    /// Where one signs up.
    pub registration: String,
}

impl ShownPost {
    /// A post, with the address of a path of ours made by `absolute`.
    pub fn new(post: &PublicPost, absolute: impl Fn(&str) -> String) -> Self {
        let hung = |(number, one): (usize, &Attachment)| ShownAttachment {
            kind: one.kind.as_str().to_owned(),
            picture: one.picture().map(|_| absolute(&format!("/media/{}/{number}", post.id))),
            alt: one.alt.clone(),
            title: one.title.clone(),
        };
        Self {
            id: post.id.0.clone(),
            url: absolute(&format!("/opslag/{}", post.id)),
            original: post.url.clone(),
            network: post.network.as_str().to_owned(),
            kind: post.kind.as_str().to_owned(),
            author: post.author.clone(),
            handle: post.handle.clone(),
            author_url: post.author_url.clone(),
            organisation: post.organisation.clone(),
            sector: post.sector.as_str().to_owned(),
            language: post.language.clone(),
            title: post.title.clone(),
            warning: post.warned().map(str::to_owned),
            text: post.text.clone(),
            html: post.html.clone(),
            hashtags: post.hashtags.iter().map(|tag| tag.written.clone()).collect(),
            published: written(post.published_at),
            edited: post.edited_at.map(written),
            pinned: post.pinned,
            blurred: post.blurred,
            attachments: post.attachments.iter().enumerate().map(hung).collect(),
            happening: post.happening.as_ref().map(ShownHappening::from),
        }
    }
}

impl From<&Happening> for ShownHappening {
    fn from(happening: &Happening) -> Self {
        Self {
            start: written(happening.start),
            end: happening.end.map(written),
            all_day: happening.all_day,
            status: happening.status.as_str().to_owned(),
            place: happening.place.clone(),
            address: happening.address.clone(),
            is_online: happening.is_online,
            online: happening.online.clone(),
            organiser: happening.organiser.clone(),
            registration: happening.registration.clone(),
        }
    }
}

/// To the second: more digits than some readers take.
fn written(at: Timestamp) -> String {
    at.to_utc().format("%Y-%m-%dT%H:%M:%SZ").to_string()
}
