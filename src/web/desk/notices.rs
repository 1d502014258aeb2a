//! `/skaerm`: the moderators' message to the screens: written, shown from and until when they say, taken down.

use std::time::Duration;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{NaiveDateTime, TimeZone};

use super::form::Fields;
use super::menu::Menu;
use super::problem::Problem;
use super::review::actor;
use crate::domain::notice::{LONGEST, Notice, shown};
use crate::domain::time::{COPENHAGEN, Timestamp};
use crate::domain::user::User;
use crate::store::notices;
use crate::web::error::html;
use crate::web::i18n::text_with;
use crate::web::page::Page;
use crate::web::state::WebState;

/// Messages on the page: some days of them.
const LISTED: u32 = 50;
/// For how long a message is shown, where no time is picked: `varighed` in the form.
const LASTING: [&str; 5] = ["open", "10", "30", "60", "day"];
/// How screens are laid out: `visning` of `/display`.
const LAYOUTS: [&str; 4] = ["kolonner", "enkelt", "mosaik", "ticker"];

#[derive(Template)]
#[template(path = "desk/notices.html")]
struct NoticesPage<'a> {
    page: &'a Page,
    menu: Menu,
    shown: Option<&'a Notice>,
    coming: Vec<&'a Notice>,
    past: Vec<&'a Notice>,
    /// Words to begin with: those of an earlier message.
    draft: &'a str,
    longest: usize,
    lasting: [&'static str; 5],
    layouts: [&'static str; 4],
}

/// `GET /skaerm`; `?igen=7` begins with the words of message 7.
///
/// # Errors
/// Database.
pub async fn show(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
) -> Result<Response, Problem> {
    let all = notices::last(&state.db, LISTED).await?;
    let again = page.parameter("igen").parse::<u64>().ok();
    let on = shown(&all, page.now);
    let is_shown = |notice: &&Notice| on.is_some_and(|on| on.number == notice.number);
    let (coming, past): (Vec<_>, Vec<_>) =
        all.iter().filter(|notice| !is_shown(notice)).partition(|notice| waits(notice, page.now));
    let template = NoticesPage {
        menu: Menu::of(user),
        shown: on,
        coming,
        past,
        draft: all.iter().find(|one| Some(one.number) == again).map_or("", |one| one.text.as_str()),
        longest: LONGEST,
        lasting: LASTING,
        layouts: LAYOUTS,
        page: &page,
    };
    Ok(html(&template)?.into_response())
}

/// True where it will be shown by itself: it is yet to begin, or another that began later stands before it.
fn waits(notice: &Notice, now: Timestamp) -> bool {
    notice.is_coming(now) || notice.is_on(now)
}

/// `POST /skaerm`. `goer` is `vis` (a new message), `slut` (another end) or `ned` (take it down).
///
/// # Errors
/// A form that makes no sense: nothing is changed. Database.
pub async fn act(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
    fields: Fields,
) -> Result<Response, Problem> {
    let who = format!("user:{}", user.name);
    let number = || fields.get("nummer").parse::<u64>().map_err(|_| Problem::Form("form-notice-gone"));
    let there = |there: bool| if there { Ok(()) } else { Err(Problem::Form("form-notice-gone")) };
    match fields.get("goer") {
        "vis" => {
            let text = words(fields.get("besked"))?;
            let begins = picked(&fields, "fra")?.filter(|from| *from > page.now).unwrap_or(page.now);
            let ends = ends(&fields, begins, page.now)?;
            notices::write(&state.db, &text, begins, ends, &who, page.now).await?;
        }
        "slut" => {
            let number = number()?;
            let all = notices::last(&state.db, LISTED).await?;
            let known = all.iter().find(|one| one.number == number);
            let begins = known.map_or(page.now, |one| one.begins.max(page.now));
            let ends = ends(&fields, begins, page.now)?;
            there(notices::end_at(&state.db, number, ends, &who, page.now).await?)?;
        }
        "ned" => there(notices::withdraw(&state.db, number()?, &who, page.now).await?)?,
        _ => return Err(Problem::Form("form-notice-gone")),
    }
    // Our own screens at once; other processes read it from the database.
    state.public.live.post(notices::reading(&state.db, page.now).await?);
    Ok(Redirect::to(&page.href("/skaerm")).into_response())
}

/// One paragraph, as it is shown.
fn words(written: &str) -> Result<String, Problem> {
    let words = written.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.chars().count() {
        0 => Err(Problem::Form("form-notice-empty")),
        count if count > LONGEST => Err(Problem::Form("form-notice-long")),
        _ => Ok(words),
    }
}

/// A time somebody picked, on a Danish clock. In the hour that comes twice the first is meant; in the one that is left
/// out, none.
fn picked(fields: &Fields, name: &str) -> Result<Option<Timestamp>, Problem> {
    let Some(text) = fields.text(name) else { return Ok(None) };
    let local = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
        .into_iter()
        .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok());
    let at = local.and_then(|local| COPENHAGEN.from_local_datetime(&local).earliest());
    at.map(|at| Some(Timestamp(at.timestamp_micros()))).ok_or(Problem::Form("form-notice-times"))
}

/// When it ends: as picked, else so long after it began.
fn ends(fields: &Fields, begins: Timestamp, now: Timestamp) -> Result<Option<Timestamp>, Problem> {
    let ends = match (picked(fields, "til")?, fields.get("varighed")) {
        (Some(picked), _) => Some(picked),
        (None, "day") => midnight(begins),
        (None, lasting) => lasting
            .parse()
            .ok()
            .filter(|minutes| (1..=1_440).contains(minutes))
            .map(|minutes: u64| begins.plus(Duration::from_secs(minutes * 60))),
    };
    match ends {
        Some(end) if end <= begins || end <= now => Err(Problem::Form("form-notice-times")),
        ends => Ok(ends),
    }
}

/// The end of the Danish day.
fn midnight(at: Timestamp) -> Option<Timestamp> {
    let next = at.to_copenhagen().date_naive().succ_opt()?.and_hms_opt(0, 0, 0)?;
    COPENHAGEN.from_local_datetime(&next).earliest().map(|at| Timestamp(at.timestamp_micros()))
}

impl NoticesPage<'_> {
    fn from(&self, notice: &Notice) -> String {
        let key = if notice.begins > self.page.now { "notice-begins" } else { "notice-since" };
        self.page.text_with(key, "when", self.page.moment(&notice.begins))
    }

    fn until(&self, notice: &Notice) -> String {
        if let Some((at, who)) = &notice.withdrawn {
            let values = [("when", self.page.moment(at).into()), ("who", actor(self.page, who).into())];
            return text_with(self.page.language, "notice-withdrawn", &values);
        }
        let key = if waits(notice, self.page.now) { "notice-ends" } else { "notice-ended" };
        notice.ends.map_or_else(
            || self.page.text("notice-ends-open"),
            |end| self.page.text_with(key, "when", self.page.moment(&end)),
        )
    }

    fn by(&self, notice: &Notice) -> String {
        self.page.text_with("notice-by", "who", actor(self.page, &notice.author))
    }

    fn screen(&self, layout: &str) -> String {
        self.page.href(format!("/display?visning={layout}"))
    }

    fn again(&self, notice: &Notice) -> String {
        format!("{}#besked", self.page.href(format!("/skaerm?igen={}", notice.number)))
    }
}
