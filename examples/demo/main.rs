//! `cargo run --example demo`: the whole system, started on an empty data folder beside a stand-in of the networks, on
//! loopback. Some 300 invented Danish posts arrive over a few minutes, with edits, deletions and faults among them.

mod happenings;
mod script;
mod stage;

use std::collections::BTreeMap;
use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr};

use anyhow::Context;
use clap::Parser;
use hashwall::app::{App, start_metrics, system_clock};
use hashwall::config;
use hashwall::domain::time::Timestamp;
use hashwall::domain::user::Role;
use hashwall::password;
use hashwall::store::{sources, users};
use hashwall_standin::Standin;
use stage::{FACEBOOK_SECRET, FACEBOOK_TOKEN, LINKEDIN_TOKEN, Stage};
use tokio::net::TcpListener;

/// Made for a machine that forgets everything when the demo ends.
const PASSWORD: &str = "ledelse-uge-44";

/// Shows the whole system on this machine alone: nothing installed, no network.
#[derive(Parser)]
struct Arguments {
    /// Port of the wall; another one if it is taken.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Seconds between two posts.
    #[arg(long, default_value_t = 0.8)]
    pace: f64,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    tracing_subscriber::fmt()
        .with_env_filter(std::env::var("RUST_LOG").unwrap_or_else(|_| "error".to_owned()))
        .with_writer(std::io::stderr)
        .init();
    start_metrics();

    let clock = system_clock();
    let standin = Standin::start(clock().0).await.context("starting the stand-in of the networks")?;
    let folder = tempfile::tempdir().context("making an empty data folder")?;
    let listener = listen(arguments.port).await?;
    let address = format!("http://{}", listener.local_addr()?);
    let settings = settings(&standin.base, folder.path(), &address, clock())?;

    happenings::fill(&standin.calendar, clock())?;
    let stage = Stage::set(standin, clock.clone());
    let app = App::open(settings, clock.clone()).await?;
    for (name, role) in [("mette", Role::Moderator), ("karen", Role::Communicator), ("admin", Role::Admin)] {
        let hash = password::hash(PASSWORD).map_err(anyhow::Error::msg)?;
        users::put(&app.db, name, role, &hash, clock()).await?;
    }
    app.start_serving(listener).await?;
    app.start_working().await?;
    greet(&address)?;

    let start_again =
        async |source: &'static str| Ok(sources::run_now(&app.db, source, (app.clock)()).await?);
    tokio::select! {
        played = script::play(&stage, arguments.pace, start_again) => played?,
        pressed = tokio::signal::ctrl_c() => {
            pressed?;
            return leave(&app).await;
        }
    }
    tokio::signal::ctrl_c().await?;
    leave(&app).await
}

async fn leave(app: &App) -> anyhow::Result<()> {
    app.close().await;
    Ok(())
}

async fn listen(port: u16) -> anyhow::Result<TcpListener> {
    let wanted = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    match TcpListener::bind(wanted).await {
        Ok(listener) => Ok(listener),
        Err(_taken) => TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.context("finding a free port"),
    }
}

fn settings(
    base: &str,
    folder: &std::path::Path,
    address: &str,
    now: Timestamp,
) -> anyhow::Result<config::Settings> {
    let demo = include_str!("../../config/demo.toml");
    let demo = demo.replace("http://127.0.0.1:18080", base);
    let demo = demo.replace("127.0.0.1:18080", base.trim_start_matches("http://"));
    // This week is the campaign: what arrives now is what the reach page shows first.
    let week = now.to_copenhagen().format("%V").to_string();
    let here = folder.display().to_string();
    let environment = BTreeMap::from(
        [
            ("HASHWALL__DATA_DIR", here.as_str()),
            ("HASHWALL__SITE__BASE_URL", address),
            ("HASHWALL__CAMPAIGN__WEEK", week.trim_start_matches('0')),
            ("DEMO_LINKEDIN_TOKEN", LINKEDIN_TOKEN),
            ("DEMO_FACEBOOK_TOKEN", FACEBOOK_TOKEN),
            ("DEMO_FACEBOOK_APP_SECRET", FACEBOOK_SECRET),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned())),
    );
    Ok(config::from_toml_texts(&[&demo], &environment)?)
}

fn greet(address: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "\n  The wall        {address}/\n  \
           The queue       {address}/moderation    sign in as  mette   with  {PASSWORD}\n  \
           Reach figures   {address}/raekkevidde   sign in as  karen   with  {PASSWORD}\n  \
           Sources         {address}/kilder        sign in as  admin   with  {PASSWORD}\n  \
           The calendar    {address}/kalender\n  \
           The widget      {address}/indlejr\n\n  \
         Posts arrive for about four minutes. Trusted sources are on the wall at once; the rest waits in the queue.\n  \
         On the way LinkedIn and Facebook withdraw their tokens; Sources says so, and the admin's \"Hent nu\" starts them again.\n  \
         Ctrl-C ends it, and everything it made is deleted.\n"
    )?;
    out.flush()?;
    Ok(())
}
