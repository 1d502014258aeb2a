//! `GET /kalender/{id}`: one happening with its own wall; `/kalender/{id}.ics`, the same for a visitor's calendar.

use std::time::Duration;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use hashwall_index::{Filter, Search};

use super::facts::{Badge, badges, title};
use super::snapshot::{Entry, entry};
use super::{file, words};
use crate::domain::happening::Happening;
use crate::domain::public::PublicPost;
use crate::web::error::{WebError, html};
use crate::web::page::Page;
use crate::web::public::card::{Card, Place, beginning};
use crate::web::public::posts::{self, Posts};
use crate::web::public::widget::share::Share;
use crate::web::state::PublicState;

/// People write about something before it begins …
const BEFORE: Duration = Duration::from_secs(2 * 86_400);
/// … and after it.
const AFTER: Duration = Duration::from_secs(3 * 86_400);
/// Posts on its wall.
const POSTS: usize = 24;
/// Words of its title that its posts are searched by, where nothing better tells them.
const WORDS: usize = 6;

#[derive(Template)]
#[template(path = "happening.html")]
struct HappeningPage<'a> {
    page: &'a Page,
    post: &'a PublicPost,
    happening: &'a Happening,
    title: String,
    badges: Vec<Badge>,
    posts: Posts,
    /// What the wall is made of, for people: a hashtag, an organisation, words.
    about: String,
    seq: u64,
}

/// The handler.
///
/// # Errors
/// No such happening among the approved, or the index cannot be read.
pub async fn show(
    State(state): State<PublicState>,
    page: Page,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    let (id, is_file) = match id.strip_suffix(".ics") {
        Some(id) => (id, true),
        None => (id.as_str(), false),
    };
    let seq = state.live.position();
    let found = entry(posts::get(&state.index, id).await?).ok_or(WebError::NotFound)?;
    if is_file {
        return Ok(file::one(&page, &found));
    }
    let (search, about) = wall(&page, &found);
    let mut posts = posts::find(&state.index, search).await?;
    posts.found.retain(|other| other.post.id != found.post.id);
    let template = HappeningPage {
        page: &page,
        title: title(&page, &found.post),
        badges: badges(&page, &found.happening),
        post: &found.post,
        happening: &found.happening,
        posts,
        about,
        seq,
    };
    Ok(html(&template)?.into_response())
}

/// Its wall: posts from around its time with its own hashtag; without one those of who invites; else those with the
/// words of its title.
fn wall(page: &Page, entry: &Entry) -> (Search, String) {
    let (post, happening) = (&entry.post, &entry.happening);
    let mut search = Search {
        since: Some(happening.start.minus(BEFORE).0),
        until: Some(happening.ends().plus(AFTER).0),
        // Itself is left out.
        limit: POSTS + 1,
        ..Search::default()
    };
    let own = |folded: &str| page.site.hashtags.iter().any(|tag| tag.folded == folded);
    let tags: Vec<_> = post.hashtags.iter().filter(|tag| !own(&tag.folded)).collect();
    if !tags.is_empty() {
        let any_of = tags.iter().map(|tag| tag.folded.clone()).collect();
        search.filters.push(Filter { field: "tag", any_of });
        let tags: Vec<String> = tags.iter().map(|tag| format!("#{}", tag.written)).collect();
        return (search, tags.join(", "));
    }
    if let Some(organisation) = &post.organisation {
        search.filters.push(Filter { field: "organisation", any_of: vec![organisation.clone()] });
        return (search, organisation.clone());
    }
    let title = title(page, post);
    let words: Vec<&str> = title
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 3)
        .take(WORDS)
        .collect();
    // Nothing to go by: the posts of its time.
    search.text = words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" OR ");
    (search, words.join(", "))
}

impl<'a> HappeningPage<'a> {
    fn cards(&self) -> impl Iterator<Item = Card<'_>> {
        self.posts.found.iter().take(POSTS).map(|found| Card::new(self.page, &found.post, "", Place::List))
    }

    fn when(&self) -> String {
        words::when(self.page, self.happening)
    }

    fn machine(&self) -> String {
        words::machine(self.page, self.happening)
    }

    fn who(&self) -> &str {
        [
            self.happening.organiser.as_str(),
            self.post.organisation.as_deref().unwrap_or_default(),
            &self.post.author,
        ]
        .into_iter()
        .find(|name| !name.is_empty())
        .unwrap_or_default()
    }

    fn web<'b>(&self, address: &'b str) -> Option<&'b str> {
        let is_web = address.starts_with("https://") || address.starts_with("http://");
        is_web.then_some(address)
    }

    fn warning(&self) -> Option<&str> {
        self.post.warning.as_deref().map(str::trim).filter(|warning| !warning.is_empty())
    }

    fn description(&self) -> String {
        match self.warning() {
            Some(warning) => self.page.text_with("card-warning", "warning", warning),
            None => format!("{}. {}", self.when(), beginning(&self.post.text, 160)),
        }
    }

    fn address(&self) -> String {
        self.page.absolute(&format!("/kalender/{}", self.post.id))
    }

    fn file_href(&self) -> String {
        self.page.href(format!("/kalender/{}.ics", self.post.id))
    }

    fn permalink(&self) -> String {
        self.page.href(format!("/opslag/{}", self.post.id))
    }

    fn day_href(&self) -> String {
        self.page.href(format!("/kalender?dag={}", words::date(self.happening.start)))
    }

    fn share(&self) -> Share {
        Share::of_happening(self.page, self.post, &self.title, &self.address())
    }

    fn live_href(&self) -> String {
        self.page.href(format!("/live?efter={}", self.seq))
    }
}
