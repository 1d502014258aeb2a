//! The client itself: gates, address checks, the redirect loop, the capped body.

use std::sync::{Arc, Once};
use std::time::Duration;

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use secrecy::ExposeSecret;
use tokio::time::Instant;

use super::address::{Allowed, objection};
use super::gate::{Gates, authority, gate_key};
use super::redirect::{follow, is_permanent, is_redirect};
use super::resolve::{OnlyPrivate, PublicOnly};
use super::{HttpError, HttpPolicy, Request, Response, place};
use crate::domain::time::Timestamp;

const MOST_REDIRECTS: usize = 5;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The client. Cheap to clone; clones share gates and connections.
#[derive(Clone)]
pub struct Http {
    inner: Arc<Inner>,
    /// When whoever calls must be done.
    ends: Option<Instant>,
    /// Bytes of a body, where fewer than the policy's are wanted.
    most: Option<usize>,
    /// Redirects that are followed; the answer of one more is given as it is.
    hops: usize,
}

struct Inner {
    policy: HttpPolicy,
    allowed: Allowed,
    /// Resolves names to public addresses alone.
    strict: reqwest::Client,
    /// For the hosts the operator named. A client of its own, so that no pooled connection of one serves the other.
    open: reqwest::Client,
    gates: Gates,
}

impl Http {
    /// Builds the client.
    ///
    /// # Errors
    /// An unreadable CA file or an invalid user agent.
    pub fn new(policy: HttpPolicy) -> Result<Self, HttpError> {
        install_tls_provider();
        let authorities = authorities(&policy)?;
        let build = |resolver: Option<PublicOnly>| {
            let mut builder = reqwest::Client::builder()
                .user_agent(policy.user_agent.as_str())
                .no_proxy() // a proxy would look names up for us, and see private hosts
                .redirect(reqwest::redirect::Policy::none())
                .referer(false)
                .connect_timeout(CONNECT_TIMEOUT.min(policy.timeout))
                .tls_certs_only(authorities.iter().cloned());
            if let Some(resolver) = resolver {
                builder = builder.dns_resolver(Arc::new(resolver));
            }
            builder
                .build()
                .map_err(|broken| HttpError::Failed(format!("no HTTP client: {}", causes(&broken))))
        };
        let (strict, open) = (build(Some(PublicOnly))?, build(None)?);
        let allowed = Allowed::new(&policy.allow_private);
        let inner = Inner { policy, allowed, strict, open, gates: Gates::default() };
        Ok(Self { inner: Arc::new(inner), ends: None, most: None, hops: MOST_REDIRECTS })
    }

    /// The same client, for calls that must have ended at `ends`: then [`HttpError::OutOfTime`].
    #[must_use]
    pub fn until(&self, ends: Instant) -> Self {
        Self { ends: Some(ends), ..self.clone() }
    }

    /// The same client, for answers of at most so many bytes.
    #[must_use]
    pub fn at_most(&self, bytes: usize) -> Self {
        Self { most: Some(bytes), ..self.clone() }
    }

    /// The same client, which follows no redirect: the caller asks first whether it may go where it leads
    /// ([`Response::leads_to`]).
    #[must_use]
    pub fn step_by_step(&self) -> Self {
        Self { hops: 0, ..self.clone() }
    }

    /// A client over the same connections with gates of its own and another gap between two requests to one host: what it
    /// waits for holds up nobody else, and nobody else holds it up.
    #[must_use]
    pub fn apart(&self, min_gap: Duration) -> Self {
        self.over_the_same(HttpPolicy { min_gap, ..self.inner.policy.clone() })
    }

    /// A client over the same connections, with gates of its own, to which these private hosts alone are open.
    #[must_use]
    pub fn only(&self, allow_private: &[String]) -> Self {
        self.over_the_same(HttpPolicy { allow_private: allow_private.to_vec(), ..self.inner.policy.clone() })
    }

    fn over_the_same(&self, policy: HttpPolicy) -> Self {
        let inner = Inner {
            allowed: Allowed::new(&policy.allow_private),
            policy,
            strict: self.inner.strict.clone(),
            open: self.inner.open.clone(),
            gates: Gates::default(),
        };
        Self { inner: Arc::new(inner), ..self.clone() }
    }

