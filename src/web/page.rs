//! What every template is given: the wall's name, the visitor's language, links and words, and how pictures look that are
//! here. Knows nothing of what posts say, and takes nothing from the store, so that public pages may use it.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{FromRef, FromRequestParts};
use axum::http::Uri;
use axum::http::request::Parts;
use url::form_urlencoded;

use super::i18n::{self, Language};
use super::state::{PublicState, WebState};
use super::{assets, dates};
use crate::config::settings::Site;
use crate::domain::pause::Pause;
use crate::domain::post::{Attachment, PostId};
use crate::domain::time::Timestamp;
use crate::picture::Look;
use crate::projections::media::Media;

/// The page being made. A handler takes it as an argument; a template calls it `page`.
#[derive(Clone, Debug)]
pub struct Page {
    /// What visitors see of the configuration.
    pub site: Arc<Site>,
    /// The language of this answer: `?lang=` in the URL, else the configured one. `Accept-Language` is not read, so that
    /// a link shows everybody the same page and caches need not vary.
    pub language: Language,
    /// The moment of the request.
    pub now: Timestamp,
    /// Who pressed the panic button and when, while it is pressed.
    pub pause: Option<Pause>,
    /// Where the pictures lie; `None` on pages that show none.
    pictures: Option<Media>,
    path: String,
    query: Vec<(String, String)>,
    /// `?lang=` stands in the URL.
    asked: bool,
    /// The page has a language of its own: links say theirs, whichever it is.
    own: bool,
}

