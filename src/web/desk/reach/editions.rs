//! `GET /raekkevidde/udgaver`: where each edition stands, and reports that were sent; `POST` moves an edition. The files of
//! a frozen one are under `/raekkevidde/udgaver/{year}/{file}`.

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::NaiveDate;

use super::{form, frozen};
use crate::domain::stage::Stage;
use crate::domain::time::Timestamp;
use crate::domain::user::{Role, User};
use crate::store::editions::{self, Edition, Move};
use crate::store::reports::{self, Sending};
use crate::web::desk::form::Fields;
use crate::web::desk::menu::Menu;
use crate::web::desk::problem::Problem;
use crate::web::error::html;
use crate::web::i18n::text_with;
use crate::web::page::Page;
use crate::web::reach::export::name;
use crate::web::state::WebState;
use crate::web::{dates, numbers};

/// Reports shown.
const REPORTS: u32 = 20;

#[derive(Template)]
#[template(path = "desk/reach_editions.html")]
struct EditionsPage<'a> {
    page: &'a Page,
    menu: Menu,
    lines: Vec<Line>,
    /// Editions are moved by who keeps the house.
    may_move: bool,
    /// What archiving takes away, for each frozen edition and before anybody sets the day.
    archivals: Vec<Archival>,
    targets: Vec<String>,
    next: Option<String>,
    reports: Vec<Sending>,
}

struct Line {
    year: i32,
    stage: Stage,
    changed: Option<String>,
    archive_on: String,
    has_files: bool,
}

struct Archival {
    year: i32,
    on: String,
    what: String,
}

/// The handler of the page.
///
/// # Errors
/// Database.
pub async fn show(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
) -> Result<Response, Problem> {
    let moved = editions::all(&state.db).await?;
    let mut years = form::editions(state.settings.campaign, &page);
    years.extend(moved.iter().map(|edition| edition.year));
    years.sort_unstable_by(|a, b| b.cmp(a));
    years.dedup();
    let lines: Vec<Line> = years.into_iter().map(|year| line(&state, &page, &moved, year)).collect();
    let may_move = user.role == Role::Admin;
    let mut archivals = Vec::new();
    for line in lines.iter().filter(|line| may_move && line.stage == Stage::Frozen) {
        archivals.extend(archival(&state, &page, line).await?);
    }
    let due = reports::next_due(&state.db).await?;
    let targets = state.settings.report.targets();
    let template = EditionsPage {
        may_move,
        archivals,
        menu: Menu::of(user),
        lines,
        next: due.filter(|_| !targets.is_empty()).map(|at| page.moment(&at)),
        targets,
        reports: reports::newest(&state.db, REPORTS).await?,
        page: &page,
    };
    Ok(html(&template)?.into_response())
}

fn line(state: &WebState, page: &Page, moved: &[Edition], year: i32) -> Line {
    let known = moved.iter().find(|edition| edition.year == year);
    Line {
        year,
        stage: stage(state, page, known, year),
        changed: known.map(|edition| {
            let who = edition.changed_by.strip_prefix("user:").unwrap_or(&edition.changed_by);
            format!("{}, {who}", page.moment(&edition.changed_at))
        }),
        archive_on: known.and_then(|edition| edition.archive_on.clone()).unwrap_or_default(),
        has_files: known.is_some_and(|edition| matches!(edition.stage, Stage::Frozen | Stage::Archived)),
    }
}

/// Says plainly what is gone for good on the day; `None` if the year has no week.
async fn archival(state: &WebState, page: &Page, line: &Line) -> Result<Option<Archival>, Problem> {
    let campaign = state.settings.campaign;
    let Some(window) = campaign.window_of(line.year) else { return Ok(None) };
    let (shown, others) = editions::holds(&state.db, window).await?;
    let last = Timestamp(window.1.0.saturating_sub(1)).to_copenhagen().date_naive();
    let days = dates::range(page.language, window.0.to_copenhagen().date_naive(), last);
    let values = [
        ("days", days.into()),
        ("shown", numbers::counted(page, shown).into()),
        ("others", numbers::counted(page, others).into()),
    ];
    let what = text_with(page.language, "editions-archive-what", &values);
    Ok(Some(Archival { year: line.year, on: line.archive_on.clone(), what }))
}

fn stage(state: &WebState, page: &Page, known: Option<&Edition>, year: i32) -> Stage {
    known.map_or_else(|| Stage::by_calendar(state.settings.campaign, year, page.now), |edition| edition.stage)
}

/// The handler of the form: `aar`, `fra`, `til`; or `aar`, `arkiver` and `forstaaet` for the day of a frozen edition.
///
/// # Errors
/// A move there is no way for, somebody was faster, index, database.
pub async fn step(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
    fields: Fields,
) -> Result<Response, Problem> {
    const ODD: Problem = Problem::Form("form-edition");
    if user.role != Role::Admin {
        return Err(Problem::Role(&[Role::Admin]));
    }
    let year: i32 =
        fields.get("aar").parse().ok().filter(|year| (1_970..=9_000).contains(year)).ok_or(ODD)?;
    state.settings.campaign.window_of(year).ok_or(ODD)?;
    let actor = format!("user:{}", user.name);
    if fields.all("arkiver").next().is_some() {
        let day = fields.text("arkiver");
        if day.is_some_and(|day| NaiveDate::parse_from_str(day, "%Y-%m-%d").is_err()) {
            return Err(Problem::Form("form-date"));
        }
        // What cannot be undone is said to have been read; taking the day away needs nothing.
        if day.is_some() && fields.get("forstaaet") != "ja" {
            return Err(Problem::Form("form-archive-unread"));
        }
        editions::archive_on(&state.db, year, day, &actor, page.now).await?;
        return Ok(Redirect::to(&page.href("/raekkevidde/udgaver")).into_response());
    }
    let from: Stage = fields.get("fra").parse().map_err(|_| ODD)?;
    let to: Stage = fields.get("til").parse().map_err(|_| ODD)?;
    // Archiving has its day, and takes posts away: it is not a press of a button.
    if !from.ways().contains(&to) || to == Stage::Archived {
        return Err(ODD);
    }
    let files = match to {
        Stage::Frozen => frozen::files(&state, year, page.now).await.map_err(Problem::internal)?,
        _ => Vec::new(),
    };
    let step = Move { year, from, to, actor: &actor, files: &files, now: page.now };
    editions::step(&state.db, &step).await?;
    Ok(Redirect::to(&page.href("/raekkevidde/udgaver")).into_response())
}

/// The handler of a frozen edition's file.
///
/// # Errors
/// No such file, database.
pub async fn file(
    State(state): State<WebState>,
    Path((year, file)): Path<(i32, String)>,
) -> Result<Response, Problem> {
    let files = editions::files(&state.db, year).await?;
    let found = files.into_iter().find(|known| known.name == file).ok_or(Problem::NotFound)?;
    let body = if found.is_base64 {
        STANDARD.decode(&found.body).map_err(Problem::internal)?
    } else {
        found.body.into_bytes()
    };
    Ok(name::file(&found.name, body))
}

impl EditionsPage<'_> {
    /// Ways an edition can be moved by a press.
    fn ways(&self, line: &Line) -> Vec<Stage> {
        line.stage.ways().iter().copied().filter(|to| *to != Stage::Archived).collect()
    }

    fn home(&self, line: &Line) -> String {
        self.page.href(format!("/raekkevidde/udgaver/{}/index.html", line.year))
    }

    fn state_words(&self, one: &Sending) -> String {
        self.page.word("report-state", &one.state)
    }
}
