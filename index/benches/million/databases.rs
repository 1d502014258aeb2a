//! The peers that come with a database: SQLite's FTS5 and PostgreSQL's full text search, each as its manual advises.

use std::path::Path;

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool, SqlitePoolOptions};
use sqlx::{AssertSqlSafe, Row};
use tokio::runtime::Runtime;

use super::generator::Generator;
use super::measure::Question;

/// Posts written at once.
const BATCH: u64 = 5_000;

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}

/// SQLite with FTS5 (`unicode61`: it has no Danish), the posts in a table with an index by time.
pub struct Sqlite {
    runtime: Runtime,
    pool: SqlitePool,
}

impl Sqlite {
    /// Fills it.
    pub fn fill(file: &Path, words: &Generator, posts: u64) -> Self {
        let runtime = runtime();
        let pool = runtime.block_on(async {
            let options = SqliteConnectOptions::new()
                .filename(file)
                .create_if_missing(true)
                .journal_mode(sqlx::sqlite::SqliteJournalMode::Wal)
                .synchronous(sqlx::sqlite::SqliteSynchronous::Normal)
                .pragma("cache_size", "-200000");
            let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await.expect("a database");
            for sql in [
                "CREATE TABLE posts (id INTEGER PRIMARY KEY, time BIGINT, network TEXT, sector TEXT, kind TEXT, body TEXT)",
                "CREATE TABLE tags (tag TEXT, time BIGINT, id INTEGER)",
                "CREATE VIRTUAL TABLE words USING fts5(text, content='', tokenize=\"unicode61 remove_diacritics 0\")",
            ] {
                sqlx::query(sql).execute(&pool).await.expect(sql);
            }
            let mut start = 0;
            while start < posts {
                let end = (start + BATCH).min(posts);
                let mut write = pool.begin().await.expect("a transaction");
                for number in start..end {
                    let sample = words.sample(number, posts);
                    let id = i64::try_from(number).expect("small") + 1;
                    let text = format!("{}\n{}\n{}\n{}", sample.title, sample.text, sample.author, sample.organisation);
                    sqlx::query("INSERT INTO words (rowid, text) VALUES ($1, $2)").bind(id).bind(text).execute(&mut *write).await.expect("words");
                    sqlx::query("INSERT INTO posts VALUES ($1, $2, $3, $4, $5, $6)")
                        .bind(id)
                        .bind(sample.time)
                        .bind(sample.network)
                        .bind(sample.sector)
                        .bind(sample.kind)
                        .bind(sample.text.repeat(2))
                        .execute(&mut *write)
                        .await
                        .expect("a post");
                    for tag in sample.tags {
                        sqlx::query("INSERT INTO tags VALUES ($1, $2, $3)").bind(tag).bind(sample.time).bind(id).execute(&mut *write).await.expect("a tag");
                    }
                }
                write.commit().await.expect("a commit");
                start = end;
            }
            for sql in [
                "CREATE INDEX posts_time ON posts (time DESC)",
                "CREATE INDEX tags_tag ON tags (tag, time DESC)",
                "INSERT INTO words(words) VALUES ('optimize')",
                "ANALYZE",
            ] {
                sqlx::query(sql).execute(&pool).await.expect(sql);
            }
            pool
        });
        Self { runtime, pool }
    }

    fn ask(&self, question: &Question, by_rank: bool) {
        let mut sql = "SELECT p.id, p.body FROM ".to_owned();
        sql.push_str(if question.words.is_empty() {
            "posts p"
        } else {
            "words w JOIN posts p ON p.id = w.rowid"
        });
        sql.push_str(" WHERE 1 = 1");
        if !question.words.is_empty() {
            sql.push_str(&format!(" AND words MATCH '{}'", question.words));
        }
        sql.push_str(&conditions(question, |tag| {
            format!("p.id IN (SELECT id FROM tags WHERE tag = '{tag}')")
        }));
        sql.push_str(if by_rank { " ORDER BY w.rank LIMIT 20" } else { " ORDER BY p.time DESC LIMIT 20" });
        let asked = sqlx::query(AssertSqlSafe(sql)).fetch_all(&self.pool);
        let rows = self.runtime.block_on(asked).expect("an answer");
        rows.iter().for_each(|row| drop(row.get::<String, _>(1)));
    }

    /// The newest 20, read.
    pub fn newest(&self, question: &Question) {
        self.ask(question, false);
    }

    /// The best 20, read.
    pub fn best(&self, question: &Question) {
        self.ask(question, true);
    }
}

fn conditions(question: &Question, tagged: impl Fn(&str) -> String) -> String {
    let mut sql = String::new();
    for (column, value) in
        [("network", question.network), ("sector", question.sector), ("kind", question.kind)]
    {
        if let Some(value) = value {
            sql.push_str(&format!(" AND p.{column} = '{value}'"));
        }
    }
    if let Some(tag) = question.tag {
        sql.push_str(&format!(" AND {}", tagged(tag)));
    }
    if let Some(since) = question.since {
        sql.push_str(&format!(" AND p.time >= {since}"));
    }
    sql
}