    /// Sends a request and reads the whole answer. A 429 or 503 with `Retry-After` closes the gate of the host (of the
    /// token at that host, if one was sent) by itself. Waiting for a host's turn does not count as time of the request.
    ///
    /// # Errors
    /// [`HttpError`]; an answer of any status is not an error.
    pub async fn send(&self, now: Timestamp, request: Request) -> Result<Response, HttpError> {
        let Some(ends) = self.ends else { return self.answer(now, request).await };
        let place = place(&request.url);
        // Asked first: an answer that needs no waiting must not slip through after the end.
        if ends <= Instant::now() {
            return Err(HttpError::OutOfTime(place));
        }
        let answer = tokio::time::timeout_at(ends, self.answer(now, request)).await;
        answer.unwrap_or(Err(HttpError::OutOfTime(place)))
    }

    async fn answer(&self, now: Timestamp, mut request: Request) -> Result<Response, HttpError> {
        let Inner { policy, allowed, gates, .. } = &*self.inner;
        let mut left = policy.timeout;
        let mut all_permanent = true;
        for hop in 0..=MOST_REDIRECTS {
            self.refuse_if_objected(&request, allowed)?;
            self.refuse_if_closed(now, &request)?;
            gates.wait_for_turn(&request.url, policy.min_gap).await;
            // Another answer may have closed the gate while we waited.
            self.refuse_if_closed(now, &request)?;
            let started = Instant::now();
            let mut response = tokio::time::timeout(left, self.exchange(&request))
                .await
                .map_err(|_| HttpError::Timeout(place(&request.url)))??;
            left = left.saturating_sub(started.elapsed());
            if matches!(response.status, 429 | 503)
                && let Some(until) = response.retry_after(now)
            {
                let host = authority(&request.url);
                let key = request.bearer.as_ref().map_or(host.clone(), |token| gate_key(&host, token));
                gates.close(&key, until);
            }
            let followed = is_redirect(response.status) && self.hops > 0;
            let target = response.header("location").filter(|_| followed);
            let Some(target) = target.map(str::to_owned) else {
                let good = (200..300).contains(&response.status) || response.status == 304;
                if hop > 0 && all_permanent && good {
                    response.moved_to = Some(response.url.clone());
                }
                return Ok(response);
            };
            all_permanent &= is_permanent(response.status);
            let from = place(&request.url);
            request = follow(request, response.status, &target)
                .map_err(|why| HttpError::Blocked(format!("where {from} points: {why}")))?;
        }
        Err(HttpError::Failed(format!(
            "more than {MOST_REDIRECTS} redirects, the last to {}",
            place(&request.url)
        )))
    }

    /// Closes a gate until an instant: a host (`graph.facebook.com`, with `:port` where it is not the scheme's own or
    /// without for all ports), or one token at a host ([`gate_key`]). A gate that is closed for longer stays so.
    pub fn close_gate(&self, key: &str, until: Timestamp) {
        self.inner.gates.close(key, until);
    }

    fn refuse_if_objected(&self, request: &Request, allowed: &Allowed) -> Result<(), HttpError> {
        let why = objection(&request.url, request.bearer.is_some(), allowed);
        why.map_or(Ok(()), |why| Err(HttpError::Blocked(format!("{}: {why}", place(&request.url)))))
    }

    fn refuse_if_closed(&self, now: Timestamp, request: &Request) -> Result<(), HttpError> {
        match self.inner.gates.closed_until(now, &request.url, request.bearer.as_ref()) {
            Some(until) => Err(HttpError::GateClosed { host: authority(&request.url), until }),
            None => Ok(()),
        }
    }

