//! Somebody who is called: a server on loopback that writes down what came, and answers as it is told.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};

/// What came.
#[derive(Clone, Debug)]
pub struct Call {
    pub path: String,
    pub headers: HeaderMap,
    pub body: String,
}

/// How it answers.
#[derive(Clone, Debug)]
pub enum Answer {
    Status(u16),
    Redirect(u16, String),
    RetryAfter(u16, u32),
    Hang,
}

#[derive(Clone)]
pub struct Receiver {
    pub base: String,
    calls: Arc<Mutex<Vec<Call>>>,
    answers: Arc<Mutex<Answer>>,
}

impl Receiver {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let receiver =
            Self { base, calls: Arc::default(), answers: Arc::new(Mutex::new(Answer::Status(200))) };
        let router = Router::new().fallback(take).with_state(receiver.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        receiver
    }

    pub fn answers(&self, answer: Answer) {
        *self.answers.lock().unwrap() = answer;
    }

    /// What came since the last time.
    pub fn calls(&self) -> Vec<Call> {
        std::mem::take(&mut self.calls.lock().unwrap())
    }
}

async fn take(State(receiver): State<Receiver>, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let call = Call { path: uri.to_string(), headers, body: String::from_utf8_lossy(&body).into_owned() };
    receiver.calls.lock().unwrap().push(call);
    let answer = receiver.answers.lock().unwrap().clone();
    match answer {
        // Where a redirect of ours leads to.
        _ if uri.path() == "/elsewhere" => StatusCode::OK.into_response(),
        Answer::Status(status) => StatusCode::from_u16(status).unwrap().into_response(),
        Answer::Redirect(status, to) => {
            (StatusCode::from_u16(status).unwrap(), [("location", to)]).into_response()
        }
        Answer::RetryAfter(status, seconds) => {
            (StatusCode::from_u16(status).unwrap(), [("retry-after", seconds.to_string())]).into_response()
        }
        Answer::Hang => {
            // Longer than the client's patience in the tests; nobody waits for it.
            tokio::time::sleep(Duration::from_secs(3_600)).await;
            StatusCode::OK.into_response()
        }
    }
}
