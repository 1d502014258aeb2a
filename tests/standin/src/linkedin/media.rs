//! Media: `/rest/images`, `/rest/videos`, `/rest/documents`, and the files behind their signed, expiring URLs.

use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use super::LinkedIn;
use super::answers::{Answer, batch as batch_answer, not_found, ok};
use super::gate::{Resource, Scope};
use super::params::Params;
use super::world::World;

const SIGNING_KEY: &[u8] = b"the media host's own";
/// Whole as far as every reader of PDF is concerned: one empty page.
const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

fn resource(path: &str) -> Resource {
    let name = match path {
        path if path.contains("/rest/videos") => "videos",
        path if path.contains("/rest/documents") => "documents",
        _ => "images",
    };
    Resource { name, internal: name, scope: Scope::ReadPosts }
}

/// `/rest/images/{urn}` and its siblings.
pub async fn one(
    State(linkedin): State<LinkedIn>,
    Path(urn): Path<String>,
    uri: Uri,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Answer {
    let resource = resource(uri.path());
    linkedin.admit(resource, &headers, query.as_deref(), None)?;
    let world = linkedin.world();
    linkedin.told(&world, resource.name, &urn).map(|medium| ok(&medium)).ok_or_else(not_found)
}

/// `/rest/images?ids=List(…)` and its siblings.
pub async fn batch(
    State(linkedin): State<LinkedIn>,
    uri: Uri,
    method: Method,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    body: String,
) -> Answer {
    let resource = resource(uri.path());
    let body = (method == Method::POST).then_some(body.as_str());
    let call = linkedin.admit(resource, &headers, query.as_deref(), body)?;
    let world = linkedin.world();
    let ids = call.params.list("ids").unwrap_or_default();
    batch_answer(&ids, |id| linkedin.told(&world, resource.name, id))
}

/// `/media/{urn}?e=…&v=beta&t=…`: no token, no version; 403 once the time in `e` has come or the signature is another's.
pub async fn file(
    State(linkedin): State<LinkedIn>,
    Path(urn): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let params = Params::read(query.as_deref().unwrap_or_default());
    let expires = params.as_ref().and_then(|params| params.get("e")?.parse::<i64>().ok()).unwrap_or(0);
    let signed = params.and_then(|params| params.get("t")).unwrap_or_default();
    if expires <= linkedin.clock.secs() || signed != signature(&urn, expires) {
        return (StatusCode::FORBIDDEN, "URL signature expired").into_response();
    }
    match linkedin.world().media.get(&urn).map(|medium| medium.kind) {
        Some("document") => ([(header::CONTENT_TYPE, "application/pdf")], PDF).into_response(),
        // A video's poster: the stand-in has no film to show.
        Some(_) => ([(header::CONTENT_TYPE, "image/png")], crate::picture::png(&urn)).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

impl LinkedIn {
    fn told(&self, world: &World, resource: &str, urn: &str) -> Option<Value> {
        let medium = world.media.get(urn).filter(|medium| resource == format!("{}s", medium.kind))?;
        let mut told = json!({"id": urn, "owner": medium.owner, "status": medium.status});
        if medium.status == "AVAILABLE" {
            let life = i64::try_from(world.media_life.as_secs()).unwrap_or(i64::MAX / 2);
            let expires = self.clock.secs() + life;
            let url = format!("{}/media/{urn}?e={expires}&v=beta&t={}", self.base, signature(urn, expires));
            if medium.kind == "video" {
                told["thumbnail"] = url.clone().into();
                told["duration"] = 42_000.into();
                told["aspectRatioWidth"] = 16.into();
                told["aspectRatioHeight"] = 9.into();
            }
            told["downloadUrl"] = url.into();
            told["downloadUrlExpiresAt"] = (expires * 1000).into();
        }
        Some(told)
    }
}

fn signature(urn: &str, expires: i64) -> String {
    Hmac::<Sha256>::new_from_slice(SIGNING_KEY)
        .map(|mut mac| {
            mac.update(format!("{urn} {expires}").as_bytes());
            hex::encode(&mac.finalize().into_bytes()[..12])
        })
        .unwrap_or_default() // HMAC takes a key of any length
}
