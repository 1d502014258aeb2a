//! A named wall: a title, a saved view and how it is shown to whoever puts it on a page of their own. Knows nothing of
//! how a view is searched.

use std::str::FromStr;

use url::form_urlencoded;

use super::network::Network;
use super::post::Kind;
use super::sector::Sector;

/// Characters of a slug.
const LONGEST_SLUG: usize = 60;
/// Characters of a title.
pub const LONGEST_TITLE: usize = 120;
/// Characters of a saved view.
const LONGEST_QUERY: usize = 1_000;

/// Parameters of the wall's address that can be saved: all but a place in the list.
pub const PARAMETERS: [&str; 10] =
    ["q", "netvaerk", "sektor", "organisation", "tag", "type", "medie", "sprog", "dag", "sorter"];

/// One named wall.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedWall {
    /// Its name in the address: `/w/<slug>`.
    pub slug: String,
    /// For people.
    pub title: String,
    /// The query string of the wall's own address, without `?`; empty for the whole wall.
    pub query: String,
    /// Its colours.
    pub theme: Theme,
    /// How a widget lays it out.
    pub layout: Layout,
    /// `da` or `en`; `None` speaks the house's language.
    pub language: Option<String>,
}

/// Colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the visitor's system asks.
    #[default]
    Auto,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

/// How a widget lays posts out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// One under the other.
    #[default]
    List,
    /// In columns.
    Grid,
    /// One at a time, turned over.
    Carousel,
    /// One line that runs.
    Ticker,
}

impl Theme {
    /// All of them, the default first.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    /// The word used in the database, configuration, URLs and message files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

impl Layout {
    /// All of them, the default first.
    pub const ALL: [Self; 4] = [Self::List, Self::Grid, Self::Carousel, Self::Ticker];

    /// The word used in the database, configuration, URLs and message files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Grid => "grid",
            Self::Carousel => "carousel",
            Self::Ticker => "ticker",
        }
    }
}

impl FromStr for Theme {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|theme| theme.as_str() == word);
        found.ok_or_else(|| format!("{word:?} is not one of auto, light, dark"))
    }
}

impl FromStr for Layout {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|layout| layout.as_str() == word);
        found.ok_or_else(|| format!("{word:?} is not one of list, grid, carousel, ticker"))
    }
}

/// True for a name that can stand in an address: `a-z`, `0-9` and single dashes within, never a dot (what follows a dot
/// says which form of the wall is asked for).
pub fn is_slug(text: &str) -> bool {
    let plain = text.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-');
    plain
        && (1..=LONGEST_SLUG).contains(&text.len())
        && !text.starts_with('-')
        && !text.ends_with('-')
        && !text.contains("--")
}

/// The saved view in what somebody pasted: an address of the wall, or its query string alone. Tidy: without empty
/// parameters, the page's language and a place in the list.
///
/// # Errors
/// A parameter the wall does not know, or a value it would ignore: the view would show more than was meant.
pub fn view(pasted: &str) -> Result<String, String> {
    let pasted = pasted.trim();
    let pasted = pasted.split('#').next().unwrap_or_default();
    let query = match pasted.split_once('?') {
        Some((_, query)) => query,
        // An address without a query is the whole wall.
        None if pasted.contains('/') => "",
        None => pasted,
    };
    let mut tidy = form_urlencoded::Serializer::new(String::new());
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let value = value.trim();
        if name == "lang" || name == "aeldre" {
            continue;
        }
        if !PARAMETERS.contains(&name.as_ref()) {
            return Err(format!("{name:?} is not one of {}", PARAMETERS.join(", ")));
        }
        if value.is_empty() {
            continue;
        }
        match name.as_ref() {
            "netvaerk" => Network::from_str(value).map(drop)?,
            "sektor" => Sector::from_str(value).map(drop)?,
            "type" => Kind::from_str(value).map(drop).map_err(|_| format!("{value:?} is not a type"))?,
            _ => {}
        }
        tidy.append_pair(&name, value);
    }
    let tidy = tidy.finish();
    if tidy.len() > LONGEST_QUERY {
        return Err(format!("a view of at most {LONGEST_QUERY} characters"));
    }
    Ok(tidy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_is_read_out_of_whatever_is_pasted() {
        for (pasted, expected) in [
            ("", ""),
            ("https://wall.example/", ""),
            ("/", ""),
            ("https://wall.example/?sektor=kommune&lang=en&q=&aeldre=abc#o-1", "sektor=kommune"),
            ("?q=tillid+og+mod", "q=tillid+og+mod"),
            ("tag=ledelse&type=article", "tag=ledelse&type=article"),
            ("q=b%C3%B8rn", "q=b%C3%B8rn"),
        ] {
            assert_eq!(view(pasted).as_deref(), Ok(expected), "{pasted}");
        }
        for wrong in ["sektor=komune", "netvaerk=myspace", "seltor=kommune", "type=x", "hej med dig"] {
            assert!(view(wrong).is_err(), "{wrong}");
        }
        assert!(view(&format!("q={}", "x".repeat(1_100))).is_err());
    }

    #[test]
    fn only_a_name_that_stands_in_an_address_is_a_slug() {
        for good in ["ledelsesugen", "a", "uge-44-2026", "7"] {
            assert!(is_slug(good), "{good}");
        }
        let long = "x".repeat(61);
        for bad in ["", "-a", "a-", "a--b", "Å", "a.json", "a/b", "A", "a b", long.as_str()] {
            assert!(!is_slug(bad), "{bad}");
        }
    }
}
