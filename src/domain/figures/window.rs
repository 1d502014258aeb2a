//! What a dashboard asks for: a stretch of time and what is looked at in it. Knows no URL and no index.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::domain::edition::Campaign;
use crate::domain::network::Network;
use crate::domain::sector::Sector;
use crate::domain::time::Timestamp;

/// A stretch of time, `[from, until)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Window {
    /// The first instant of it.
    pub from: Timestamp,
    /// The first instant after it; a window that ends before it begins is empty.
    pub until: Timestamp,
    /// The year whose edition it is, if it is exactly the campaign of one: the week with the days around it.
    pub edition: Option<i32>,
}

impl Window {
    /// From instant to instant.
    pub const fn between(from: Timestamp, until: Timestamp) -> Self {
        Self { from, until, edition: None }
    }

    /// The whole campaign of a year; `None` if the year has none.
    pub fn edition(campaign: Campaign, year: i32) -> Option<Self> {
        let (from, until) = campaign.window_of(year)?;
        Some(Self { from, until, edition: Some(year) })
    }

    /// True if nothing can be in it.
    pub fn is_empty(self) -> bool {
        self.from >= self.until
    }

    /// How long it is; zero if it is empty.
    pub fn length(self) -> Duration {
        self.until.since(self.from)
    }

    /// True of an instant in it.
    pub fn holds(self, at: Timestamp) -> bool {
        self.from <= at && at < self.until
    }
}

/// By what part of the potential reach a range is estimated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// The lower part, 0 to 1.
    pub v_low: f64,
    /// The higher part, 0 to 1.
    pub v_high: f64,
    /// Where the two come from, for people.
    pub source: String,
}

/// What is looked at. Within a field any of the values is enough, all fields must hold, and an empty field asks nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Filters {
    /// Sectors.
    pub sectors: Vec<Sector>,
    /// Organisations by their whole name, as [`Group::value`](super::Group::value) gives it.
    pub organisations: Vec<String>,
    /// Networks.
    pub networks: Vec<Network>,
    /// ISO 639-1.
    pub languages: Vec<String>,
    /// A query of the wall's own query language, taken at its word: a theme.
    pub theme: String,
}

impl Filters {
    /// True if everything is looked at.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
