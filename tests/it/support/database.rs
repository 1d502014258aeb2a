//! Fresh databases: every store test runs on SQLite and on PostgreSQL.

use std::ops::Deref;

use hashwall::store::db::Db;

use super::postgres;

/// An open, empty database of one engine. Says which, if a test fails while it is held.
pub struct TestDb {
    db: Db,
    /// `sqlite` or `postgres`.
    pub engine: &'static str,
    /// To open it once more, as another process would.
    pub url: String,
    folder: Option<tempfile::TempDir>,
}

impl TestDb {
    /// An empty SQLite database in a temporary folder.
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("hashwall.db").display());
        Self { db: Db::open(&url).await.unwrap(), engine: "sqlite", url, folder: Some(folder) }
    }

    /// An empty PostgreSQL database.
    pub async fn postgres() -> Self {
        let url = postgres::fresh().await;
        Self { db: Db::open(&url).await.unwrap(), engine: "postgres", url, folder: None }
    }

    /// The same database through pools of its own, as another process has it.
    pub async fn again(&self) -> Db {
        Db::open(&self.url).await.unwrap()
    }
}

/// One of each engine.
pub async fn both() -> [TestDb; 2] {
    [TestDb::sqlite().await, TestDb::postgres().await]
}

impl Deref for TestDb {
    type Target = Db;

    fn deref(&self) -> &Db {
        &self.db
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let place = self.folder.as_ref().map(|folder| folder.path().to_path_buf());
            eprintln!(
                "the test failed while it held {} {}",
                self.engine,
                place.unwrap_or_default().display()
            );
        }
    }
}
