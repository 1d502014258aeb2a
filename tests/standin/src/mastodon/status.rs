//! Accounts and statuses, built step by step.

/// An account, of the server itself or of another.
#[derive(Clone, Debug)]
pub struct Account {
    pub(super) username: String,
    pub(super) host: Option<String>,
    pub(super) name: String,
    pub(super) note: String,
    pub(super) noindex: bool,
    pub(super) bot: bool,
    pub(super) followers: u64,
}

impl Account {
    /// An account of the server itself.
    pub fn local(username: &str, name: &str) -> Self {
        Self {
            username: username.to_owned(),
            host: None,
            name: name.to_owned(),
            note: String::new(),
            noindex: false,
            bot: false,
            followers: 0,
        }
    }

    /// An account of another server.
    pub fn remote(username: &str, host: &str, name: &str) -> Self {
        Self { host: Some(host.to_owned()), ..Self::local(username, name) }
    }

    /// With so many followers.
    #[must_use]
    pub fn followers(mut self, followers: u64) -> Self {
        self.followers = followers;
        self
    }

    /// Opted out of search engines.
    #[must_use]
    pub fn noindex(mut self) -> Self {
        self.noindex = true;
        self
    }

    /// Marked as automated.
    #[must_use]
    pub fn bot(mut self) -> Self {
        self.bot = true;
        self
    }

    /// With a profile text; hashtags in it become links.
    #[must_use]
    pub fn note(mut self, text: &str) -> Self {
        text.clone_into(&mut self.note);
        self
    }

    /// `user`, or `user@host` if it is of another server: what statuses name it by.
    pub fn acct(&self) -> String {
        match &self.host {
            Some(host) => format!("{}@{host}", self.username),
            None => self.username.clone(),
        }
    }
}

#[derive(Clone, Debug)]
pub(super) enum Media {
    Image(String),
    Gifv,
    Video(String),
    Audio,
    Unknown(String),
}

/// A status to publish.
#[derive(Clone, Debug)]
pub struct Status {
    pub(super) text: String,
    pub(super) html: Option<String>,
    pub(super) acct: String,
    pub(super) media: Vec<Media>,
    pub(super) poll: Vec<(String, u64)>,
    pub(super) card: Option<(String, String, String)>,
    pub(super) warning: String,
    pub(super) sensitive: bool,
    pub(super) visibility: String,
    pub(super) language: Option<String>,
    pub(super) mentions: Vec<String>,
    pub(super) created: Option<i64>,
    pub(super) boost: bool,
}

impl Status {
    /// A public status in Danish by an account that is known by `acct`.
    pub fn new(acct: &str, text: &str) -> Self {
        Self {
            text: text.to_owned(),
            html: None,
            acct: acct.to_owned(),
            media: Vec::new(),
            poll: Vec::new(),
            card: None,
            warning: String::new(),
            sensitive: false,
            visibility: "public".to_owned(),
            language: Some("da".to_owned()),
            mentions: Vec::new(),
            created: None,
            boost: false,
        }
    }

    /// With this HTML instead of what the text becomes; hashtags still come from the text.
    #[must_use]
    pub fn html(mut self, html: &str) -> Self {
        self.html = Some(html.to_owned());
        self
    }

    /// With a picture.
    #[must_use]
    pub fn image(mut self, alt: &str) -> Self {
        self.media.push(Media::Image(alt.to_owned()));
        self
    }

    /// With a looping silent video.
    #[must_use]
    pub fn gifv(mut self) -> Self {
        self.media.push(Media::Gifv);
        self
    }

    /// With a video.
    #[must_use]
    pub fn video(mut self, alt: &str) -> Self {
        self.media.push(Media::Video(alt.to_owned()));
        self
    }

    /// With sound.
    #[must_use]
    pub fn audio(mut self) -> Self {
        self.media.push(Media::Audio);
        self
    }

    /// With a file the server could not fetch.
    #[must_use]
    pub fn unknown(mut self, remote_url: &str) -> Self {
        self.media.push(Media::Unknown(remote_url.to_owned()));
        self
    }

    /// With a poll.
    #[must_use]
    pub fn poll(mut self, answers: &[(&str, u64)]) -> Self {
        self.poll = answers.iter().map(|(answer, votes)| ((*answer).to_owned(), *votes)).collect();
        self
    }

    /// With a link card.
    #[must_use]
    pub fn card(mut self, url: &str, title: &str, description: &str) -> Self {
        self.card = Some((url.to_owned(), title.to_owned(), description.to_owned()));
        self
    }

    /// Behind a content warning.
    #[must_use]
    pub fn warning(mut self, words: &str) -> Self {
        words.clone_into(&mut self.warning);
        self.sensitive = true;
        self
    }

    /// With its media marked as sensitive.
    #[must_use]
    pub fn sensitive(mut self) -> Self {
        self.sensitive = true;
        self
    }

    /// `unlisted`, `private`, `direct`.
    #[must_use]
    pub fn visibility(mut self, visibility: &str) -> Self {
        visibility.clone_into(&mut self.visibility);
        self
    }

    /// In another language, or in none.
    #[must_use]
    pub fn language(mut self, language: Option<&str>) -> Self {
        self.language = language.map(str::to_owned);
        self
    }

    /// Mentioning an account whose `acct` stands in the text with an `@`.
    #[must_use]
    pub fn mentioning(mut self, acct: &str) -> Self {
        self.mentions.push(acct.to_owned());
        self
    }

    /// Created at another time than now (µs since the epoch): a remote status that arrives late gets an id by it.
    #[must_use]
    pub fn at(mut self, micros: i64) -> Self {
        self.created = Some(micros);
        self
    }

    /// A boost of another status.
    #[must_use]
    pub fn boost(mut self) -> Self {
        self.boost = true;
        self
    }
}
