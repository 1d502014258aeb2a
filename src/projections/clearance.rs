//! Whether what was removed is gone: looked up in every place that could still have it, and noted on its receipt. It
//! believes no projection's word. Knows no page.

use anyhow::Context;
use hashwall_index::Engine;

use super::live::Live;
use super::media::Media;
use crate::domain::receipt::{Check, Place, Receipt};
use crate::domain::time::Timestamp;
use crate::store::db::Db;
use crate::store::receipts;

/// Receipts looked at in one step.
const AT_ONCE: u32 = 50;

/// The places of one serving process.
pub struct Clearance<'a> {
    /// Visitors' index.
    pub public: &'a Engine,
    /// Moderators' index.
    pub desk: &'a Engine,
    /// Pictures.
    pub media: &'a Media,
    /// Open pages.
    pub live: &'a Live,
    /// What this process is called on a receipt.
    pub server: &'a str,
}

impl Clearance<'_> {
    /// Looks after every removal that the read models have passed.
    ///
    /// # Errors
    /// Database, index.
    pub async fn step(&self, db: &Db, now: Timestamp) -> anyhow::Result<()> {
        let passed = self.live.position();
        for receipt in receipts::unseen(db, self.server, passed, now, AT_ONCE).await? {
            let checks = self.look(db, &receipt, now).await?;
            for check in checks.iter().filter(|check| !check.clear) {
                let place = check.place.as_str();
                tracing::error!(receipt = receipt.number, place, "a removed post is still there");
            }
            receipts::note(db, receipt.number, &checks).await?;
        }
        Ok(())
    }

    async fn look(&self, db: &Db, receipt: &Receipt, now: Timestamp) -> anyhow::Result<Vec<Check>> {
        let post = receipt.post.0.as_str();
        let (store, tombstone) = receipts::look(db, receipt).await?;
        let absent = |index: &Engine| index.get(post).map(|found| found.is_none()).context("asking an index");
        let seen = [
            (Place::Store, store),
            (Place::Tombstone, tombstone),
            (Place::PublicIndex, absent(self.public)?),
            (Place::DeskIndex, absent(self.desk)?),
            (Place::Media, self.media.is_clear_of(post)),
            (Place::OpenPages, !self.live.holds(&receipt.post)),
        ];
        let check = |(place, clear)| Check { server: self.server.to_owned(), place, clear, at: now };
        Ok(seen.into_iter().map(check).collect())
    }
}

/// The name of a data folder, made once: what its process is called on a receipt.
///
/// # Errors
/// The folder cannot be written.
pub fn server_name(folder: &std::path::Path) -> anyhow::Result<String> {
    let file = folder.join("server-name");
    let known = std::fs::read_to_string(&file).unwrap_or_default();
    let known = known.trim();
    if known.len() == 8 && known.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(known.to_owned());
    }
    let name = hex::encode(rand::random::<[u8; 4]>());
    std::fs::write(&file, format!("{name}\n")).with_context(|| format!("writing {}", file.display()))?;
    Ok(name)
}
