//! What handlers are given. Public handlers take [`PublicState`] alone: they cannot reach what is not approved.

use std::sync::Arc;

use hashwall_index::Engine;
use tokio_util::sync::CancellationToken;

use super::kept::Kept;
use super::limits::Limits;
use crate::config::Settings;
use crate::config::settings::Site;
use crate::domain::edition::Campaign;
use crate::domain::time::Clock;
use crate::http::Http;
use crate::projections::live::Live;
use crate::projections::media::Media;
use crate::projections::summed::Summed;
use crate::projections::tally::Tally;
use crate::projections::walls::Walls;
use crate::rules::Rules;
use crate::store::db::Db;
use crate::web::public::happenings::snapshot::Happenings;

/// For visitors' pages.
#[derive(Clone)]
pub struct PublicState {
    /// Approved posts alone.
    pub index: Engine,
    /// Their changes.
    pub live: Live,
    /// Their pictures.
    pub media: Media,
    /// Their pages, ready to be sent.
    pub kept: Kept,
    /// How much one caller may ask.
    pub limits: Limits,
    /// What visitors see of the configuration.
    pub site: Arc<Site>,
    /// Sources as told on the privacy page: title, network, right.
    pub sources: Arc<Vec<crate::domain::source::Source>>,
    /// When the week is.
    pub campaign: Campaign,
    /// The named walls.
    pub walls: Walls,
    /// What reach is estimated with; there where the page of figures is on.
    pub figures: Option<Arc<crate::domain::figures::Estimate>>,
    /// The approved entries of calendars, by time.
    pub happenings: Happenings,
    /// What visitors' pages report, in sums.
    pub tally: Tally,
    /// `now`.
    pub clock: Clock,
    /// Ends SSE streams at shutdown.
    pub closing: CancellationToken,
}

/// For everything else.
#[derive(Clone)]
pub struct WebState {
    /// For visitors' pages.
    pub public: PublicState,
    /// The store.
    pub db: Db,
    /// The rules in force.
    pub rules: Rules,
    /// The client by which visitors have pages looked at: it waits for nobody else's turn, holds up no collector, and calls
    /// no private host that a collector may.
    pub visitors: Http,
    /// What moderation did, kept for each window that is asked for.
    pub summed: Summed,
    /// All posts, for moderators' searches.
    pub desk_index: Engine,
    /// The whole configuration.
    pub settings: Arc<Settings>,
    /// The identity provider, if there is one.
    pub provider: Option<Arc<crate::oidc::Provider>>,
    /// Renders `/metrics`.
    pub metrics: Arc<dyn Fn() -> String + Send + Sync>,
}
