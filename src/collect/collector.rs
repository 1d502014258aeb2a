//! What every collector is given and gives back. A collector reads one source once and returns; it holds no state,
//! reads no clock and knows nothing of the store.

use futures_util::future::BoxFuture;
use serde_json::Value;

use crate::domain::engagement::Engagement;
use crate::domain::figures::OwnReading;
use crate::domain::post::NewPost;
use crate::domain::source::{Known, Source};
use crate::domain::time::Timestamp;
use crate::http::Http;

/// Reads one network.
pub trait Collector: Sync {
    /// Reads `job.source` once. Never panics on what a network sends: what cannot be read is counted in
    /// [`Harvest::kept_out`], and what was read before a failure is in the harvest beside [`Harvest::failure`].
    fn collect<'a>(&'a self, job: Job<'a>) -> BoxFuture<'a, Harvest>;
}

/// One run of one source.
pub struct Job<'a> {
    /// What to read.
    pub source: &'a Source,
    /// What the last harvest of this source left; `Value::Null` the first time. Each collector owns its shape and
    /// must take any other shape as "the first time".
    pub cursor: &'a Value,
    /// Stored posts of this source that are due for a check: still there, counts changed?
    pub recheck: &'a [Known],
    /// The moment of collecting.
    pub now: Timestamp,
    /// The one outbound client.
    pub http: &'a Http,
}

/// What one run brought.
#[derive(Debug, Default)]
pub struct Harvest {
    /// New and changed posts; the store knows which are which. Any order, repeats allowed.
    pub posts: Vec<NewPost>,
    /// Native ids that the network says are gone (deleted, hidden, made private).
    pub gone: Vec<String>,
    /// Native ids that were checked and are still there.
    pub checked: Vec<String>,
    /// Fresh counts of known posts.
    pub engagement: Vec<(String, Engagement)>,
    /// What the network measured of the page itself, where it is our own.
    pub own: Vec<OwnReading>,
    /// Items that were kept out, with the reason; shown on the source's status.
    pub kept_out: Vec<KeptOut>,
    /// Passed back as [`Job::cursor`] next time; stored in the transaction that stores the posts. `None` keeps the
    /// old cursor (after a failure before anything was read).
    pub cursor: Option<Value>,
    /// Not before this time again (Cache-Control, ttl, quota); a schedule later than it still counts.
    pub not_before: Option<Timestamp>,
    /// Where the source moved for good (301, 308), for its status; the collector remembers it in its own cursor.
    pub moved_to: Option<String>,
    /// True if the network has more that this run did not fetch (a page budget ended): run again at once.
    pub more: bool,
    /// Remarks for the operator: moved permanently to …, charset label was wrong …
    pub notes: Vec<String>,
    /// Why the run ended early, if it did.
    pub failure: Option<Failure>,
}

/// One item that was kept out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptOut {
    /// Which: native id, link or position.
    pub what: String,
    /// Why, in words for the operator. Never a secret, never the item's whole content.
    pub why: String,
}

/// Why a run ended early. Each variant is one behaviour of the scheduler.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Network trouble, 5xx, timeouts, broken bodies: try again with backoff (at most 60 minutes).
    Transient(String),
    /// A limit was reached: not before `until`, or with backoff if the network did not say.
    Throttled {
        /// When the network will listen again.
        until: Option<Timestamp>,
        /// Which limit.
        why: String,
    },
    /// A token or permission is dead: paused, said on the status, probed hourly until it works or is replaced.
    Refused(String),
    /// 410: paused, said on the status, probed once a day.
    Gone(String),
    /// Our own settings are wrong (API version retired, unknown page): paused, said, probed hourly.
    Misconfigured(String),
}

impl Failure {
    /// The reason, for the status page and the log.
    pub fn why(&self) -> &str {
        match self {
            Self::Transient(why)
            | Self::Throttled { why, .. }
            | Self::Refused(why)
            | Self::Gone(why)
            | Self::Misconfigured(why) => why,
        }
    }
}
