//! Where visitors hand in a post and follow it: `POST /indsendt`, `GET /indsendt`, `POST /indsendt/fortryd`. The secret of the
//! link stands in the query, which is never logged. No address is kept: it is counted in memory for an hour.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::extract::rejection::RawFormRejection;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};

use super::address::Caller;
use super::by_address::ByAddress;
use super::form::Fields;
use super::problem::Problem;
use super::session;
use crate::domain::post::{PostId, State as PostState};
use crate::domain::submission::{Declaration, Submission, WORDING};
use crate::store::submissions::{self, Filed};
use crate::submission::intake::{Intake, Offer, Taken};
use crate::web::error::html;
use crate::web::page::{Page, encode};
use crate::web::public::submit::{SubmitForm, declared};
use crate::web::public::takedown::shown;
use crate::web::state::WebState;
use crate::web::submit_proof::{Worth, new_code, worth};

/// The part of what is taken of everybody that one address may use, where browsers worked for each: a hall of people has one
/// address, and must not close the form for everybody else.
const SHARE: u64 = 4;
/// Submissions of one address in an hour without that work, if that is fewer.
const PLAIN: usize = 30;
/// Seconds after which somebody may try again.
const COME_AGAIN: &str = "3600";

/// Counts by address, apart for those who worked and those who did not.
#[derive(Default)]
pub struct Counter {
    proven: ByAddress,
    plain: ByAddress,
}

/// `POST /indsendt`.
///
/// # Errors
/// A form that is none of ours, database.
pub async fn file(
    State(state): State<WebState>,
    Extension(counter): Extension<Arc<Counter>>,
    page: Page,
    Caller(caller): Caller,
    fields: Result<Fields, RawFormRejection>,
) -> Result<Response, Problem> {
    let Ok(fields) = fields else {
        return refused(&state, &page, &Fields::default(), StatusCode::PAYLOAD_TOO_LARGE, "large");
    };
    let refuse = |status, wrong: &str| refused(&state, &page, &fields, status, wrong);
    if !state.settings.submissions.open {
        return refuse(StatusCode::FORBIDDEN, "closed");
    }
    // Said, not swallowed: a browser that fills in everything by itself has a person behind it.
    if !fields.get("hjemmeside").is_empty() {
        return refuse(StatusCode::BAD_REQUEST, "trap");
    }
    let own = match fields.get("hvis") {
        "egen" => true,
        "andens" => false,
        _ => return refuse(StatusCode::BAD_REQUEST, "choice"),
    };
    let code = fields.get("kode");
    let share = state.settings.submissions.per_hour.div_ceil(SHARE);
    let most = usize::try_from(share).unwrap_or(usize::MAX);
    let enough = match worth(code, fields.get("bevis"), page.now) {
        Worth::Forged => return Err(Problem::Form("form-request")),
        Worth::Stale => return refuse(StatusCode::BAD_REQUEST, "stale"),
        Worth::Hasty => return refuse(StatusCode::TOO_MANY_REQUESTS, "hasty"),
        Worth::Proven => counter.proven.take(caller, most, page.now) < most,
        Worth::Plain => counter.plain.take(caller, most.min(PLAIN), page.now) < most.min(PLAIN),
    };
    if !enough {
        return refuse(StatusCode::TOO_MANY_REQUESTS, "many");
    }
    let offer = Offer {
        address: fields.get("adresse").to_owned(),
        words: fields.get("tekst").to_owned(),
        name: fields.get("navn").to_owned(),
        declaration: Declaration {
            own,
            words: declared(&page, own),
            wording: WORDING.to_owned(),
            language: page.language.as_str().to_owned(),
        },
    };
    let intake = Intake {
        db: &state.db,
        rules: &state.rules,
        http: &state.visitors,
        allow_private: &state.settings.submissions.allow_private,
        settings: &state.settings.submissions,
    };
    match intake.take(&session::hash(code), &offer, page.now).await? {
        Taken::Refused(why) => refuse(StatusCode::UNPROCESSABLE_ENTITY, why.as_str()),
        Taken::Filed(Filed::TooMany) => refuse(StatusCode::TOO_MANY_REQUESTS, "flood"),
        // What is in the queue, was rejected or was removed is nobody else's business: one answer for them all.
        Taken::Filed(known @ (Filed::Known(_) | Filed::Removed)) => {
            let shown = match known {
                Filed::Known(post) => shown_at(&state, &page, &post).await?,
                _ => None,
            };
            let stands = page.text(if shown.is_some() { "submit-known-shown" } else { "submit-known" });
            told(StatusPage {
                page: &page,
                stands,
                shown,
                submission: None,
                here: false,
                link: String::new(),
                code,
            })
        }
        Taken::Filed(Filed::New(submission) | Filed::Again(submission)) => {
            tracing::info!(number = submission.number, own, "a post was handed in");
            let query = encode(&[("kode".to_owned(), code.to_owned())]);
            Ok(Redirect::to(&page.href(format!("/indsendt?{query}"))).into_response())
        }
    }
}