impl Page {
    /// For a request's URL.
    pub fn new(site: Arc<Site>, now: Timestamp, uri: &Uri) -> Self {
        let mut query: Vec<(String, String)> =
            form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).into_owned().collect();
        let asked =
            query.iter().find(|(name, _)| name == "lang").and_then(|(_, code)| Language::from_code(code));
        query.retain(|(name, _)| name != "lang");
        let said = asked.is_some();
        let language = asked.unwrap_or_else(|| default_language(&site));
        Self {
            site,
            language,
            now,
            pause: None,
            pictures: None,
            path: uri.path().to_owned(),
            query,
            asked: said,
            own: false,
        }
    }

    /// The page of something with a language of its own, which it speaks unless the URL asks for another.
    pub fn speaking(self, own: Option<Language>) -> Self {
        match own {
            Some(language) if self.asked => Self { own: language != self.language, ..self },
            Some(language) => Self { own: language != default_language(&self.site), language, ..self },
            None => self,
        }
    }

    /// The same page at a later moment: a stream outlives its request.
    pub fn at(&self, now: Timestamp) -> Self {
        Self { now, ..self.clone() }
    }

    /// The same page without the address it was asked for by: what a stream holds for hours must not grow with what a
    /// caller sends.
    #[must_use]
    pub fn without_address(&self) -> Self {
        Self {
            site: Arc::clone(&self.site),
            language: self.language,
            now: self.now,
            pause: self.pause.clone(),
            pictures: self.pictures.clone(),
            path: String::new(),
            query: Vec::new(),
            asked: self.asked,
            own: self.own,
        }
    }

    /// The path asked for.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The query asked for, decoded, without `lang`.
    pub fn query(&self) -> &[(String, String)] {
        &self.query
    }

    /// The first value of a query parameter, trimmed; empty if absent.
    pub fn parameter(&self, name: &str) -> &str {
        self.query.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
    }

    /// A message.
    pub fn text(&self, key: &str) -> String {
        i18n::text(self.language, key)
    }

    /// A message whose key is made of a prefix and a word: `page.word("network", network.as_str())`.
    pub fn word(&self, prefix: &str, word: &str) -> String {
        i18n::text(self.language, &format!("{prefix}-{word}"))
    }

    /// A message with one named value.
    pub fn text_with(&self, key: impl AsRef<str>, name: &'static str, value: impl AsRef<str>) -> String {
        i18n::text_with(self.language, key.as_ref(), &[(name, value.as_ref().into())])
    }

    /// A message that counts `$count` things.
    pub fn count(&self, key: &str, count: &usize) -> String {
        i18n::text_with(self.language, key, &[("count", (*count).into())])
    }

    /// Days that what visitors hand in is kept.
    pub fn submission_days(&self) -> String {
        (self.site.submissions.unwrap_or_default().as_secs() / 86_400).to_string()
    }

    /// An instant for people: `26. oktober kl. 9.00`.
    pub fn moment(&self, at: &Timestamp) -> String {
        dates::moment(self.language, *at, self.now)
    }

    /// The same instant as `<time datetime>` takes it: three digits of a second are the most HTML allows.
    pub fn datetime(&self, at: &Timestamp) -> String {
        at.to_utc().format("%Y-%m-%dT%H:%M:%SZ").to_string()
    }

    /// Where a file of `src/web/assets/` is served.
    pub fn asset(&self, name: &str) -> String {
        assets::url(name)
    }

    /// A link to a page of ours that keeps the visitor's language. `path` may have a query, not a fragment.
    pub fn href(&self, path: impl AsRef<str>) -> String {
        self.href_in(path.as_ref(), self.language)
    }

    /// `?lang=en` as a form's hidden field must carry it; `None` when the language is the configured one.
    pub fn language_field(&self) -> Option<&'static str> {
        (self.language != default_language(&self.site)).then(|| self.language.as_str())
    }

    /// The languages offered, each with the link to this same page in it and whether it is the one shown.
    pub fn languages(&self) -> Vec<(Language, String, bool)> {
        let here = self.here();
        Language::ALL
            .into_iter()
            .map(|language| (language, self.href_in(&here, language), language == self.language))
            .collect()
    }

    /// True if `path` is the page asked for: the mark in a menu.
    pub fn is_at(&self, path: &str) -> bool {
        self.path == path
    }

    /// The address of a path of ours as seen from outside.
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.site.base_url.as_str().trim_end_matches('/'))
    }

    /// The wall's first hashtag with its `#`; the title where the configuration names none.
    pub fn hashtag(&self) -> String {
        self.site.hashtags.first().map_or_else(|| self.site.title.clone(), |tag| format!("#{}", tag.written))
    }

    /// How the picture of a post's attachment looks, where it is here already: a browser can then keep its room free.
    pub fn look(&self, post: &PostId, number: usize, attachment: &Attachment) -> Option<Look> {
        self.pictures.as_ref()?.look(&post.0, number, attachment)
    }

    /// A link to this very page, for a form that leads back to it.
    pub fn back(&self) -> String {
        self.href(self.here())
    }

    /// That the walls are blanked, by whom and since when.
    pub fn panic_says(&self, pause: &Pause) -> String {
        let values = [("who", pause.who().into()), ("when", self.moment(&pause.since).into())];
        i18n::text_with(self.language, "panic-says", &values)
    }

    fn here(&self) -> String {
        let query = encode(&self.query);
        if query.is_empty() { self.path.clone() } else { format!("{}?{query}", self.path) }
    }

    fn href_in(&self, path: &str, language: Language) -> String {
        if language == default_language(&self.site) && !self.own {
            return path.to_owned();
        }
        format!("{path}{}lang={}", if path.contains('?') { '&' } else { '?' }, language.as_str())
    }
}

/// Parameters as a query string, encoded.
pub fn encode(parameters: &[(String, String)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish()
}

fn default_language(site: &Site) -> Language {
    // The configuration is checked at start; anything else would be Danish.
    Language::from_code(&site.language).unwrap_or(Language::Danish)
}

impl FromRef<WebState> for PublicState {
    fn from_ref(state: &WebState) -> Self {
        state.public.clone()
    }
}

impl<S> FromRequestParts<S> for Page
where
    PublicState: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let state = PublicState::from_ref(state);
        let (pause, pictures) = (state.live.pause(), Some(state.media));
        Ok(Self { pause, pictures, ..Self::new(state.site, (state.clock)(), &parts.uri) })
    }
}
