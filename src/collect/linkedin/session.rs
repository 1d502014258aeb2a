//! What one run carries along: the API, the cursor, remarks, and whether anything more can be asked.
//!
//! Two kinds of calls: those the run is about (their trouble ends it) and those beside them (media, counts, names),
//! whose trouble is a remark. A resource that refused or ran out of quota rests: limits are LinkedIn's per resource.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use serde_json::{Map, Value};

use super::api::{Api, Call};
use super::cursor::{Cursor, Rest};
use super::errors::Trouble;
use super::urn;
use crate::collect::collector::{Failure, Harvest};
use crate::domain::time::Timestamp;

/// Most ids of one batch call.
const BATCH: usize = 100;
/// A refused resource is asked again after this: a permission given later the same day works the same day.
const REFUSED_FOR: Duration = Duration::from_secs(6 * 3600);
/// A resource in trouble (timeouts, 5xx): its other batches are left for the next run, or one hanging resource could
/// hold the source for many minutes.
const TROUBLED_FOR: Duration = Duration::from_secs(60);
/// A throttled resource that did not say until when.
const THROTTLED_FOR: Duration = Duration::from_secs(15 * 60);

/// No answer was had: refused, throttled, resting, or trouble on the way. Not the same as "there is none".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unanswered;

/// What a lookup of several entities brought.
#[derive(Default)]
pub struct LookedUp {
    /// By URN.
    pub found: HashMap<String, Value>,
    /// URNs LinkedIn gave no answer about.
    pub unanswered: HashSet<String>,
}

/// One run.
pub struct Session<'a> {
    /// LinkedIn.
    pub api: Api<'a>,
    /// Becomes the next run's.
    pub cursor: Cursor,
    /// Grows as the run goes on.
    pub harvest: Harvest,
    /// The moment of collecting.
    pub now: Timestamp,
}

impl Session<'_> {
    /// Ends the run: nothing more is asked, what was read stays. The first reason counts.
    pub fn fail(&mut self, failure: Failure) {
        self.harvest.failure.get_or_insert(failure);
    }

    /// True once nothing more is to be asked.
    pub fn has_failed(&self) -> bool {
        self.harvest.failure.is_some()
    }

    /// A remark, once.
    pub fn note(&mut self, note: String) {
        if !self.harvest.notes.contains(&note) {
            self.harvest.notes.push(note);
        }
    }

    /// True if `resource` may be asked; otherwise says why not.
    pub fn is_open(&mut self, resource: &str) -> bool {
        if self.has_failed() {
            return false;
        }
        let now = self.now;
        self.cursor.resting.retain(|_, rest| rest.until > now);
        match self.cursor.resting.get(resource) {
            Some(rest) => {
                let (told, until, why) = (format!("{resource}: "), rest.until.rfc3339(), rest.why.clone());
                if !self.harvest.notes.iter().any(|note| note.starts_with(&told)) {
                    self.note(format!("{told}left alone until {until}: {why}"));
                }
                false
            }
            None => true,
        }
    }

    /// Leaves a resource alone for a while.
    pub fn rest(&mut self, resource: &str, until: Timestamp, why: String) {
        self.note(format!("{resource}: {why}"));
        self.cursor.resting.insert(resource.to_owned(), Rest { until, why });
    }

    /// A call the posts can do without: its trouble is a remark, unless it is everybody's (dead token, dead version).
    /// `None` is LinkedIn's 404.
    pub async fn beside(&mut self, resource: &str, call: Call) -> Result<Option<Value>, Unanswered> {
        if !self.is_open(resource) {
            return Err(Unanswered);
        }
        match self.api.call(&call).await {
            Ok(answer) => return Ok(Some(answer)),
            Err(Trouble::NotFound) => return Ok(None),
            Err(trouble) if trouble.is_fatal() => self.fail(trouble.into_failure()),
            Err(Trouble::Throttled { until, why }) => {
                self.rest(resource, until.unwrap_or(self.now.plus(THROTTLED_FOR)), why);
            }
            Err(trouble @ (Trouble::Forbidden(_) | Trouble::BadRequest(_))) => {
                let why = trouble.into_failure().why().to_owned();
                self.rest(resource, self.now.plus(REFUSED_FOR), why);
            }
            Err(trouble) => {
                let why = trouble.into_failure().why().to_owned();
                self.rest(resource, self.now.plus(TROUBLED_FOR), why);
            }
        }
        Err(Unanswered)
    }

    /// Entities by URN, as many as LinkedIn gives; [`Session::beside`] says what happens to the others.
    pub async fn lookup(&mut self, resource: &str, urns: &[String]) -> LookedUp {
        let mut looked_up = LookedUp::default();
        for some in urns.chunks(BATCH) {
            // `List(…)` of a single id was found refused.
            let results = if let [one] = some {
                let entity = self.beside(resource, Call::get(resource, &urn::encoded(one))).await;
                entity.map(|entity| entity.map(|entity| (one.clone(), entity)).into_iter().collect())
            } else {
                match self.beside(resource, Call::batch(resource, some)).await {
                    Ok(Some(mut answer)) => match answer.get_mut("results").map(Value::take) {
                        Some(Value::Object(results)) => Ok(results),
                        _ => Err(Unanswered),
                    },
                    Ok(None) => Ok(Map::new()),
                    Err(Unanswered) => Err(Unanswered),
                }
            };
            match results {
                Ok(results) => looked_up.found.extend(results),
                Err(Unanswered) => looked_up.unanswered.extend(some.iter().cloned()),
            }
        }
        looked_up
    }
}
