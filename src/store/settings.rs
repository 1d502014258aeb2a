//! How each person wants their desk. Knows nothing of pages.

use super::db::{Db, StoreError};
use super::sql::args;

/// One person's settings; the defaults until they say otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeskSettings {
    /// Keys of one letter do something (WCAG 2.1, 2.1.4: they can be switched off).
    pub letters: bool,
    /// Pictures are blurred until asked for.
    pub blurred: bool,
}

impl Default for DeskSettings {
    fn default() -> Self {
        Self { letters: true, blurred: true }
    }
}

/// A person's settings.
///
/// # Errors
/// Database.
pub async fn of(db: &Db, name: &str) -> Result<DeskSettings, StoreError> {
    let row = db.first("SELECT letters, blurred FROM desk_settings WHERE name = $1", args![name]).await?;
    row.map_or(Ok(DeskSettings::default()), |row| {
        Ok(DeskSettings { letters: row.get("letters")?, blurred: row.get("blurred")? })
    })
}

/// Keeps them.
///
/// # Errors
/// Database.
pub async fn put(db: &Db, name: &str, settings: DeskSettings) -> Result<(), StoreError> {
    let mut tx = db.write_aside().await?;
    tx.run(
        "INSERT INTO desk_settings (name, letters, blurred) VALUES ($1, $2, $3) \
         ON CONFLICT (name) DO UPDATE SET letters = excluded.letters, blurred = excluded.blurred",
        args![name, settings.letters, settings.blurred],
    )
    .await?;
    tx.commit().await
}
