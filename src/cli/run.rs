//! From the command line to the command.

use std::collections::BTreeMap;
use std::io::{BufReader, IsTerminal, Write};
use std::process::ExitCode;

use anyhow::Context;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

use super::arguments::{Arguments, Command};
use super::{check, collect, export, inspect, reindex, users};
use crate::app::{App, start_metrics, system_clock};
use crate::config::{self, Settings};

/// Runs a command.
///
/// # Errors
/// What [`complain`] prints.
pub fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    match arguments.command {
        Some(Command::Inspect(args)) => {
            inspect::run(&args, BufReader::new(std::io::stdin()), std::io::stdout().lock())?;
            Ok(ExitCode::SUCCESS)
        }
        Some(Command::Check(check)) if check.defaults => {
            std::io::stdout().lock().write_all(config::DEFAULT.as_bytes())?;
            Ok(ExitCode::SUCCESS)
        }
        Some(Command::Check(_)) => {
            let loaded = config::load(arguments.config.as_deref(), &environment());
            let sound = check::run(loaded, system_clock()(), &mut std::io::stdout().lock())?;
            Ok(if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        command => {
            let settings = config::load(arguments.config.as_deref(), &environment())?;
            start_log(&settings)?;
            start_metrics();
            tokio::runtime::Builder::new_multi_thread()
                .enable_all()
                .build()
                .context("starting the runtime")?
                .block_on(on_runtime(command, settings))
        }
    }
}

async fn on_runtime(command: Option<Command>, settings: Settings) -> anyhow::Result<ExitCode> {
    let app = App::open(settings, system_clock()).await?;
    match command {
        None => stay(app, true, true).await?,
        Some(Command::Serve) => stay(app, true, false).await?,
        Some(Command::Work) => stay(app, false, true).await?,
        Some(Command::Collect(args)) => return collect::run(&app, args.source.as_deref()).await,
        Some(Command::Reindex) => reindex::run(&app).await?,
        Some(Command::Export(args)) => export::run(&app, args.edition, &args.folder).await?,
        Some(Command::User(command)) => users::run(&app, command).await?,
        Some(Command::Check(_) | Command::Inspect(_)) => {}
    }
    Ok(ExitCode::SUCCESS)
}

/// Serves, works or both until a signal.
async fn stay(app: App, serves: bool, works: bool) -> anyhow::Result<()> {
    if serves {
        let address = app.settings.server.listen;
        let listener = TcpListener::bind(address)
            .await
            .with_context(|| format!("server.listen = {address}: cannot listen there"))?;
        app.start_serving(listener).await?;
        tracing::info!(%address, wall = %app.settings.site.base_url, "serving");
    }
    if works {
        app.start_working().await?;
        tracing::info!(sources = app.settings.sources.len(), "collecting");
    }
    asked_to_stop().await?;
    tracing::info!("stopping");
    app.close().await;
    Ok(())
}

async fn asked_to_stop() -> anyhow::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate()).context("listening for SIGTERM")?;
    tokio::select! {
        pressed = tokio::signal::ctrl_c() => pressed.context("listening for Ctrl-C"),
        _ = terminate.recv() => Ok(()),
    }
}

fn environment() -> BTreeMap<String, String> {
    // A variable that is not UTF-8 cannot be one of ours.
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect()
}

fn start_log(settings: &Settings) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&settings.log)
        .with_context(|| format!("log.filter = {:?}: expected a filter such as \"info\"", settings.log))?
        // PostgreSQL notes at every start that tables exist, as they should.
        .add_directive("sqlx::postgres::notice=warn".parse().context("the notices' filter")?);
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        // Colours are for people; journals and files get the text.
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    if settings.log_json {
        log.json().init()
    } else {
        log.init()
    }
    Ok(())
}

/// Says what went wrong, with its causes, on standard error.
pub fn complain(broken: &anyhow::Error) -> ExitCode {
    // A closed standard error leaves the exit code to tell.
    let _told = writeln!(std::io::stderr(), "hashwall: {}", causes(broken));
    ExitCode::FAILURE
}

/// The error and its causes, each once: many errors tell their cause in their own words already.
fn causes(broken: &anyhow::Error) -> String {
    let mut told = String::new();
    for cause in broken.chain().map(ToString::to_string) {
        if !told.contains(&cause) {
            let between = if told.is_empty() { "" } else { ": " };
            told = format!("{told}{between}{cause}");
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use anyhow::Context;

    #[test]
    fn a_cause_is_told_once() {
        let broken = Err::<(), _>(anyhow::anyhow!("no such file"))
            .context("reading: no such file")
            .context("opening the database");
        assert_eq!(super::causes(&broken.unwrap_err()), "opening the database: reading: no such file");
    }
}
