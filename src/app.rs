//! The only wiring: opens things, starts loops, shuts down. The only place that reads the clock.
//!
//! A process serves, works, or does both: indexes and the live feed belong to those that serve ([`Wall`]), leases to
//! those that work.

mod editions;
mod loops;
mod meters;
mod purged;
mod reports;
mod survived;
mod telling;
mod wall;

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use secrecy::ExposeSecret;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::config::{self, Settings};
use crate::domain::time::{Clock, Timestamp};
use crate::http::Http;
use crate::ingest::Worker;
use crate::oidc::Provider;
use crate::projections::media::Media;
use crate::rules::Rules;
use crate::store::db::{Db, StoreError};
use crate::store::sources::{self, Enlisted};
use crate::store::{reasons, requests, walls};
use crate::web;
use crate::web::state::{PublicState, WebState};
pub use editions::archive_due;
pub use meters::start_metrics;
pub use purged::purge_all;
use survived::survived;
pub use wall::Wall;

/// How often other processes' commits and due sources are looked for; our own wake the loops at once.
const POLL: Duration = Duration::from_millis(250);
/// Between two calls of one host for visitors who hand in its pages.
const VISITORS_GAP: Duration = Duration::from_millis(200);
/// How long a loop rests after an error before it tries again.
const REST: Duration = Duration::from_secs(2);

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
    pub fn router(&self, wall: &Wall) -> web::front::Front {
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
                walls: wall.walls.clone(),
                tally: wall.tally.clone(),
                figures: self.settings.reach.public_figures(),
                happenings: web::public::happenings::snapshot::Happenings::default(),
                clock: Arc::clone(&self.clock),
                closing: self.closing.clone(),
            },
            db: self.db.clone(),
            rules: self.rules.clone(),
            visitors: self.http.apart(VISITORS_GAP).only(&self.settings.submissions.allow_private),
            summed: wall.summed.clone(),
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
        wall.heed_notices(&self.db).await?;
        let router = self.router(&wall);
        self.tasks.spawn(self.clone().project(wall.clone()));
        self.tasks.spawn(loops::warm(wall.public.clone()));
        self.tasks.spawn(self.clone().fetch_pictures(wall.media.clone()));
        self.tasks.spawn(self.clone().watch_panic(wall.clone()));
        let served = CancellationToken::new();
        self.tasks.spawn(self.clone().write_tally(wall.tally.clone(), served.clone()));
        self.tasks.spawn(self.clone().send_reports(wall.clone()));
        let closing = self.closing.clone();
        self.tasks.spawn(async move {
            // However it ends.
            let _served = served.drop_guard();
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
            let looking = async {
                wall.heed_panic(&self.db).await?;
                wall.heed_notices(&self.db).await
            };
            match survived(Box::pin(looking)).await {
                Ok(()) => self.rest(POLL).await,
                Err(broken) => {
                    tracing::error!(
                        error = format!("{broken:#}"),
                        "the panic button, the named walls or the message to the screens cannot be read"
                    );
                    self.rest(REST).await;
                }
            }
        }
    }
}
