//! Opening a database, the write transaction, and what differs between SQLite and PostgreSQL. Knows no table but the
//! log's end.

use std::fmt;
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Connection as _, PgConnection, Postgres, SqlSafeStr, Sqlite, Transaction};
use tokio::sync::Notify;

use super::conflict::Conflict;
use super::schema;
use super::sql::{Arg, LIST, Row, bound, on, with_list};

/// The PostgreSQL advisory lock that every write transaction with a hand on the log takes; "hashwall" in ASCII.
const LOG_LOCK: i64 = 0x6861_7368_7761_6c6c;
/// How long SQLite waits for another process's write, and how long anyone waits for a connection.
const BUSY: Duration = Duration::from_secs(5);
/// The pause before a busy file is opened again.
const BUSY_PAUSE: Duration = Duration::from_millis(20);
const ACQUIRE: Duration = Duration::from_secs(30);
/// SQLite readers; each is a thread.
const READERS: u32 = 4;
/// PostgreSQL connections of one process.
const CONNECTIONS: u32 = 10;

/// An open database. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    /// Woken (`notify_waiters`) after every commit of this process that wrote to the event log; other processes'
    /// commits are found by polling. A follower makes its `notified()` *before* it reads the log, so that it misses
    /// none.
    pub committed: Arc<Notify>,
    read: Pool,
    write: Pool,
}

#[derive(Clone)]
enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// Never shows the address: it may hold a password.
impl fmt::Debug for Db {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.read {
            Pool::Sqlite(_) => "Db(sqlite)",
            Pool::Postgres(_) => "Db(postgres)",
        })
    }
}

/// Why the store could not do it. Callers branch on [`StoreError::Conflict`] alone.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else changed it meanwhile, or it is gone.
    #[error(transparent)]
    Conflict(#[from] Conflict),
    /// The database.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// The address or the version of the database: what was found and what was expected. Never the address itself.
    #[error("database: {0}")]
    Unusable(String),
    /// A stored value that this version cannot read.
    #[error("stored value: {0}")]
    Stored(String),
}

