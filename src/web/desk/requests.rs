//! `GET /anmodninger`: what people outside ask for, oldest first, with its age; `POST /anmodninger/svar`: the answer.

use std::collections::HashMap;
use std::time::Duration;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use super::cpr;
use super::form::Fields;
use super::menu::Menu;
use super::problem::Problem;
use super::review::actor;
use crate::domain::post::{Post, PostId, State as PostState};
use crate::domain::reason::{Reason, Use};
use crate::domain::request::{Answered, Outcome, Request};
use crate::domain::user::User;
use crate::moderate::personal_number;
use crate::projections::media::picture_url;
use crate::store::db::StoreError;
use crate::store::requests::Answer;
use crate::store::{moderation, posts, reasons, receipts, requests};
use crate::web::error::html;
use crate::web::i18n::text_with;
use crate::web::page::Page;
use crate::web::public::card::beginning;
use crate::web::state::WebState;

/// Requests on one page.
const PAGE: u32 = 100;
/// Characters of a post that are shown.
const EXCERPT: usize = 1_200;
/// Characters of an answer.
const LONGEST_ANSWER: usize = 1_000;

#[derive(Template)]
#[template(path = "desk/requests.html")]
struct RequestsPage<'a> {
    page: &'a Page,
    menu: Menu,
    /// The answered ones are listed.
    done: bool,
    waiting: usize,
    lines: Vec<Line<'a>>,
    reasons: Vec<Reason>,
}

/// A request with the post it is about.
struct Line<'a> {
    page: &'a Page,
    request: Request,
    post: Option<Post>,
    age: Duration,
    overdue: bool,
    receipt: Option<u64>,
}

/// `GET /anmodninger`; `?vis=besvarede` lists those that were answered.
///
/// # Errors
/// Database.
pub async fn show(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
) -> Result<Response, Problem> {
    let done = page.parameter("vis") == "besvarede";
    let (waiting, _) = requests::waiting(&state.db).await?;
    let found = if done {
        requests::answered(&state.db, PAGE).await?
    } else {
        requests::open(&state.db, PAGE).await?
    };
    let ids: Vec<PostId> = found.iter().map(|request| request.asked.post.clone()).collect();
    let shown: HashMap<PostId, Post> =
        posts::load(&state.db, &ids).await?.into_iter().map(|post| (post.id.clone(), post)).collect();
    let within = state.settings.takedown.answer_within;
    let mut lines = Vec::new();
    for request in found {
        let until = request.answered.as_ref().map_or(page.now, |answered| answered.at);
        let age = until.since(request.at);
        let removed = request.answered.as_ref().is_some_and(|answered| answered.outcome == Outcome::Removed);
        let receipt = if removed { receipts::of_post(&state.db, &request.asked.post).await? } else { None };
        lines.push(Line {
            post: shown.get(&request.asked.post).cloned(),
            receipt: receipt.map(|receipt| receipt.number),
            overdue: age > within,
            page: &page,
            request,
            age,
        });
    }
    let template = RequestsPage {
        menu: Menu::of(user),
        waiting: usize::try_from(waiting).unwrap_or(usize::MAX),
        reasons: reasons::active(&state.db).await?,
        page: &page,
        done,
        lines,
    };
    Ok(html(&template)?.into_response())
}

/// `POST /anmodninger/svar`.
///
/// # Errors
/// A form that makes no sense; a request answered meanwhile, a post edited meanwhile; database.
pub async fn answer(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
    fields: Fields,
) -> Result<Response, Problem> {
    let number = fields.get("nummer").parse().map_err(|_| Problem::Form("form-request"))?;
    let outcome: Outcome = fields.get("svar").parse().map_err(|_| Problem::Form("form-no-answer"))?;
    let reason = fields.text("grund");
    let known = reasons::active(&state.db).await?;
    if reason.is_some_and(|reason| known.iter().all(|one| one.key != reason)) {
        return Err(Problem::Form("form-unknown-reason"));
    }
    if reason.is_none() && matches!(outcome, Outcome::Removed | Outcome::Hidden) {
        return Err(Problem::Form("form-no-reason"));
    }
    let words = fields.get("ord").trim();
    if words.chars().count() > LONGEST_ANSWER {
        return Err(Problem::Form("form-long-reason"));
    }
    let mut seen = fields.text("set").map(str::to_owned);
    let mut confirmed = false;
    if outcome == Outcome::Shown
        && let Some(post) = post_of(&state, number).await?
    {
        if post.state != PostState::Approved && personal_number::is_in(&post.draft, page.now) {
            if fields.get("cpr") != "bekraeftet" {
                return Err(Problem::Form("form-personal-number"));
            }
            confirmed = true;
        }
        // What the page had is what is looked at here, and that is what is shown again. Also of what everybody sees now:
        // if it is hidden before the answer is written, nobody has looked for a number in it.
        if let Some(had) = seen.replace(moderation::as_seen(&post)) {
            moderation::still(&had, &post, PostState::Approved).map_err(StoreError::from)?;
        }
    }
    let given = Answer { number, outcome, reason, words, seen: seen.as_deref(), confirmed };
    requests::answer(&state.db, &given, &format!("user:{}", user.name), page.now).await?;
    Ok(Redirect::to(&page.href("/anmodninger")).into_response())
}

