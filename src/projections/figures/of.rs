//! The answer to a window and its filters.

use std::collections::HashSet;

use anyhow::Context;
use hashwall_index::{AroundOne, Engine, Figured, Figuring, TopDocument, WriterLine};

use super::asked::figuring;
use super::group::{group, network_figures, point, posts};
use super::steps::bounds;
use crate::domain::figures::{
    AUTHOR_CAP, Around, Coverage, Drill, Estimate, Figure, Figures, Filters, Formula, Heat, Only, Pair,
    Point, Step, Timeline, TopAuthor, TopPost, Window,
};
use crate::domain::network::Network;
use crate::domain::public::PublicPost;
use crate::domain::sector::Sector;
use crate::domain::time::Timestamp;

/// Lines of each list.
pub const TOPS: usize = 25;
/// Posts count as around a happening from so long before it begins, µs.
const BEFORE: i64 = 3_600_000_000;
/// … until so long after it ends, µs.
const AFTER: i64 = 3 * 3_600_000_000;
/// Characters of a text that stand for a headline.
const HEADLINE: usize = 120;

/// Answers a window and its filters. An empty window is answered with nothing counted. `now` is for a theme that speaks of
/// relative days.
///
/// # Errors
/// The index cannot be read.
pub async fn of(
    index: &Engine,
    window: &Window,
    filters: &Filters,
    estimate: &Estimate,
    now: Timestamp,
) -> anyhow::Result<Figures> {
    let (step, bounds) = bounds(*window);
    let asked = Figuring {
        bounds: bounds.clone(),
        around: Some((BEFORE, AFTER)),
        cap: u32::try_from(AUTHOR_CAP).unwrap_or(u32::MAX),
        tops: TOPS,
        ..figuring(window, filters, now)
    };
    let figured = if window.is_empty() {
        Figured { position: index.position(), ..Figured::default() }
    } else {
        let index = index.clone();
        tokio::task::spawn_blocking(move || index.figures(&asked))
            .await
            .context("summing up was interrupted")?
            .context("figures of the public index")?
    };
    Ok(told(figured, *window, filters.clone(), estimate, (step, &bounds)))
}

/// Decodes what the first question would otherwise wait for.
///
/// # Errors
/// The index cannot be read.
pub async fn warm(index: &Engine) -> anyhow::Result<()> {
    let index = index.clone();
    // A window in which nothing is: the columns are decoded, nothing is summed up.
    let nothing = Figuring { since: Some(0), until: Some(0), ..Figuring::default() };
    tokio::task::spawn_blocking(move || index.figures(&nothing)).await??;
    Ok(())
}

fn told(
    figured: Figured,
    window: Window,
    filters: Filters,
    estimate: &Estimate,
    (step, bounds): (Step, &[i64]),
) -> Figures {
    let all = figured.documents;
    let only = |only| Some(Drill { only, ..Drill::default() });
    let covered = Coverage { told: figured.covered, of: all };
    let mut potential = Figure::exact(Formula::PotentialReach, 0, covered, only(Only::Followers));
    potential.value = figured.followers.value();
    let estimated = |v: f64| {
        let mut figure = Figure::exact(Formula::EstimatedReach, 0, covered, only(Only::Followers));
        // Whole people; followers are bounded far below where a float would lose one.
        figure.value = potential.value.map(|reach| (reach as f64 * v).round() as i64);
        figure
    };
    let mut networks: Vec<_> = figured
        .networks
        .iter()
        .filter_map(|(name, cell, authors)| Some(network_figures(name.parse().ok()?, cell, *authors)))
        .collect();
    networks.sort_by_key(|line| place(line.network));
    let mut sectors: Vec<_> = figured
        .sectors
        .into_iter()
        .map(|counted| group(counted, |value| Drill { sector: value.parse().ok(), ..Drill::default() }))
        .collect();
    sectors.sort_by_key(|group| Sector::ALL.iter().position(|sector| sector.as_str() == group.value));
    let points = bounds.windows(2).zip(figured.points).map(|(span, cells)| {
        let [at, until] = [span[0], span[1]].map(Timestamp);
        let mut networks: Vec<_> =
            cells.iter().filter_map(|(name, cell)| Some(point(name.parse().ok()?, cell))).collect();
        networks.sort_by_key(|line| place(line.network));
        let count = cells.iter().map(|(_, cell)| cell.documents).sum();
        let drill = Drill { between: Some((at, until)), ..Drill::default() };
        Point { at, until, posts: posts(count, drill), networks }
    });
    Figures {
        window,
        filters,
        position: figured.position,
        posts: posts(all, Drill::default()),
        authors: Figure::exact(
            Formula::Authors,
            figured.writers,
            Coverage { told: figured.written, of: all },
            only(Only::Authors),
        ),
        organisations: Figure::exact(
            Formula::Organisations,
            figured.organisations,
            Coverage { told: figured.organised, of: all },
            only(Only::Organisations),
        ),
        covered_authors: figured.followers.told,
        estimated_low: estimated(estimate.v_low),
        estimated_high: estimated(estimate.v_high),
        potential,
        v: (estimate.v_low, estimate.v_high),
        v_source: estimate.source.clone(),
        engagement: figured.engagement.value(),
        networks,
        timeline: Timeline { step, points: points.collect() },
        sectors,
        largest_organisations: groups(figured.top_organisations, |value| Drill {
            organisation: Some(value.to_owned()),
            ..Drill::default()
        }),
        tags: groups(figured.top_tags, |value| Drill { tags: vec![value.to_owned()], ..Drill::default() }),
        pairs: figured
            .pairs
            .into_iter()
            .map(|pair| {
                let tags = vec![pair.one.clone(), pair.other.clone()];
                let posts = posts(pair.documents, Drill { tags, ..Drill::default() });
                Pair { one: pair.one, other: pair.other, posts }
            })
            .collect(),
        top_posts: figured.top_documents.into_iter().filter_map(top_post).collect(),
        top_authors: figured.top_writers.into_iter().filter_map(top_author).collect(),
        happenings: happenings(figured.around),
        heat: Heat(figured.heat),
        languages: groups(figured.languages, |value| Drill {
            language: Some(value.to_owned()),
            ..Drill::default()
        }),
        media: groups(figured.media, |value| Drill { media: Some(value.to_owned()), ..Drill::default() }),
    }
}