impl Db {
    /// Opens `sqlite:path` (created if missing, WAL) or `postgres://…`, and runs the migrations.
    ///
    /// SQLite is opened with `synchronous=FULL`: one fsync a transaction (a whole collecting run) is cheap, and a
    /// decision then survives not only kill -9 but the power cut.
    ///
    /// # Errors
    /// The database cannot be reached, or is of a later version than this program. No error shows the address.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let db = if let Some(path) = url.strip_prefix("sqlite:") {
            Self::open_sqlite(path.strip_prefix("//").unwrap_or(path)).await?
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            Self::open_postgres(url).await?
        } else {
            let expected = "the address must begin with sqlite: or postgres://";
            return Err(StoreError::Unusable(expected.to_owned()));
        };
        schema::migrate(&db).await?;
        Ok(db)
    }

    async fn open_sqlite(path: &str) -> Result<Self, StoreError> {
        if path.is_empty() || path.contains(":memory:") {
            let expected = "sqlite: needs the path of a file; a database in memory has one connection only";
            return Err(StoreError::Unusable(expected.to_owned()));
        }
        let options = SqliteConnectOptions::new()
            .filename(Path::new(path))
            .create_if_missing(true)
            .busy_timeout(BUSY)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true);
        let write = Self::first_sqlite(&options).await.map_err(|broken| match broken {
            // SQLITE_CANTOPEN says nothing of why; these are the two reasons.
            sqlx::Error::Database(refused) if refused.code().as_deref() == Some("14") => {
                let why = "the file or its folder is missing, or this user may not write there";
                StoreError::Unusable(why.to_owned())
            }
            other => other.into(),
        })?;
        let read = SqlitePoolOptions::new()
            .max_connections(READERS)
            .acquire_timeout(ACQUIRE)
            .connect_lazy_with(options.pragma("query_only", "ON"));
        Ok(Self { committed: Arc::default(), read: Pool::Sqlite(read), write: Pool::Sqlite(write) })
    }

    /// One writer: two of one process would only wait for each other inside SQLite, without fairness.
    ///
    /// The change to WAL needs the file alone and is refused at once (SQLITE_BUSY), whatever the busy timeout, while
    /// another process opens the same new file: so it is tried again.
    async fn first_sqlite(options: &SqliteConnectOptions) -> Result<SqlitePool, sqlx::Error> {
        let mut tries = BUSY.as_millis() / BUSY_PAUSE.as_millis();
        loop {
            let one = SqlitePoolOptions::new().max_connections(1).acquire_timeout(ACQUIRE);
            match one.connect_with(options.clone()).await {
                Err(sqlx::Error::Database(refused)) if is_busy(refused.as_ref()) && tries > 0 => tries -= 1,
                opened => return opened,
            }
            tokio::time::sleep(BUSY_PAUSE).await;
        }
    }

    async fn open_postgres(url: &str) -> Result<Self, StoreError> {
        // The parser's own message may quote parts of the address.
        let options = PgConnectOptions::from_str(url)
            .map_err(|_| StoreError::Unusable("the postgres:// address cannot be read as a URL".to_owned()))?
            .application_name("hashwall");
        // A pool tries again until it times out, and then says only that; this says why at once.
        let first = PgConnection::connect_with(&options).await.map_err(|broken| match broken {
            // The server's own words, without the line of its source that sqlx adds.
            sqlx::Error::Database(refused) => StoreError::Unusable(refused.message().to_owned()),
            other => other.into(),
        })?;
        first.close().await?;
        let pool = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(ACQUIRE)
            .connect_lazy_with(options);
        let pool = Pool::Postgres(pool);
        Ok(Self { committed: Arc::default(), read: pool.clone(), write: pool })
    }

    /// Cheap round trip, for readiness.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.all("SELECT 1 AS one", Vec::new()).await.map(|_| ())
    }

    /// Closes every connection once its work is done; SQLite's write-ahead log is folded into the file.
    pub async fn close(&self) {
        on!(&self.read, Pool, pool => pool.close().await);
        on!(&self.write, Pool, pool => pool.close().await);
    }

    /// The rows of a query, outside any transaction.
    pub(super) async fn all(&self, sql: impl SqlSafeStr, args: Vec<Arg>) -> Result<Vec<Row>, StoreError> {
        let sql = sql.into_sql_str();
        Ok(match &self.read {
            Pool::Sqlite(pool) => to_rows(bound(sql, args).fetch_all(pool).await?, Row::Sqlite),
            Pool::Postgres(pool) => to_rows(bound(sql, args).fetch_all(pool).await?, Row::Postgres),
        })
    }

    /// The first row of a query, outside any transaction.
    pub(super) async fn first(
        &self,
        sql: impl SqlSafeStr,
        args: Vec<Arg>,
    ) -> Result<Option<Row>, StoreError> {
        Ok(self.all(sql, args).await?.into_iter().next())
    }

    /// The rows of a query whose `{}` is a list of any length, outside any transaction.
    pub(super) async fn all_of(
        &self,
        sql: &'static str,
        args: Vec<Arg>,
        values: &[String],
    ) -> Result<Vec<Row>, StoreError> {
        let mut rows = Vec::new();
        for some in values.chunks(LIST) {
            let (sql, args) = with_list(sql, args.clone(), some);
            rows.extend(self.all(sql, args).await?);
        }
        Ok(rows)
    }

    /// A write transaction that may append to the log. They follow one another, on PostgreSQL too: what it reads is
    /// what the last one committed.
    pub(super) async fn write(&self) -> Result<Tx, StoreError> {
        let mut tx = self.write_aside().await?;
        tx.lock(LOG_LOCK).await?;
        let row = tx.first("SELECT COALESCE(MAX(seq), 0) AS head FROM log", Vec::new()).await?;
        tx.head = Some(row.map_or(Ok(0), |row| row.count("head"))?);
        Ok(tx)
    }

    /// A write transaction that never touches the log: leases, sessions, read models.
    pub(super) async fn write_aside(&self) -> Result<Tx, StoreError> {
        let open = match &self.write {
            // A deferred transaction that turns into a writer is refused at once, whatever the busy timeout.
            Pool::Sqlite(pool) => Open::Sqlite(pool.begin_with("BEGIN IMMEDIATE").await?),
            Pool::Postgres(pool) => Open::Postgres(pool.begin().await?),
        };
        Ok(Tx { open, committed: Arc::clone(&self.committed), head: None, appended: false })
    }
}

