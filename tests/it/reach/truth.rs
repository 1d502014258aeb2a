//! A made-up wall with known truth, through store, log and index: every figure equals an independent computation in SQL on the
//! same database, and every list its number.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use hashwall::domain::engagement::Engagement;
use hashwall::domain::figures::{Drill, Estimate, Figure, Figures, Filters, Only, Window};
use hashwall::domain::hashtag::Hashtag;
use hashwall::domain::network::Network;
use hashwall::domain::post::{Draft, Post, State};
use hashwall::domain::sector::Sector;
use hashwall::domain::time::Timestamp;
use hashwall::projections::figures;
use hashwall::projections::projection;
use hashwall::projections::search::{Audience, SearchProjection};
use hashwall::store::db::Db;
use hashwall::store::ingest::Batch;
use hashwall_index::Engine;

use super::sql;
use crate::support::build::{self, MONDAY, draft, verdict};
use crate::support::database::both;

const HOUR: Duration = Duration::from_secs(3_600);

/// Five Mondays of week 44, 08:00.
fn editions() -> [Timestamp; 5] {
    [-1_456, -1_092, -728, -364, 0].map(|days: i64| Timestamp(MONDAY.0 + days * 86_400_000_000))
}

/// Numbers that look like chance and are the same every time.
fn roll(number: u64, what: u64, sides: u64) -> u64 {
    let mixed = (number * 101 + what + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    ((mixed ^ (mixed >> 31)) >> 16) % sides
}

fn made(number: u64) -> Draft {
    let roll = |what, sides| roll(number, what, sides);
    let count = |what| {
        (roll(what, 4) > 0).then(|| i64::try_from(roll(what + 10, 60)).unwrap() - 6) // gaps, and counts below zero
    };
    let mut post = draft(&format!("p{number}"), "Tillid og retning i hverdagen");
    post.network =
        [Network::LinkedIn, Network::Mastodon, Network::Facebook][usize::try_from(roll(1, 3)).unwrap()];
    post.published_at =
        editions()[usize::try_from(roll(2, 5)).unwrap()].plus(HOUR * u32::try_from(roll(3, 160)).unwrap());
    // The same people on several networks: an author is a person on one network.
    let person = roll(4, 9);
    post.author.native_id = if person == 0 { String::new() } else { format!("person-{person}") };
    post.author.name = format!("Person {person}");
    post.author.handle = format!("person{person}");
    post.author.followers = (roll(5, 3) > 0).then(|| roll(6, 5_000));
    post.sector = Sector::ALL[usize::try_from(person % 4).unwrap()];
    post.organisation = (person % 3 > 0).then(|| format!("Organisation {}", person % 5));
    post.language =
        [Some("da".to_owned()), Some("en".to_owned()), None][usize::try_from(roll(7, 3)).unwrap()].clone();
    post.hashtags = ["ledelse", "Trivsel", "tillid"]
        .into_iter()
        .enumerate()
        .filter(|(at, _)| roll(20 + *at as u64, 2) == 0)
        .filter_map(|(_, tag)| Hashtag::new(tag))
        .collect();
    // Counts that are fetched tell at least one.
    let views = count(33).or(Some(0));
    post.engagement = (roll(8, 6) > 0).then(|| Engagement {
        reactions: count(30),
        comments: count(31),
        shares: count(32),
        views,
        fetched_at: post.published_at.plus(HOUR),
        ..Engagement::default()
    });
    post
}

/// Stored, judged and indexed, as the house does it.
async fn filled(db: &Db) -> (tempfile::TempDir, Engine) {
    let posts = (0..400).map(|number| {
        let state = [State::Approved, State::Approved, State::Approved, State::Held, State::Rejected];
        let state = state[usize::try_from(roll(number, 40, 5)).unwrap()];
        (made(number), Some(verdict(state, "made-up")))
    });
    let batch = Batch { posts: posts.collect(), ..Batch::default() };
    build::run(db, "masto", batch, MONDAY.plus(HOUR * 200)).await;
    let folder = tempfile::tempdir().unwrap();
    let engine = Engine::open(folder.path()).unwrap();
    let index = SearchProjection::new(engine.clone(), Audience::Public);
    while projection::step(db, &[&index]).await.unwrap() {}
    (folder, engine)
}

fn estimate() -> Estimate {
    Estimate { v_low: 0.06, v_high: 0.15, source: "a test".to_owned() }
}

async fn ask(engine: &Engine, window: Window, filters: &Filters) -> Figures {
    figures::of(engine, &window, filters, &estimate(), MONDAY).await.unwrap()
}

/// The week of an edition, by the Danish clock.
fn week(edition: usize) -> Window {
    let monday = Timestamp(editions()[edition].0 - 8 * 3_600_000_000);
    Window::between(monday, Timestamp(monday.0 + 7 * 86_400_000_000))
}

#[tokio::test]
async fn every_figure_equals_sql() {
    for db in both().await {
        let (_folder, engine) = filled(&db).await;
        for edition in 0..5 {
            let window = week(edition);
            let told = ask(&engine, window, &Filters::default()).await;
            let networks = sql::networks(&db, window.from, window.until).await;
            assert!(networks.len() == 3 && told.networks.len() == 3);
            assert_eq!(told.posts.value, Some(networks.iter().map(|line| line.posts).sum()));
            for line in &told.networks {
                let sql = networks.iter().find(|sql| sql.network == line.network).unwrap();
                assert_eq!((line.posts.value, line.authors.value), (Some(sql.posts), Some(sql.authors)));
                let figures = [&line.reactions, &line.comments, &line.shares, &line.views];
                for (figure, (sum, posts)) in figures.into_iter().zip(sql.counts) {
                    assert_eq!(figure.value, sum, "{line:?}");
                    assert_eq!(i64::try_from(figure.coverage.told).unwrap(), posts, "{line:?}");
                }
                let fetched = sql.fetched.map(|at| at.filter(|_| sql.counts[0].1 > 0));
                assert_eq!([line.reactions.oldest_fetch, line.reactions.newest_fetch], fetched);
            }
            let potential = sql::potential(&db, window.from, window.until).await;
            assert_eq!(told.potential.value, Some(potential.followers));
            assert_eq!(told.authors.value, Some(potential.authors));
            let covered = [told.potential.coverage.told, told.covered_authors].map(i64::try_from);
            assert_eq!(covered, [Ok(potential.covered_posts), Ok(potential.covered_authors)]);
            let part = |v: f64| Some((potential.followers as f64 * v).round() as i64);
            assert_eq!((told.estimated_low.value, told.estimated_high.value), (part(0.06), part(0.15)));
        }
    }
}

/// Approved posts that pass.
fn shown<'a>(posts: &'a [Post], window: Window, filters: &Filters) -> Vec<&'a Post> {
    let any = |empty: bool, holds: bool| empty || holds;
    posts
        .iter()
        .filter(|post| {
            let draft = &post.draft;
            post.state == State::Approved
                && window.holds(draft.published_at)
                && any(filters.sectors.is_empty(), filters.sectors.contains(&draft.sector))
                && any(filters.networks.is_empty(), filters.networks.contains(&draft.network))
                && any(
                    filters.organisations.is_empty(),
                    draft.organisation.as_ref().is_some_and(|name| filters.organisations.contains(name)),
                )
                && any(
                    filters.languages.is_empty(),
                    draft.language.as_ref().is_some_and(|code| filters.languages.contains(code)),
                )
        })
        .collect()
}

