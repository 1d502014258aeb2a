//! The peer: the same posts in plain PostgreSQL tables with the indexes one would make, and the same sums in SQL.

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{AssertSqlSafe, Row};
use tokio::runtime::Runtime;

use super::generator::{Made, post};

/// Posts written at once.
const BATCH: u64 = 2_000;

/// A network: its name, posts, authors, and each count's sum with how many posts told it.
pub type Network = (String, i64, i64, [(i64, i64); 4]);

/// What is asked of both: a stretch of time, and perhaps one network or sector.
#[derive(Clone, Debug)]
pub struct Question {
    pub from: i64,
    pub until: i64,
    pub network: Option<&'static str>,
    pub sector: Option<&'static str>,
}

/// The sums that are compared.
#[derive(Debug, PartialEq, Eq)]
pub struct Truth {
    pub posts: i64,
    pub authors: i64,
    pub organisations: i64,
    pub followers: i64,
    pub covered: i64,
    /// By network: name, posts, authors, then sum and tellers of each count.
    pub networks: Vec<Network>,
    /// By organisation: the largest, with posts, authors, and posts capped at three an author.
    pub organised: Vec<(String, i64, i64, i64)>,
    /// The most frequent tags.
    pub tags: Vec<(String, i64)>,
    /// By day.
    pub days: Vec<i64>,
}

/// PostgreSQL with the posts.
pub struct Peer {
    runtime: Runtime,
    pool: PgPool,
    name: String,
    address: String,
}

impl Peer {
    /// Makes a database and fills it.
    pub fn fill(address: &str, posts: u64) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let name = format!("hashwall_figures_{}", std::process::id());
        let pool = runtime.block_on(async {
            let options: PgConnectOptions = address.parse().expect("an address");
            let server = PgPoolOptions::new().max_connections(1).connect_with(options.clone()).await.expect("PostgreSQL");
            sqlx::query(AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(&server).await.expect("a database");
            let pool = PgPoolOptions::new().max_connections(2).connect_with(options.database(&name)).await.expect("it");
            for sql in [
                "CREATE TABLE posts (id BIGINT PRIMARY KEY, time BIGINT, network TEXT, sector TEXT, language TEXT, \
                 organisation TEXT, writer TEXT, reactions BIGINT, comments BIGINT, shares BIGINT, views BIGINT, followers BIGINT)",
                "CREATE TABLE tags (id BIGINT, time BIGINT, tag TEXT)",
            ] {
                sqlx::query(sql).execute(&pool).await.expect(sql);
            }
            let mut start = 0;
            while start < posts {
                let made: Vec<Made> = (start..(start + BATCH).min(posts)).map(|number| post(number, posts)).collect();
                write(&pool, &made).await;
                start += BATCH;
            }
            for sql in [
                "CREATE INDEX posts_time ON posts (time)",
                "CREATE INDEX posts_network ON posts (network, time)",
                "CREATE INDEX posts_sector ON posts (sector, time)",
                "CREATE INDEX tags_time ON tags (time)",
                "CREATE INDEX tags_id ON tags (id)",
                "VACUUM ANALYZE",
            ] {
                sqlx::query(sql).execute(&pool).await.expect(sql);
            }
            pool
        });
        Self { runtime, pool, name, address: address.to_owned() }
    }

    /// Answers.
    pub fn ask(&self, question: &Question) -> Truth {
        self.runtime.block_on(answer(&self.pool, question))
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let dropped = self.runtime.block_on(async {
            self.pool.close().await;
            let server = PgPoolOptions::new().max_connections(1).connect(&self.address).await?;
            sqlx::query(AssertSqlSafe(format!("DROP DATABASE {}", self.name))).execute(&server).await
        });
        if let Err(error) = dropped {
            eprintln!("{} was left behind: {error}", self.name);
        }
    }
}