enum Open {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// A write transaction. Dropped without [`Tx::commit`] it never happened.
pub(super) struct Tx {
    open: Open,
    committed: Arc<Notify>,
    /// The log's last seq; `None` if this transaction may not append.
    pub(super) head: Option<u64>,
    pub(super) appended: bool,
}

impl Tx {
    /// Waits until no other transaction holds this lock, and holds it to the end. SQLite has one writer anyway.
    pub(super) async fn lock(&mut self, key: i64) -> Result<(), StoreError> {
        if let Open::Postgres(tx) = &mut self.open {
            sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(key).execute(&mut **tx).await?;
        }
        Ok(())
    }

    /// Runs a statement; the number of rows it touched.
    pub(super) async fn run(&mut self, sql: impl SqlSafeStr, args: Vec<Arg>) -> Result<u64, StoreError> {
        let sql = sql.into_sql_str();
        Ok(on!(&mut self.open, Open, tx => bound(sql, args).execute(&mut **tx).await?.rows_affected()))
    }

    /// Runs a file of statements without arguments.
    pub(super) async fn run_file(&mut self, sql: &'static str) -> Result<(), StoreError> {
        on!(&mut self.open, Open, tx => sqlx::raw_sql(sql).execute(&mut **tx).await.map(|_| ()))?;
        Ok(())
    }

    /// The rows of a query or a `RETURNING`.
    pub(super) async fn all(&mut self, sql: impl SqlSafeStr, args: Vec<Arg>) -> Result<Vec<Row>, StoreError> {
        let sql = sql.into_sql_str();
        Ok(match &mut self.open {
            Open::Sqlite(tx) => to_rows(bound(sql, args).fetch_all(&mut **tx).await?, Row::Sqlite),
            Open::Postgres(tx) => to_rows(bound(sql, args).fetch_all(&mut **tx).await?, Row::Postgres),
        })
    }

    /// The first row.
    pub(super) async fn first(
        &mut self,
        sql: impl SqlSafeStr,
        args: Vec<Arg>,
    ) -> Result<Option<Row>, StoreError> {
        Ok(self.all(sql, args).await?.into_iter().next())
    }

    /// The rows of a query whose `{}` is a list of any length.
    pub(super) async fn all_of(
        &mut self,
        sql: &'static str,
        args: Vec<Arg>,
        values: &[String],
    ) -> Result<Vec<Row>, StoreError> {
        let mut rows = Vec::new();
        for some in values.chunks(LIST) {
            let (sql, args) = with_list(sql, args.clone(), some);
            rows.extend(self.all(sql, args).await?);
        }
        Ok(rows)
    }

    /// Makes it true, and wakes who follows the log.
    pub(super) async fn commit(self) -> Result<(), StoreError> {
        on!(self.open, Open, tx => tx.commit().await)?;
        if self.appended {
            self.committed.notify_waiters();
        }
        Ok(())
    }
}

/// SQLITE_BUSY (5) in any of its extended forms, whose low byte it is.
fn is_busy(refused: &dyn sqlx::error::DatabaseError) -> bool {
    refused.code().and_then(|code| code.parse::<u32>().ok()).is_some_and(|code| code & 0xff == 5)
}

fn to_rows<R>(rows: Vec<R>, row: fn(R) -> Row) -> Vec<Row> {
    rows.into_iter().map(row).collect()
}
