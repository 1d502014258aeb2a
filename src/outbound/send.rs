//! Sends what receivers of webhooks are to be told. What was shown when it happened and is not shown any more is not sent:
//! the row is read at the moment of sending, and so is the panic button.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::task::{Id, JoinSet};
use url::Url;

use super::sign::sign;
use crate::domain::post::State;
use crate::domain::public::PublicPost;
use crate::domain::shown::ShownPost;
use crate::domain::time::Timestamp;
use crate::domain::webhook::{Delivery, EventKind, Standing};
use crate::http::{Http, HttpError, Request, Response};
use crate::store::db::{Db, StoreError};
use crate::store::deliveries::Wanted;
use crate::store::{deliveries, panic, posts, webhooks};

/// Receivers told at the same time by one process; one that hangs keeps no other waiting.
const AT_ONCE: usize = 32;
/// A receiver that needs longer has queued what it should have stored.
const PATIENCE: Duration = Duration::from_secs(15);
/// Nobody else tries it meanwhile; longer than a try can take.
const LEASE: Duration = Duration::from_secs(60);
/// Until what the panic button held back is looked at again.
const PAUSED: Duration = Duration::from_secs(5);
/// A message older than this is given up where its receiver is away, tried nine times or once: what waits for a receiver is
/// at most what a day brings.
const LONGEST: Duration = Duration::from_secs(25 * 3_600);
/// Why.
const TOO_LATE: &str = "given up: the receiver was away for a day";
/// After each failure; then it is given up, a day after it happened.
const AGAIN: [Duration; 8] = [
    Duration::from_secs(5),
    Duration::from_secs(60),
    Duration::from_secs(5 * 60),
    Duration::from_secs(30 * 60),
    Duration::from_secs(2 * 3_600),
    Duration::from_secs(5 * 3_600),
    Duration::from_secs(8 * 3_600),
    Duration::from_secs(8 * 3_600),
];
/// Deliveries older than this are forgotten, once they wait no more.
pub const KEPT: Duration = Duration::from_secs(30 * 86_400);

/// How a try ended.
struct Tried {
    standing: Standing,
    outcome: String,
    due_at: Timestamp,
    /// The receiver asked never to be told again.
    gone: bool,
    /// It did not answer, or not for itself: what waits behind this is not tried before.
    away: bool,
}

/// Messages on their way, one to a receiver: one that hangs is waited for by nobody but itself.
pub struct Courier {
    db: Db,
    http: Http,
    base: Url,
    on_way: JoinSet<Result<(), StoreError>>,
    receivers: HashMap<Id, String>,
}

impl Courier {
    /// With nothing on its way. `base` is the wall's own address.
    pub fn new(db: Db, http: Http, base: Url) -> Self {
        Self { db, http, base, on_way: JoinSet::new(), receivers: HashMap::new() }
    }

    /// Sends off what is due to receivers that are being told nothing yet. How many were sent off.
    ///
    /// # Errors
    /// Database; also of a message that ended meanwhile, which is then tried again when its lease is over.
    pub async fn start(&mut self, now: Timestamp) -> Result<usize, StoreError> {
        while let Some(ended) = self.on_way.try_join_next_with_id() {
            self.ended(ended)?;
        }
        let busy: HashSet<String> = self.receivers.values().cloned().collect();
        let removals_only = panic::switch(&self.db).await?.pause.is_some();
        let wanted = Wanted { most: AT_ONCE.saturating_sub(busy.len()), busy: &busy, removals_only };
        let due = deliveries::claim(&self.db, wanted, LEASE, now).await?;
        let count = due.len();
        for delivery in due {
            let (db, http, base) = (self.db.clone(), self.http.clone(), self.base.clone());
            let webhook = delivery.webhook.clone();
            let task =
                self.on_way.spawn(async move { Box::pin(tell(&db, &http, &base, &delivery, now)).await });
            self.receivers.insert(task.id(), webhook);
        }
        Ok(count)
    }

    /// True while something is on its way.
    pub fn is_busy(&self) -> bool {
        !self.on_way.is_empty()
    }

    /// Waits until one of them has ended. False if none is on its way.
    ///
    /// # Errors
    /// Database.
    pub async fn wait(&mut self) -> Result<bool, StoreError> {
        let Some(ended) = self.on_way.join_next_with_id().await else { return Ok(false) };
        self.ended(ended)?;
        Ok(true)
    }

    fn ended(
        &mut self,
        ended: Result<(Id, Result<(), StoreError>), tokio::task::JoinError>,
    ) -> Result<(), StoreError> {
        match ended {
            Ok((id, told)) => {
                self.receivers.remove(&id);
                told
            }
            Err(broken) => {
                self.receivers.remove(&broken.id());
                tracing::error!(error = %broken, "a message to a receiver was not sent to its end");
                Ok(())
            }
        }
    }
}

