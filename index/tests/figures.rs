//! Sums over everything that matches, against the same sums made one document at a time.

#![allow(clippy::unwrap_used)] // clippy exempts only the test functions themselves, not their helpers

mod common;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use common::{engine, put};
use hashwall_index::{Adds, Doc, Engine, Figured, Figuring, Filter, Op, Sum};

const HOUR: i64 = 3_600_000_000;
/// 26 October 2026, 00:00 in Denmark.
const MONDAY: i64 = 1_792_969_200_000_000;
const COUNTS: [&str; 4] = ["reactions", "comments", "shares", "views"];

/// A small generator: the same documents every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn one_of(&mut self, words: &[&str]) -> String {
        words[usize::try_from(self.roll(words.len() as u64)).unwrap()].to_owned()
    }
}

/// What a document says, as a test reads it.
fn value<'a>(doc: &'a Doc, field: &str) -> Option<&'a str> {
    doc.keywords.iter().find(|(name, _)| *name == field).map(|(_, value)| value.as_str())
}

fn number(doc: &Doc, field: &str) -> Option<i64> {
    doc.numbers.iter().find(|(name, _)| *name == field).map(|(_, value)| *value)
}

fn random(dice: &mut Dice, at: u64) -> Doc {
    let time = MONDAY + i64::try_from(dice.roll(240)).unwrap() * HOUR - 24 * HOUR
        + i64::try_from(dice.roll(4)).unwrap() * 900_000_000;
    let network = dice.one_of(&["linkedin", "mastodon", "feed"]);
    let mut keywords = vec![("sector", dice.one_of(&["stat", "kommune", "other"]))];
    if dice.roll(10) > 0 {
        keywords.push(("writer", format!("{network}-{}", dice.roll(12))));
    }
    keywords.push(("network", network));
    if dice.roll(3) > 0 {
        keywords.push(("organisation", dice.one_of(&["Aarhus Kommune", "Region Nord", "Skat"])));
    }
    if dice.roll(4) > 0 {
        keywords.push(("language", dice.one_of(&["da", "en"])));
    }
    let mut media = BTreeSet::new();
    (0..dice.roll(3)).for_each(|_| {
        media.insert(dice.one_of(&["image", "link", "video"]));
    });
    keywords.extend(media.into_iter().map(|kind| ("media", kind)));
    keywords.push(("kind", if dice.roll(12) == 0 { "happening" } else { "post" }.to_owned()));
    let mut numbers = Vec::new();
    for name in COUNTS {
        if dice.roll(3) > 0 {
            numbers.push((name, i64::try_from(dice.roll(50)).unwrap() - 5));
        }
    }
    if dice.roll(3) > 0 {
        numbers.push(("followers", i64::try_from(dice.roll(1_000)).unwrap()));
    }
    numbers.push(("fetched", time + HOUR));
    if keywords.contains(&("kind", "happening".to_owned())) {
        let starts = MONDAY + i64::try_from(dice.roll(200)).unwrap() * HOUR;
        numbers.extend([("starts", starts), ("ends", starts + 2 * HOUR)]);
    }
    let mut tags = BTreeSet::new();
    (0..dice.roll(4)).for_each(|_| {
        tags.insert(dice.one_of(&["ledelse", "tillid", "velfærd", "ledelsesugen"]));
    });
    let tags = tags.into_iter().collect();
    let text = dice.one_of(&["frihed virker", "arbejde og trivsel", "en dag i salen"]);
    Doc { id: format!("{at:05}"), time, text, keywords, numbers, tags, ..Doc::default() }
}

/// Documents in several commits, some of them changed and some removed later; and what is left of them.
fn filled(seed: u64) -> (tempfile::TempDir, Engine, Vec<Doc>) {
    let (folder, engine) = engine();
    let mut dice = Dice(seed);
    let mut kept: BTreeMap<String, Doc> = BTreeMap::new();
    for commit in 0..6_u64 {
        let docs: Vec<Doc> = (0..60).map(|at| random(&mut dice, commit * 50 + at)).collect();
        kept.extend(docs.iter().map(|doc| (doc.id.clone(), doc.clone())));
        engine.apply(put(docs), commit + 1).unwrap();
    }
    let gone: Vec<String> = kept.keys().filter(|_| dice.roll(9) == 0).cloned().collect();
    gone.iter().for_each(|id| {
        kept.remove(id);
    });
    engine.apply(gone.into_iter().map(Op::Remove).collect(), 7).unwrap();
    (folder, engine, kept.into_values().collect())
}

fn matching<'a>(docs: &'a [Doc], asked: &Figuring) -> Vec<&'a Doc> {
    let passes = |doc: &&Doc| {
        asked.since.is_none_or(|since| since <= doc.time)
            && asked.until.is_none_or(|until| doc.time < until)
            && doc.text.contains(&asked.text)
            && !(asked.without_happenings && value(doc, "kind") == Some("happening"))
            && asked.filters.iter().all(|filter| {
                let own: Vec<&str> = match filter.field {
                    "tag" => doc.tags.iter().map(String::as_str).collect(),
                    field => doc
                        .keywords
                        .iter()
                        .filter(|(name, _)| *name == field)
                        .map(|(_, v)| v.as_str())
                        .collect(),
                };
                filter
                    .any_of
                    .iter()
                    .any(|wanted| own.contains(&wanted.as_str()) || (wanted.is_empty() && own.is_empty()))
            })
    };
    docs.iter().filter(passes).collect()
}

