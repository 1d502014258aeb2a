//! Envelopes: how LinkedIn says no, and pages and batches when it says yes.

use axum::Json;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

/// What a handler answers.
pub type Answer = Result<Response, Refusal>;

/// A refusal; boxed, because an answer is large to pass around.
pub struct Refusal(Box<Response>);

impl Refusal {
    /// Any answer as a refusal.
    pub fn new(answer: Response) -> Self {
        Self(Box::new(answer))
    }

    /// With one more header.
    pub fn header(mut self, name: &'static str, value: &'static str) -> Self {
        self.0.headers_mut().insert(name, HeaderValue::from_static(value));
        self
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        *self.0
    }
}

/// A refusal. Fields that are not known of one are left out, as at LinkedIn.
pub fn refuse(status: u16, service_code: Option<u32>, code: &str, message: &str) -> Refusal {
    let mut body = Map::new();
    body.insert("status".to_owned(), status.into());
    if let Some(service_code) = service_code {
        body.insert("serviceErrorCode".to_owned(), service_code.into());
    }
    if !code.is_empty() {
        body.insert("code".to_owned(), code.into());
    }
    body.insert("message".to_owned(), message.into());
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    Refusal::new(with_status(status, &Value::Object(body)))
}

/// 403, worded as LinkedIn words it.
pub fn access_denied(resource: &str, method: &str, version: &str) -> Refusal {
    let message = format!("Not enough permissions to access: {resource}.{method}.{version}01");
    refuse(403, Some(100), "ACCESS_DENIED", &message)
}

/// 404.
pub fn not_found() -> Refusal {
    refuse(404, None, "NOT_FOUND", "Not found")
}

/// 400 for a parameter the resource does not have.
pub fn unknown_param(name: &str) -> Refusal {
    refuse(400, None, "QUERY_PARAM_NOT_ALLOWED", &format!("Query parameter {name} is not allowed"))
}

/// Everything that is not routed, every search among it.
pub async fn no_such_resource() -> Refusal {
    refuse(404, None, "RESOURCE_NOT_FOUND", "No virtual resource found")
}

/// A JSON answer with the trace id every answer of LinkedIn has.
pub fn with_status(status: StatusCode, body: &Value) -> Response {
    let mut answer = (status, Json(body)).into_response();
    answer.headers_mut().insert("x-li-uuid", HeaderValue::from_static("AAYstandin0000000000=="));
    answer
}

/// 200.
pub fn ok(body: &Value) -> Response {
    with_status(StatusCode::OK, body)
}

/// A BATCH_GET's answer; what `find` does not give is a 404 of its own.
pub fn batch(ids: &[String], find: impl Fn(&str) -> Option<Value>) -> Answer {
    if ids.len() < 2 {
        // `List()` of a single id was found refused.
        return Err(refuse(400, None, "ILLEGAL_ARGUMENT", "ids must hold more than one id"));
    }
    let (mut results, mut statuses, mut errors) = (Map::new(), Map::new(), Map::new());
    for id in ids {
        match find(id) {
            Some(entity) => {
                results.insert(id.clone(), entity);
                statuses.insert(id.clone(), 200.into());
            }
            None => {
                statuses.insert(id.clone(), 404.into());
                errors.insert(id.clone(), json!({"status": 404, "message": "Not found"}));
            }
        }
    }
    Ok(ok(&json!({"results": results, "statuses": statuses, "errors": errors})))
}