async fn write(pool: &PgPool, made: &[Made]) {
    let column = |read: fn(&Made) -> Option<i64>| made.iter().map(read).collect::<Vec<Option<i64>>>();
    let words = |read: fn(&Made) -> Option<String>| made.iter().map(read).collect::<Vec<Option<String>>>();
    sqlx::query(
        "INSERT INTO posts SELECT * FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::TEXT[], $4::TEXT[], $5::TEXT[], $6::TEXT[], \
         $7::TEXT[], $8::BIGINT[], $9::BIGINT[], $10::BIGINT[], $11::BIGINT[], $12::BIGINT[])",
    )
    .bind(column(|made| i64::try_from(made.number).ok()))
    .bind(column(|made| Some(made.time)))
    .bind(words(|made| Some(made.network.to_owned())))
    .bind(words(|made| Some(made.sector.to_owned())))
    .bind(words(|made| Some(made.language.to_owned())))
    .bind(words(|made| made.organisation.clone()))
    .bind(words(|made| made.writer.clone()))
    .bind(column(|made| made.counts[0]))
    .bind(column(|made| made.counts[1]))
    .bind(column(|made| made.counts[2]))
    .bind(column(|made| made.counts[3]))
    .bind(column(|made| made.followers))
    .execute(pool)
    .await
    .expect("posts");
    let (mut ids, mut times, mut tags) = (Vec::new(), Vec::new(), Vec::new());
    for made in made {
        for tag in &made.tags {
            ids.push(i64::try_from(made.number).expect("small"));
            times.push(made.time);
            tags.push(tag.clone());
        }
    }
    sqlx::query("INSERT INTO tags SELECT * FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::TEXT[])")
        .bind(ids)
        .bind(times)
        .bind(tags)
        .execute(pool)
        .await
        .expect("tags");
}

const DAY: i64 = 86_400_000_000;

async fn answer(pool: &PgPool, question: &Question) -> Truth {
    let mut filter = format!("p.time >= {} AND p.time < {}", question.from, question.until);
    if let Some(network) = question.network {
        filter.push_str(&format!(" AND p.network = '{network}'"));
    }
    if let Some(sector) = question.sector {
        filter.push_str(&format!(" AND p.sector = '{sector}'"));
    }
    let all = async |sql: String| sqlx::query(AssertSqlSafe(sql)).fetch_all(pool).await.expect("an answer");
    let rows = all(format!(
        "WITH first AS (SELECT DISTINCT ON (p.writer) p.writer, p.followers FROM posts p \
         WHERE {filter} AND p.writer IS NOT NULL AND p.followers IS NOT NULL ORDER BY p.writer, p.time, p.followers DESC) \
         SELECT COUNT(*), COUNT(DISTINCT p.writer), COUNT(DISTINCT p.organisation), \
         (SELECT COALESCE(SUM(followers), 0)::BIGINT FROM first), \
         COUNT(*) FILTER (WHERE p.writer IN (SELECT writer FROM first)) FROM posts p WHERE {filter}"
    ))
    .await;
    let head = &rows[0];
    let networks = all(format!(
        "SELECT p.network, COUNT(*), COUNT(DISTINCT p.writer), SUM(reactions)::BIGINT, COUNT(reactions), SUM(comments)::BIGINT, \
         COUNT(comments), SUM(shares)::BIGINT, COUNT(shares), SUM(views)::BIGINT, COUNT(views) \
         FROM posts p WHERE {filter} GROUP BY p.network ORDER BY p.network"
    ))
    .await;
    let organised = all(format!(
        "SELECT organisation, SUM(posts)::BIGINT, COUNT(writer), SUM(CASE WHEN writer IS NULL THEN posts ELSE LEAST(posts, 3) END)::BIGINT \
         FROM (SELECT p.organisation, p.writer, COUNT(*) AS posts FROM posts p WHERE {filter} AND p.organisation IS NOT NULL \
         GROUP BY p.organisation, p.writer) AS each GROUP BY organisation ORDER BY 2 DESC, 1 LIMIT 10"
    ))
    .await;
    let tags = all(format!(
        "SELECT t.tag, COUNT(*) FROM tags t JOIN posts p ON p.id = t.id WHERE {filter} GROUP BY t.tag ORDER BY 2 DESC, 1 LIMIT 10"
    ))
    .await;
    let days = all(format!(
        "SELECT (p.time - {}) / {DAY} AS day, COUNT(*) FROM posts p WHERE {filter} GROUP BY 1 ORDER BY 1",
        question.from
    ))
    .await;
    let mut by_day = vec![0; usize::try_from((question.until - question.from + DAY - 1) / DAY).unwrap_or(0)];
    for row in &days {
        by_day[usize::try_from(row.get::<i64, _>(0)).expect("a day")] = row.get(1);
    }
    let sum = |row: &sqlx::postgres::PgRow, at: usize| {
        (row.get::<Option<i64>, _>(at).unwrap_or(0), row.get::<i64, _>(at + 1))
    };
    Truth {
        posts: head.get(0),
        authors: head.get(1),
        organisations: head.get(2),
        followers: head.get(3),
        covered: head.get(4),
        networks: networks
            .iter()
            .map(|row| {
                (row.get(0), row.get(1), row.get(2), [sum(row, 3), sum(row, 5), sum(row, 7), sum(row, 9)])
            })
            .collect(),
        organised: organised.iter().map(|row| (row.get(0), row.get(1), row.get(2), row.get(3))).collect(),
        tags: tags.iter().map(|row| (row.get(0), row.get(1))).collect(),
        days: by_day,
    }
}