fn sum(docs: &[&Doc], name: &str) -> Sum {
    let told: Vec<i64> = docs.iter().filter_map(|doc| number(doc, name)).collect();
    Sum { sum: told.iter().sum(), told: told.len() as u64 }
}

/// The potential reach, the slow way: by writer, the first that tells, of several at once the largest.
fn followers(docs: &[&Doc]) -> Sum {
    let mut first: HashMap<&str, (i64, i64)> = HashMap::new();
    for doc in docs {
        if let (Some(writer), Some(followers)) = (value(doc, "writer"), number(doc, "followers")) {
            let told = (doc.time, -followers);
            first.entry(writer).and_modify(|known| *known = told.min(*known)).or_insert(told);
        }
    }
    Sum { sum: first.values().map(|(_, followers)| -followers).sum(), told: first.len() as u64 }
}

fn asked() -> Figuring {
    Figuring {
        bounds: (-2..12).map(|day| MONDAY + day * 24 * HOUR).collect(),
        around: Some((HOUR, 3 * HOUR)),
        cap: 3,
        tops: 5,
        ..Figuring::default()
    }
}

fn variants() -> Vec<Figuring> {
    let filter =
        |field, any_of: &[&str]| Filter { field, any_of: any_of.iter().map(|v| (*v).to_owned()).collect() };
    vec![
        asked(),
        Figuring { text: "frihed".to_owned(), ..asked() },
        Figuring { since: Some(MONDAY), until: Some(MONDAY + 72 * HOUR), ..asked() },
        Figuring { filters: vec![filter("network", &["linkedin", "feed"])], ..asked() },
        Figuring {
            text: "arbejde".to_owned(),
            since: Some(MONDAY + HOUR),
            filters: vec![filter("sector", &["stat", "kommune"]), filter("language", &[""])],
            ..asked()
        },
        Figuring {
            filters: vec![filter("organisation", &["Region Nord"]), filter("tag", &["tillid"])],
            ..asked()
        },
        Figuring { filters: vec![filter("media", &[""])], without_happenings: true, ..asked() },
        Figuring { filters: vec![filter("writer", &["nobody"])], ..asked() },
    ]
}

#[test]
fn every_sum_is_what_adding_up_the_documents_gives() {
    for seed in 1..4 {
        let (_folder, engine, docs) = filled(seed);
        for asked in variants() {
            let found = matching(&docs, &asked);
            let figured = engine.figures(&asked).unwrap();
            assert_eq!(figured.documents, found.len() as u64, "{asked:?}");
            let unique = |field| found.iter().filter_map(|doc| value(doc, field)).collect::<BTreeSet<_>>();
            assert_eq!(figured.writers, unique("writer").len() as u64);
            assert_eq!(figured.organisations, unique("organisation").len() as u64);
            assert_eq!(figured.followers, followers(&found));
            for (network, cell, writers) in &figured.networks {
                let own: Vec<&Doc> =
                    found.iter().filter(|doc| value(doc, "network") == Some(network)).copied().collect();
                assert_eq!(cell.documents, own.len() as u64);
                assert_eq!(cell.counts, COUNTS.map(|name| sum(&own, name)), "{network} {asked:?}");
                let own: BTreeSet<_> = own.iter().filter_map(|doc| value(doc, "writer")).collect();
                assert_eq!(*writers, own.len() as u64);
            }
            check_groups(&figured, &found);
            check_times(&figured, &found, &docs, &asked);
        }
    }
}

fn check_groups(figured: &Figured, found: &[&Doc]) {
    for (field, groups) in [
        ("sector", &figured.sectors),
        ("language", &figured.languages),
        ("organisation", &figured.top_organisations),
    ] {
        let mut counts: BTreeMap<&str, BTreeMap<Option<&str>, u64>> = BTreeMap::new();
        for doc in found {
            let by = counts.entry(value(doc, field).unwrap_or_default()).or_default();
            *by.entry(value(doc, "writer")).or_default() += 1;
        }
        assert_eq!(groups.len(), counts.len(), "{field}");
        for group in groups {
            let by = &counts[group.value.as_str()];
            assert_eq!(group.documents, by.values().sum::<u64>(), "{field} {}", group.value);
            let known = by.iter().filter(|(writer, _)| writer.is_some());
            assert_eq!(group.voices.writers, known.count() as u64);
            let capped = by.iter().map(|(writer, n)| if writer.is_some() { (*n).min(3) } else { *n });
            assert_eq!(group.voices.capped, capped.sum::<u64>());
        }
    }
    let mut pairs: BTreeMap<(String, String), u64> = BTreeMap::new();
    for doc in found {
        let tags: BTreeSet<&String> = doc.tags.iter().collect();
        for one in &tags {
            for other in tags.iter().filter(|other| one < *other) {
                *pairs.entry(((*one).clone(), (*other).clone())).or_default() += 1;
            }
        }
    }
    for pair in &figured.pairs {
        assert_eq!(Some(&pair.documents), pairs.get(&(pair.one.clone(), pair.other.clone())));
    }
    assert_eq!(figured.pairs.len(), pairs.len().min(5));
    let mut by_writer: BTreeMap<&str, u64> = BTreeMap::new();
    found.iter().filter_map(|doc| value(doc, "writer")).for_each(|w| *by_writer.entry(w).or_default() += 1);
    let mut most: Vec<u64> = by_writer.values().copied().collect();
    most.sort_unstable_by(|left, right| right.cmp(left));
    most.truncate(5);
    assert_eq!(figured.top_writers.iter().map(|line| line.documents).collect::<Vec<_>>(), most);
}