fn groups(
    counted: Vec<hashwall_index::Counted>,
    drill: impl Fn(&str) -> Drill,
) -> Vec<crate::domain::figures::Group> {
    counted.into_iter().map(|counted| group(counted, &drill)).collect()
}

fn place(network: Network) -> Option<usize> {
    Network::ALL.iter().position(|known| *known == network)
}

/// A document of another shape than ours is left out of a list: a rebuild of the index mends it.
fn decoded(stored: &[u8]) -> Option<PublicPost> {
    match serde_json::from_slice(stored) {
        Ok(post) => Some(post),
        Err(error) => {
            tracing::error!(%error, "a document of the public index cannot be read");
            None
        }
    }
}

/// The headline of a post, or its first words.
fn headline(post: &PublicPost) -> String {
    match post.title.as_deref().filter(|title| !title.is_empty()) {
        Some(title) => title.to_owned(),
        None => {
            let words = post.text.split_whitespace().collect::<Vec<_>>().join(" ");
            let cut: String = words.chars().take(HEADLINE).collect();
            if cut.len() < words.len() { format!("{}…", cut.trim_end()) } else { cut }
        }
    }
}

fn top_post(document: TopDocument) -> Option<TopPost> {
    let post = decoded(&document.stored)?;
    let [reactions, comments, shares, views] = document.counts;
    Some(TopPost {
        title: headline(&post),
        id: post.id,
        network: post.network,
        author: if post.author.is_empty() { post.handle } else { post.author },
        organisation: post.organisation,
        published_at: post.published_at,
        engagement: document.engagement,
        reactions,
        comments,
        shares,
        views,
        fetched_at: document.fetched.map(Timestamp),
    })
}

fn top_author(line: WriterLine) -> Option<TopAuthor> {
    let post = decoded(&line.latest)?;
    let drill = Drill { author: Some(line.writer.clone()), ..Drill::default() };
    Some(TopAuthor {
        key: line.writer,
        name: if post.author.is_empty() { post.handle } else { post.author },
        network: post.network,
        organisation: post.organisation,
        sector: post.sector,
        posts: posts(line.documents, drill),
        followers: line.followers.and_then(|followers| u64::try_from(followers).ok()),
        engagement: line.engagement.value(),
    })
}

/// The same entry out of two calendars is one.
fn happenings(around: Vec<AroundOne>) -> Vec<Around> {
    let mut seen = HashSet::new();
    let once = around.into_iter().filter_map(|around| {
        let post = decoded(&around.stored)?;
        let uid = post.happening.as_ref().map(|happening| happening.uid.clone()).unwrap_or_default();
        let is_new = uid.is_empty() || seen.insert((uid, around.starts));
        is_new.then(|| happening(&around, post))
    });
    once.collect()
}

fn happening(around: &AroundOne, post: PublicPost) -> Around {
    let between = (around.starts.saturating_sub(BEFORE), around.ends.saturating_add(AFTER));
    let drill = Drill {
        between: Some((Timestamp(between.0), Timestamp(between.1))),
        without_happenings: true,
        ..Drill::default()
    };
    let mut figure = posts(around.documents, drill);
    (figure.formula, figure.version) = (Formula::Around, Formula::Around.version());
    Around {
        title: headline(&post),
        by_organisation: post.organisation.as_deref() == Some(post.author.as_str()),
        id: post.id,
        begins: Timestamp(around.starts),
        ends: Timestamp(around.ends),
        posts: figure,
    }
}
