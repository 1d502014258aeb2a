//! Pages kept ready to be sent: the wall as everybody sees it is made once for each state of the index, not once for each
//! visitor, and compressed once. A page made before the index changed is never sent again, so what was taken away is gone.
//!
//! Knows nothing of posts; what is kept is public and the same for everybody who asks for the address.

use std::collections::HashMap;
use std::io::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use crate::domain::time::Timestamp;
use crate::web::error::WebError;

/// Addresses kept at once. The one unused for longest gives way, so that a crowd of odd searches costs no memory.
const MOST: usize = 128;

/// A page also tells the time of day ("this year", what is on now): it is made anew after this, changed or not.
const FRESH: Duration = Duration::from_secs(10);

/// What Chromium's and nginx' makers use for pages made on the fly: a third of the time of the best, nearly its size.
const BROTLI_QUALITY: i32 = 5;

/// The pages kept. Cheap to clone.
#[derive(Clone, Default)]
pub struct Pages {
    kept: Arc<Mutex<HashMap<String, Arc<Slot>>>>,
    uses: Arc<AtomicU64>,
}

#[derive(Default)]
struct Slot {
    used: AtomicU64,
    /// Held while the page is made: a crowd that comes at once waits for one, and does not make it a thousand times.
    page: tokio::sync::Mutex<Option<Kept>>,
}

struct Kept {
    state: u64,
    until: Timestamp,
    ready: Arc<Ready>,
}

/// An answer as bytes, plain and compressed.
pub struct Ready {
    kind: &'static str,
    tag: HeaderValue,
    plain: Bytes,
    gzip: OnceLock<Bytes>,
    brotli: OnceLock<Bytes>,
}

impl Pages {
    /// The page of `key` (path, language and query), made by `make` unless it was made at this state. `state` is asked
    /// before `make` reads anything: what changes in between makes the page anew for the next visitor.
    ///
    /// # Errors
    /// What `make` gave; an error is not kept.
    pub async fn get(
        &self,
        key: String,
        state: impl Fn() -> u64,
        now: Timestamp,
        make: impl Future<Output = Result<Ready, WebError>>,
    ) -> Result<Arc<Ready>, WebError> {
        let slot = self.slot(key);
        let mut page = slot.page.lock().await;
        let state = state();
        if let Some(kept) = page.as_ref().filter(|kept| kept.state == state && now < kept.until) {
            return Ok(Arc::clone(&kept.ready));
        }
        let ready = Arc::new(make.await?);
        *page = Some(Kept { state, until: now.plus(FRESH), ready: Arc::clone(&ready) });
        Ok(ready)
    }

    fn slot(&self, key: String) -> Arc<Slot> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST
            && !kept.contains_key(&key)
            && let Some(oldest) = kept.iter().min_by_key(|(_, slot)| slot.used.load(Ordering::Relaxed))
        {
            let oldest = oldest.0.clone();
            kept.remove(&oldest);
        }
        let slot = Arc::clone(kept.entry(key).or_default());
        slot.used.store(self.uses.fetch_add(1, Ordering::Relaxed), Ordering::Relaxed);
        slot
    }
}

impl Ready {
    /// An answer of this media type.
    pub fn new(kind: &'static str, text: String) -> Self {
        let tag = format!("W/\"{}\"", hex::encode(&Sha256::digest(text.as_bytes())[..12]));
        // Hex digits are good in a header.
        let tag = HeaderValue::from_str(&tag).unwrap_or(HeaderValue::from_static("W/\"\""));
        Self { kind, tag, plain: text.into(), gzip: OnceLock::new(), brotli: OnceLock::new() }
    }

    /// A web page.
    pub fn html(text: String) -> Self {
        Self::new("text/html; charset=utf-8", text)
    }

    /// The answer to a request with these headers: compressed as it asks, or nothing if it has this very page.
    pub async fn answer(self: Arc<Self>, asked: &HeaderMap) -> Response {
        let about = [
            (header::CONTENT_TYPE, HeaderValue::from_static(self.kind)),
            (header::ETAG, self.tag.clone()),
            (header::VARY, HeaderValue::from_static("accept-encoding")),
        ];
        if asked.get(header::IF_NONE_MATCH).is_some_and(|known| has(known, &self.tag)) {
            return (StatusCode::NOT_MODIFIED, about).into_response();
        }
        let accepted = asked.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or("");
        for (coding, name) in [(Coding::Brotli, "br"), (Coding::Gzip, "gzip")] {
            if accepts(accepted, name)
                && let Some(bytes) = self.compressed(coding).await
            {
                let coding = [(header::CONTENT_ENCODING, HeaderValue::from_static(name))];
                return (about, coding, bytes).into_response();
            }
        }
        (about, self.plain.clone()).into_response()
    }

