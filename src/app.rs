//! The only wiring: opens things, starts loops, shuts down. The only place that reads the clock.
//!
//! A process serves, works, or does both: indexes and the live feed belong to those that serve ([`Wall`]), leases to
//! those that work.

mod editions;
mod meters;
mod purged;
mod reports;
mod survived;
mod telling;

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use hashwall_index::Engine;
use secrecy::ExposeSecret;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::config::{self, Settings};
use crate::domain::time::{Clock, Timestamp};
use crate::guard;
use crate::http::Http;
use crate::ingest::Worker;
use crate::oidc::Provider;
use crate::projections::census;
use crate::projections::clearance::{self, Clearance};
use crate::projections::lineage::Lineage;
use crate::projections::live::Live;
use crate::projections::media::Media;
use crate::projections::projection::{self, Projection};
use crate::projections::reach::ReachProjection;
use crate::projections::search::{Audience, SearchProjection};
use crate::projections::walls::Walls;
use crate::projections::webhooks::WebhookProjection;
use crate::rules::Rules;
use crate::store::db::{Db, StoreError};
use crate::store::sources::{self, Enlisted};
use crate::store::{panic, reasons, requests, walls};
use crate::web;
use crate::web::kept::Kept;
use crate::web::limits::Limits;
use crate::web::state::{PublicState, WebState};
pub use editions::archive_due;
pub use meters::start_metrics;
pub use purged::purge_all;
use survived::survived;

/// How often other processes' commits and due sources are looked for; our own wake the loops at once.
const POLL: Duration = Duration::from_millis(250);
/// How long a loop rests after an error before it tries again.
const REST: Duration = Duration::from_secs(2);
/// Log entries replayed into the live feed at start, so that pages open across a restart resume without reloading.
const REPLAYED: u64 = 2_000;

/// The system's clock.
pub fn system_clock() -> Clock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
    Arc::new(|| Timestamp::from(chrono::Utc::now()))
}

/// What every role needs. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The configuration.
    pub settings: Arc<Settings>,
    /// The store.
    pub db: Db,
    /// The outbound client.
    pub http: Http,
    /// The identity provider, if there is one.
    pub provider: Option<Arc<Provider>>,
    /// The rules in force.
    pub rules: Rules,
    /// `now`.
    pub clock: Clock,
    /// Cancelled when the process is asked to stop.
    pub closing: CancellationToken,
    tasks: TaskTracker,
}

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
    walls: Walls,
    /// Pages ready to be sent.
    kept: Kept,
    limits: Limits,
    lineage: Lineage,
    /// What this process is called on receipts.
    server: String,
    clock: Clock,
}

impl App {
    /// Opens the store (running its migrations) and the outbound client.
    ///
    /// # Errors
    /// The data folder cannot be made, or the database cannot be opened.
    pub async fn open(settings: Settings, clock: Clock) -> anyhow::Result<Self> {
        std::fs::create_dir_all(&settings.data_dir)
            .with_context(|| format!("data_dir = {:?}: cannot make this folder", settings.data_dir))?;
        let db = Db::open(settings.database_url.expose_secret())
            .await
            .with_context(|| format!("database.url: cannot open {}", settings.database()))?;
        reasons::seed(&db, &config::reasons::seeds()).await.context("seeding the list of reasons")?;
        walls::seed(&db, &settings.walls).await.context("seeding the named walls")?;
        let http = Http::new(settings.http.clone()).context("making the outbound client")?;
        let provider = settings.oidc.clone().map(|oidc| Provider::new(oidc, &settings.http));
        let provider = provider.transpose().context("making the client of the identity provider")?;
        let rules = Rules::open(&db, &settings.moderation, clock()).await.context("loading the rules")?;
        Ok(Self {
            settings: Arc::new(settings),
            db,
            http,
            provider: provider.map(Arc::new),
            rules,
            clock,
            closing: CancellationToken::new(),
            tasks: TaskTracker::new(),
        })
    }

