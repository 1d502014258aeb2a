//! A post as it is published, built step by step.

/// What hangs on a post.
#[derive(Clone, Debug)]
pub(super) enum Hanging {
    Photo,
    Album(usize),
    Video,
    Link { url: String, title: String, description: String },
    Event(String),
}

/// A post to publish.
#[derive(Clone, Debug, Default)]
pub struct Post {
    pub(super) message: String,
    pub(super) hanging: Option<Hanging>,
    pub(super) tags: Vec<(String, String)>,
    pub(super) unpublished: bool,
    pub(super) created: Option<i64>,
    pub(super) author: Option<(String, String)>,
}

impl Post {
    /// A text post; an empty text is a post without `message`.
    pub fn new(message: &str) -> Self {
        Self { message: message.to_owned(), ..Self::default() }
    }

    /// With one photo.
    #[must_use]
    pub fn photo(mut self) -> Self {
        self.hanging = Some(Hanging::Photo);
        self
    }

    /// With an album.
    #[must_use]
    pub fn album(mut self, photos: usize) -> Self {
        self.hanging = Some(Hanging::Album(photos));
        self
    }

    /// With a video.
    #[must_use]
    pub fn video(mut self) -> Self {
        self.hanging = Some(Hanging::Video);
        self
    }

    /// Sharing a link.
    #[must_use]
    pub fn link(mut self, url: &str, title: &str, description: &str) -> Self {
        self.hanging = Some(Hanging::Link {
            url: url.to_owned(),
            title: title.to_owned(),
            description: description.to_owned(),
        });
        self
    }

    /// Announcing an event.
    #[must_use]
    pub fn event(mut self, title: &str) -> Self {
        self.hanging = Some(Hanging::Event(title.to_owned()));
        self
    }

    /// Tags a profile whose name stands in the text.
    #[must_use]
    pub fn tagging(mut self, id: &str, name: &str) -> Self {
        self.tags.push((id.to_owned(), name.to_owned()));
        self
    }

    /// Scheduled: not published yet.
    #[must_use]
    pub fn unpublished(mut self) -> Self {
        self.unpublished = true;
        self
    }

    /// Created at another time than now (µs since the epoch).
    #[must_use]
    pub fn at(mut self, micros: i64) -> Self {
        self.created = Some(micros);
        self
    }

    /// By another Page, which the API names; on `tagged`, people are not named.
    #[must_use]
    pub fn by_page(mut self, id: &str, name: &str) -> Self {
        self.author = Some((id.to_owned(), name.to_owned()));
        self
    }
}
