//! `GET /raekkevidde/opslag`: the posts behind a number, and what each adds to it. What is shown adds up to the number.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Response};

use crate::domain::public::PublicPost;
use crate::domain::user::User;
use crate::projections::figures::list;
use crate::web::desk::menu::Menu;
use crate::web::desk::problem::Problem;
use crate::web::error::html;
use crate::web::i18n::text_with;
use crate::web::numbers;
use crate::web::page::{Page, encode};
use crate::web::reach::asked::Asked;
use crate::web::reach::drill;
use crate::web::reach::paper::Part;
use crate::web::reach::table::{Cell, Table};
use crate::web::state::WebState;

/// Posts on a page of the list.
const SHOWN: usize = 100;
/// Deeper than this nobody pages by hand; the export has them.
const DEEPEST: usize = 10_000;
/// Letters of a post without a headline.
const FIRST_WORDS: usize = 90;

#[derive(Template)]
#[template(path = "desk/reach_posts.html")]
struct PostsPage<'a> {
    page: &'a Page,
    menu: Menu,
    back: String,
    days: String,
    narrowed: Vec<String>,
    sum: String,
    definition: String,
    part: Part,
    shown: Option<String>,
    next: Option<String>,
}

/// The handler.
///
/// # Errors
/// An address that makes no sense, index.
pub async fn show(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
) -> Result<Response, Problem> {
    let asked = Asked::read(&page, state.settings.campaign).map_err(Problem::Form)?;
    let drill = drill::read(&page).ok_or(Problem::Form("form-filter"))?;
    let offset = match page.parameter("fra-nr") {
        "" => 0,
        text => text.parse().ok().filter(|from| *from <= DEEPEST).ok_or(Problem::Form("form-filter"))?,
    };
    let listed = list(&state.public.index, &asked.window, &asked.filters, &drill, (offset, SHOWN), page.now)
        .await
        .map_err(Problem::internal)?;
    let formula = drill.only.formula();
    let heads = ["reach-post", "reach-author", "reach-network", "reach-written", "drill-adds"];
    let mut table = Table::of(&page, "posts", "drill-title", &heads).words_in(&[1, 2, 3]).of_posts();
    for (post, adds) in &listed.page {
        let cells = vec![
            Cell::Text(first_words(&page, post)),
            Cell::Text(if post.author.is_empty() { page.text("reach-unknown") } else { post.author.clone() }),
            Cell::Text(page.word("network", post.network.as_str())),
            Cell::Moment(post.published_at),
            Cell::Whole(*adds),
        ];
        table.push(cells, Some(page.href(format!("/opslag/{}", post.id.0))));
    }
    let last = offset + listed.page.len();
    let whole = usize::try_from(listed.posts).unwrap_or(usize::MAX);
    let counted = |number: u64| numbers::counted(&page, number);
    let sum = [
        ("count", listed.posts.into()),
        ("posts", counted(listed.posts).into()),
        ("formula", page.text(&formula.name_key()).to_lowercase().into()),
        ("sum", numbers::whole(page.language, listed.sum).into()),
    ];
    let shown = (last < whole || offset > 0).then(|| {
        let from = counted(offset as u64 + 1);
        let to = counted(last as u64);
        let values = [("shown", format!("{from}–{to}").into()), ("posts", counted(listed.posts).into())];
        text_with(page.language, "drill-first", &values)
    });
    let template = PostsPage {
        menu: Menu::of(user),
        back: asked.address(&page, "/raekkevidde"),
        days: asked.words(&page),
        narrowed: asked.narrowed(&page),
        sum: text_with(page.language, "drill-sum", &sum),
        definition: page.text(&formula.definition_key()),
        part: Part::plain(table),
        shown,
        next: (last < whole && last <= DEEPEST).then(|| further(&page, last)),
        page: &page,
    };
    Ok(html(&template)?.into_response())
}

/// The headline, else how the text begins.
fn first_words(page: &Page, post: &PublicPost) -> String {
    let text = post.title.as_deref().unwrap_or(&post.text).trim();
    let mut words: String = text.chars().take(FIRST_WORDS).collect();
    if words.len() < text.len() {
        words.push('…');
    }
    if words.is_empty() { page.text("reach-untitled") } else { words }
}

/// The same list from further down.
fn further(page: &Page, from: usize) -> String {
    let mut query: Vec<(String, String)> =
        page.query().iter().filter(|(name, _)| name != "fra-nr").cloned().collect();
    query.push(("fra-nr".to_owned(), from.to_string()));
    page.href(format!("{}?{}", page.path(), encode(&query)))
}
