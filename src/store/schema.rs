//! The migrations: one folder, embedded, run in one transaction when a database is opened. Knows no query.

use super::db::{Db, StoreError};
use super::sql::args;

/// Every migration, oldest first; its version is its place, from 1. A published one is never changed.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_house.sql"),
    include_str!("migrations/0002_marks_and_audit.sql"),
    include_str!("migrations/0003_rules.sql"),
    include_str!("migrations/0004_desk.sql"),
    include_str!("migrations/0005_accounts.sql"),
    include_str!("migrations/0006_takedown.sql"),
    include_str!("migrations/0007_happenings.sql"),
    include_str!("migrations/0008_walls.sql"),
    include_str!("migrations/0009_api.sql"),
    include_str!("migrations/0010_submissions.sql"),
    include_str!("migrations/0011_reach.sql"),
    include_str!("migrations/0012_notices.sql"),
    include_str!("migrations/0013_editions.sql"),
    include_str!("migrations/0014_no_reach_days.sql"),
    include_str!("migrations/0015_sketch_order.sql"),
];

/// Any other number than the log's: two processes that start together migrate one after the other.
const MIGRATION_LOCK: i64 = 0x6d69_6772_6174_6521;

/// Brings the tables to this program's version.
pub(super) async fn migrate(db: &Db) -> Result<(), StoreError> {
    let mut tx = db.write_aside().await?;
    tx.lock(MIGRATION_LOCK).await?;
    tx.run("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL PRIMARY KEY)", args![])
        .await?;
    let row = tx.first("SELECT COALESCE(MAX(version), 0) AS version FROM schema_version", args![]).await?;
    let found = row.map_or(Ok(0), |row| row.count("version"))?;
    let known = MIGRATIONS.len() as u64;
    if found > known {
        return Err(StoreError::Unusable(format!(
            "it is of version {found}, written by a later Hashwall; this program knows versions up to {known}. \
             Run the later program, or restore a backup made before it"
        )));
    }
    for (version, sql) in (1_u64..).zip(MIGRATIONS) {
        if version > found {
            tx.run_file(sql).await?;
            tx.run("INSERT INTO schema_version (version) VALUES ($1)", args![version]).await?;
            tracing::info!(version, "database migrated");
        }
    }
    tx.commit().await
}
