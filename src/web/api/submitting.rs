//! Handing in by the API, with a key: the same intake as the form's, the same wait for a person.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode, Uri};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::writing::{Keyed, broken, read};
use crate::domain::key::Scope;
use crate::domain::submission::{Declaration, WORDING};
use crate::store::submissions::Filed;
use crate::submission::intake::{Intake, Offer, Refusal, Taken};
use crate::web::desk::session;
use crate::web::page::{Page, encode};
use crate::web::public::api::ask::Asked;
use crate::web::public::api::problem::Problem;
use crate::web::public::submit::declared;
use crate::web::state::WebState;
use crate::web::submit_proof::new_code;

/// Seconds after which the hour's room is there again.
const COME_AGAIN: &str = "3600";

/// A post that is handed in: a link to a public post, somebody's own words, or both.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Submitted {
    /// The address of a public post.
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub url: String,
    /// Its words; of somebody else's post a quote of at most 500 characters.
    #[serde(default)]
    #[schema(max_length = 3000)]
    pub text: String,
    /// Who wrote it.
    #[serde(default)]
    #[schema(max_length = 120)]
    pub author: String,
    /// Whose it is, declared as the form asks it: `true` says that the author hands it in and wants it shown, `false` that it
    /// is somebody else's public post.
    pub own: bool,
}

/// What became of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Receipt {
    /// The post it became, or that was here already.
    pub id: String,
    /// False where the post was here already, collected or handed in: nothing was done then.
    pub new: bool,
    /// Where its author follows it and can take it back. Secret, and told once; only for what is new.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub follow: Option<String>,
}

/// Hand in a post
///
/// As the form "Indsend et opslag" does: a person decides on all that comes, whatever the rules would approve. The link's page is
/// read for its words, author and picture.
#[utoipa::path(
    post, path = "/api/v1/submissions", operation_id = "submit", tag = "Writing",
    request_body = Submitted,
    security(("key" = ["submit"])),
    responses(
        (status = 200, description = "It is here already; nothing was done", body = Receipt),
        (status = 201, description = "It is stored, and waits for a person", body = Receipt),
        (status = 400, description = "The body cannot be used", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The key has not the scope `submit`", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "This wall takes nothing that is handed in", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "The body is no JSON", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Understood, and not taken", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn submit(
    State(state): State<WebState>,
    keyed: Keyed,
    page: Page,
    uri: Uri,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<(StatusCode, Json<Receipt>), Problem> {
    keyed.must(Scope::Submit)?;
    Asked::of(&uri)?.finish()?;
    let sent: Submitted = read(&headers, body)?;
    if !state.settings.submissions.open {
        return Err(Problem::conflict("This wall takes nothing that is handed in."));
    }
    let code = new_code(page.now, rand::random());
    let offer = Offer {
        address: sent.url,
        words: sent.text,
        name: sent.author,
        declaration: Declaration {
            own: sent.own,
            words: declared(&page, sent.own),
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
    match intake.take(&session::hash(&code), &offer, page.now).await.map_err(broken)? {
        Taken::Refused(why) => Err(Problem::refused(said(why))),
        Taken::Filed(Filed::Removed) => {
            Err(Problem::refused("This post was removed from the wall for good, and stays out."))
        }
        Taken::Filed(Filed::TooMany) => Err(Problem::too_many(COME_AGAIN)),
        Taken::Filed(Filed::Known(post)) => {
            Ok((StatusCode::OK, Json(Receipt { id: post.0, new: false, follow: None })))
        }
        Taken::Filed(Filed::New(submission) | Filed::Again(submission)) => {
            tracing::info!(number = submission.number, key = keyed.0.name, "a post was handed in by a key");
            let query = encode(&[("kode".to_owned(), code)]);
            let follow = Some(page.absolute(&page.href(format!("/indsendt?{query}"))));
            Ok((StatusCode::CREATED, Json(Receipt { id: submission.post.0, new: true, follow })))
        }
    }
}

/// Why it is not taken, for a program's author.
const fn said(why: Refusal) -> &'static str {
    match why {
        Refusal::Nothing => "Send a link in `url`, words in `text`, or both.",
        Refusal::NoAddress => "`url` cannot be read as the address of a public post.",
        Refusal::Private => "`url` leads into a private network.",
        Refusal::Gone => "There is no page at `url`.",
        Refusal::NotOwn => "Words without a link are taken from their author alone: then `own` is true.",
        Refusal::NoWords => "The page tells nothing of the post: send its words in `text`.",
        Refusal::Long => {
            "A field is too long: `text` 3,000 characters (500 of somebody else's), `author` 120, `url` 2,000."
        }
    }
}
