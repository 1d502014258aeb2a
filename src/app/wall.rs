//! What a process that serves has beside it: two indexes, the live feed, pictures, and how all of them follow the log.
//! Knows no loop and no port.

use std::sync::Arc;

use anyhow::Context;
use hashwall_index::Engine;

use super::App;
use crate::domain::time::Clock;
use crate::projections::census;
use crate::projections::clearance::{self, Clearance};
use crate::projections::lineage::Lineage;
use crate::projections::live::Live;
use crate::projections::media::Media;
use crate::projections::projection::{self, Projection};
use crate::projections::search::{Audience, SearchProjection};
use crate::projections::summed::Summed;
use crate::projections::tally::Tally;
use crate::projections::walls::Walls;
use crate::projections::webhooks::WebhookProjection;
use crate::store::db::Db;
use crate::store::{notices, panic};
use crate::web::kept::Kept;
use crate::web::limits::Limits;

/// Log entries replayed into the live feed at start, so that pages open across a restart resume without reloading.
const REPLAYED: u64 = 2_000;

/// What a process that serves has beside it: two indexes and the live feed. Cheap to clone.
#[derive(Clone)]
pub struct Wall {
    /// Approved posts alone.
    pub public: Engine,
    /// Every post.
    pub desk: Engine,
    /// What open pages are told.
    pub live: Live,
    /// Pictures of approved posts.
    pub media: Media,
    /// The named walls.
    pub(super) walls: Walls,
    /// What visitors' pages report.
    pub tally: Tally,
    /// What moderation did, kept for the dashboard.
    pub(super) summed: Summed,
    /// Pages ready to be sent.
    pub(super) kept: Kept,
    pub(super) limits: Limits,
    lineage: Lineage,
    /// What this process is called on receipts.
    server: String,
    clock: Clock,
}

impl Wall {
    /// Opens the indexes in the data folder; the live feed starts where the public index stands, less what it replays.
    /// What was made from another database is emptied first.
    ///
    /// # Errors
    /// The folders cannot be used, or another process holds them; database.
    pub async fn open(app: &App) -> anyhow::Result<Self> {
        let data_dir = &app.settings.data_dir;
        let public = Engine::open(&data_dir.join("index-public")).context("opening the public index")?;
        let desk = Engine::open(&data_dir.join("index-desk")).context("opening the desk index")?;
        let pictures = data_dir.join("media");
        let lineage = Lineage::new(data_dir);
        if !lineage.holds(&app.db, public.position().max(desk.position())).await? {
            tracing::warn!(
                "indexes and pictures are of another database, or of a later state of this one: made anew"
            );
            public.wipe().context("emptying the public index")?;
            desk.wipe().context("emptying the desk index")?;
            if pictures.exists() {
                std::fs::remove_dir_all(&pictures).context("emptying the media folder")?;
            }
            // Last: whatever ends this early, the next start does it again.
            lineage.forget().await?;
        }
        let live = Live::new(public.position().saturating_sub(REPLAYED));
        let media = Media::open(&pictures, app.http.clone(), public.clone())?;
        let server = clearance::server_name(data_dir)?;
        let clock = Arc::clone(&app.clock);
        let limits = Limits::new(app.settings.limits, app.settings.server.trusted_proxies.clone());
        let (walls, tally, summed, kept) =
            (Walls::default(), Tally::default(), Summed::default(), Kept::default());
        Ok(Self { public, desk, live, media, walls, tally, summed, kept, limits, lineage, server, clock })
    }

    /// Tells open pages where the panic button stands, and visitors' pages which walls have names, whoever changed it.
    ///
    /// # Errors
    /// Database.
    pub async fn heed_panic(&self, db: &Db) -> anyhow::Result<()> {
        self.live.switch(panic::switch(db).await?);
        Ok(self.walls.heed(db).await?)
    }

    /// Tells screens what the moderators' message is by now, whoever wrote it or took it down.
    ///
    /// # Errors
    /// Database.
    pub async fn heed_notices(&self, db: &Db) -> anyhow::Result<()> {
        self.live.post(notices::reading(db, (self.clock)()).await?);
        Ok(())
    }

    /// Moves every read model one batch forward; true if any moved.
    ///
    /// # Errors
    /// Database, index.
    pub async fn step(&self, db: &Db) -> anyhow::Result<bool> {
        let public = SearchProjection::new(self.public.clone(), Audience::Public);
        let desk = SearchProjection::new(self.desk.clone(), Audience::Desk);
        let told = WebhookProjection::new(db.clone(), Arc::clone(&self.clock));
        let projections: [&dyn Projection; 6] =
            // What visitors see comes first: the rest may wait for a disk or for the database's one writer.
            [&public, &self.live, &desk, &self.media, &told, &self.lineage];
        let moved = projection::step(db, &projections).await;
        let clearance = Clearance {
            public: &self.public,
            desk: &self.desk,
            media: &self.media,
            live: &self.live,
            server: &self.server,
        };
        clearance.step(db, (self.clock)()).await?;
        moved
    }

    /// [`Wall::step`], and where there is nothing to do a count of both indexes, unless it was done at this place of the
    /// log. True if there may be more to do.
    ///
    /// # Errors
    /// Database, index.
    pub async fn settle(&self, db: &Db, counted: &mut Option<u64>) -> anyhow::Result<bool> {
        if self.step(db).await? {
            return Ok(true);
        }
        let place = Some(self.public.position());
        if *counted == place {
            return Ok(false);
        }
        // Noted first: an index that is wrong for good is made anew once, not for ever.
        *counted = place;
        census::take(db, &self.public, &self.desk).await
    }

    /// Moves them to the end of the log.
    ///
    /// # Errors
    /// Database, index.
    pub async fn catch_up(&self, db: &Db) -> anyhow::Result<()> {
        let mut counted = None;
        while self.settle(db, &mut counted).await? {}
        Ok(())
    }
}
