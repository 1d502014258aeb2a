//! What one can ask the API for, and how the document describes it.

use axum::http::Uri;
use chrono::NaiveDate;
use hashwall_index::Search;
use utoipa::IntoParams;
use utoipa::openapi::schema::{Object, ObjectBuilder, Type};

use super::ask::Asked;
use super::cursor;
use super::problem::Problem;
use crate::domain::hashtag::Hashtag;
use crate::domain::network::Network;
use crate::domain::post::Kind;
use crate::domain::sector::Sector;
use crate::domain::time::Timestamp;
use crate::web::page::encode;
use crate::web::public::query::{MEDIA, WallQuery, day_after, midnight};

/// Posts of an answer, where it is not said.
const LIMIT: usize = 20;
/// The most one may ask for.
const MOST: usize = 100;
/// Characters of a search.
pub const LONGEST_TEXT: usize = 1_000;
/// Characters of a name.
pub const LONGEST_NAME: usize = 200;
/// Characters of a cursor: those of an index search carry numbers of its words.
pub const LONGEST_CURSOR: usize = 8_000;
/// Orders.
const SORTS: [&str; 2] = ["newest", "best"];
/// Languages of the pages that addresses lead to.
pub const LANGUAGES: [&str; 2] = ["da", "en"];

/// Which posts.
#[derive(Debug, Default, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PostsParameters {
    /// Words to search for, in the query language of the wall (`"a phrase"`, `-not`, `org:name`, `#tag`, `siden:mandag`).
    #[param(max_length = 1000, required = false)]
    pub q: Option<String>,
    /// Of one network.
    #[param(schema_with = networks, required = false)]
    pub network: Option<Network>,
    /// Of one part of the public sector.
    #[param(schema_with = sectors, required = false)]
    pub sector: Option<Sector>,
    /// Of one organisation, by its whole name.
    #[param(max_length = 200, required = false)]
    pub organisation: Option<String>,
    /// With a hashtag, with or without `#`.
    #[param(max_length = 200, required = false)]
    pub tag: Option<String>,
    /// Of one kind.
    #[param(schema_with = kinds, required = false)]
    pub kind: Option<Kind>,
    /// That have something of this kind on them.
    #[param(schema_with = media, required = false)]
    pub media: Option<&'static str>,
    /// In one language, ISO 639-1.
    #[param(pattern = "^[a-z]{2,3}$", required = false, example = "da")]
    pub language: Option<String>,
    /// Published on this day or later, in Denmark.
    #[param(schema_with = day, required = false)]
    pub since: Option<NaiveDate>,
    /// Published on this day or earlier, in Denmark.
    #[param(schema_with = day, required = false)]
    pub until: Option<NaiveDate>,
    /// `newest` first, or the `best` match first; the latter takes a `q`, else it is the same as `newest`.
    #[param(schema_with = sorts, required = false)]
    pub sort: Option<&'static str>,
    /// How many; 20 where it is not said.
    #[param(minimum = 1, maximum = 100, required = false)]
    pub limit: Option<usize>,
    /// `next` of the last answer, with the same other parameters.
    #[param(max_length = 8000, required = false)]
    pub cursor: Option<String>,
    /// Language of the pages that addresses lead to.
    #[param(schema_with = languages, required = false)]
    pub lang: Option<&'static str>,
}

