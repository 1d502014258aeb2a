//! Which history the read models of this folder were made from. A position in the log means nothing in another database
//! (one address was changed for another, a backup was brought back): what was made there is then made anew, instead of
//! showing what this database never held. Knows files and the log, nothing of posts.

use std::path::{Path, PathBuf};

use anyhow::Context;
use futures_util::future::BoxFuture;

use super::projection::{Batch, Projection};
use crate::domain::log::LogEntry;
use crate::store::db::Db;
use crate::store::log;

/// The last log entry that was seen, in a file of one line.
#[derive(Clone)]
pub struct Lineage {
    file: PathBuf,
}

impl Lineage {
    /// In this folder, beside what it speaks for.
    pub fn new(folder: &Path) -> Self {
        Self { file: folder.join("last-log-entry") }
    }

    /// True if read models that stand at `position` were made from the log of this database, as far as can be told: it
    /// reaches as far, and the entry that was seen last is still in it.
    ///
    /// # Errors
    /// Database, or the file cannot be read.
    pub async fn holds(&self, db: &Db, position: u64) -> anyhow::Result<bool> {
        if log::head(db).await? < position {
            return Ok(false);
        }
        let line = self.line().await?;
        // No line, or half of one after a power cut, says nothing.
        let Some(seq) = seq(&line) else { return Ok(true) };
        let entries = log::read_after(db, seq.saturating_sub(1), 1).await?;
        Ok(entries.first().is_some_and(|entry| written(entry) == line))
    }

    /// Forgets what was seen.
    ///
    /// # Errors
    /// The file cannot be removed.
    pub async fn forget(&self) -> anyhow::Result<()> {
        match tokio::fs::remove_file(&self.file).await {
            Err(broken) if broken.kind() != std::io::ErrorKind::NotFound => {
                Err(broken).with_context(|| self.place())
            }
            _ => Ok(()),
        }
    }

    async fn line(&self) -> anyhow::Result<String> {
        match tokio::fs::read_to_string(&self.file).await {
            Ok(line) => Ok(line),
            Err(absent) if absent.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
            Err(broken) => Err(broken).with_context(|| self.place()),
        }
    }

    fn place(&self) -> String {
        format!("the file {}", self.file.display())
    }
}

/// A post's id and the moment tell two histories apart: ids are random.
fn written(entry: &LogEntry) -> String {
    format!("{} {} {}\n", entry.seq, entry.at.0, entry.post)
}

fn seq(line: &str) -> Option<u64> {
    line.strip_suffix('\n')?.split(' ').next()?.parse().ok()
}

impl Projection for Lineage {
    fn name(&self) -> &'static str {
        "lineage"
    }

    fn position(&self) -> BoxFuture<'_, anyhow::Result<u64>> {
        Box::pin(async { Ok(seq(&self.line().await?).unwrap_or(0)) })
    }

    fn apply<'a>(&'a self, batch: &'a Batch) -> BoxFuture<'a, anyhow::Result<()>> {
        Box::pin(async {
            let Some(last) = batch.entries.last() else { return Ok(()) };
            tokio::fs::write(&self.file, written(last)).await.with_context(|| self.place())
        })
    }
}
