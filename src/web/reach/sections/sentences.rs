//! The main points in sentences that a communicator can send on as they stand.

use super::answer::Answer;
use crate::web::i18n::text_with;
use crate::web::numbers;
use crate::web::page::Page;

/// The sentences; one alone where there are no posts.
pub fn sentences(page: &Page, answer: &Answer) -> Vec<String> {
    let figures = &answer.figures;
    let whole = |value: Option<i64>| value.map(|value| numbers::whole(page.language, value));
    let posts = figures.posts.value.unwrap_or_default();
    let when = answer.asked.said(page);
    if posts == 0 {
        return vec![page.text_with("say-nothing", "when", when)];
    }
    let mut said = vec![text_with(
        page.language,
        "say-posts",
        &[
            ("when", when.into()),
            ("count", posts.into()),
            ("posts", numbers::whole(page.language, posts).into()),
            ("hashtag", page.hashtag().into()),
            ("writers", figures.authors.value.unwrap_or_default().into()),
            ("authors", whole(figures.authors.value).unwrap_or_default().into()),
        ],
    )];
    if let Some((year, _, before)) = &answer.before
        && let Some(last) = before.posts.value.filter(|last| *last > 0)
        && let Some(change) = numbers::change(page.language, posts, last)
    {
        said.push(text_with(
            page.language,
            if posts >= last { "say-more" } else { "say-less" },
            &[
                ("change", change.trim_start_matches(['+', '−']).to_owned().into()),
                ("year", year.to_string().into()),
                ("before", numbers::whole(page.language, last).into()),
            ],
        ));
    }
    if let Some(count) = figures.organisations.value.filter(|count| *count > 0) {
        let values =
            [("count", count.into()), ("organisations", numbers::whole(page.language, count).into())];
        said.push(text_with(page.language, "say-organisations", &values));
    }
    if let Some(potential) = whole(figures.potential.value) {
        let coverage = figures.potential.coverage;
        let values = [
            ("potential", potential.into()),
            ("coverage", numbers::share(page, coverage.told, coverage.of).into()),
        ];
        said.push(text_with(page.language, "say-potential", &values));
    }
    if let Some((low, high)) = whole(figures.estimated_low.value).zip(whole(figures.estimated_high.value)) {
        let values = [("low", low.into()), ("high", high.into())];
        said.push(text_with(page.language, "say-estimated", &values));
    }
    if let Some(first) = figures.networks.iter().max_by_key(|network| network.posts.value) {
        let number = first.posts.value.and_then(|number| u64::try_from(number).ok()).unwrap_or_default();
        let values = [
            ("network", page.word("network", first.network.as_str()).into()),
            ("share", numbers::share(page, number, u64::try_from(posts).unwrap_or_default()).into()),
        ];
        said.push(text_with(page.language, "say-network", &values));
    }
    said
}
