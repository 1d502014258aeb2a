//! `GET /regler/ny`, `GET /regler/{id}`: the editor. `POST /regler/ret` tries the rule out, saves it or removes it. A rule
//! with a mistake in it is shown again with the mistake named; nothing typed is lost.

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::dry_run::{self, DryRun};
use super::fields::Form;
use super::said;
use crate::domain::post::PostId;
use crate::domain::rule::{Asked, Outcome, StoredRule};
use crate::domain::similarity::Fingerprint;
use crate::domain::user::User;
use crate::moderate::mistake::Mistake;
use crate::moderate::own::Own;
use crate::store::conflict::Conflict;
use crate::store::db::StoreError;
use crate::store::{posts, rules};
use crate::web::desk::form::Fields;
use crate::web::desk::menu::Menu;
use crate::web::desk::problem::Problem;
use crate::web::desk::review::known_or_raw;
use crate::web::error::html;
use crate::web::numbers;
use crate::web::page::Page;
use crate::web::state::WebState;

#[derive(Template)]
#[template(path = "desk/rules/edit.html")]
struct EditPage<'a> {
    page: &'a Page,
    menu: Menu,
    form: Form,
    mistakes: Vec<Mistake>,
    run: Option<DryRun>,
    /// It matches most posts and was to be saved: asks for a second press.
    warned: bool,
    sources: Vec<String>,
}

/// `GET /regler/ny`.
///
/// # Errors
/// The page cannot be made.
pub async fn new(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
) -> Result<Response, Problem> {
    let mut form = Form::blank();
    // "A rule like this post" is a link from its card.
    let like = PostId(page.parameter("ligner").to_owned());
    if let Some(post) = posts::load(&state.db, &[like]).await?.pop()
        && let Some(text) = Fingerprint::of(&post.draft.text)
    {
        let values = vec![format!("{:016x}", text.0)];
        form.rule.conditions.push(crate::domain::rule::Condition {
            kind: Asked::Similar,
            not: false,
            values,
        });
    }
    show(&state, user, &page, form, Vec::new(), None, false)
}

/// `GET /regler/{id}`.
///
/// # Errors
/// No such rule, database.
pub async fn edit(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let stored = find(&state, &id).await?;
    show(&state, user, &page, Form::of(&id, stored.version, stored.rule), Vec::new(), None, false)
}

/// `POST /regler/ret`.
///
/// # Errors
/// The rule is gone or was changed since, its name is taken, database.
pub async fn submit(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
    fields: Fields,
) -> Result<Response, Problem> {
    let mut form = Form::read(&fields);
    let actor = format!("user:{}", user.name);
    let step = fields.get("trin");
    if step == "flere" {
        return show(&state, user, &page, form, Vec::new(), None, false);
    }
    if step == "slet" {
        rules::remove(&state.db, &form.id, form.version, &actor, page.now).await?;
        return Ok(Redirect::to(&page.href("/regler?sagt=slettet")).into_response());
    }
    name_posts(&state, &mut form).await?;
    let own = match Own::new(&form.rule) {
        Ok(own) => own,
        Err(mistakes) => return show(&state, user, &page, form, mistakes, None, false),
    };
    let replaced = if form.id.is_empty() { String::new() } else { find(&state, &form.id).await?.rule.name };
    let run = dry_run::run(&state, &form.rule, own, &replaced).await?;
    let confirmed = form.confirmed == form.mark();
    let warned = step == "gem" && run.is_sweeping() && form.rule.enabled && !confirmed;
    if step != "gem" || warned {
        return show(&state, user, &page, form, Vec::new(), Some(run), warned);
    }
    let saved = if form.id.is_empty() {
        rules::add(&state.db, &form.rule, &actor, page.now).await
    } else {
        rules::save(&state.db, &form.id, form.version, &form.rule, &actor, page.now)
            .await
            .map(|()| form.id.clone())
    };
    match saved {
        Ok(id) => Ok(Redirect::to(&page.href(format!("/regler?sagt=gemt&regel={id}"))).into_response()),
        Err(StoreError::Conflict(Conflict::RuleName(name))) => {
            let taken = Mistake { condition: None, key: "name-taken", value: name };
            show(&state, user, &page, form, vec![taken], Some(run), false)
        }
        Err(other) => Err(other.into()),
    }
}

/// The stored rule of this id.
pub async fn find(state: &WebState, id: &str) -> Result<StoredRule, Problem> {
    let stored = rules::load(&state.db).await?;
    let found = stored.and_then(|stored| stored.rules.into_iter().find(|rule| rule.id == id));
    found.ok_or(Problem::Conflict(Conflict::RuleGone))
}

/// A post may be named by its id or the link to it here; what is kept is its text's fingerprint, never the text.
async fn name_posts(state: &WebState, form: &mut Form) -> Result<(), Problem> {
    let similar = form.rule.conditions.iter_mut().filter(|one| one.kind == Asked::Similar);
    for value in similar.flat_map(|condition| &mut condition.values) {
        let id = value.rsplit('/').next().unwrap_or_default().trim();
        if let Some(post) = posts::load(&state.db, &[PostId(id.to_owned())]).await?.pop()
            && let Some(text) = Fingerprint::of(&post.draft.text)
        {
            *value = format!("{:016x}", text.0);
        }
    }
    Ok(())
}

fn show(
    state: &WebState,
    user: User,
    page: &Page,
    form: Form,
    mistakes: Vec<Mistake>,
    run: Option<DryRun>,
    warned: bool,
) -> Result<Response, Problem> {
    let status = if mistakes.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let sources = state.settings.sources.iter().map(|source| source.id.clone()).collect();
    let template = EditPage { page, menu: Menu::of(user), form, mistakes, run, warned, sources };
    Ok((status, html(&template)?).into_response())
}

impl EditPage<'_> {
    fn title(&self) -> String {
        if self.form.id.is_empty() { self.page.text("rules-new") } else { self.page.text("rules-edit") }
    }

    fn kinds(&self) -> [Asked; 19] {
        Asked::ALL
    }

    fn outcomes(&self) -> [Outcome; 3] {
        Outcome::ALL
    }

    fn chosen(&self, outcome: &Outcome) -> bool {
        self.form.rule.then == Some(*outcome)
    }

    fn said(&self, mistake: &Mistake) -> String {
        said::mistake(self.page, mistake)
    }

    /// The field a mistake is mended in.
    fn field(&self, mistake: &Mistake) -> String {
        match mistake.condition {
            Some(place) => format!("vaerdier-{place}"),
            None if mistake.key == "no-condition" => "art-0".to_owned(),
            None if mistake.key == "no-outcome" => "saa".to_owned(),
            None if mistake.key.contains("label") => "maerker".to_owned(),
            None if mistake.key == "long-note" => "note".to_owned(),
            None => "navn".to_owned(),
        }
    }

    fn is_wrong(&self, field: &str) -> bool {
        self.mistakes.iter().any(|mistake| self.field(mistake) == field)
    }

    /// "Reglen ville have ramt 37 af de seneste 1.000 opslag".
    fn headline(&self, run: &DryRun) -> String {
        let number = |count: usize| numbers::counted(self.page, count as u64).into();
        crate::web::i18n::text_with(
            self.page.language,
            "rules-would",
            &[("matched", number(run.matched)), ("of", number(run.of)), ("moved", number(run.moved))],
        )
    }

    fn rule_name(&self, name: &str) -> String {
        known_or_raw(self.page, "rule", name)
    }
}
