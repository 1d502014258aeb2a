//! Posts by what they have in common: sectors, organisations, hashtags, languages, media.

use super::answer::{Answer, Voice};
use super::shared::{cell, definition, link, version};
use crate::domain::figures::{Formula, Group};
use crate::web::page::Page;
use crate::web::reach::asked::language;
use crate::web::reach::chart::Kind;
use crate::web::reach::paper::{Part, Section};
use crate::web::reach::table::{Cell, Table};

const HEADS: [&str; 7] = [
    "reach-name",
    "formula-posts",
    "reach-share",
    "reach-engagement-share",
    "formula-authors",
    "formula-author-capped",
    "reach-largest-author",
];

/// A group's row: its posts, its part of the conversation, and whether one account dominates.
fn row(answer: &Answer, name: String, group: &Group) -> Vec<Cell> {
    let posts = number(group);
    let engagement = match (group.engagement, answer.figures.engagement) {
        (Some(part), Some(all)) => match (u64::try_from(part), u64::try_from(all)) {
            (Ok(part), Ok(all)) => Cell::Share(part, all),
            _ => Cell::NotTold,
        },
        _ => Cell::NotTold,
    };
    vec![
        Cell::Text(name),
        cell(&group.posts),
        Cell::Share(posts, all(answer)),
        engagement,
        Cell::counted(group.authors),
        Cell::counted(group.capped),
        Cell::Share(group.largest_author, posts),
    ]
}

fn number(group: &Group) -> u64 {
    group.posts.value.and_then(|value| u64::try_from(value).ok()).unwrap_or_default()
}

fn all(answer: &Answer) -> u64 {
    answer.figures.posts.value.and_then(|value| u64::try_from(value).ok()).unwrap_or_default()
}

fn voices(page: &Page) -> String {
    [
        definition(page, Formula::ShareOfVoice),
        definition(page, Formula::AuthorCapped),
        page.text("reach-largest-author-definition"),
        version(page, Formula::AuthorCapped, Formula::AuthorCapped.version()),
    ]
    .join(" ")
}

/// Sectors.
pub fn sectors(page: &Page, answer: &Answer, voice: Voice) -> Section {
    let mut table = Table::of(page, "sectors", "reach-sectors", &HEADS);
    for group in &answer.figures.sectors {
        table.push(
            row(answer, page.word("sector", &group.value), group),
            link(page, answer, voice, &group.posts),
        );
    }
    Section {
        id: "sektorer",
        title: page.text("reach-sectors"),
        figures: Vec::new(),
        parts: vec![Part::drawn(Kind::Bars, table)],
        definition: voices(page),
    }
}

/// Organisations, and the same with a cap on each author.
pub fn organisations(page: &Page, answer: &Answer, voice: Voice) -> Section {
    let mut table = Table::of(page, "organisations", "reach-organisations", &HEADS);
    let named = |group: &Group| {
        if group.value.is_empty() { page.text("reach-no-organisation") } else { group.value.clone() }
    };
    for group in &answer.figures.largest_organisations {
        table.push(row(answer, named(group), group), link(page, answer, voice, &group.posts));
    }
    let mut capped = Table::of(
        page,
        "organisations-capped",
        "reach-organisations-capped",
        &["reach-name", "formula-author-capped", "formula-posts"],
    );
    let mut order: Vec<&Group> = answer.figures.largest_organisations.iter().collect();
    order.sort_by(|a, b| b.capped.cmp(&a.capped).then_with(|| a.value.cmp(&b.value)));
    for group in order {
        capped.push(vec![Cell::Text(named(group)), Cell::counted(group.capped), cell(&group.posts)], None);
    }
    Section {
        id: "organisationer",
        title: page.text("reach-organisations"),
        figures: Vec::new(),
        parts: vec![
            Part::drawn(Kind::Bars, table),
            Part::drawn(Kind::Bars, capped).noted(definition(page, Formula::AuthorCapped)),
        ],
        definition: voices(page),
    }
}

/// Hashtags, and those that travel together.
pub fn tags(page: &Page, answer: &Answer, voice: Voice) -> Section {
    let heads = ["reach-hashtag", "formula-posts", "reach-share", "formula-authors"];
    let mut table = Table::of(page, "tags", "reach-tags", &heads);
    for group in &answer.figures.tags {
        table.push(
            vec![
                Cell::Text(format!("#{}", group.value)),
                cell(&group.posts),
                Cell::Share(number(group), all(answer)),
                Cell::counted(group.authors),
            ],
            link(page, answer, voice, &group.posts),
        );
    }
    let mut pairs = Table::of(page, "tag-pairs", "reach-pairs", &["reach-hashtags", "formula-posts"]);
    for pair in &answer.figures.pairs {
        pairs.push(
            vec![Cell::Text(format!("#{} + #{}", pair.one, pair.other)), cell(&pair.posts)],
            link(page, answer, voice, &pair.posts),
        );
    }
    Section {
        id: "emner",
        title: page.text("reach-tags"),
        figures: Vec::new(),
        parts: vec![Part::drawn(Kind::Bars, table), Part::drawn(Kind::Bars, pairs)],
        definition: page.text("reach-tags-definition"),
    }
}

/// Languages and kinds of media.
pub fn kinds(page: &Page, answer: &Answer, voice: Voice) -> Section {
    let plain = |id: &'static str, title: &str, groups: &[Group], name: &dyn Fn(&str) -> String| {
        let mut table = Table::of(page, id, title, &["reach-name", "formula-posts", "reach-share"]);
        for group in groups {
            let cells = vec![
                Cell::Text(name(&group.value)),
                cell(&group.posts),
                Cell::Share(number(group), all(answer)),
            ];
            table.push(cells, link(page, answer, voice, &group.posts));
        }
        Part::drawn(Kind::Bars, table)
    };
    let languages =
        plain("languages", "reach-languages", &answer.figures.languages, &|code| language(page, code));
    let media = plain("media", "reach-media", &answer.figures.media, &|kind| match kind {
        "" => page.text("reach-media-none"),
        kind => page.word("reach-media", kind),
    });
    Section {
        id: "slags",
        title: page.text("reach-kinds"),
        figures: Vec::new(),
        parts: vec![languages, media],
        definition: page.text("reach-kinds-definition"),
    }
}
