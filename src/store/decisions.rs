//! The decision log, read with a filter: what people and rules decided, and what people marked, in the event log's own order.

use super::db::{Db, StoreError};
use super::identity;
use super::log;
use super::sql::{Row, args};
use crate::domain::log::{Action, LogEntry};
use crate::domain::network::Network;
use crate::domain::post::{PostId, State};
use crate::domain::time::Timestamp;

/// Whose decisions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Who {
    /// People, at the desk or by the public form.
    #[default]
    People,
    /// Rules.
    Rules,
    /// Both.
    Everybody,
    /// One actor, as the event log writes it.
    One(String),
}

/// What is looked for; what is `None` or empty is not asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// By whom.
    pub who: Who,
    /// What was done.
    pub action: Option<Action>,
    /// To which state.
    pub to: Option<State>,
    /// By which rule.
    pub rule: Option<String>,
    /// The key of a reason.
    pub reason: Option<String>,
    /// Of which network. What left by itself has none any more: see [`page`].
    pub network: Option<Network>,
    /// About which post.
    pub post: Option<PostId>,
    /// From here on.
    pub from: Option<Timestamp>,
    /// Before this.
    pub before: Option<Timestamp>,
    /// In the reason's words, upper and lower case alike.
    pub words: Option<String>,
    /// Keys of reasons whose words hold [`Wanted::words`].
    pub keys: Vec<String>,
}

/// A decision and where its post was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The entry.
    pub entry: LogEntry,
    /// Known while the post is here, and of removed ones by their receipt.
    pub network: Option<Network>,
    /// A later entry took it back.
    pub taken_back: bool,
}

/// The newest of them before the log position `before` (exclusive; `None` = from the end), newest first. A rule's first
/// verdict on a post is a decision too.
///
/// # Errors
/// Database.
pub async fn page(
    db: &Db,
    wanted: &Wanted,
    before: Option<u64>,
    limit: u32,
) -> Result<Vec<Decision>, StoreError> {
    let (people, rules, actor) = match &wanted.who {
        Who::People => (true, false, ""),
        Who::Rules => (false, true, ""),
        Who::Everybody => (true, true, ""),
        Who::One(actor) => (true, true, actor.as_str()),
    };
    let words = wanted.words.as_deref().unwrap_or_default();
    let escaped = words.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let (as_typed, lower) = (format!("%{escaped}%"), format!("%{}%", escaped.to_lowercase()));
    // Never empty: an empty list asks nothing.
    let keys: Vec<String> = wanted.keys.iter().cloned().chain([String::new()]).collect();
    let rows = db
        .all_of(
            "SELECT l.seq, l.at, l.action, l.post, l.actor, l.from_state, l.to_state, l.rule, l.reason, l.undoes, \
             COALESCE(p.network, r.network) AS network, \
             EXISTS (SELECT 1 FROM log u WHERE u.post = l.post AND u.undoes = l.seq) AS taken_back \
             FROM log l LEFT JOIN posts p ON p.id = l.post LEFT JOIN receipts r ON r.post = l.post \
             WHERE l.seq < $1 \
             AND (($2 AND l.action IN ('decided', 'undone', 'erased', 'marked') AND l.actor NOT LIKE 'rule:%') \
                  OR ($3 AND l.action IN ('collected', 'edited', 'decided') AND l.rule IS NOT NULL) \
                  OR ($3 AND l.actor LIKE 'rule:%')) \
             AND ($4 = '' OR l.actor = $4) AND ($5 = '' OR l.action = $5) AND ($6 = '' OR l.to_state = $6) \
             AND ($7 = '' OR l.rule = $7) AND ($8 = '' OR l.reason = $8) \
             AND ($9 = '' OR COALESCE(p.network, r.network) = $9) AND ($10 = '' OR l.post = $10) \
             AND l.at >= $11 AND l.at < $12 \
             AND ($13 = '' OR l.reason LIKE $14 ESCAPE '\\' OR LOWER(l.reason) LIKE $15 ESCAPE '\\' \
                  OR l.reason IN ({})) \
             ORDER BY l.seq DESC LIMIT $16",
            args![
                before.unwrap_or(u64::MAX),
                people,
                rules,
                actor,
                wanted.action.map_or("", Action::as_str),
                wanted.to.map_or("", State::as_str),
                wanted.rule.as_deref().unwrap_or_default(),
                wanted.reason.as_deref().unwrap_or_default(),
                wanted.network.map_or("", Network::as_str),
                wanted.post.as_ref().map_or("", |post| post.0.as_str()),
                wanted.from.unwrap_or(Timestamp(i64::MIN)),
                wanted.before.unwrap_or(Timestamp(i64::MAX)),
                words,
                as_typed,
                lower,
                limit,
            ],
            &keys,
        )
        .await?;
    rows.iter().map(decision).collect()
}

/// The post that has, or had before it was removed, this address at its network.
///
/// # Errors
/// Database.
pub async fn post_of_link(db: &Db, url: &str) -> Result<Option<PostId>, StoreError> {
    let sql = "SELECT id FROM posts WHERE url_hash = $1 UNION ALL SELECT post AS id FROM receipts WHERE url_hash = $1";
    let row = db.first(sql, args![identity::link_of(url)]).await?;
    row.map(|row| row.get("id").map(PostId)).transpose()
}

/// The names of everybody who ever decided something, as the log writes them.
///
/// # Errors
/// Database.
pub async fn people(db: &Db) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT DISTINCT actor FROM log WHERE action IN ('decided', 'undone', 'erased', 'marked') \
               AND actor LIKE 'user:%' ORDER BY actor";
    db.all(sql, args![]).await?.iter().map(|row| row.get("actor")).collect()
}

/// The names of the rules that ever decided something.
///
/// # Errors
/// Database.
pub async fn rules(db: &Db) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT DISTINCT rule FROM log WHERE rule IS NOT NULL ORDER BY rule";
    db.all(sql, args![]).await?.iter().map(|row| row.get("rule")).collect()
}

fn decision(row: &Row) -> Result<Decision, StoreError> {
    Ok(Decision {
        entry: log::entry(row)?,
        network: row.word_or_none("network")?,
        taken_back: row.get("taken_back")?,
    })
}