fn check_times(figured: &Figured, found: &[&Doc], docs: &[Doc], asked: &Figuring) {
    assert_eq!(figured.heat.iter().flatten().sum::<u64>(), found.len() as u64);
    // No change of the clock in these days: one hour from UTC.
    for doc in found.iter().take(20) {
        let hours = (doc.time - MONDAY).div_euclid(HOUR);
        let (day, hour) = (hours.div_euclid(24).rem_euclid(7), hours.rem_euclid(24));
        assert!(figured.heat[usize::try_from(day).unwrap()][usize::try_from(hour).unwrap()] > 0);
    }
    for (span, point) in asked.bounds.windows(2).zip(&figured.points) {
        let own: Vec<&Doc> =
            found.iter().filter(|d| span[0] <= d.time && d.time < span[1]).copied().collect();
        assert_eq!(point.iter().map(|(_, cell)| cell.documents).sum::<u64>(), own.len() as u64);
        for (network, cell) in point {
            let own: Vec<&Doc> =
                own.iter().filter(|doc| value(doc, "network") == Some(network)).copied().collect();
            assert_eq!(cell.counts, COUNTS.map(|name| sum(&own, name)));
        }
    }
    let begins = |doc: &&Doc| {
        number(doc, "starts").is_some_and(|starts| {
            asked.since.is_none_or(|since| since <= starts) && asked.until.is_none_or(|until| starts < until)
        })
    };
    assert_eq!(figured.around.len(), docs.iter().filter(begins).count().min(200));
    for around in &figured.around {
        let span = (around.starts - HOUR)..(around.ends + 3 * HOUR);
        let posts = found.iter().filter(|doc| value(doc, "kind") == Some("post"));
        assert_eq!(around.documents, posts.filter(|doc| span.contains(&doc.time)).count() as u64);
    }
}

#[test]
fn a_list_adds_up_to_its_number_whatever_the_page() {
    let (_folder, engine, docs) = filled(11);
    for asked in variants() {
        let found = matching(&docs, &asked);
        let figured = engine.figures(&asked).unwrap();
        let all = |adds| {
            let list = engine.figures_list(&asked, adds, 0, 1_000).unwrap();
            assert_eq!(list.sum, list.hits.iter().map(|(_, adds)| adds).sum::<i64>());
            assert_eq!(list.documents, list.hits.len() as u64);
            let mut paged = Vec::new();
            while let page = engine.figures_list(&asked, adds, paged.len(), 7).unwrap().hits
                && !page.is_empty()
            {
                paged.extend(page);
            }
            assert_eq!(paged, list.hits, "pages are the whole list once");
            list.sum
        };
        assert_eq!(all(Adds::One), i64::try_from(figured.documents).unwrap());
        assert_eq!(all(Adds::Writers), i64::try_from(figured.writers).unwrap());
        assert_eq!(all(Adds::Organisations), i64::try_from(figured.organisations).unwrap());
        assert_eq!(all(Adds::Followers), figured.followers.sum);
        for name in COUNTS {
            assert_eq!(all(Adds::Count(name)), sum(&found, name).sum);
        }
    }
}

#[test]
fn an_hour_of_the_week_is_counted_where_it_is_listed() {
    let (_folder, engine, _) = filled(3);
    let figured = engine.figures(&asked()).unwrap();
    for (weekday, hours) in (0..).zip(figured.heat) {
        for (hour, count) in (0..).zip(hours) {
            let asked = Figuring { weekday_hour: Some((weekday, hour)), ..asked() };
            let list = engine.figures_list(&asked, Adds::One, 0, 0).unwrap();
            assert_eq!(list.documents, count, "{weekday} {hour}");
        }
    }
}

#[test]
fn an_index_without_documents_has_figures_of_nothing() {
    let (_folder, engine) = engine();
    let figured = engine.figures(&asked()).unwrap();
    assert_eq!((figured.documents, figured.followers.value(), figured.networks.len()), (0, None, 0));
    assert_eq!(figured.points.len(), 13);
}
