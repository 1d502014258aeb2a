//! Which sector an organisation belongs to: `config/sectors.toml`, compiled in. Dated data, not logic: a new name is
//! a line there. Never guesses from a word like "kommune" alone.

use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::Deserialize;

use crate::domain::hashtag::fold;
use crate::domain::sector::Sector;

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    as_of: NaiveDate,
    kommune: Vec<String>,
    region: Vec<String>,
    stat: Vec<String>,
    other: Vec<String>,
    dated: Vec<Dated>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Dated {
    name: String,
    sector: Sector,
    from: NaiveDate,
    until: Option<NaiveDate>,
}

/// One organisation of the data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// As it writes itself.
    pub name: String,
    /// Where it belongs.
    pub sector: Sector,
    /// First day, if it is younger than the data.
    pub from: Option<NaiveDate>,
    /// The first day on which it is no more.
    pub until: Option<NaiveDate>,
}

/// The data, ready to be asked.
struct Data {
    as_of: Option<NaiveDate>,
    organisations: Vec<Organisation>,
    /// Normalised name → index of the organisation.
    names: HashMap<String, usize>,
}

static DATA: LazyLock<Data> =
    LazyLock::new(|| match toml::from_str(include_str!("../../../config/sectors.toml")) {
        Ok(file) => Data::new(file),
        // A test reads the file, so a build that passed cannot come here; without it every organisation is "other".
        Err(error) => {
            tracing::error!(%error, "config/sectors.toml is not readable");
            Data { as_of: None, organisations: Vec::new(), names: HashMap::new() }
        }
    });

impl Data {
    fn new(file: File) -> Self {
        let mut data = Self { as_of: Some(file.as_of), organisations: Vec::new(), names: HashMap::new() };
        for (sector, lines) in [
            (Sector::Kommune, file.kommune),
            (Sector::Region, file.region),
            (Sector::Stat, file.stat),
            (Sector::Other, file.other),
        ] {
            for line in lines {
                data.add(&line, sector, None, None);
            }
        }
        for Dated { name, sector, from, until } in file.dated {
            data.add(&name, sector, Some(from), until);
        }
        data
    }

    fn add(&mut self, line: &str, sector: Sector, from: Option<NaiveDate>, until: Option<NaiveDate>) {
        let mut names = line.split('|').map(str::trim);
        let Some(name) = names.next() else { return };
        let at = self.organisations.len();
        self.organisations.push(Organisation { name: name.to_owned(), sector, from, until });
        for name in std::iter::once(name).chain(names) {
            self.names.entry(key(name)).or_insert(at);
        }
        // "Kommunen i Aarhus" and the municipality's name without its genitive ("København Kommune").
        if let Some(place) = name.strip_suffix(" Kommune") {
            self.names.entry(key(&format!("Kommunen i {place}"))).or_insert(at);
            if let Some(bare) = place.strip_suffix('s') {
                self.names.entry(key(&format!("{bare} Kommune"))).or_insert(at);
                self.names.entry(key(&format!("Kommunen i {bare}"))).or_insert(at);
            }
        }
    }

    fn find(&self, name: &str) -> Option<&Organisation> {
        let key = key(name);
        let genitive = key.strip_suffix('s');
        let at = self.names.get(&key).or_else(|| genitive.and_then(|bare| self.names.get(bare)))?;
        self.organisations.get(*at)
    }
}

/// The day the data was compiled for.
pub fn as_of() -> Option<NaiveDate> {
    DATA.as_of
}

/// The organisations that exist on a day.
pub fn existing(day: NaiveDate) -> impl Iterator<Item = &'static Organisation> {
    DATA.organisations.iter().filter(move |one| {
        one.from.is_none_or(|from| from <= day) && one.until.is_none_or(|until| day < until)
    })
}

/// The sector of an organisation by its name, or `None` if the data does not know it. Case, `aa`/`å`, hyphens and a
/// genitive -s make no difference.
pub fn sector_of(organisation: &str) -> Option<Sector> {
    organisation_of(organisation).map(|(_, sector)| sector)
}

