//! `hashwall collect --once [SOURCE]`: every source now, with progress.

use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressStyle};

use crate::app::App;
use crate::collect::collector::Failure;

/// Runs one source, or all of them one after another. Fails if any source did.
///
/// # Errors
/// The database, or no such source.
pub async fn run(app: &App, only: Option<&str>) -> anyhow::Result<ExitCode> {
    app.enlist().await?;
    let configured: Vec<&str> = app.settings.sources.iter().map(|source| source.id.as_str()).collect();
    let wanted: Vec<&str> = match only {
        Some(id) if configured.contains(&id) => vec![id],
        Some(id) => anyhow::bail!("no source {id:?}; configured: {}", configured.join(", ")),
        None => configured,
    };
    let bar = ProgressBar::new(wanted.len() as u64)
        .with_style(ProgressStyle::with_template("{pos}/{len} {wide_bar} {msg}")?);
    let worker = app.worker(0);
    let mut failed = false;
    for id in wanted {
        bar.set_message(id.to_owned());
        let line = match worker.run_one(id, (app.clock)(), rand::random()).await? {
            Some(run) => {
                failed |= run.failure.is_some();
                let written = run.written;
                let trouble =
                    run.failure.as_ref().map(Failure::why).map(|why| format!("; {why}")).unwrap_or_default();
                format!(
                    "{id}: {} new, {} edited, {} gone, {} without the hashtag, {} kept out{trouble}",
                    written.added,
                    written.edited,
                    written.deleted,
                    run.unmatched,
                    run.kept_out.len(),
                )
            }
            None => {
                failed = true;
                format!("{id}: another worker is collecting it")
            }
        };
        bar.suspend(|| tell(&line));
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// To standard error, where the bar is; a bar draws nothing when that is no terminal, and the lines remain.
fn tell(line: &str) {
    use std::io::Write;
    let _told = writeln!(std::io::stderr(), "{line}");
}
