//! The form that says what the figures are about.

use crate::domain::edition::Campaign;
use crate::domain::figures::Figures;
use crate::domain::network::Network;
use crate::domain::sector::Sector;
use crate::web::page::Page;
use crate::web::public::choices::{Choice, ChoiceOption};
use crate::web::reach::asked::{self, Asked, language};

/// Editions to choose from: the one that is on or comes next, and those before it.
const EDITIONS: usize = 10;

/// What stands in it.
pub struct Form {
    /// Years, and whether each is the one shown.
    pub years: Vec<(i32, bool)>,
    /// First day; empty where an edition is chosen.
    pub from: String,
    /// Last day.
    pub to: String,
    /// Drop-downs.
    pub choices: Vec<Choice>,
    /// The organisation's name.
    pub organisation: String,
    /// Names to choose from.
    pub organisations: Vec<String>,
    /// The query.
    pub theme: String,
    /// Ways to a usual window: address and words.
    pub shortcuts: Vec<(String, String)>,
}

impl Form {
    /// As asked, with what the figures know.
    pub fn of(page: &Page, campaign: Campaign, asked: &Asked, figures: &Figures) -> Self {
        let (from, to) = asked.days();
        let dated = asked.window.edition.is_none();
        let filters = &asked.filters;
        let choice = |name, label: &str, options: Vec<(String, String)>, chosen: Option<&str>| Choice {
            name,
            label: page.text(label),
            options: options
                .into_iter()
                .map(|(value, label)| ChoiceOption {
                    chosen: chosen == Some(value.as_str()),
                    value,
                    label,
                    count: None,
                })
                .collect(),
        };
        let sectors =
            Sector::ALL.map(|one| (one.as_str().to_owned(), page.word("sector", one.as_str()))).to_vec();
        let networks =
            Network::ALL.map(|one| (one.as_str().to_owned(), page.word("network", one.as_str()))).to_vec();
        let mut codes: Vec<String> = ["da", "en", "de", "sv"].map(str::to_owned).into();
        codes.extend(
            figures.languages.iter().map(|group| group.value.clone()).filter(|code| !code.is_empty()),
        );
        codes.extend(filters.languages.first().cloned());
        let mut seen = std::collections::HashSet::new();
        codes.retain(|code| seen.insert(code.clone()));
        let languages = codes.into_iter().map(|code| (code.clone(), language(page, &code))).collect();
        Self {
            years: years(page, campaign, asked),
            from: if dated { from.to_string() } else { String::new() },
            to: if dated { to.to_string() } else { String::new() },
            choices: vec![
                choice("sektor", "reach-sector", sectors, filters.sectors.first().map(|one| one.as_str())),
                choice(
                    "netvaerk",
                    "reach-network",
                    networks,
                    filters.networks.first().map(|one| one.as_str()),
                ),
                choice("sprog", "reach-language", languages, filters.languages.first().map(String::as_str)),
            ],
            organisation: filters.organisations.first().cloned().unwrap_or_default(),
            organisations: figures
                .largest_organisations
                .iter()
                .map(|group| group.value.clone())
                .filter(|name| !name.is_empty())
                .collect(),
            theme: filters.theme.clone(),
            shortcuts: shortcuts(page, campaign, asked),
        }
    }
}

/// The years one can choose.
pub fn editions(campaign: Campaign, page: &Page) -> Vec<i32> {
    let first = campaign.year_at(page.now);
    std::iter::successors(first, |year| campaign.year_before(*year)).take(EDITIONS).collect()
}

fn years(page: &Page, campaign: Campaign, asked: &Asked) -> Vec<(i32, bool)> {
    let mut years = editions(campaign, page);
    if let Some(year) = asked.window.edition.filter(|year| !years.contains(year)) {
        years.push(year);
        years.sort_unstable_by(|a, b| b.cmp(a));
    }
    years.into_iter().map(|year| (year, asked.window.edition == Some(year))).collect()
}

fn shortcuts(page: &Page, campaign: Campaign, asked: &Asked) -> Vec<(String, String)> {
    let mut ways = Vec::new();
    if let Some(week) = asked::week(campaign, page.now) {
        let year = week.from.to_copenhagen().format("%G").to_string();
        ways.push((asked.at(week).address(page, "/raekkevidde"), page.text_with("reach-week", "year", year)));
    }
    if let Some(days) = asked::last_days(page.now) {
        ways.push((asked.at(days).address(page, "/raekkevidde"), page.text("reach-last-days")));
    }
    if !asked.filters.is_empty() {
        let bare = Asked { window: asked.window, filters: Default::default() };
        ways.push((bare.address(page, "/raekkevidde"), page.text("reach-filters-off")));
    }
    ways
}
