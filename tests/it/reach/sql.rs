//! What the figures are held against: the same sums, written a second time in SQL and asked of the database itself. Knows no
//! index and no figure.

use hashwall::domain::network::Network;
use hashwall::domain::time::Timestamp;
use sqlx::{PgPool, SqlitePool};

use crate::support::database::TestDb;

/// A sum, `None` if no post tells; and how many posts tell.
pub type Told = (Option<i64>, i64);

/// Approved posts of one network in a window.
#[derive(Debug)]
pub struct Line {
    pub network: Network,
    pub posts: i64,
    /// Unique, over the whole window.
    pub authors: i64,
    /// Reactions, comments, shares, views.
    pub counts: [Told; 4],
    /// Of whatever counts: the oldest, the newest.
    pub fetched: [Option<Timestamp>; 2],
}

/// Followers of unique authors of approved posts, each at the first post of the window that tells them.
#[derive(Debug, PartialEq, Eq)]
pub struct Potential {
    pub followers: i64,
    pub posts: i64,
    /// Posts whose author's audience is known.
    pub covered_posts: i64,
    pub authors: i64,
    pub covered_authors: i64,
}

/// The rows of a query about a window, on whichever engine.
macro_rules! rows {
    ($db:expr, $sql:expr, $from:expr, $until:expr) => {
        match $db.engine {
            "sqlite" => {
                let pool = SqlitePool::connect(&$db.url).await.unwrap();
                sqlx::query_as($sql).bind($from.0).bind($until.0).fetch_all(&pool).await.unwrap()
            }
            _ => {
                let pool = PgPool::connect(&$db.url).await.unwrap();
                sqlx::query_as($sql).bind($from.0).bind($until.0).fetch_all(&pool).await.unwrap()
            }
        }
    };
}

type Row = (
    String,
    i64,
    i64,
    Option<i64>,
    i64,
    Option<i64>,
    i64,
    Option<i64>,
    i64,
    Option<i64>,
    i64,
    Option<i64>,
    Option<i64>,
);

/// Posts published in `[from, until)`, network by network.
pub async fn networks(db: &TestDb, from: Timestamp, until: Timestamp) -> Vec<Line> {
    let sql = "SELECT p.network, COUNT(*), COUNT(DISTINCT p.author), \
               CAST(SUM(e.reactions) AS BIGINT), COUNT(e.reactions), CAST(SUM(e.comments) AS BIGINT), \
               COUNT(e.comments), CAST(SUM(e.shares) AS BIGINT), COUNT(e.shares), CAST(SUM(e.views) AS BIGINT), \
               COUNT(e.views), MIN(e.fetched_at), MAX(e.fetched_at) \
               FROM posts p LEFT JOIN engagement e ON e.post = p.id \
               WHERE p.state = 'approved' AND p.published_at >= $1 AND p.published_at < $2 GROUP BY p.network";
    let rows: Vec<Row> = rows!(db, sql, from, until);
    let line = |row: Row| Line {
        network: row.0.parse().unwrap(),
        posts: row.1,
        authors: row.2,
        counts: [(row.3, row.4), (row.5, row.6), (row.7, row.8), (row.9, row.10)],
        fetched: [row.11, row.12].map(|at| at.map(Timestamp)),
    };
    rows.into_iter().map(line).collect()
}

/// Of several first posts at one instant the largest audience counts; an author the network does not name is not covered.
pub async fn potential(db: &TestDb, from: Timestamp, until: Timestamp) -> Potential {
    let sql = "WITH seen AS (SELECT author, followers, ROW_NUMBER() OVER (PARTITION BY author ORDER BY \
               CASE WHEN followers IS NULL THEN 1 ELSE 0 END, published_at, followers DESC) AS place FROM posts \
               WHERE state = 'approved' AND published_at >= $1 AND published_at < $2), \
               authors AS (SELECT author, COUNT(*) AS posts, \
               MAX(CASE WHEN place = 1 AND author IS NOT NULL THEN followers END) AS followers \
               FROM seen GROUP BY author) \
               SELECT CAST(COALESCE(SUM(followers), 0) AS BIGINT), CAST(COALESCE(SUM(posts), 0) AS BIGINT), \
               CAST(COALESCE(SUM(CASE WHEN followers IS NULL THEN 0 ELSE posts END), 0) AS BIGINT), \
               COUNT(author), COUNT(followers) FROM authors";
    let rows: Vec<(i64, i64, i64, i64, i64)> = rows!(db, sql, from, until);
    let (followers, posts, covered_posts, authors, covered_authors) = rows[0];
    Potential { followers, posts, covered_posts, authors, covered_authors }
}
