//! Instants. Stored as microseconds since the Unix epoch, UTC; shown in Danish time. Nothing here reads a clock.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, SecondsFormat, TimeZone, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// Where the week happens: schedules, days and the wall's clock follow this zone.
pub const COPENHAGEN: Tz = chrono_tz::Europe::Copenhagen;

/// An instant, in µs since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// From whole seconds since the epoch.
    pub const fn from_secs(secs: i64) -> Self {
        Self(secs.saturating_mul(1_000_000))
    }

    /// From milliseconds since the epoch (LinkedIn's unit).
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis.saturating_mul(1_000))
    }

    /// Reads RFC 3339; `None` if it is anything else.
    pub fn parse_rfc3339(text: &str) -> Option<Self> {
        DateTime::parse_from_rfc3339(text.trim()).ok().map(|at| Self(at.timestamp_micros()))
    }

    /// As a chrono value; instants outside chrono's range are clamped to the epoch.
    pub fn to_utc(self) -> DateTime<Utc> {
        Utc.timestamp_micros(self.0).single().unwrap_or_default()
    }

    /// The same instant on a Danish clock.
    pub fn to_copenhagen(self) -> DateTime<Tz> {
        self.to_utc().with_timezone(&COPENHAGEN)
    }

    /// `2026-10-26T09:00:00Z`, with fractions only where there are any.
    pub fn rfc3339(self) -> String {
        self.to_utc().to_rfc3339_opts(SecondsFormat::AutoSi, true)
    }

    /// This instant moved forward; saturates.
    pub fn plus(self, by: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(by.as_micros()).unwrap_or(i64::MAX)))
    }

    /// This instant moved back; saturates.
    pub fn minus(self, by: Duration) -> Self {
        Self(self.0.saturating_sub(i64::try_from(by.as_micros()).unwrap_or(i64::MAX)))
    }

    /// How long after `earlier` this is; zero if it is not after.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_micros(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }
}

impl From<DateTime<Utc>> for Timestamp {
    fn from(at: DateTime<Utc>) -> Self {
        Self(at.timestamp_micros())
    }
}

/// Where handlers and loops get `now` from. Made in `app.rs` from the system clock, in tests from a clock they move.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;