/// The organisation an author's name stands for and its sector: the whole name, or a part of it set off by punctuation
/// ("Lone Kjær, Randers Kommune", "Aarhus Kommune – Sundhed og Omsorg"), or its beginning ("Region Midtjylland HR").
/// Abbreviations count only as the whole name or a whole part.
pub fn organisation_of(author: &str) -> Option<(String, Sector)> {
    let data = &*DATA;
    let found = data.find(author).or_else(|| {
        parts(author).into_iter().find_map(|part| data.find(part).or_else(|| beginning(data, part)))
    })?;
    Some((found.name.clone(), found.sector))
}

fn parts(name: &str) -> Vec<&str> {
    name.split([',', '|', '–', '—', '/', '·', '•', '(', ')', ':', '@'])
        .flat_map(|part| part.split(" - "))
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect()
}

/// The longest known name of at least two words that a part begins with.
fn beginning<'a>(data: &'a Data, part: &str) -> Option<&'a Organisation> {
    let words: Vec<&str> = part.split_whitespace().take(10).collect();
    (2..words.len()).rev().find_map(|many| data.find(&words[..many].join(" ")))
}

/// What two spellings of a name have in common.
fn key(name: &str) -> String {
    let words: String = fold(name)
        .replace("aa", "å")
        .chars()
        .filter(|c| !matches!(c, '\'' | '’' | '.'))
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_reads_and_no_name_stands_twice() {
        let file: File = toml::from_str(include_str!("../../../config/sectors.toml")).unwrap();
        let lists = [&file.kommune, &file.region, &file.stat, &file.other];
        let mut seen = std::collections::HashSet::new();
        for name in lists.into_iter().flatten().flat_map(|line| line.split('|')) {
            assert!(seen.insert(key(name)), "{name} stands twice");
        }
        assert!(as_of().is_some());
    }

    #[test]
    fn counts_are_those_of_the_country() {
        let on = |day: &str, sector| {
            existing(day.parse().unwrap())
                .filter(|one| one.sector == sector && (sector != Sector::Region || one.from.is_some()))
                .count()
        };
        assert_eq!(on("2026-10-26", Sector::Kommune), 98);
        assert_eq!(on("2026-12-31", Sector::Region), 5);
        assert_eq!(on("2027-01-01", Sector::Region), 4);
    }

    #[test]
    fn names_are_known_however_they_are_written() {
        let name = |author: &str| organisation_of(author).map(|(name, _)| name).unwrap_or_default();
        for (author, wanted) in [
            ("Aarhus Kommune", "Aarhus Kommune"),
            ("ÅRHUS KOMMUNE", "Aarhus Kommune"),
            ("Kommunen i Aarhus", "Aarhus Kommune"),
            ("Randers Kommunes", "Randers Kommune"),
            ("Randers Kommune's", "Randers Kommune"),
            ("København Kommune", "Københavns Kommune"),
            ("Lyngby Tårbæk kommune", "Lyngby-Taarbæk Kommune"),
            ("Bornholms Regionskommune", "Bornholms Regionskommune"),
            ("Lone Kjær, Randers Kommune", "Randers Kommune"),
            ("Aarhus Kommune – Sundhed og Omsorg", "Aarhus Kommune"),
            ("Region Midtjylland HR", "Region Midtjylland"),
            ("Kommunernes Landsforening", "KL"),
            ("Klima-, Energi- og Forsyningsministeriet", "Klima-, Energi- og Forsyningsministeriet"),
            ("KL Jensen", ""),
            ("Kommune", ""),
            ("Venner af Aarhus Kommune", ""),
            ("", ""),
        ] {
            assert_eq!(name(author), wanted, "{author}");
        }
        assert_eq!(sector_of("Bornholms Regionskommune"), Some(Sector::Kommune));
        assert_eq!(sector_of("Region Østdanmark"), Some(Sector::Region));
        assert_eq!(sector_of("Skattestyrelsen"), Some(Sector::Stat));
        assert_eq!(sector_of("Ukendt A/S"), None);
    }
}