#[tokio::test]
async fn groups_equal_what_the_rows_say_under_every_filter() {
    for db in both().await {
        let (_folder, engine) = filled(&db).await;
        let rows = build::all(&db).await;
        let all = Window::between(Timestamp(0), MONDAY.plus(HOUR * 400));
        let filters = [
            Filters::default(),
            Filters { sectors: vec![Sector::Stat, Sector::Kommune], ..Filters::default() },
            Filters {
                networks: vec![Network::LinkedIn],
                languages: vec!["da".to_owned()],
                ..Filters::default()
            },
            Filters { organisations: vec!["Organisation 2".to_owned()], ..Filters::default() },
        ];
        for filters in filters {
            let told = ask(&engine, all, &filters).await;
            let rows = shown(&rows, all, &filters);
            assert_eq!(told.posts.value, i64::try_from(rows.len()).ok(), "{filters:?}");
            let mut tags: BTreeMap<&str, i64> = BTreeMap::new();
            rows.iter()
                .flat_map(|post| &post.draft.hashtags)
                .for_each(|tag| *tags.entry(&tag.folded).or_default() += 1);
            for group in &told.tags {
                assert_eq!(group.posts.value.as_ref(), tags.get(group.value.as_str()));
            }
            assert_eq!(told.tags.len(), tags.len());
            let organisations: BTreeSet<_> =
                rows.iter().filter_map(|post| post.draft.organisation.as_ref()).collect();
            assert_eq!(told.organisations.value, i64::try_from(organisations.len()).ok());
            for group in &told.sectors {
                let own: Vec<_> =
                    rows.iter().filter(|post| post.draft.sector.as_str() == group.value).collect();
                assert_eq!(group.posts.value, i64::try_from(own.len()).ok());
                let mut by: BTreeMap<(Network, &str), u64> = BTreeMap::new();
                own.iter().for_each(|post| {
                    *by.entry((post.draft.network, &post.draft.author.native_id)).or_default() += 1
                });
                let capped =
                    by.iter().map(|((_, id), count)| if id.is_empty() { *count } else { (*count).min(3) });
                assert_eq!(group.capped, capped.sum::<u64>(), "{group:?}");
            }
            assert_eq!(told.heat.0.iter().flatten().sum::<u64>(), rows.len() as u64);
            for point in &told.timeline.points {
                let span = Window::between(point.at, point.until);
                let own = rows.iter().filter(|post| span.holds(post.draft.published_at));
                assert_eq!(point.posts.value, i64::try_from(own.count()).ok());
            }
        }
    }
}