/// The post a request is about.
async fn post_of(state: &WebState, number: u64) -> Result<Option<Post>, Problem> {
    let Some(post) = requests::post_of(&state.db, number).await? else { return Ok(None) };
    Ok(posts::load(&state.db, &[post]).await?.pop())
}

impl RequestsPage<'_> {
    fn removing(&self) -> Vec<(&str, &str)> {
        let language = self.page.language.as_str();
        self.reasons.iter().map(|reason| (reason.key.as_str(), reason.label.of(language))).collect()
    }

    /// What most removals of a request are for.
    fn likely(&self, line: &Line<'_>, key: &str) -> bool {
        let claim = line.request.asked.claim.as_str();
        matches!((claim, key), ("author", "author-request") | ("pictured", "depicted-request"))
            && self.reasons.iter().any(|reason| reason.key == key && reason.use_for.covers(Use::Remove))
    }
}

impl Line<'_> {
    fn age(&self) -> String {
        age(self.page, self.age)
    }

    fn outcomes(&self) -> Vec<(&'static str, String)> {
        // With nothing to decide on there is one thing to say.
        let outcomes =
            if self.post.is_some() { Outcome::of(self.request.asked.kind) } else { &[Outcome::Absent] };
        outcomes
            .iter()
            .map(|outcome| {
                let key = format!("answer-{}-{}", self.request.asked.kind.as_str(), outcome.as_str());
                (outcome.as_str(), self.page.text(&key))
            })
            .collect()
    }

    /// To show it again takes a confirmation that its number may be shown.
    fn confirm(&self) -> bool {
        let hidden = self.post.as_ref().filter(|post| post.state != PostState::Approved);
        hidden.is_some_and(|post| personal_number::is_in(&post.draft, self.page.now))
    }

    fn seen(&self) -> String {
        self.post.as_ref().map(moderation::as_seen).unwrap_or_default()
    }

    fn author(&self, post: &Post) -> String {
        let name = post.draft.author.name.as_str();
        if name.is_empty() { self.page.text("author-unknown") } else { cpr::hidden(name) }
    }

    /// The beginning of the post; a civil registration number is hidden.
    fn excerpt(&self, post: &Post) -> String {
        beginning(&cpr::hidden(&post.draft.text), EXCERPT)
    }

    /// Its pictures: who asks may be on one of them.
    fn pictures(&self, post: &Post) -> Vec<(String, String)> {
        post.draft
            .attachments
            .iter()
            .enumerate()
            .filter(|(_, attachment)| picture_url(attachment).is_some())
            .map(|(number, one)| (format!("/moderation/media/{}/{number}", post.id), cpr::hidden(&one.alt)))
            .collect()
    }

    fn original<'p>(&self, post: &'p Post) -> Option<&'p str> {
        Some(post.draft.url.as_str()).filter(|url| url.starts_with("http"))
    }

    fn answered_by(&self, answered: &Answered) -> String {
        let values =
            [("who", actor(self.page, &answered.by).into()), ("when", self.page.moment(&answered.at).into())];
        text_with(self.page.language, "request-answered-by", &values)
    }

    fn outcome(&self, answered: &Answered) -> String {
        self.page.word("outcome", answered.outcome.as_str())
    }
}

/// "3 timer": whole minutes, hours or days.
pub fn age(page: &Page, age: Duration) -> String {
    let minutes = usize::try_from(age.as_secs() / 60).unwrap_or(usize::MAX);
    match minutes {
        0..60 => page.count("age-minutes", &minutes),
        60..2_880 => page.count("age-hours", &(minutes / 60)),
        _ => page.count("age-days", &(minutes / 1_440)),
    }
}
