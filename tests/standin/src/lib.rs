//! A stand-in for the networks: their APIs spoken faithfully on loopback, faults included, with a clock one can move.
//!
//! One server, one address; each network under its own path: `{base}/linkedin`, `{base}/facebook`,
//! `{base}/mastodon`, `{base}/feeds`, `{base}/calendar`. It knows nothing of Hashwall: what it says is what the networks' documentation
//! says. [`Standin::faults`] breaks it on purpose.

pub mod calendar;
pub mod clock;
pub mod facebook;
pub mod faults;
pub mod feeds;
pub mod linkedin;
pub mod mastodon;
pub mod picture;
pub mod smtp;

use std::net::SocketAddr;

use axum::Router;
use tokio::net::TcpListener;

use clock::Clock;
use faults::Faults;

/// A running stand-in. Dropping it stops the server.
pub struct Standin {
    /// `http://127.0.0.1:port`.
    pub base: String,
    /// The networks' time.
    pub clock: Clock,
    /// What goes wrong.
    pub faults: Faults,
    /// LinkedIn's world: `{base}/linkedin`.
    pub linkedin: linkedin::LinkedIn,
    /// Facebook's world: `{base}/facebook`.
    pub facebook: facebook::Facebook,
    /// A Mastodon server's world: `{base}/mastodon`.
    pub mastodon: mastodon::Mastodon,
    /// Feeds and web pages: `{base}/feeds`.
    pub feeds: feeds::Feeds,
    /// Calendars and pages of happenings: `{base}/calendar`.
    pub calendar: calendar::Calendars,
    server: tokio::task::JoinHandle<()>,
}

impl Standin {
    /// Starts on a free loopback port with the clock at `now_micros` (µs since the epoch).
    ///
    /// # Errors
    /// No port can be had.
    pub async fn start(now_micros: i64) -> std::io::Result<Self> {
        Self::start_on(SocketAddr::from(([127, 0, 0, 1], 0)), now_micros).await
    }

    /// Starts on a given address.
    ///
    /// # Errors
    /// The address is taken.
    pub async fn start_on(address: SocketAddr, now_micros: i64) -> std::io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let base = format!("http://{}", listener.local_addr()?);
        let clock = Clock::at(now_micros);
        let faults = Faults::new(clock.clone());
        let linkedin = linkedin::LinkedIn::new(clock.clone(), format!("{base}/linkedin"));
        let facebook = facebook::Facebook::new(clock.clone(), format!("{base}/facebook"));
        let mastodon = mastodon::Mastodon::new(clock.clone(), format!("{base}/mastodon"));
        let feeds = feeds::Feeds::new(clock.clone(), format!("{base}/feeds"));
        let calendar = calendar::Calendars::new(clock.clone(), format!("{base}/calendar"));
        let router = Router::new()
            .nest("/linkedin", linkedin.router())
            .nest("/facebook", facebook.router())
            .nest("/mastodon", mastodon.router())
            .nest("/feeds", feeds.router())
            .nest("/calendar", calendar.router())
            .merge(calendar.robots_router())
            .layer(axum::middleware::from_fn_with_state(faults.clone(), faults::apply));
        let server = tokio::spawn(async move {
            if let Err(broken) = axum::serve(listener, router).await {
                tracing::error!(%broken, "stand-in stopped");
            }
        });
        Ok(Self { base, clock, faults, linkedin, facebook, mastodon, feeds, calendar, server })
    }
}

impl Drop for Standin {
    fn drop(&mut self) {
        self.server.abort();
    }
}
