//! Counts beside a list: true, for every field at once, and each without its own filter.

#![allow(clippy::unwrap_used)] // clippy exempts only the test functions themselves, not their helpers

mod common;

use std::collections::BTreeMap;

use common::{doc, engine, put};
use hashwall_index::{DAY, Doc, Engine, Filter, Op, Search};
use proptest::prelude::*;

const NETWORKS: [&str; 3] = ["feed", "linkedin", "mastodon"];
const SECTORS: [&str; 2] = ["kommune", "stat"];
const WORDS: [&str; 3] = ["ledelse", "trivsel", "stress"];
/// Noon of 26 October 2026 in Denmark, µs.
const NOON: i64 = 1_793_012_400_000_000;
const A_DAY: i64 = 86_400_000_000;

#[derive(Clone, Debug)]
struct Post {
    id: u8,
    day: i64,
    network: usize,
    /// Not every post has one.
    sector: Option<usize>,
    tags: Vec<&'static str>,
    word: usize,
}

fn post() -> impl Strategy<Value = Post> {
    let tags = prop::sample::subsequence(vec!["a", "b", "c"], 0..=3);
    let sector = prop::option::weighted(0.7, 0..SECTORS.len());
    (0_u8..40, -3_i64..3, 0..NETWORKS.len(), sector, tags, 0..WORDS.len())
        .prop_map(|(id, day, network, sector, tags, word)| Post { id, day, network, sector, tags, word })
}

impl Post {
    fn doc(&self) -> Doc {
        let mut keywords = vec![("network", NETWORKS[self.network].to_owned())];
        keywords.extend(self.sector.map(|sector| ("sector", SECTORS[sector].to_owned())));
        Doc {
            tags: self.tags.iter().map(|&tag| tag.to_owned()).collect(),
            keywords,
            ..doc(&self.id.to_string(), NOON + self.day * A_DAY + i64::from(self.id), WORDS[self.word])
        }
    }

    fn values(&self, field: &str) -> Vec<String> {
        match field {
            "network" => vec![NETWORKS[self.network].to_owned()],
            "sector" => self.sector.iter().map(|&sector| SECTORS[sector].to_owned()).collect(),
            "tag" => self.tags.iter().map(|&tag| tag.to_owned()).collect(),
            _ => vec![format!("2026-10-{:02}", 26 + self.day)],
        }
    }
}

#[derive(Clone, Debug)]
struct Ask {
    word: Option<usize>,
    networks: Option<Vec<usize>>,
    tag: Option<&'static str>,
    days: Option<(i64, i64)>,
}

fn ask() -> impl Strategy<Value = Ask> {
    (
        prop::option::of(0..WORDS.len()),
        prop::option::of(prop::sample::subsequence(vec![0, 1, 2], 1..=2)),
        prop::option::of(prop::sample::select(vec!["a", "b"])),
        prop::option::of((-3_i64..3, -3_i64..3)),
    )
        .prop_map(|(word, networks, tag, days)| Ask { word, networks, tag, days })
}

impl Ask {
    fn search(&self) -> Search {
        let mut filters = Vec::new();
        filters.extend(self.networks.as_ref().map(|networks| Filter {
            field: "network",
            any_of: networks.iter().map(|&network| NETWORKS[network].to_owned()).collect(),
        }));
        filters.extend(self.tag.map(|tag| Filter { field: "tag", any_of: vec![tag.to_uppercase()] }));
        Search {
            text: self.word.map(|word| WORDS[word].to_owned()).unwrap_or_default(),
            filters,
            since: self.days.map(|(since, _)| NOON - A_DAY / 2 + since * A_DAY),
            until: self.days.map(|(_, until)| NOON - A_DAY / 2 + until * A_DAY),
            ..Search::default()
        }
    }

