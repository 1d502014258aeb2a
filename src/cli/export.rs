//! `hashwall export`: a frozen edition as a folder that opens without a server.

use std::path::Path;

use anyhow::{Context, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::app::App;
use crate::store::editions;

/// Writes the files of a frozen edition into `folder`, which is made if it is not there.
///
/// # Errors
/// The edition is not frozen, the folder cannot be written, database.
pub async fn run(app: &App, year: i32, folder: &Path) -> anyhow::Result<()> {
    let files = editions::files(&app.db, year).await?;
    if files.is_empty() {
        bail!(
            "the edition of {year} is not frozen: freeze it on the desk, under Rækkevidde, Udgaver og rapporter"
        );
    }
    std::fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    for file in &files {
        let path = folder.join(&file.name);
        let body = if file.is_base64 {
            STANDARD.decode(&file.body).with_context(|| format!("{} cannot be read", file.name))?
        } else {
            file.body.clone().into_bytes()
        };
        std::fs::write(&path, body).with_context(|| format!("writing {}", path.display()))?;
    }
    tracing::info!(year, files = files.len(), folder = %folder.display(), "exported: open index.html");
    Ok(())
}
