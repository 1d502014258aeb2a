//! Rules and settings as a file: `GET /regler/eksport/{format}`, and `POST /regler/import`, which shows what a file would
//! change before it changes anything.

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};

use super::said;
use crate::domain::hashtag::fold;
use crate::domain::rule::{Rule, RuleFile, StoredRule};
use crate::domain::user::User;
use crate::moderate::mistakes_of_house;
use crate::moderate::own::Own;
use crate::store::audit;
use crate::store::rules::{self, Import};
use crate::web::desk::form::Fields;
use crate::web::desk::menu::Menu;
use crate::web::desk::problem::Problem;
use crate::web::error::html;
use crate::web::page::Page;
use crate::web::state::WebState;

/// Bytes of a file.
const LONGEST: usize = 1_000_000;
/// Bytes of the form that brings it: a form writes most characters of a file as three.
pub const LONGEST_FORM: usize = 3 * LONGEST + 10_000;

/// `GET /regler/eksport/regler.toml` and `.json`.
///
/// # Errors
/// Another name, database.
pub async fn export(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
    Path(name): Path<String>,
) -> Result<Response, Problem> {
    let stored = rules::load(&state.db).await?.ok_or(Problem::NotFound)?;
    let rules = stored.rules.into_iter().map(|stored| stored.rule).collect();
    let file = RuleFile { house: Some(stored.house), rules };
    let (text, kind) = match name.as_str() {
        "regler.toml" => {
            (toml::to_string(&file).map_err(Problem::internal)?, "application/toml; charset=utf-8")
        }
        "regler.json" => {
            (serde_json::to_string_pretty(&file).map_err(Problem::internal)?, "application/json")
        }
        _ => return Err(Problem::NotFound),
    };
    audit::note(&state.db, page.now, &format!("user:{}", user.name), "rule.exported", "", &name).await?;
    let disposition = format!("attachment; filename=\"{name}\"");
    Ok(([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)], text)
        .into_response())
}

#[derive(Template)]
#[template(path = "desk/rules/import.html")]
struct ImportPage<'a> {
    page: &'a Page,
    menu: Menu,
    text: String,
    version: u64,
    mistakes: Vec<String>,
    lines: Vec<Line>,
    house: bool,
}

/// What a file would do to one rule.
struct Line {
    name: String,
    /// `new`, `changed` or `same`.
    what: &'static str,
    sentence: String,
    /// As it is now, if it would change.
    before: Option<String>,
}

/// `POST /regler/import`.
///
/// # Errors
/// The rules were changed since the preview, database.
pub async fn import(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
    fields: Fields,
) -> Result<Response, Problem> {
    let text = fields.get("fil").to_owned();
    let stored = rules::load(&state.db).await?.ok_or(Problem::NotFound)?;
    let (file, mistakes) = match read(&page, &text) {
        Ok(file) => {
            let mistakes = mistakes(&page, &file);
            (file, mistakes)
        }
        Err(mistake) => (RuleFile::default(), vec![mistake]),
    };
    if mistakes.is_empty() && fields.get("trin") == "indlaes" {
        let seen = fields.get("version").parse().map_err(|_| Problem::Form("form-rule"))?;
        let import = Import { house: file.house, rules: file.rules };
        rules::import(&state.db, seen, &import, &format!("user:{}", user.name), page.now).await?;
        return Ok(Redirect::to(&page.href("/regler?sagt=indlaest")).into_response());
    }
    let status = if mistakes.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let template = ImportPage {
        lines: file.rules.iter().map(|rule| line(&page, rule, &stored.rules)).collect(),
        house: file.house.is_some_and(|house| house != stored.house),
        version: stored.version,
        menu: Menu::of(user),
        page: &page,
        text,
        mistakes,
    };
    Ok((status, html(&template)?).into_response())
}

/// A file in either form, or what is wrong with it in words.
fn read(page: &Page, text: &str) -> Result<RuleFile, String> {
    if text.trim().is_empty() || text.len() > LONGEST {
        return Err(page.text("rules-import-empty"));
    }
    let wrong = if text.trim_start().starts_with('{') {
        match serde_json::from_str(text) {
            Ok(file) => return Ok(file),
            Err(wrong) => wrong.to_string(),
        }
    } else {
        match toml::from_str(text) {
            Ok(file) => return Ok(file),
            Err(wrong) => format!("{} ({})", wrong.message(), place(text, wrong.span())),
        }
    };
    // The field itself, in the reader's language; what else may stand there is for who made the file.
    let unknown = wrong.split_once("unknown field `").and_then(|(_, rest)| rest.split('`').next());
    Err(match unknown {
        Some(field) => {
            let said = page.text_with("rules-import-unknown", "field", field);
            format!("{said} ({wrong})")
        }
        None => page.text_with("rules-import-broken", "why", wrong),
    })
}

fn place(text: &str, span: Option<std::ops::Range<usize>>) -> String {
    let before = span.and_then(|span| text.get(..span.start)).unwrap_or_default();
    format!("line {}", before.matches('\n').count() + 1)
}

/// Every mistake in a file that could be read.
fn mistakes(page: &Page, file: &RuleFile) -> Vec<String> {
    let mut found = Vec::new();
    let mut names: Vec<String> = Vec::new();
    for rule in &file.rules {
        for mistake in Own::new(rule).err().unwrap_or_default() {
            found.push(format!("{}: {}", rule.name, said::mistake(page, &mistake)));
        }
        let name = fold(&rule.name);
        if names.contains(&name) {
            found.push(page.text_with("rules-mistake-name-taken", "value", &rule.name));
        }
        names.push(name);
    }
    if let Some(house) = &file.house {
        found.extend(mistakes_of_house(house).iter().map(|mistake| said::mistake(page, mistake)));
    }
    if file.rules.is_empty() && file.house.is_none() {
        found.push(page.text("rules-import-empty"));
    }
    found
}

fn line(page: &Page, rule: &Rule, stored: &[StoredRule]) -> Line {
    let known = stored.iter().find(|stored| fold(&stored.rule.name) == fold(&rule.name));
    let what = match known {
        None => "new",
        Some(known) if known.rule == *rule => "same",
        Some(_) => "changed",
    };
    let before = known.filter(|known| known.rule != *rule).map(|known| described(page, &known.rule));
    Line { name: rule.name.clone(), what, sentence: described(page, rule), before }
}

/// The whole of it, for a change of the note or the switch is one too.
fn described(page: &Page, rule: &Rule) -> String {
    let off = if rule.enabled { String::new() } else { format!("({}) ", page.text("rules-off")) };
    let note = if rule.note.is_empty() { String::new() } else { format!(". {}", rule.note) };
    format!("{off}{}{note}", said::sentence(page, rule))
}