    /// Brings the sources table in line with the configuration.
    ///
    /// # Errors
    /// Database.
    pub async fn enlist(&self) -> Result<(), StoreError> {
        let now = (self.clock)();
        let enlisted: Vec<Enlisted> = self
            .settings
            .sources
            .iter()
            .map(|source| Enlisted {
                id: source.id.clone(),
                network: source.network(),
                title: source.title.clone(),
                fingerprint: config::fingerprint(source),
                first_run: now,
            })
            .collect();
        sources::enlist(&self.db, &enlisted, now).await
    }

    /// A worker of this process.
    pub fn worker(&self, number: usize) -> Worker {
        Worker {
            db: self.db.clone(),
            http: self.http.clone(),
            rules: self.rules.clone(),
            settings: Arc::clone(&self.settings),
            name: format!("{}-{number}", std::process::id()),
        }
    }

    /// Everything on the web side.
    pub fn router(&self, wall: &Wall) -> web::Router {
        web::router(self.web_state(wall))
    }

    fn web_state(&self, wall: &Wall) -> WebState {
        WebState {
            public: PublicState {
                index: wall.public.clone(),
                live: wall.live.clone(),
                media: wall.media.clone(),
                kept: wall.kept.clone(),
                limits: wall.limits.clone(),
                site: Arc::new(self.settings.site.clone()),
                sources: Arc::new(self.settings.sources.clone()),
                campaign: self.settings.campaign,
                submissions_open: self.settings.submissions.open,
                figures: self.settings.reach.public_figures(),
                walls: wall.walls.clone(),
                happenings: web::public::happenings::snapshot::Happenings::default(),
                clock: Arc::clone(&self.clock),
                closing: self.closing.clone(),
            },
            db: self.db.clone(),
            rules: self.rules.clone(),
            http: self.http.clone(),
            desk_index: wall.desk.clone(),
            settings: Arc::clone(&self.settings),
            provider: self.provider.clone(),
            metrics: Arc::new(meters::rendered),
        }
    }

    /// Starts collecting and purging.
    ///
    /// # Errors
    /// Database.
    pub async fn start_working(&self) -> anyhow::Result<()> {
        self.enlist().await.context("enlisting the sources")?;
        for number in 0..self.settings.worker.parallel {
            self.tasks.spawn(self.clone().work(number));
        }
        self.tasks.spawn(self.clone().purge());
        self.tasks.spawn(self.clone().guard());
        self.tasks.spawn(self.clone().tell_others());
        Ok(())
    }

    /// Catches the read models up with the log, then keeps them there and answers on `listener`.
    ///
    /// # Errors
    /// Database, index.
    pub async fn start_serving(&self, listener: TcpListener) -> anyhow::Result<Wall> {
        let wall = Wall::open(self).await?;
        wall.catch_up(&self.db).await?;
        wall.heed_panic(&self.db).await?;
        let router = self.router(&wall);
        self.tasks.spawn(self.clone().project(wall.clone()));
        self.tasks.spawn(self.clone().fetch_pictures(wall.media.clone()));
        self.tasks.spawn(self.clone().watch_panic(wall.clone()));
        self.tasks.spawn(self.clone().send_reports(wall.clone()));
        let closing = self.closing.clone();
        self.tasks.spawn(async move {
            if let Err(broken) = web::serve(listener, router, closing).await {
                tracing::error!(%broken, "the web server stopped");
            }
        });
        Ok(wall)
    }

    /// Asks every loop to end and waits until they did, at most the configured drain time. What is cut off then is safe:
    /// every write is a transaction.
    pub async fn close(&self) {
        self.closing.cancel();
        self.tasks.close();
        if tokio::time::timeout(self.settings.server.drain, self.tasks.wait()).await.is_err() {
            tracing::warn!("some requests or runs did not end in time");
        }
    }

    async fn work(self, number: usize) {
        let worker = self.worker(number);
        while !self.closing.is_cancelled() {
            let run = worker.step((self.clock)(), rand::random());
            let rest = match survived(Box::pin(async { Ok(run.await?) })).await {
                Ok(Some(_)) => continue,
                Ok(None) => POLL,
                Err(broken) => {
                    tracing::error!(error = format!("{broken:#}"), "a run could not be stored");
                    REST
                }
            };
            self.rest(rest).await;
        }
    }

