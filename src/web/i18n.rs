//! The words of the pages, from `locales/`. Danish is the house's language; a key missing in English falls back to it.
//! Knows nothing of requests or posts.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use fluent_templates::{LanguageIdentifier, Loader, fluent_bundle::FluentValue, static_loader};

static_loader! {
    static MESSAGES = {
        locales: "./locales",
        fallback_language: "da",
        // Isolation marks around every argument would end up in titles, labels and what people copy.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

static DANISH: LazyLock<LanguageIdentifier> = LazyLock::new(|| identifier("da"));
static ENGLISH: LazyLock<LanguageIdentifier> = LazyLock::new(|| identifier("en"));

/// A language the pages speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Dansk.
    Danish,
    /// English.
    English,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Danish, Self::English];

    /// The code used in URLs, `lang` attributes and the folders of `locales/`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Danish => "da",
            Self::English => "en",
        }
    }

    /// From its code; `None` if the pages do not speak it.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.as_str() == code)
    }

    /// Its own name.
    pub const fn endonym(self) -> &'static str {
        match self {
            Self::Danish => "Dansk",
            Self::English => "English",
        }
    }

    fn identifier(self) -> &'static LanguageIdentifier {
        match self {
            Self::Danish => &DANISH,
            Self::English => &ENGLISH,
        }
    }
}

/// A message. A key that no file has is shown as itself, so that a slip is seen and nothing breaks.
pub fn text(language: Language, key: &str) -> String {
    MESSAGES.try_lookup(language.identifier(), key).unwrap_or_else(|| key.to_owned())
}

/// A message with named values; numbers choose plural forms.
pub fn text_with(language: Language, key: &str, values: &[(&'static str, FluentValue<'_>)]) -> String {
    let values: HashMap<Cow<'static, str>, FluentValue<'_>> =
        values.iter().map(|(name, value)| (Cow::Borrowed(*name), value.clone())).collect();
    MESSAGES.try_lookup_with_args(language.identifier(), key, &values).unwrap_or_else(|| key.to_owned())
}

fn identifier(code: &str) -> LanguageIdentifier {
    // The codes are ours and well formed; the default ("und") would fall back to Danish.
    code.parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speaks_both_languages_and_counts() {
        assert_eq!(text(Language::Danish, "skip-to-content"), "Spring til indhold");
        assert_eq!(text(Language::English, "skip-to-content"), "Skip to content");
        let of = |language, n: u64| text_with(language, "post-count", &[("count", n.into())]);
        assert_eq!(
            (of(Language::Danish, 1), of(Language::Danish, 7)),
            ("1 opslag".into(), "7 opslag".into())
        );
        assert_eq!((of(Language::English, 1), of(Language::English, 7)), ("1 post".into(), "7 posts".into()));
    }

    #[test]
    fn a_missing_key_shows_itself() {
        assert_eq!(text(Language::Danish, "no-such-key"), "no-such-key");
    }
}