impl PostsParameters {
    /// Reads them.
    ///
    /// # Errors
    /// The parameter that cannot be used, and why.
    pub fn read(uri: &Uri) -> Result<Self, Problem> {
        let mut asked = Asked::of(uri)?;
        let media: Vec<&'static str> = MEDIA.iter().map(|media| media.as_str()).collect();
        let read = Self {
            q: asked.text("q", LONGEST_TEXT)?,
            network: asked.word("network")?,
            sector: asked.word("sector")?,
            organisation: asked.text("organisation", LONGEST_NAME)?.filter(|name| !name.is_empty()),
            tag: asked.text("tag", LONGEST_NAME)?.filter(|tag| !tag.is_empty()),
            kind: asked.word("kind")?,
            media: asked.one_of("media", &media)?,
            language: asked.text("language", LONGEST_NAME)?,
            since: asked.day("since")?,
            until: asked.day("until")?,
            sort: asked.one_of("sort", &SORTS)?,
            limit: asked.number("limit", 1, MOST)?,
            cursor: asked.text("cursor", LONGEST_CURSOR)?,
            lang: asked.one_of("lang", &LANGUAGES)?,
        };
        asked.finish()?;
        let code =
            |code: &String| (2..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase());
        if read.language.as_ref().is_some_and(|language| !code(language)) {
            return Err(Problem::parameter("language", "Two or three small letters (ISO 639), as da."));
        }
        Ok(read)
    }

    /// For the index.
    ///
    /// # Errors
    /// A cursor that leads nowhere.
    pub fn search(&self, path: &str, now: Timestamp) -> Result<Search, Problem> {
        let query = WallQuery {
            text: self.q.clone().unwrap_or_default(),
            network: self.network,
            sector: self.sector,
            organisation: self.organisation.clone(),
            // What is no hashtag is on no post.
            tag: self.tag.as_ref().map(|tag| Hashtag::new(tag).map_or_else(|| tag.clone(), |tag| tag.folded)),
            kind: self.kind,
            media: MEDIA.into_iter().find(|media| Some(media.as_str()) == self.media),
            language: self.language.clone(),
            best_first: self.sort == Some("best") && self.q.as_ref().is_some_and(|q| !q.trim().is_empty()),
            ..WallQuery::default()
        };
        let mut search = query.search(self.limit.unwrap_or(LIMIT), now);
        (search.since, search.until) = (self.since.and_then(midnight), self.until.and_then(day_after));
        let cursor = self.cursor.as_deref().map(|sealed| cursor::open(&self.question(path), sealed));
        search.cursor = cursor.transpose()?;
        Ok(search)
    }

    /// A place in the list, sealed.
    pub fn next(&self, path: &str, place: Option<String>) -> Option<String> {
        place.map(|place| cursor::seal(&self.question(path), &place))
    }

    /// All that decides which posts come, and in which order.
    fn question(&self, path: &str) -> String {
        let word = |value: Option<&str>| value.unwrap_or_default().to_owned();
        let parts = [
            ("path", path.to_owned()),
            ("q", word(self.q.as_deref())),
            ("network", word(self.network.map(Network::as_str))),
            ("sector", word(self.sector.map(Sector::as_str))),
            ("organisation", word(self.organisation.as_deref())),
            ("tag", word(self.tag.as_deref())),
            ("kind", word(self.kind.map(Kind::as_str))),
            ("media", word(self.media)),
            ("language", word(self.language.as_deref())),
            ("since", self.since.map(|day| day.to_string()).unwrap_or_default()),
            ("until", self.until.map(|day| day.to_string()).unwrap_or_default()),
            ("sort", word(self.sort)),
        ];
        encode(&parts.map(|(name, value)| (name.to_owned(), value)))
    }
}

fn words(words: impl IntoIterator<Item = &'static str>) -> Object {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words)).build()
}

fn networks() -> Object {
    words(Network::ALL.map(Network::as_str))
}

/// The sectors.
pub fn sectors() -> Object {
    words(Sector::ALL.map(Sector::as_str))
}

fn kinds() -> Object {
    words(Kind::ALL.map(Kind::as_str))
}

fn media() -> Object {
    words(MEDIA.map(|media| media.as_str()))
}

fn sorts() -> Object {
    words(SORTS)
}

/// The languages.
pub fn languages() -> Object {
    words(LANGUAGES)
}

/// A day.
pub fn day() -> Object {
    let format = utoipa::openapi::SchemaFormat::KnownFormat(utoipa::openapi::KnownFormat::Date);
    ObjectBuilder::new().schema_type(Type::String).format(Some(format)).build()
}