    /// One request and its whole body, no redirect followed.
    async fn exchange(&self, request: &Request) -> Result<Response, HttpError> {
        let Inner { policy, allowed, strict, open, .. } = &*self.inner;
        let client = if allowed.names(&request.url) { open } else { strict };
        let most = self.most.map_or(policy.max_body, |most| most.min(policy.max_body));
        let method = reqwest::Method::from_bytes(request.method.as_bytes())
            .map_err(|_| HttpError::Failed(format!("{:?} is no HTTP method", request.method)))?;
        let mut outgoing = client.request(method, request.url.clone()).headers(headers(request)?);
        if let Some((_, body)) = &request.body {
            outgoing = outgoing.body(body.clone());
        }
        let failed = |broken: reqwest::Error| failure(request, broken);
        let mut incoming = outgoing.send().await.map_err(failed)?;
        // Only a hint: absent for compressed bodies, and a server may lie.
        if incoming.content_length().is_some_and(|length| length > most as u64) {
            return Err(HttpError::TooLarge(most));
        }
        let mut body = Vec::new();
        while let Some(chunk) = incoming.chunk().await.map_err(failed)? {
            if body.len() + chunk.len() > most {
                return Err(HttpError::TooLarge(most));
            }
            body.extend_from_slice(&chunk);
        }
        let headers = incoming
            .headers()
            .iter()
            .map(|(name, value)| {
                (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
            })
            .collect();
        let status = incoming.status().as_u16();
        Ok(Response { status, headers, body, url: request.url.clone(), moved_to: None })
    }
}

/// One TLS provider for the whole process; a second installation (sqlx, a test) finds the first and is content.
fn install_tls_provider() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        if rustls::crypto::ring::default_provider().install_default().is_err() {
            tracing::debug!("a TLS provider was installed before ours");
        }
    });
}

fn authorities(policy: &HttpPolicy) -> Result<Vec<reqwest::Certificate>, HttpError> {
    let mut found = Vec::new();
    for root in webpki_root_certs::TLS_SERVER_ROOT_CERTS {
        let root = reqwest::Certificate::from_der(root)
            .map_err(|broken| HttpError::Failed(format!("a built-in certificate: {}", causes(&broken))))?;
        found.push(root);
    }
    if let Some(path) = &policy.extra_ca {
        let unreadable = |why: String| HttpError::Failed(format!("http.extra_ca {}: {why}", path.display()));
        let pem = std::fs::read(path).map_err(|broken| unreadable(broken.to_string()))?;
        let extra =
            reqwest::Certificate::from_pem_bundle(&pem).map_err(|broken| unreadable(causes(&broken)))?;
        if extra.is_empty() {
            return Err(unreadable("no certificate in it".to_owned()));
        }
        found.extend(extra);
    }
    Ok(found)
}

fn headers(request: &Request) -> Result<HeaderMap, HttpError> {
    let unfit =
        |name: &str| HttpError::Failed(format!("{}: header {name} cannot be sent", place(&request.url)));
    let mut headers = HeaderMap::new();
    for (name, value) in &request.headers {
        let key = HeaderName::from_bytes(name.as_bytes()).map_err(|_| unfit(name))?;
        headers.append(key, HeaderValue::from_str(value).map_err(|_| unfit(name))?);
    }
    if let Some((kind, _)) = &request.body {
        headers.insert(CONTENT_TYPE, HeaderValue::from_str(kind).map_err(|_| unfit("content-type"))?);
    }
    if let Some(token) = &request.bearer {
        let mut value = HeaderValue::from_str(&format!("Bearer {}", token.expose_secret()))
            .map_err(|_| unfit("authorization"))?;
        value.set_sensitive(true);
        headers.insert(AUTHORIZATION, value);
    }
    Ok(headers)
}

fn failure(request: &Request, broken: reqwest::Error) -> HttpError {
    let place = place(&request.url);
    let broken = broken.without_url(); // its query may hold a token
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&broken);
    while let Some(this) = cause {
        if this.is::<OnlyPrivate>() {
            return HttpError::Blocked(format!("{place}: {OnlyPrivate}"));
        }
        cause = this.source();
    }
    if broken.is_timeout() {
        return HttpError::Timeout(place);
    }
    HttpError::Failed(format!("{place}: {}", causes(&broken)))
}

/// An error and what is behind it, outermost first.
fn causes(broken: &reqwest::Error) -> String {
    let mut told = broken.to_string();
    let mut cause = std::error::Error::source(broken);
    while let Some(this) = cause {
        told.push_str(": ");
        told.push_str(&this.to_string());
        cause = this.source();
    }
    told
}