    /// `None` if it cannot be compressed; it is then sent as it is.
    async fn compressed(self: &Arc<Self>, coding: Coding) -> Option<Bytes> {
        let kept = match coding {
            Coding::Brotli => &self.brotli,
            Coding::Gzip => &self.gzip,
        };
        if let Some(bytes) = kept.get() {
            return Some(bytes.clone());
        }
        let this = Arc::clone(self);
        let pressed = tokio::task::spawn_blocking(move || compress(&this.plain, coding)).await;
        match pressed {
            Ok(Ok(bytes)) => Some(kept.get_or_init(|| bytes.into()).clone()),
            Ok(Err(error)) => {
                tracing::error!(%error, "a page could not be compressed");
                None
            }
            Err(error) => {
                tracing::error!(%error, "compressing a page ended early");
                None
            }
        }
    }
}

#[derive(Clone, Copy)]
enum Coding {
    Brotli,
    Gzip,
}

fn compress(plain: &[u8], coding: Coding) -> std::io::Result<Vec<u8>> {
    match coding {
        Coding::Brotli => {
            let parameters =
                brotli::enc::BrotliEncoderParams { quality: BROTLI_QUALITY, ..Default::default() };
            let mut pressed = Vec::new();
            brotli::BrotliCompress(&mut &*plain, &mut pressed, &parameters)?;
            Ok(pressed)
        }
        Coding::Gzip => {
            let mut pressed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
            pressed.write_all(plain)?;
            pressed.finish()
        }
    }
}

/// True if `Accept-Encoding` names the coding and does not refuse it (RFC 9110, 12.5.3).
fn accepts(header: &str, coding: &str) -> bool {
    header.split(',').any(|one| {
        let (name, parameters) = one.split_once(';').unwrap_or((one, ""));
        let refused = parameters.trim().strip_prefix("q=").is_some_and(|q| q.trim().parse() == Ok(0.0_f32));
        name.trim().eq_ignore_ascii_case(coding) && !refused
    })
}

/// True if `If-None-Match` names the tag; weak comparison (RFC 9110, 13.1.2).
fn has(known: &HeaderValue, tag: &HeaderValue) -> bool {
    let (Ok(known), Ok(tag)) = (known.to_str(), tag.to_str()) else { return false };
    let plain = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    known.trim() == "*" || known.split(',').any(|one| plain(one) == plain(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coding_is_used_only_where_it_is_wanted() {
        assert!(accepts("gzip, deflate, br, zstd", "br") && accepts("GZIP;q=0.5", "gzip"));
        assert!(!accepts("gzip;q=0, identity", "gzip") && !accepts("", "br") && !accepts("brotli", "br"));
    }

    #[test]
    fn a_tag_is_known_weak_or_strong() {
        let tag = HeaderValue::from_static("W/\"abc\"");
        for known in ["W/\"abc\"", "\"abc\"", "\"x\", W/\"abc\"", "*"] {
            assert!(has(&HeaderValue::from_static(known), &tag), "{known}");
        }
        assert!(!has(&HeaderValue::from_static("\"abcd\""), &tag));
    }

    #[tokio::test]
    async fn a_page_is_made_once_for_a_state_and_a_crowd_of_odd_addresses_is_bounded() {
        let (pages, made) = (Pages::default(), AtomicU64::new(0));
        let now = Timestamp::from_secs(1_000);
        let make = || async { Ok(Ready::html(made.fetch_add(1, Ordering::Relaxed).to_string())) };
        for (state, at, expected) in [(1, now, "0"), (1, now, "0"), (2, now, "1"), (2, now.plus(FRESH), "2")]
        {
            let page = pages.get("/".to_owned(), || state, at, make()).await.unwrap();
            assert_eq!(page.plain, expected);
        }
        for n in 0..1_000 {
            pages.get(format!("/?q={n}"), || 2, now, make()).await.unwrap();
        }
        assert_eq!(pages.kept.lock().unwrap().len(), MOST);
    }
}
