//! The whole paper: which sections, in which order, for whom.

use super::answer::{Answer, Voice};
use super::{groups, headline, house, networks, people, sentences, time};
use crate::web::page::Page;
use crate::web::reach::paper::{Paper, Section};

/// Written from an answer.
pub fn paper(page: &Page, answer: &Answer, voice: Voice) -> Paper {
    let days = answer.asked.words(page);
    let empty = answer.figures.posts.value.unwrap_or_default() == 0;
    let mut sections = vec![headline::section(page, answer, voice)];
    let of_posts: [fn(&Page, &Answer, Voice) -> Section; 6] = [
        time::timeline,
        networks::section,
        groups::sectors,
        groups::organisations,
        groups::tags,
        time::hours,
    ];
    if !empty {
        sections.extend(of_posts.map(|write| write(page, answer, voice)));
        if voice != Voice::Public {
            sections.push(people::posts(page, answer, voice));
            sections.push(people::authors(page, answer, voice));
        }
        if !answer.figures.happenings.is_empty() {
            sections.push(people::happenings(page, answer, voice));
        }
        sections.push(groups::kinds(page, answer, voice));
    }
    if voice != Voice::Public {
        sections.push(house::measured(page, answer, voice));
        sections.extend(house::own(page, answer, voice));
        sections.extend(house::moderation(page, answer, voice));
    }
    let as_of = page.text_with("reach-as-of", "moment", page.moment(&answer.as_of));
    let mut notes = vec![as_of, page.text("reach-no-extra")];
    if voice == Voice::Pseudonyms {
        notes.push(page.text("reach-pseudonyms"));
    }
    Paper {
        title: page.text_with("reach-title", "site", &page.site.title),
        sentences: sentences::sentences(page, answer),
        days,
        filters: answer.asked.narrowed(page),
        notes,
        as_of: answer.as_of,
        sections,
    }
}
