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
    _folder: Option<tempfile::TempDir>,
}

impl TestDb {
    /// An empty SQLite database in a temporary folder.
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("hashwall.db").display());
        Self { db: Db::open(&url).await.unwrap(), engine: "sqlite", url, _folder: Some(folder) }
    }

    /// An empty PostgreSQL database.
    pub async fn postgres() -> Self {
        let url = postgres::fresh().await;
        Self { db: Db::open(&url).await.unwrap(), engine: "postgres", url, _folder: None }
    }

    /// The same database through pools of its own, as another process has it.
    pub async fn again(&self) -> Db {
        Db::open(&self.url).await.unwrap()
    }
}

/// Runs statements behind the house's back.
pub async fn meddle(url: &str, sql: &'static str) -> Result<(), sqlx::Error> {
    if url.starts_with("sqlite:") {
        sqlx::raw_sql(sql).execute(&sqlx::SqlitePool::connect(url).await?).await?;
    } else {
        sqlx::raw_sql(sql).execute(&sqlx::PgPool::connect(url).await?).await?;
    }
    Ok(())
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

#[allow(clippy::print_stderr, reason = "a test that runs twice must say on which engine it failed")]
impl Drop for TestDb {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the test failed while it held a {} database", self.engine);
        }
    }
}
