//! The drop-downs a visitor filters by, on the wall and on the partner page.

use super::query::{WallQuery, language_name};
use crate::domain::network::Network;
use crate::domain::post::Kind;
use crate::domain::sector::Sector;
use crate::web::page::Page;

/// Languages one can filter by; those the collectors tell apart most often.
const LANGUAGES: [&str; 4] = ["da", "en", "sv", "de"];

/// One drop-down.
pub struct Choice {
    /// The parameter in the URL.
    pub name: &'static str,
    /// For people.
    pub label: String,
    /// What can be chosen, beside "all".
    pub options: Vec<ChoiceOption>,
}

/// One line of a drop-down.
pub struct ChoiceOption {
    /// The value in the URL.
    pub value: String,
    /// For people.
    pub label: String,
    /// True for the one the page was asked for.
    pub chosen: bool,
}

/// The filters of the wall.
pub fn choices(page: &Page, query: &WallQuery) -> Vec<Choice> {
    let choice = |name, words: Vec<(&str, String)>, chosen: Option<&str>| Choice {
        name,
        label: page.word("filter", name),
        options: words
            .into_iter()
            .map(|(value, label)| ChoiceOption {
                value: value.to_owned(),
                label,
                chosen: chosen == Some(value),
            })
            .collect(),
    };
    let networks = Network::ALL.map(|n| (n.as_str(), page.word("network", n.as_str())));
    let sectors = Sector::ALL.map(|s| (s.as_str(), page.word("sector", s.as_str())));
    let kinds = Kind::ALL.map(|k| (k.as_str(), page.word("kind", k.as_str())));
    let mut languages: Vec<_> = LANGUAGES.map(|code| (code, language_name(page, code))).into();
    if let Some(code) = query.language.as_deref()
        && !LANGUAGES.contains(&code)
    {
        languages.push((code, language_name(page, code)));
    }
    vec![
        choice("netvaerk", networks.into(), query.network.map(Network::as_str)),
        choice("sektor", sectors.into(), query.sector.map(Sector::as_str)),
        choice("type", kinds.into(), query.kind.map(Kind::as_str)),
        choice("sprog", languages, query.language.as_deref()),
    ]
}