/// The form as it was sent, with what went wrong. The code stays while it is good: the same form is the same submission.
fn refused(
    state: &WebState,
    page: &Page,
    fields: &Fields,
    status: StatusCode,
    wrong: &str,
) -> Result<Response, Problem> {
    let code = fields.get("kode");
    let good = !matches!(worth(code, "", page.now), Worth::Forged | Worth::Stale);
    let form = SubmitForm {
        page,
        open: state.settings.submissions.open,
        code: if good { code.to_owned() } else { new_code(page.now, rand::random()) },
        address: fields.get("adresse"),
        words: fields.get("tekst"),
        name: fields.get("navn"),
        own: match fields.get("hvis") {
            "egen" => Some(true),
            "andens" => Some(false),
            _ => None,
        },
        wrong: Some(format!("submit-wrong-{wrong}")),
    };
    let mut response = (status, [(header::CACHE_CONTROL, "no-store")], html(&form)?).into_response();
    if status == StatusCode::TOO_MANY_REQUESTS && wrong != "hasty" {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(COME_AGAIN));
    }
    Ok(response)
}

#[derive(Template)]
#[template(path = "submit_status.html")]
struct StatusPage<'a> {
    page: &'a Page,
    /// Where it stands, in a sentence.
    stands: String,
    /// Its page, if visitors can see it.
    shown: Option<String>,
    submission: Option<Submission>,
    /// The post is here: it may be taken back.
    here: bool,
    /// The person's own link.
    link: String,
    code: &'a str,
}

/// `GET /indsendt?kode=…`: where it stands.
///
/// # Errors
/// No such link, database.
pub async fn status(State(state): State<WebState>, page: Page) -> Result<Response, Problem> {
    let code = page.parameter("kode");
    let found = submissions::by_token(&state.db, &session::hash(code)).await?;
    let (submission, stands) = found.ok_or(Problem::NotFound)?;
    // The store knows first what was taken away: the index follows within a second.
    let shown = match stands {
        Some(PostState::Approved) => shown_at(&state, &page, &submission.post).await?,
        _ => None,
    };
    let key = match (&shown, submission.withdrawn_at, stands) {
        (Some(_), ..) => "submit-stands-shown",
        (None, Some(_), _) => "submit-stands-withdrawn",
        (None, None, None) => "submit-stands-gone",
        (None, None, Some(PostState::Rejected)) => "submit-stands-rejected",
        // Approved a moment ago, too: the wall is about to show it.
        (None, None, Some(_)) => "submit-stands-waiting",
    };
    let query = encode(&[("kode".to_owned(), code.to_owned())]);
    let template = StatusPage {
        page: &page,
        stands: page.text(key),
        shown,
        here: stands.is_some() && submission.withdrawn_at.is_none(),
        link: page.absolute(&page.href(format!("/indsendt?{query}"))),
        submission: Some(submission),
        code,
    };
    told(template)
}

/// `POST /indsendt/fortryd`: the person takes it back; the post is removed for good.
///
/// # Errors
/// No such link, database.
pub async fn withdraw(
    State(state): State<WebState>,
    page: Page,
    fields: Fields,
) -> Result<Response, Problem> {
    let code = fields.get("kode");
    let token = session::hash(code);
    submissions::by_token(&state.db, &token).await?.ok_or(Problem::NotFound)?;
    submissions::withdraw(&state.db, &token, page.now).await?;
    let query = encode(&[("kode".to_owned(), code.to_owned())]);
    Ok(Redirect::to(&page.href(format!("/indsendt?{query}"))).into_response())
}

/// The post's page, if visitors can see it: asked of the index they are served from.
async fn shown_at(state: &WebState, page: &Page, post: &PostId) -> Result<Option<String>, Problem> {
    let found = shown(&state.public, &post.0).await?;
    Ok(found.map(|_| page.href(format!("/opslag/{post}"))))
}

fn told(template: StatusPage<'_>) -> Result<Response, Problem> {
    // The address is the secret: it goes to no other site and into no cache.
    let quiet = (HeaderName::from_static("referrer-policy"), "no-referrer");
    Ok(([quiet], [(header::CACHE_CONTROL, "no-store")], html(&template)?).into_response())
}
