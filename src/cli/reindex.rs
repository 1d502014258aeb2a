//! `hashwall reindex`: both indexes made again from the log and the current rows.

use indicatif::{ProgressBar, ProgressStyle};

use crate::app::{App, Wall};
use crate::store::log;

/// Empties both indexes and replays the log.
///
/// # Errors
/// The database, or the indexes are held by a running server.
pub async fn run(app: &App) -> anyhow::Result<()> {
    let wall = Wall::open(app).await?;
    wall.public.wipe()?;
    wall.desk.wipe()?;
    let bar = ProgressBar::new(log::head(&app.db).await?)
        .with_style(ProgressStyle::with_template("{pos}/{len} log entries {wide_bar} {eta}")?);
    while wall.step(&app.db).await? {
        bar.set_position(wall.public.position());
    }
    bar.finish();
    tracing::info!(public = wall.public.len(), desk = wall.desk.len(), "reindexed");
    Ok(())
}
