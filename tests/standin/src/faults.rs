//! What goes wrong on purpose: by path, for a number of requests or until taken away.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::clock::Clock;

/// One way to fail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// An empty answer with this status and, if given, a `Retry-After` in seconds.
    Status(u16, Option<u32>),
    /// An answer with this status, content type and body.
    Answer(u16, &'static str, String),
    /// No answer for this long (real time), then a 504.
    Hang(Duration),
    /// The right answer, but its body ends half way.
    Truncate,
    /// The right status with bytes that are neither JSON nor XML nor UTF-8.
    Garbage,
    /// 200 with an HTML error page.
    HtmlPage,
    /// A body of this many bytes.
    Huge(usize),
    /// A gzip body that unpacks to this many zero bytes.
    Bomb(usize),
    /// The connection breaks while the body is sent.
    Break,
    /// A redirect to this address with this status.
    Redirect(u16, String),
}

#[derive(Debug)]
struct Plan {
    path: String,
    fault: Fault,
    left: Option<u32>,
}

/// The plan of faults. Clones share it.
#[derive(Clone, Debug)]
pub struct Faults {
    plans: Arc<Mutex<Vec<Plan>>>,
    hits: Arc<Mutex<Vec<(i64, String)>>>,
    clock: Clock,
}

impl Faults {
    /// Nothing goes wrong yet.
    pub fn new(clock: Clock) -> Self {
        Self { plans: Arc::default(), hits: Arc::default(), clock }
    }

    /// The next `times` requests whose path starts with `path` fail like this.
    pub fn next(&self, path: &str, times: u32, fault: Fault) {
        self.push(path, Some(times), fault);
    }

    /// Every request whose path starts with `path` fails like this until [`Faults::clear`].
    pub fn always(&self, path: &str, fault: Fault) {
        self.push(path, None, fault);
    }

    /// Takes away all faults of paths that start with `path`.
    pub fn clear(&self, path: &str) {
        lock(&self.plans).retain(|plan| !plan.path.starts_with(path));
    }

    /// Every request so far, as (µs on the stand-in's clock, path and query).
    pub fn requests(&self) -> Vec<(i64, String)> {
        lock(&self.hits).clone()
    }

    fn push(&self, path: &str, left: Option<u32>, fault: Fault) {
        lock(&self.plans).push(Plan { path: path.to_owned(), fault, left });
    }

    fn take(&self, path: &str) -> Option<Fault> {
        let mut plans = lock(&self.plans);
        let at = plans.iter().position(|plan| path.starts_with(&plan.path))?;
        let fault = plans[at].fault.clone();
        if let Some(left) = &mut plans[at].left {
            *left = left.saturating_sub(1);
            if *left == 0 {
                plans.remove(at);
            }
        }
        Some(fault)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The middleware.
pub(crate) async fn apply(State(faults): State<Faults>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    lock(&faults.hits).push((faults.clock.now(), request.uri().to_string()));
    let Some(fault) = faults.take(&path) else {
        return next.run(request).await;
    };
    match fault {
        Fault::Status(status, retry_after) => {
            let mut answer = code(status).into_response();
            if let Some(secs) = retry_after {
                answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(secs));
            }
            answer
        }
        Fault::Answer(status, kind, body) => {
            (code(status), [(header::CONTENT_TYPE, kind)], body).into_response()
        }
        Fault::Hang(time) => {
            tokio::time::sleep(time).await;
            StatusCode::GATEWAY_TIMEOUT.into_response()
        }
        Fault::Truncate => {
            let (mut parts, body) = next.run(request).await.into_parts();
            let whole = to_bytes(body, usize::MAX).await.unwrap_or_default();
            parts.headers.remove(header::CONTENT_LENGTH);
            Response::from_parts(parts, Body::from(whole.slice(..whole.len() / 2)))
        }
        Fault::Garbage => {
            let (mut parts, _) = next.run(request).await.into_parts();
            parts.headers.remove(header::CONTENT_LENGTH);
            Response::from_parts(parts, Body::from(vec![0xff, 0xfe, 0x00, 0x7b, 0x3c, 0xc3, 0x28]))
        }
        Fault::HtmlPage => (
            [(header::CONTENT_TYPE, "text/html; charset=utf-8")],
            "<!doctype html><title>Oops</title><p>Something went wrong & we are on it.",
        )
            .into_response(),
        Fault::Huge(bytes) => {
            ([(header::CONTENT_TYPE, "application/octet-stream")], vec![b' '; bytes]).into_response()
        }
        Fault::Bomb(bytes) => {
            ([(header::CONTENT_TYPE, "application/json"), (header::CONTENT_ENCODING, "gzip")], bomb(bytes))
                .into_response()
        }
        Fault::Break => {
            let broken = futures_once_broken();
            Body::from_stream(broken).into_response()
        }
        Fault::Redirect(status, to) => {
            let mut answer = code(status).into_response();
            if let Ok(to) = HeaderValue::from_str(&to) {
                answer.headers_mut().insert(header::LOCATION, to);
            }
            answer
        }
    }
}

fn code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Zeros packed with gzip, about a thousand to one.
fn bomb(bytes: usize) -> Vec<u8> {
    use std::io::Write as _;
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let zeros = vec![0_u8; 1 << 16];
    for _ in 0..bytes.div_ceil(zeros.len()) {
        if packer.write_all(&zeros).is_err() {
            break;
        }
    }
    packer.finish().unwrap_or_default()
}

fn futures_once_broken() -> impl futures_util::Stream<Item = Result<Vec<u8>, std::io::Error>> {
    futures_util::stream::iter([Ok(b"{\"data\":[".to_vec()), Err(std::io::Error::other("broken on purpose"))])
}
