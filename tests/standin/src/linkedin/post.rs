//! A post to be published, as its author writes it.

use serde_json::Value;

/// A post in the making.
#[derive(Clone, Debug)]
pub struct Post {
    pub(super) commentary: Option<String>,
    pub(super) content: Option<Content>,
    pub(super) reshares: Option<String>,
    pub(super) visibility: String,
    pub(super) lifecycle_state: String,
    pub(super) as_ugc: bool,
    pub(super) at_millis: Option<i64>,
}

/// See the methods of [`Post`].
#[derive(Clone, Debug)]
pub(super) enum Content {
    Media { kind: &'static str, alt: String, title: String },
    Images(Vec<String>),
    Article { source: String, title: String, description: String },
    Poll { question: String, options: Vec<String> },
    Raw(Value),
}

impl Post {
    /// A public post as people write it: `#Tag` becomes a template and reserved characters are escaped, as LinkedIn
    /// does.
    pub fn text(text: &str) -> Self {
        Self::commentary(&little_text(text))
    }

    /// A public post with its little text given as it is.
    pub fn commentary(commentary: &str) -> Self {
        Self { commentary: Some(commentary.to_owned()), ..Self::empty() }
    }

    /// A public post without words.
    pub fn empty() -> Self {
        Self {
            commentary: None,
            content: None,
            reshares: None,
            visibility: "PUBLIC".to_owned(),
            lifecycle_state: "PUBLISHED".to_owned(),
            as_ugc: false,
            at_millis: None,
        }
    }

    /// Adds a mention of an organisation or a person (a URN) at the end.
    #[must_use]
    pub fn mention(mut self, name: &str, urn: &str) -> Self {
        let before = self.commentary.take().unwrap_or_default();
        self.commentary = Some(format!("{before} @[{}]({})", escaped(name), escaped(urn)));
        self
    }

    /// With a picture.
    #[must_use]
    pub fn image(self, alt: &str) -> Self {
        self.with(Content::Media { kind: "image", alt: alt.to_owned(), title: String::new() })
    }

    /// With a video.
    #[must_use]
    pub fn video(self, title: &str) -> Self {
        self.with(Content::Media { kind: "video", alt: String::new(), title: title.to_owned() })
    }

    /// With a document.
    #[must_use]
    pub fn document(self, title: &str) -> Self {
        self.with(Content::Media { kind: "document", alt: String::new(), title: title.to_owned() })
    }

    /// With several pictures.
    #[must_use]
    pub fn images(self, alts: &[&str]) -> Self {
        self.with(Content::Images(alts.iter().map(|&alt| alt.to_owned()).collect()))
    }

    /// With a link card.
    #[must_use]
    pub fn article(self, source: &str, title: &str, description: &str) -> Self {
        let [source, title, description] = [source, title, description].map(str::to_owned);
        self.with(Content::Article { source, title, description })
    }

    /// With a poll.
    #[must_use]
    pub fn poll(self, question: &str, options: &[&str]) -> Self {
        let options = options.iter().map(|&option| option.to_owned()).collect();
        self.with(Content::Poll { question: question.to_owned(), options })
    }

    /// With any `content`.
    #[must_use]
    pub fn content(self, content: Value) -> Self {
        self.with(Content::Raw(content))
    }

    /// Shares another post.
    #[must_use]
    pub fn reshare(mut self, parent: &str) -> Self {
        self.reshares = Some(parent.to_owned());
        self
    }

    /// `CONNECTIONS`, `LOGGED_IN`, `CONTAINER`.
    #[must_use]
    pub fn visibility(mut self, visibility: &str) -> Self {
        visibility.clone_into(&mut self.visibility);
        self
    }

    /// `DRAFT`, `PROCESSING` …
    #[must_use]
    pub fn lifecycle_state(mut self, state: &str) -> Self {
        state.clone_into(&mut self.lifecycle_state);
        self
    }

    /// A `ugcPost` instead of a `share`.
    #[must_use]
    pub fn as_ugc(mut self) -> Self {
        self.as_ugc = true;
        self
    }

    /// Published at another moment than the stand-in's now; µs since the epoch.
    #[must_use]
    pub fn at(mut self, micros: i64) -> Self {
        self.at_millis = Some(micros / 1000);
        self
    }

    fn with(mut self, content: Content) -> Self {
        self.content = Some(content);
        self
    }
}

/// What people write → little text.
pub(super) fn little_text(text: &str) -> String {
    let mut out = String::new();
    let mut before = ' ';
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        let tag_end = after.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(after.len());
        if c == '#' && tag_end > 0 && !before.is_alphanumeric() && before != '/' {
            out.push_str(&format!("{{hashtag|\\#|{}}}", escaped(&after[..tag_end])));
            before = 'x';
            rest = &after[tag_end..];
        } else {
            out.push_str(&escaped(c.encode_utf8(&mut [0; 4])));
            before = c;
            rest = after;
        }
    }
    out
}

fn escaped(text: &str) -> String {
    let reserved = |c: &char| r"|{}@[]()<>#\*_~".contains(*c);
    text.chars().flat_map(|c| Some('\\').filter(|_| reserved(&c)).into_iter().chain([c])).collect()
}