async fn tell(
    db: &Db,
    http: &Http,
    base: &Url,
    delivery: &Delivery,
    now: Timestamp,
) -> Result<(), StoreError> {
    let tried = one(db, http, base, delivery, now).await?;
    let word = tried.standing.as_str();
    metrics::counter!("hashwall_webhook_tries", "ended" => word).increment(1);
    deliveries::note(db, delivery, tried.standing, &tried.outcome, tried.due_at, now).await?;
    if tried.away && tried.standing == Standing::Failed {
        let given_up = deliveries::give_up(db, &delivery.webhook, delivery.at, TOO_LATE, now).await?;
        if given_up > 0 {
            tracing::warn!(given_up, "a receiver of webhooks was away for a day");
        }
    }
    if tried.gone {
        webhooks::switch(db, &delivery.webhook, false, "system", now).await?;
    }
    Ok(())
}

async fn one(
    db: &Db,
    http: &Http,
    base: &Url,
    delivery: &Delivery,
    now: Timestamp,
) -> Result<Tried, StoreError> {
    let ended = |standing, outcome: &str| Tried {
        standing,
        outcome: outcome.to_owned(),
        due_at: now,
        gone: false,
        away: false,
    };
    let Some((webhook, secret)) = webhooks::with_secret(db, &delivery.webhook).await? else {
        return Ok(ended(Standing::Overtaken, "the receiver was removed"));
    };
    let rows = posts::load(db, std::slice::from_ref(&delivery.post)).await?;
    let shown = rows.into_iter().find(|post| post.state == State::Approved);
    let data = match (delivery.kind, shown) {
        (EventKind::Approved, Some(post)) => {
            let post = ShownPost::new(&PublicPost::from(&post), |path| absolute(base, path));
            serde_json::to_value(post).map_err(|broken| StoreError::Stored(broken.to_string()))?
        }
        (EventKind::Approved, None) => {
            return Ok(ended(
                Standing::Overtaken,
                "the post is not shown any more, so nothing of it was sent",
            ));
        }
        (EventKind::Removed, Some(_)) => {
            return Ok(ended(Standing::Overtaken, "the post is shown again"));
        }
        (EventKind::Removed, None) => json!({ "id": delivery.post }),
    };
    let body = body(delivery, &data);
    let seconds = now.0.div_euclid(1_000_000);
    let Ok(url) = Url::parse(&webhook.url) else {
        return Ok(ended(Standing::Failed, "the receiver's address cannot be read"));
    };
    let signature = match sign(&secret, &delivery.id, seconds, &body) {
        Ok(signature) => signature,
        Err(why) => return Ok(ended(Standing::Failed, &why)),
    };
    let request = Request {
        method: "POST",
        body: Some(("application/json", body.into_bytes())),
        ..Request::get(url.clone())
    }
    .header("webhook-id", &delivery.id)
    .header("webhook-timestamp", seconds.to_string())
    .header("webhook-signature", signature);
    // Asked last of all: it may have been pressed since this was taken.
    if delivery.kind == EventKind::Approved && panic::switch(db).await?.pause.is_some() {
        let waits = ended(Standing::Waiting, "the wall is paused");
        return Ok(Tried { due_at: now.plus(PAUSED), ..waits });
    }
    let answer = tokio::time::timeout(PATIENCE, http.send(now, request)).await;
    Ok(judge(delivery, &url, answer.ok(), now))
}

/// The message, without a space that is not in it: what is signed is what is sent.
fn body(delivery: &Delivery, data: &Value) -> String {
    json!({ "type": delivery.kind.as_str(), "timestamp": delivery.at.rfc3339(), "data": data }).to_string()
}

fn absolute(base: &Url, path: &str) -> String {
    format!("{}{path}", base.as_str().trim_end_matches('/'))
}

fn judge(
    delivery: &Delivery,
    url: &Url,
    answer: Option<Result<Response, HttpError>>,
    now: Timestamp,
) -> Tried {
    let mut not_before = None;
    let mut away = true;
    let (outcome, gone) = match answer {
        Some(Ok(answer)) if answer.url != *url => {
            ("it redirected; give the address it leads to".to_owned(), false)
        }
        Some(Ok(answer)) if (200..300).contains(&answer.status) => {
            let outcome = format!("taken with {}", answer.status);
            return Tried { standing: Standing::Sent, outcome, due_at: now, gone: false, away: false };
        }
        Some(Ok(answer)) => {
            not_before = answer.retry_after(now);
            // It is there, and will not have this one: that must not hold up the others.
            away = !(400..500).contains(&answer.status) || matches!(answer.status, 408 | 425 | 429);
            let did = if away { "answered" } else { deliveries::REFUSED };
            (format!("{did} {}", answer.status), answer.status == 410)
        }
        Some(Err(HttpError::GateClosed { until, .. })) => {
            not_before = Some(until);
            ("asked not to be called yet".to_owned(), false)
        }
        Some(Err(broken)) => (broken.to_string(), false),
        None => ("no answer in time".to_owned(), false),
    };
    let tries = usize::try_from(delivery.tries).unwrap_or(usize::MAX);
    let wait = AGAIN.get(tries.saturating_sub(1));
    let due_at = wait.map(|wait| now.plus(*wait).max(not_before.unwrap_or(now)));
    match due_at.filter(|due_at| !gone && due_at.since(delivery.at) <= LONGEST) {
        Some(due_at) => Tried { standing: Standing::Waiting, outcome, due_at, gone, away },
        None => Tried { standing: Standing::Failed, outcome, due_at: now, gone, away },
    }
}
