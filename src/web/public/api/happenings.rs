//! `GET /api/v1/happenings`: what takes place, by when it begins.

use axum::Json;
use axum::extract::State;
use axum::http::Uri;
use chrono::NaiveDate;
use utoipa::IntoParams;

use super::ask::Asked;
use super::cursor;
use super::lists::PostList;
use super::parameters::{LANGUAGES, LONGEST_CURSOR, LONGEST_NAME, LONGEST_TEXT, day, languages, sectors};
use super::posts::shown;
use super::problem::Problem;
use crate::domain::sector::Sector;
use crate::web::page::{Page, encode};
use crate::web::public::happenings::filter::{CalendarQuery, Form};
use crate::web::public::happenings::snapshot::Entry;
use crate::web::public::query::{day_after, midnight};
use crate::web::state::PublicState;

/// Happenings of an answer, where it is not said.
const LIMIT: usize = 20;
/// The most one may ask for.
const MOST: usize = 100;
/// Ways to take part.
const FORMS: [&str; 2] = ["online", "in-person"];

/// Which happenings.
#[derive(Debug, Default, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct HappeningsParameters {
    /// Words to search for.
    #[param(max_length = 1000, required = false)]
    pub q: Option<String>,
    /// Of one part of the public sector.
    #[param(schema_with = sectors, required = false)]
    pub sector: Option<Sector>,
    /// Of one organisation, by its whole name.
    #[param(max_length = 200, required = false)]
    pub organisation: Option<String>,
    /// How one takes part.
    #[param(schema_with = forms, required = false)]
    pub form: Option<&'static str>,
    /// Not over before this day, in Denmark. Without it: not over now.
    #[param(schema_with = day, required = false)]
    pub since: Option<NaiveDate>,
    /// Begun by the end of this day, in Denmark.
    #[param(schema_with = day, required = false)]
    pub until: Option<NaiveDate>,
    /// How many; 20 where it is not said.
    #[param(minimum = 1, maximum = 100, required = false)]
    pub limit: Option<usize>,
    /// `next` of the last answer, with the same other parameters.
    #[param(max_length = 8000, required = false)]
    pub cursor: Option<String>,
    /// Language of the pages that addresses lead to.
    #[param(schema_with = languages, required = false)]
    pub lang: Option<&'static str>,
}

fn forms() -> utoipa::openapi::schema::Object {
    use utoipa::openapi::schema::{ObjectBuilder, Type};
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(FORMS)).build()
}

/// Happenings
///
/// Approved entries of calendars, by when they begin; each is a post with `happening`.
#[utoipa::path(
    get, path = "/api/v1/happenings", operation_id = "listHappenings", tag = "Reading",
    params(HappeningsParameters),
    responses(
        (status = 200, description = "A page of happenings", body = PostList),
        (status = 400, description = "A parameter cannot be used", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "The cursor leads nowhere", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn list(State(state): State<PublicState>, page: Page, uri: Uri) -> Result<Json<PostList>, Problem> {
    let parameters = HappeningsParameters::read(&uri)?;
    let question = parameters.question();
    let after = parameters.cursor.as_deref().map(|sealed| cursor::open(&question, sealed)).transpose()?;
    let all = state.happenings.all(&state.index).await?;
    let wanted = parameters.calendar().filtered(&state.index, &all).await?;
    let from = parameters.since.and_then(midnight).unwrap_or(page.now.0);
    let to = parameters.until.and_then(day_after).unwrap_or(i64::MAX);
    let wanted: Vec<&Entry> = wanted
        .into_iter()
        .filter(|entry| entry.happening.ends().0 > from && entry.happening.start.0 < to)
        .collect();
    // They are sorted by this place; digits of one length compare as the numbers do.
    let rest: Vec<&&Entry> =
        wanted.iter().filter(|entry| after.as_ref().is_none_or(|after| place(entry) > *after)).collect();
    let limit = parameters.limit.unwrap_or(LIMIT);
    let last = if rest.len() > limit { rest.get(limit - 1) } else { None };
    Ok(Json(PostList {
        posts: rest.iter().take(limit).map(|entry| shown(&page, &entry.post)).collect(),
        total: wanted.len(),
        total_is_exact: true,
        next: last.map(|entry| cursor::seal(&question, &place(entry))),
        paused: false,
    }))
}

fn place(entry: &Entry) -> String {
    // Times before 1970 too.
    format!("{:020}.{}", i128::from(entry.happening.start.0) - i128::from(i64::MIN), entry.post.id)
}

impl HappeningsParameters {
    fn read(uri: &Uri) -> Result<Self, Problem> {
        let mut asked = Asked::of(uri)?;
        let read = Self {
            q: asked.text("q", LONGEST_TEXT)?,
            sector: asked.word("sector")?,
            organisation: asked.text("organisation", LONGEST_NAME)?,
            form: asked.one_of("form", &FORMS)?,
            since: asked.day("since")?,
            until: asked.day("until")?,
            limit: asked.number("limit", 1, MOST)?,
            cursor: asked.text("cursor", LONGEST_CURSOR)?,
            lang: asked.one_of("lang", &LANGUAGES)?,
        };
        asked.finish()?;
        Ok(read)
    }

    fn calendar(&self) -> CalendarQuery {
        CalendarQuery {
            text: self.q.clone().unwrap_or_default().trim().to_owned(),
            sector: self.sector,
            organisation: self.organisation.clone().unwrap_or_default(),
            form: self.form.map(|form| if form == FORMS[0] { Form::Online } else { Form::Physical }),
            ..CalendarQuery::default()
        }
    }

    fn question(&self) -> String {
        let days = [self.since, self.until].map(|day| day.map(|day| day.to_string()).unwrap_or_default());
        let [since, until] = days;
        let mut parts = self.calendar().parameters();
        parts.extend([("since".to_owned(), since), ("until".to_owned(), until)]);
        format!("happenings?{}", encode(&parts))
    }
}
