//! The fields people can name in a query, in Danish and English, and the everyday words for their values.

/// A field that has a value (dates and tags are nodes of their own).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    /// Who wrote it: a word of the name is enough.
    Author,
    /// For whom it was written: a word of the name is enough.
    Organisation,
    /// Where it was published.
    Network,
    /// Where it was published, or the source that brought it.
    Source,
    /// Stat, region, kommune …
    Sector,
    /// ISO 639-1.
    Language,
    /// Post, article, video …
    Kind,
    /// What hangs on it: a picture, a link …
    Media,
    /// Pinned, featured.
    Mark,
    /// A moderator's label (only in an index that holds it).
    Label,
    /// Pending, approved … (only in an index that holds it).
    State,
}

/// What stands before a colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Name {
    /// A field.
    Field(Field),
    /// A hashtag.
    Tag,
    /// First day.
    Since,
    /// Last day.
    Until,
    /// First and last day.
    On,
}

impl Name {
    /// Reads a name, upper or lower case; `None` if no field is called that.
    pub fn read(name: &str) -> Option<Self> {
        Some(match name.to_lowercase().as_str() {
            "fra" | "from" | "author" | "forfatter" => Self::Field(Field::Author),
            "organisation" | "org" => Self::Field(Field::Organisation),
            "network" | "netværk" => Self::Field(Field::Network),
            "kilde" | "source" => Self::Field(Field::Source),
            "har" | "has" | "med" | "with" => Self::Field(Field::Media),
            "er" | "is" => Self::Field(Field::Mark),
            "mærkat" | "label" => Self::Field(Field::Label),
            "sektor" | "sector" => Self::Field(Field::Sector),
            "sprog" | "lang" | "language" => Self::Field(Field::Language),
            "type" | "kind" => Self::Field(Field::Kind),
            "tilstand" | "state" => Self::Field(Field::State),
            "tag" => Self::Tag,
            "siden" | "since" => Self::Since,
            "til" | "until" => Self::Until,
            "dato" | "date" | "dag" | "day" => Self::On,
            _ => return None,
        })
    }
}

impl Field {
    /// The name it is printed with; [`Name::read`] knows it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Author => "from",
            Self::Organisation => "org",
            Self::Network => "network",
            Self::Source => "source",
            Self::Sector => "sector",
            Self::Language => "lang",
            Self::Kind => "type",
            Self::Media => "has",
            Self::Mark => "is",
            Self::Label => "label",
            Self::State => "state",
        }
    }

    /// The keyword field of the index.
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Author => "author",
            Self::Organisation => "organisation",
            Self::Network => "network",
            Self::Source => "source",
            Self::Sector => "sector",
            Self::Language => "language",
            Self::Kind => "kind",
            Self::Media => "media",
            Self::Mark => "mark",
            Self::Label => "label",
            Self::State => "state",
        }
    }

    /// The value as the index has it, from the word people use for it.
    pub fn value(self, typed: &str) -> String {
        let typed = typed.to_lowercase();
        let known = match (self, typed.as_str()) {
            (Self::Language, "dansk" | "danish" | "dan") => "da",
            (Self::Language, "engelsk" | "english" | "eng") => "en",
            (Self::Language, "svensk" | "swedish" | "swe") => "sv",
            (Self::Language, "tysk" | "german" | "deu") => "de",
            (Self::Sector, "staten" | "statslig" | "state") => "stat",
            (Self::Sector, "regioner" | "regional") => "region",
            (Self::Sector, "kommuner" | "kommunal" | "municipality") => "kommune",
            (Self::Sector, "andre" | "andet") => "other",
            (Self::Kind, "opslag" | "posts") => "post",
            (Self::Kind, "artikel" | "artikler" | "articles" | "blog") => "article",
            (Self::Kind, "videoer" | "videos" | "film") => "video",
            (Self::Kind, "lyd" | "podcast") => "audio",
            (Self::Kind, "eksempel" | "cases") => "case",
            (Self::Kind, "arrangement" | "begivenhed" | "event") => "happening",
            (Self::Media, "billede" | "billeder" | "foto" | "picture" | "pictures" | "images" | "photo") => {
                "image"
            }
            (Self::Media, "videoer" | "videos" | "film") => "video",
            (Self::Media, "lyd" | "podcast" | "sound") => "audio",
            (Self::Media, "dokument" | "dokumenter" | "pdf" | "fil" | "documents" | "file") => "document",
            (Self::Media, "links" | "henvisning") => "link",
            (Self::Media, "afstemning" | "polls") => "poll",
            (Self::Mark, "fastgjort" | "øverst") => "pinned",
            (Self::Mark, "fremhævet" | "udvalgt") => "featured",
            (Self::State, "afventer" | "ny") => "pending",
            (Self::State, "tilbageholdt") => "held",
            (Self::State, "godkendt") => "approved",
            (Self::State, "afvist") => "rejected",
            _ => return typed,
        };
        known.to_owned()
    }
}
