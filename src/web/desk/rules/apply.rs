//! `POST /regler/{id}/anvend`: judges what waits in the queue again, with the rules of now: one
//! action, which its person can take back whole.

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};

use super::dry_run::with_source;
use super::edit::find;
use crate::domain::post::State as PostState;
use crate::domain::user::User;
use crate::moderate::own::Own;
use crate::moderate::{judge, would_match};
use crate::store::knowledge;
use crate::store::trust::{self, Judged};
use crate::store::undo::{By, Done};
use crate::web::desk::menu::Menu;
use crate::web::desk::problem::Problem;
use crate::web::error::html;
use crate::web::page::Page;
use crate::web::state::WebState;

/// Posts that are looked at in one go.
const MOST: u32 = 5_000;

#[derive(Template)]
#[template(path = "desk/rules/applied.html")]
struct AppliedPage<'a> {
    page: &'a Page,
    menu: Menu,
    name: String,
    looked: usize,
    moved: usize,
    /// What takes it back.
    action: Option<u64>,
    moves: Vec<(PostState, usize)>,
}

/// The handler: those of the waiting posts that the rule matches are put where all rules together put them now.
///
/// # Errors
/// The rule is gone, database.
pub async fn apply(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let rule = find(&state, &id).await?.rule;
    let own = Own::new(&rule).map_err(|_| Problem::Form("form-rule"))?;
    let book = state.rules.refresh(&state.db).await?;
    let posts = knowledge::waiting(&state.db, MOST).await?;
    let known = knowledge::then(&state.db, &posts).await?;
    let looked = posts.len();
    let sources = std::sync::Arc::clone(&state.settings);
    let asked = move || {
        posts
            .into_iter()
            .zip(known)
            .filter_map(|(post, known)| {
                let known = with_source(&sources.sources, &post.draft, known);
                let matches = rule.enabled && would_match(&own, &post.draft, &known, &book);
                // A person who held it, or an edit that waits, is not overruled.
                let by_rule = !post.changed && (post.state == PostState::Pending || post.rule.is_some());
                let verdict = (matches && by_rule).then(|| judge(&post.draft, &known, &book)).flatten()?;
                Some(Judged { post, verdict })
            })
            .collect::<Vec<_>>()
    };
    let judged = tokio::task::spawn_blocking(asked).await.map_err(Problem::internal)?;
    let actor = format!("user:{}", user.name);
    let by = By { actor: &actor, request: None, now: page.now };
    let Done { action, entries } = trust::judge_again(&state.db, &judged, by).await?;
    let count = |state: PostState| entries.iter().filter(|entry| entry.to == Some(state)).count();
    let moves = PostState::ALL.into_iter().map(|state| (state, count(state))).filter(|(_, count)| *count > 0);
    let template = AppliedPage {
        moves: moves.collect(),
        action,
        name: find(&state, &id).await?.rule.name,
        page: &page,
        menu: Menu::of(user),
        looked,
        moved: entries.len(),
    };
    Ok(html(&template)?.into_response())
}