/// The list behind a figure adds up to it.
async fn adds_up(engine: &Engine, told: &Figures, figure: &Figure) {
    let drill = figure.drill.as_ref().unwrap();
    let list = figures::list(engine, &told.window, &told.filters, drill, (0, 1_000), MONDAY).await.unwrap();
    assert_eq!(list.sum, figure.value.unwrap_or(0), "{figure:?}");
    assert_eq!(list.sum, list.page.iter().map(|(_, adds)| adds).sum::<i64>());
    assert!(list.page.iter().all(|(post, _)| told.window.holds(post.published_at)));
}

#[tokio::test]
async fn every_number_opens_a_list_that_adds_up_to_it() {
    let db = crate::support::database::TestDb::sqlite().await;
    let (_folder, engine) = filled(&db).await;
    let window = week(4);
    for filters in [
        Filters::default(),
        Filters { networks: vec![Network::Mastodon, Network::Facebook], ..Filters::default() },
    ] {
        let told = ask(&engine, window, &filters).await;
        let mut all: Vec<&Figure> = vec![&told.posts, &told.authors, &told.organisations, &told.potential];
        for line in &told.networks {
            all.extend([
                &line.posts,
                &line.authors,
                &line.reactions,
                &line.comments,
                &line.shares,
                &line.views,
            ]);
        }
        all.extend(told.timeline.points.iter().map(|point| &point.posts));
        let groups = [&told.sectors, &told.tags, &told.languages, &told.media];
        all.extend(groups.into_iter().flatten().map(|group| &group.posts));
        all.extend(told.largest_organisations.iter().map(|group| &group.posts));
        all.extend(told.pairs.iter().map(|pair| &pair.posts));
        all.extend(told.top_authors.iter().map(|author| &author.posts));
        all.extend(told.happenings.iter().map(|around| &around.posts));
        assert!(all.len() > 40 && told.posts.value > Some(20), "{}", all.len());
        for figure in all {
            adds_up(&engine, &told, figure).await;
        }
        for (weekday, hours) in (0..).zip(told.heat.0) {
            for (hour, count) in (0..).zip(hours).filter(|(_, count)| *count > 0) {
                let drill =
                    Drill { weekday_hour: Some((weekday, hour)), only: Only::Posts, ..Drill::default() };
                let list = figures::list(&engine, &window, &filters, &drill, (0, 0), MONDAY).await.unwrap();
                assert_eq!(list.posts, count);
            }
        }
    }
}

#[tokio::test]
async fn an_empty_window_and_an_edition_without_posts_say_nothing_rather_than_zero() {
    let db = crate::support::database::TestDb::sqlite().await;
    let (_folder, engine) = filled(&db).await;
    let backwards = Window::between(MONDAY, Timestamp(MONDAY.0 - 1));
    let before = Window::between(Timestamp(0), Timestamp(1_000_000));
    for window in [backwards, before] {
        let told = ask(&engine, window, &Filters::default()).await;
        assert_eq!(told.posts.value, Some(0), "posts are counted");
        assert_eq!(
            (told.potential.value, told.estimated_high.value),
            (None, None),
            "nobody told an audience"
        );
        assert!(told.networks.is_empty() && told.top_posts.is_empty());
    }
}
