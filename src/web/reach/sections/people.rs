//! Posts and authors that stand out, and happenings with the posts around them.

use super::answer::{Answer, Faces, Voice};
use super::shared::{cell, definition, link};
use crate::domain::figures::{Formula, TopPost};
use crate::web::page::Page;
use crate::web::reach::chart::Kind;
use crate::web::reach::paper::{Part, Section};
use crate::web::reach::table::{Cell, Table};

/// Posts with the most engagement, each network by itself.
pub fn posts(page: &Page, answer: &Answer, voice: Voice) -> Section {
    let faces = Faces::of(page, voice, &answer.figures);
    let heads = [
        "reach-post",
        "reach-author",
        "reach-network",
        "formula-reactions",
        "formula-comments",
        "formula-shares",
        "formula-views",
        "reach-written",
        "reach-fetched",
    ];
    let mut table =
        Table::of(page, "top-posts", "reach-top-posts", &heads).words_in(&[1, 2, 7, 8]).of_posts();
    for post in &answer.figures.top_posts {
        let href = (voice == Voice::Desk).then(|| page.href(format!("/opslag/{}", post.id.0)));
        table.push(
            vec![
                Cell::Text(title(page, voice, post)),
                Cell::Text(author(&faces, post)),
                Cell::Text(page.word("network", post.network.as_str())),
                Cell::told(post.reactions),
                Cell::told(post.comments),
                Cell::told(post.shares),
                Cell::told(post.views),
                Cell::Moment(post.published_at),
                Cell::moment(post.fetched_at),
            ],
            href,
        );
    }
    Section {
        id: "opslag",
        title: page.text("reach-top-posts"),
        figures: Vec::new(),
        parts: vec![Part::plain(table)],
        definition: page.text("reach-top-posts-definition"),
    }
}

/// A person's words would name the person, wherever the person works; an organisation's own may stand.
fn title(page: &Page, voice: Voice, post: &TopPost) -> String {
    let is_organisation = post.organisation.as_deref() == Some(post.author.as_str());
    if (voice.names() || is_organisation) && !post.title.is_empty() {
        post.title.clone()
    } else if voice.names() {
        page.text("reach-untitled")
    } else {
        page.text("reach-withheld")
    }
}

fn author(faces: &Faces<'_>, post: &TopPost) -> String {
    let name = faces.name(post.network, &post.author);
    match &post.organisation {
        Some(organisation) if *organisation != post.author => format!("{name}, {organisation}"),
        Some(organisation) => organisation.clone(),
        None => name,
    }
}

/// Authors with the most posts.
pub fn authors(page: &Page, answer: &Answer, voice: Voice) -> Section {
    let faces = Faces::of(page, voice, &answer.figures);
    let heads = [
        "reach-author",
        "reach-network",
        "reach-organisation",
        "formula-posts",
        "reach-engagement-one",
        "reach-followers",
    ];
    let mut table = Table::of(page, "top-authors", "reach-top-authors", &heads).words_in(&[1, 2]);
    for author in &answer.figures.top_authors {
        let is_organisation = author.organisation.as_deref() == Some(author.name.as_str());
        let name =
            if is_organisation { author.name.clone() } else { faces.name(author.network, &author.name) };
        table.push(
            vec![
                Cell::Text(name),
                Cell::Text(page.word("network", author.network.as_str())),
                author.organisation.clone().map_or(Cell::Nothing, Cell::Text),
                cell(&author.posts),
                Cell::told(author.engagement),
                author.followers.map_or(Cell::NotTold, Cell::counted),
            ],
            link(page, answer, voice, &author.posts),
        );
    }
    Section {
        id: "forfattere",
        title: page.text("reach-top-authors"),
        figures: Vec::new(),
        parts: vec![Part::plain(table)],
        definition: page.text("reach-top-authors-definition"),
    }
}

/// Happenings.
pub fn happenings(page: &Page, answer: &Answer, voice: Voice) -> Section {
    let heads = ["reach-happening", "formula-posts", "reach-begins"];
    let mut table = Table::of(page, "happenings", "reach-happenings", &heads).words_in(&[2]);
    for (place, around) in answer.figures.happenings.iter().enumerate() {
        // A headline that a person wrote may name somebody: "Morgenkaffe med Lone Kjær".
        let title = if voice.names() || around.by_organisation {
            around.title.clone()
        } else {
            page.text_with("reach-happening-number", "number", (place + 1).to_string())
        };
        table.push(
            vec![Cell::Text(title), cell(&around.posts), Cell::Moment(around.begins)],
            link(page, answer, voice, &around.posts),
        );
    }
    Section {
        id: "arrangementer",
        title: page.text("reach-happenings"),
        figures: Vec::new(),
        parts: vec![Part::drawn(Kind::Bars, table)],
        definition: definition(page, Formula::Around),
    }
}
