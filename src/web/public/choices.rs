//! The drop-downs a visitor filters by, on the wall and on the partner page.

use chrono::NaiveDate;
use hashwall_index::{DAY, Facets};

use super::query::{WallQuery, language_name};
use crate::domain::network::Network;
use crate::domain::post::{AttachmentKind, Kind};
use crate::domain::sector::Sector;
use crate::web::dates;
use crate::web::page::Page;

/// What is counted for the wall's filters, each with how many values are worth offering.
pub const COUNTED: [(&str, usize); 8] = [
    ("network", 10),
    ("sector", 10),
    ("organisation", 30),
    ("tag", 30),
    ("kind", 10),
    ("media", 10),
    ("language", 10),
    (DAY, 30),
];

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
    /// Posts it would show, where they were counted.
    pub count: Option<usize>,
}

/// The filters of the wall, with how many posts each choice would show; what would show none is not offered.
pub fn counted(page: &Page, query: &WallQuery, facets: &Facets) -> Vec<Choice> {
    let choice = |name, field, chosen: Option<&str>, label: &dyn Fn(&str) -> String| Choice {
        name,
        label: page.word("filter", name),
        options: facets
            .values(field)
            .iter()
            .filter(|(value, count)| *count > 0 || chosen == Some(value))
            .map(|(value, count)| ChoiceOption {
                label: label(value),
                chosen: chosen == Some(value),
                value: value.clone(),
                count: Some(*count),
            })
            .collect(),
    };
    let word = |prefix: &'static str| move |value: &str| page.word(prefix, value);
    let day = query.day.map(|day| day.to_string());
    let day_label = |day: &str| {
        day.parse::<NaiveDate>().map_or_else(|_| day.to_owned(), |day| dates::day(page.language, day))
    };
    let mut choices = vec![
        choice("netvaerk", "network", query.network.map(Network::as_str), &word("network")),
        choice("sektor", "sector", query.sector.map(Sector::as_str), &word("sector")),
        choice("organisation", "organisation", query.organisation.as_deref(), &str::to_owned),
        choice("tag", "tag", query.tag.as_deref(), &|tag| format!("#{tag}")),
        choice("type", "kind", query.kind.map(Kind::as_str), &word("kind")),
        choice("medie", "media", query.media.map(AttachmentKind::as_str), &word("with-media")),
        choice("sprog", "language", query.language.as_deref(), &|code| language_name(page, code)),
        choice("dag", DAY, day.as_deref(), &day_label),
    ];
    // One choice alone is no choice, unless it is on.
    choices.retain(|choice| choice.options.len() > 1 || choice.options.iter().any(|option| option.chosen));
    choices
}

/// The filters of the partner page, counted nowhere: a widget shows what comes, too.
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
                count: None,
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
