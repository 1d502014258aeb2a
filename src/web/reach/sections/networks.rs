//! Each network by itself: its own counts, over how many of its posts, fetched when.

use super::answer::{Answer, Voice};
use super::shared::{cell, definition, link, version};
use crate::domain::figures::{Figure, Formula};
use crate::web::page::Page;
use crate::web::reach::chart::Kind;
use crate::web::reach::paper::{Part, Section};
use crate::web::reach::table::{Cell, Table};

const COUNTS: [Formula; 4] = [Formula::Reactions, Formula::Comments, Formula::Shares, Formula::Views];

/// The section.
pub fn section(page: &Page, answer: &Answer, voice: Voice) -> Section {
    let all = answer.figures.posts.value.and_then(|all| u64::try_from(all).ok()).unwrap_or_default();
    let mut posts = Table::of(
        page,
        "networks",
        "reach-networks",
        &["reach-network", "formula-posts", "formula-share-of-voice", "formula-authors"],
    );
    let mut counts = Table::of(
        page,
        "engagement",
        "reach-engagement",
        &["reach-network", "formula-reactions", "formula-comments", "formula-shares", "formula-views"],
    );
    let mut working = Table::of(
        page,
        "coverage",
        "reach-working",
        &["reach-network", "reach-count", "csv-value", "reach-told", "reach-of", "csv-oldest", "csv-newest"],
    )
    .words_in(&[1, 5, 6]);
    for network in &answer.figures.networks {
        let name = || Cell::Text(page.word("network", network.network.as_str()));
        let number = network.posts.value.and_then(|posts| u64::try_from(posts).ok()).unwrap_or_default();
        posts.push(
            vec![name(), cell(&network.posts), Cell::Share(number, all), cell(&network.authors)],
            link(page, answer, voice, &network.posts),
        );
        let told: [&Figure; 4] = [&network.reactions, &network.comments, &network.shares, &network.views];
        counts.push(
            std::iter::once(name()).chain(told.iter().map(|figure| cell(figure))).collect(),
            told.iter()
                .find(|figure| figure.value.is_some())
                .and_then(|figure| link(page, answer, voice, figure)),
        );
        for (formula, figure) in COUNTS.iter().zip(told) {
            working.push(
                vec![
                    name(),
                    Cell::Text(page.text(&formula.name_key())),
                    cell(figure),
                    Cell::counted(figure.coverage.told),
                    Cell::counted(figure.coverage.of),
                    Cell::moment(figure.oldest_fetch),
                    Cell::moment(figure.newest_fetch),
                ],
                // Each count opens its own posts; what is not told has none.
                link(page, answer, voice, figure).filter(|_| figure.value.is_some()),
            );
        }
    }
    // What was told before a network stopped still stands, and says that it ends.
    let mut ended = Vec::new();
    for network in &answer.figures.networks {
        for (formula, figure) in
            COUNTS.iter().zip([&network.reactions, &network.comments, &network.shares, &network.views])
        {
            if let (Some(_), Some(since)) = (figure.value, figure.unavailable_since) {
                let name = page.word("network", network.network.as_str());
                let count = page.text(&formula.name_key());
                ended.push(format!("{name}, {count}: {}.", Cell::NotSince(since).written(page)));
            }
        }
    }
    let counts = Part::plain(counts);
    let counts = if ended.is_empty() { counts } else { counts.noted(ended.join(" ")) };
    let versions: Vec<String> =
        COUNTS.iter().map(|formula| version(page, *formula, formula.version())).collect();
    Section {
        id: "netvaerk",
        title: page.text("reach-networks"),
        figures: Vec::new(),
        parts: [
            Some(Part::drawn(Kind::Bars, posts).noted(definition(page, Formula::ShareOfVoice))),
            Some(counts),
            by_type(page, answer),
            Some(Part::plain(working).noted(versions.join(" · "))),
        ]
        .into_iter()
        .flatten()
        .collect(),
        definition: page.text("reach-networks-definition"),
    }
}

/// Reactions by type where networks tell them apart; `None` where none does. They are summed over all posts of the days: under
/// a filter they would be of other posts than the figures beside them, and are left out.
fn by_type(page: &Page, answer: &Answer) -> Option<Part> {
    if answer.kinds.is_empty() || !answer.asked.filters.is_empty() {
        return None;
    }
    let heads = ["reach-network", "reach-reaction", "formula-reactions", "reach-told"];
    let mut table = Table::of(page, "reactions-by-type", "reach-by-type", &heads).words_in(&[1]);
    for one in &answer.kinds {
        table.push(
            vec![
                Cell::Text(page.word("network", one.network.as_str())),
                Cell::Text(reaction(page, &one.kind)),
                Cell::Whole(one.sum),
                Cell::counted(one.posts),
            ],
            None,
        );
    }
    Some(Part::plain(table).noted(page.text("reach-by-type-definition")))
}

/// A type by its name, or the network's own word where we have none.
fn reaction(page: &Page, kind: &str) -> String {
    match kind {
        "like" | "love" | "wow" | "haha" | "sorry" | "anger" | "praise" | "empathy" | "interest"
        | "appreciation" | "entertainment" => page.word("reaction", kind),
        other => other.to_owned(),
    }
}
