//! Where people without an account hand in a request and read what became of it: `POST /anmod` and `GET /anmodning`. The
//! secret of the status link stands in the query, which is never logged.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};

use super::address::Caller;
use super::form::Fields;
use super::problem::Problem;
use super::receipts::{self, ReceiptView};
use super::requests_bounds::Counter;
use super::session;
use crate::domain::post::PostId;
use crate::domain::reason;
use crate::domain::request::{Asked, Cause, Claim, Kind, Outcome, Request};
use crate::store::requests::{Bounds, Filed};
use crate::store::{reasons, receipts as store_receipts, requests};
use crate::web::error::html;
use crate::web::page::{Page, encode};
use crate::web::public::takedown::{LONGEST_CONTACT, LONGEST_MESSAGE, RequestForm, is_id, shown};
use crate::web::state::WebState;

/// Seconds after which somebody may try again.
const COME_AGAIN: &str = "3600";

/// `POST /anmod`.
///
/// # Errors
/// A form that is none of ours, database.
pub async fn file(
    State(state): State<WebState>,
    Extension(counter): Extension<Arc<Counter>>,
    page: Page,
    Caller(caller): Caller,
    fields: Fields,
) -> Result<Response, Problem> {
    // What no person types: the form is forged, or cut short on its way.
    let none_of_ours = |_| Problem::Form("form-request");
    let kind: Kind = fields.get("hvad").parse().map_err(none_of_ours)?;
    let (post, token) = (fields.get("opslag"), fields.get("kode"));
    if !is_id(post) || !is_token(token) {
        return Err(Problem::Form("form-request"));
    }
    let claim: Option<Claim> = fields.get("hvem").parse().ok();
    let cause: Option<Cause> = fields.get("hvorfor").parse().ok();
    let (message, contact) = (fields.get("besked").trim(), fields.get("kontakt").trim());
    let refuse = async |status: StatusCode, wrong: &'static str| -> Result<Response, Problem> {
        let form = RequestForm {
            page: &page,
            kind,
            post,
            shown: shown(&state.public, post).await?,
            token: token.to_owned(),
            claim,
            cause,
            message,
            contact,
            wrong: Some(wrong),
        };
        let mut response = (status, html(&form)?).into_response();
        if status == StatusCode::TOO_MANY_REQUESTS {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(COME_AGAIN));
        }
        Ok(response)
    };
    let (Some(claim), Some(cause)) = (claim, cause) else {
        return refuse(StatusCode::BAD_REQUEST, "request-wrong-choice").await;
    };
    if message.chars().count() > LONGEST_MESSAGE || contact.chars().count() > LONGEST_CONTACT {
        return refuse(StatusCode::BAD_REQUEST, "request-wrong-long").await;
    }
    // Said, not swallowed: a browser that fills in everything by itself has a person behind it.
    if !fields.get("hjemmeside").is_empty() {
        return refuse(StatusCode::BAD_REQUEST, "request-wrong-trap").await;
    }
    let allowed = counter.take(caller, page.now);
    if !allowed.ask {
        return refuse(StatusCode::TOO_MANY_REQUESTS, "request-wrong-many").await;
    }
    let settings = &state.settings.takedown;
    let bounds = Bounds {
        per_hour: settings.requests_per_hour,
        hides_per_hour: if settings.hide_at_once && allowed.hide { settings.hides_per_hour } else { 0 },
    };
    let asked = Asked {
        kind,
        post: PostId(post.to_owned()),
        claim,
        cause,
        message: message.to_owned(),
        contact: contact.to_owned(),
        language: page.language.as_str().to_owned(),
    };
    match requests::file(&state.db, &session::hash(token), &asked, bounds, page.now).await? {
        Filed::TooMany => refuse(StatusCode::TOO_MANY_REQUESTS, "request-wrong-flood").await,
        Filed::New(request) | Filed::Again(request) => {
            tracing::info!(number = request.number, kind = request.asked.kind.as_str(), "a request came in");
            let query = encode(&[("kode".to_owned(), token.to_owned())]);
            Ok(Redirect::to(&page.href(format!("/anmodning?{query}"))).into_response())
        }
    }
}

fn is_token(token: &str) -> bool {
    token.len() == 32 && token.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[derive(Template)]
#[template(path = "request_status.html")]
struct StatusPage<'a> {
    page: &'a Page,
    request: &'a Request,
    /// What the person is told of where it stands.
    stands: String,
    /// The statement of reasons, with its ground.
    because: Option<(String, String)>,
    receipt: Option<ReceiptView<'a>>,
    link: String,
}

/// `GET /anmodning?kode=…`: where a request stands, and the receipt of a removal; `som=json` or `som=tekst` is the receipt
/// as a file.
///
/// # Errors
/// No such link, database.
pub async fn status(State(state): State<WebState>, page: Page) -> Result<Response, Problem> {
    let token = page.parameter("kode");
    if !is_token(token) {
        return Err(Problem::NotFound);
    }
    let request = requests::by_token(&state.db, &session::hash(token)).await?.ok_or(Problem::NotFound)?;
    let answered = request.answered.as_ref();
    let removed = answered.is_some_and(|answered| answered.outcome == Outcome::Removed);
    let receipt = if removed { store_receipts::of_post(&state.db, &request.asked.post).await? } else { None };
    if let (Some(receipt), Some(file)) = (&receipt, receipts::File::asked(&page)) {
        return Ok(receipts::file(&page, receipt, file));
    }
    let versions = reasons::all(&state.db).await?;
    let because = answered.and_then(|answered| {
        let reason = reason::at(&versions, answered.reason.as_deref()?, answered.at)?;
        let words = reason.statement.of(page.language.as_str()).to_owned();
        Some((page.word("reason-ground", reason.ground.as_str()), words))
    });
    let query = encode(&[("kode".to_owned(), token.to_owned())]);
    let link = page.href(format!("/anmodning?{query}"));
    let template = StatusPage {
        stands: stands(&state, &page, &request),
        because,
        receipt: receipt.map(|receipt| ReceiptView::new(&page, receipt, &versions, link.clone())),
        link: page.absolute(&link),
        page: &page,
        request: &request,
    };
    // The address is the secret: it goes to no other site and into no cache.
    let quiet = (HeaderName::from_static("referrer-policy"), "no-referrer");
    Ok(([quiet], [(header::CACHE_CONTROL, "no-store")], html(&template)?).into_response())
}

fn stands(state: &WebState, page: &Page, request: &Request) -> String {
    match &request.answered {
        Some(answered) => {
            let key = format!("request-outcome-{}", answered.outcome.as_str());
            page.text_with(key, "moment", page.moment(&answered.at))
        }
        None => {
            let due = request.at.plus(state.settings.takedown.answer_within);
            let key = if request.hid.is_some() { "request-open-hidden" } else { "request-open" };
            page.text_with(key, "moment", page.moment(&due))
        }
    }
}

impl StatusPage<'_> {
    /// A link to ask again, where the answer was that the post stays hidden.
    fn again(&self) -> Option<String> {
        let outcome = self.request.answered.as_ref()?.outcome;
        let stays = matches!(outcome, Outcome::Hidden | Outcome::Unchanged);
        stays.then(|| self.page.href(format!("/opslag/{}/vurdering", self.request.asked.post)))
    }
}