    /// True if a post is found when the filter of `off` is off.
    fn finds(&self, post: &Post, off: &str) -> bool {
        self.word.is_none_or(|word| word == post.word)
            && (off == "network"
                || self.networks.as_ref().is_none_or(|networks| networks.contains(&post.network)))
            && (off == "tag" || self.tag.is_none_or(|tag| post.tags.contains(&tag)))
            && (off == DAY || self.days.is_none_or(|(since, until)| (since..until).contains(&post.day)))
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn counts_equal_counting_by_hand(
        batches in prop::collection::vec(prop::collection::vec((post(), prop::bool::weighted(0.2)), 0..15), 1..6),
        asks in prop::collection::vec(ask(), 1..6),
    ) {
        let (_folder, engine) = engine();
        let mut posts: BTreeMap<u8, Post> = BTreeMap::new();
        for (position, batch) in (1..).zip(batches) {
            let mut ops = Vec::new();
            for (post, removed) in batch {
                if removed {
                    ops.push(Op::Remove(post.id.to_string()));
                    posts.remove(&post.id);
                } else {
                    ops.push(Op::Put(Box::new(post.doc())));
                    posts.insert(post.id, post);
                }
            }
            engine.apply(ops, position).unwrap();
        }
        let everything = Ask { word: None, networks: None, tag: None, days: None };
        for asked in asks.iter().chain([&everything]) {
            let facets = engine.facets(&asked.search(), &[("network", 9), ("sector", 9), ("tag", 9), (DAY, 99)]).unwrap();
            let total = posts.values().filter(|post| asked.finds(post, "")).count();
            prop_assert_eq!(facets.total, total);
            prop_assert_eq!(engine.search(&asked.search()).unwrap().total, total);
            for field in ["network", "sector", "tag", DAY] {
                let mut expected: BTreeMap<String, usize> = BTreeMap::new();
                for post in posts.values().filter(|post| asked.finds(post, field)) {
                    post.values(field).into_iter().for_each(|value| *expected.entry(value).or_insert(0) += 1);
                }
                let counted: BTreeMap<String, usize> =
                    facets.values(field).iter().filter(|(_, count)| *count > 0).cloned().collect();
                prop_assert_eq!(counted, expected, "{} of {:?}", field, asked);
            }
        }
    }
}

fn pair(value: &str, count: usize) -> (String, usize) {
    (value.to_owned(), count)
}

fn filtered(field: &'static str, value: &str) -> Search {
    Search { filters: vec![Filter { field, any_of: vec![value.to_owned()] }], ..Search::default() }
}

fn wall() -> (tempfile::TempDir, Engine) {
    let (folder, engine) = engine();
    let make = |id: u8, network, day| Post { id, day, network, sector: None, tags: vec!["a"], word: 0 }.doc();
    engine.apply(put([make(1, 0, 0), make(2, 0, 0), make(3, 1, -1), make(4, 2, -1)]), 1).unwrap();
    (folder, engine)
}

#[test]
fn the_other_choices_keep_their_numbers_and_the_chosen_one_stays() {
    let (_folder, engine) = wall();
    let facets = engine.facets(&filtered("network", "mastodon"), &[("network", 1), (DAY, 9)]).unwrap();
    assert_eq!(facets.total, 1);
    assert_eq!(facets.values("network"), [pair("feed", 2), pair("mastodon", 1)], "beyond the limit of one");
    assert_eq!(facets.fields[0].distinct, 3);
    assert_eq!(facets.values(DAY), [pair("2026-10-25", 1)]);
    let facets = engine.facets(&filtered("network", "nowhere"), &[("network", 9)]).unwrap();
    assert_eq!(facets.total, 0);
    assert_eq!(facets.values("network").last(), Some(&pair("nowhere", 0)));
}

#[test]
fn what_is_removed_does_not_count_and_what_comes_does() {
    let (_folder, engine) = wall();
    let networks =
        || engine.facets(&Search::default(), &[("network", 9)]).unwrap().values("network").to_vec();
    assert_eq!(networks(), [pair("feed", 2), pair("linkedin", 1), pair("mastodon", 1)]);
    assert_eq!(networks(), networks(), "from memory");
    engine.apply(vec![Op::Remove("1".to_owned())], 2).unwrap();
    assert_eq!(networks()[0], pair("feed", 1));
    engine
        .apply(put([Doc { keywords: vec![("network", "feed".to_owned())], ..doc("9", NOON, "ny") }]), 3)
        .unwrap();
    assert_eq!(networks()[0], pair("feed", 2));
}

#[test]
fn days_are_danish_days_also_where_the_clock_is_turned() {
    let (_folder, engine) = engine();
    // 25 October 2026 has 25 hours; its last is 22:59:59 UTC. Times beyond the calendar do no harm.
    let times = [
        1_792_969_199,
        1_792_969_200,
        1_792_879_200,
        1_792_879_199,
        i64::MAX / 1_000_000,
        i64::MIN / 1_000_000,
    ];
    engine.apply(put(times.iter().map(|time| doc(&time.to_string(), time * 1_000_000, "ord"))), 1).unwrap();
    let facets = engine.facets(&Search::default(), &[(DAY, 99)]).unwrap();
    assert_eq!(
        facets.values(DAY),
        [
            pair("2199-12-31", 1),
            pair("2026-10-26", 1),
            pair("2026-10-25", 2),
            pair("2026-10-24", 1),
            pair("1900-01-01", 1)
        ]
    );
}