/// PostgreSQL with its Danish configuration and GIN.
pub struct Postgres {
    runtime: Runtime,
    pool: PgPool,
    server: PgPool,
    name: String,
}

impl Postgres {
    /// Makes a database on the server and fills it.
    pub fn fill(address: &str, words: &Generator, posts: u64) -> Self {
        let runtime = runtime();
        let name = format!("hashwall_million_{}", std::process::id());
        let (server, pool) = runtime.block_on(async {
            let options: PgConnectOptions = address.parse().expect("an address of PostgreSQL");
            let server = PgPoolOptions::new().max_connections(1).connect_with(options.clone()).await.expect("PostgreSQL");
            sqlx::query(AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(&server).await.expect("a database");
            let pool = PgPoolOptions::new().max_connections(1).connect_with(options.database(&name)).await.expect("it");
            sqlx::query(
                "CREATE TABLE posts (id BIGINT PRIMARY KEY, time BIGINT, network TEXT, sector TEXT, kind TEXT, tags TEXT[], \
                 body TEXT, words TSVECTOR)",
            )
            .execute(&pool)
            .await
            .expect("a table");
            let mut start = 0;
            while start < posts {
                let end = (start + BATCH).min(posts);
                let samples: Vec<_> = (start..end).map(|number| words.sample(number, posts)).collect();
                let ids: Vec<i64> = (start..end).filter_map(|number| i64::try_from(number).ok()).collect();
                let texts: Vec<String> = samples
                    .iter()
                    .map(|sample| format!("{}\n{}\n{}\n{}", sample.title, sample.text, sample.author, sample.organisation))
                    .collect();
                sqlx::query(
                    "INSERT INTO posts SELECT id, time, network, sector, kind, string_to_array(tags, ' '), body, \
                     to_tsvector('danish', text) FROM UNNEST($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[], \
                     $6::text[], $7::text[], $8::text[]) AS t(id, time, network, sector, kind, tags, body, text)",
                )
                .bind(ids)
                .bind(samples.iter().map(|sample| sample.time).collect::<Vec<i64>>())
                .bind(samples.iter().map(|sample| sample.network.to_owned()).collect::<Vec<String>>())
                .bind(samples.iter().map(|sample| sample.sector.to_owned()).collect::<Vec<String>>())
                .bind(samples.iter().map(|sample| sample.kind.to_owned()).collect::<Vec<String>>())
                .bind(samples.iter().map(|sample| sample.tags.join(" ")).collect::<Vec<String>>())
                .bind(samples.iter().map(|sample| sample.text.repeat(2)).collect::<Vec<String>>())
                .bind(texts)
                .execute(&pool)
                .await
                .expect("posts");
                start = end;
            }
            for sql in [
                "SET maintenance_work_mem = '512MB'",
                "CREATE INDEX posts_words ON posts USING GIN (words)",
                "CREATE INDEX posts_tags ON posts USING GIN (tags)",
                "CREATE INDEX posts_time ON posts (time DESC)",
                "VACUUM ANALYZE posts",
                "SET work_mem = '256MB'",
            ] {
                sqlx::query(sql).execute(&pool).await.expect(sql);
            }
            (server, pool)
        });
        Self { runtime, pool, server, name }
    }

    fn ask(&self, question: &Question, by_rank: bool) {
        let mut sql = "SELECT p.id, p.body FROM posts p".to_owned();
        let has_words = !question.words.is_empty();
        if has_words {
            sql.push_str(&format!(", plainto_tsquery('danish', '{}') q", question.words));
        }
        sql.push_str(if has_words { " WHERE p.words @@ q" } else { " WHERE TRUE" });
        sql.push_str(&conditions(question, |tag| format!("p.tags @> ARRAY['{tag}']")));
        sql.push_str(if by_rank {
            " ORDER BY ts_rank(p.words, q) DESC LIMIT 20"
        } else {
            " ORDER BY p.time DESC LIMIT 20"
        });
        let rows =
            self.runtime.block_on(sqlx::query(AssertSqlSafe(sql)).fetch_all(&self.pool)).expect("an answer");
        rows.iter().for_each(|row| drop(row.get::<String, _>(1)));
    }

    /// The newest 20, read.
    pub fn newest(&self, question: &Question) {
        self.ask(question, false);
    }

    /// The best 20, read.
    pub fn best(&self, question: &Question) {
        self.ask(question, true);
    }

    /// Bytes of the table with its indexes.
    pub fn size(&self) -> u64 {
        let asked = sqlx::query("SELECT pg_total_relation_size('posts')").fetch_one(&self.pool);
        let size: i64 = self.runtime.block_on(asked).expect("a size").get(0);
        u64::try_from(size).unwrap_or(0)
    }

    /// Takes the database away.
    pub fn drop_database(self) {
        self.runtime.block_on(async {
            self.pool.close().await;
            let sql = format!("DROP DATABASE {}", self.name);
            sqlx::query(AssertSqlSafe(sql)).execute(&self.server).await.expect("the database is ours");
        });
    }
}