    async fn purge(self) {
        while !self.closing.is_cancelled() {
            let now = (self.clock)();
            let answered = now.minus(self.settings.takedown.forget_after);
            let purging = async {
                purge_all(&self.db, now).await?;
                archive_due(&self.db, self.settings.campaign, now).await?;
                requests::forget(&self.db, answered).await.map(|_| ())
            };
            match survived(Box::pin(async {
                purging.await?;
                self.forget_deliveries().await
            }))
            .await
            {
                Ok(()) => self.rest(self.settings.worker.purge_every).await,
                Err(broken) => {
                    tracing::error!(error = format!("{broken:#}"), "storage limits could not be enforced");
                    self.rest(REST).await;
                }
            }
        }
    }

    async fn guard(self) {
        while !self.closing.is_cancelled() {
            let looking = guard::step(&self.db, (self.clock)());
            if let Err(broken) = survived(Box::pin(async { Ok(looking.await?) })).await {
                tracing::error!(error = format!("{broken:#}"), "the flood guard could not look");
            }
            self.rest(guard::EVERY).await;
        }
    }

    async fn project(self, wall: Wall) {
        // Where the indexes were last counted: once for each place the log rests at.
        let mut counted = None;
        while !self.closing.is_cancelled() {
            let committed = self.db.committed.notified();
            match survived(Box::pin(wall.settle(&self.db, &mut counted))).await {
                Ok(true) => {}
                Ok(false) => {
                    tokio::select! {
                        () = committed => {}
                        () = self.rest(POLL) => {}
                    }
                }
                Err(broken) => {
                    tracing::error!(error = format!("{broken:#}"), "projections stand still");
                    self.rest(REST).await;
                }
            }
        }
    }

    /// Fetches pictures of what was approved, before anybody asks.
    async fn fetch_pictures(self, media: Media) {
        while !self.closing.is_cancelled() {
            tokio::select! {
                () = media.awaited() => {}
                () = self.closing.cancelled() => return,
            }
            let now = (self.clock)();
            if let Err(broken) = survived(Box::pin(async { Ok(media.fetch_ahead(now).await) })).await {
                tracing::error!(
                    error = format!("{broken:#}"),
                    "pictures are fetched when they are asked for"
                );
                self.rest(REST).await;
            }
        }
    }

    /// Apart from the projections: however much they have to do, a press is heeded within [`POLL`].
    async fn watch_panic(self, wall: Wall) {
        while !self.closing.is_cancelled() {
            match survived(Box::pin(wall.heed_panic(&self.db))).await {
                Ok(()) => self.rest(POLL).await,
                Err(broken) => {
                    tracing::error!(
                        error = format!("{broken:#}"),
                        "the panic button and the named walls cannot be read"
                    );
                    self.rest(REST).await;
                }
            }
        }
    }
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
        let (walls, kept) = (Walls::default(), Kept::default());
        Ok(Self { public, desk, live, media, walls, kept, limits, lineage, server, clock })
    }

    /// Tells open pages where the panic button stands, and visitors' pages which walls have names, whoever changed it.
    ///
    /// # Errors
    /// Database.
    pub async fn heed_panic(&self, db: &Db) -> anyhow::Result<()> {
        self.live.switch(panic::switch(db).await?);
        Ok(self.walls.heed(db).await?)
    }

    /// Moves every read model one batch forward; true if any moved.
    ///
    /// # Errors
    /// Database, index.
    pub async fn step(&self, db: &Db) -> anyhow::Result<bool> {
        let public = SearchProjection::new(self.public.clone(), Audience::Public);
        let desk = SearchProjection::new(self.desk.clone(), Audience::Desk);
        let reach = ReachProjection::new(db.clone());
        let told = WebhookProjection::new(db.clone(), Arc::clone(&self.clock));
        let projections: [&dyn Projection; 7] =
            // What visitors see comes first: the rest may wait for a disk or for the database's one writer.
            [&public, &self.live, &desk, &self.media, &reach, &told, &self.lineage];
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
