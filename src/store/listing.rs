//! Which posts stand in the queue, in what order: states, filters, four orders, and pages that neither skip nor repeat while
//! posts come and go. What stands beside each is `store::queue`'s.

use std::collections::HashMap;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sqlx::AssertSqlSafe;

use super::db::{Db, StoreError};
use super::posts;
use super::sql::{Arg, LIST, args};
use crate::domain::network::Network;
use crate::domain::post::{Post, PostId, State};
use crate::domain::sector::Sector;
use crate::domain::time::Timestamp;

/// The order of the queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Last published first.
    #[default]
    Newest,
    /// First published first: new posts come last, and nothing moves.
    Oldest,
    /// Most reactions, comments and shares together; views are not counted, as few networks tell them.
    Engaged,
    /// Most reasons to look closely first: see [`DOUBT`].
    Doubtful,
}

impl Sort {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 4] = [Self::Newest, Self::Oldest, Self::Engaged, Self::Doubtful];

    /// The word used in URLs and message files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::Engaged => "engaged",
            Self::Doubtful => "doubtful",
        }
    }

    /// The number posts are ordered by.
    const fn key(self) -> &'static str {
        match self {
            Self::Newest | Self::Oldest => "p.published_at",
            Self::Engaged => ENGAGED,
            Self::Doubtful => DOUBT,
        }
    }
}

impl FromStr for Sort {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|sort| sort.as_str() == word)
            .ok_or_else(|| format!("{word:?} is no order of the queue"))
    }
}

const ENGAGED: &str = "(COALESCE(e.reactions, 0) + COALESCE(e.comments, 0) + COALESCE(e.shares, 0))";

/// Doubt, openly: 4 if a rule held it, 3 if it was edited after a decision, 2 if another post here is nearly the same, 2 if
/// a post of the author was rejected here, 1 if no post of the author is approved here. Told in `docs/desk.md`.
const DOUBT: &str = "((CASE WHEN p.state = 'held' AND p.rule IS NOT NULL THEN 4 ELSE 0 END) \
     + (CASE WHEN p.changed THEN 3 ELSE 0 END) \
     + (CASE WHEN EXISTS (SELECT 1 FROM sketches s JOIN sketches o ON o.cluster = s.cluster AND o.post <> s.post \
        WHERE s.post = p.id) THEN 2 ELSE 0 END) \
     + (CASE WHEN EXISTS (SELECT 1 FROM posts a WHERE a.author = p.author AND a.state = 'rejected') THEN 2 ELSE 0 END) \
     + (CASE WHEN EXISTS (SELECT 1 FROM posts a WHERE a.author = p.author AND a.state = 'approved') THEN 0 ELSE 1 END))";

/// What a moderator wants to see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ask {
    /// One state, or every.
    pub state: Option<State>,
    /// In what order.
    pub sort: Sort,
    /// Of one network.
    pub network: Option<Network>,
    /// Of one sector.
    pub sector: Option<Sector>,
    /// In one language, ISO 639-1.
    pub language: Option<String>,
    /// Put there by one rule.
    pub rule: Option<String>,
    /// With one label of the house.
    pub label: Option<String>,
    /// Edited after a decision.
    pub changed: bool,
    /// Of the author of this post.
    pub author_of: Option<PostId>,
    /// Among these alone: what a search found.
    pub among: Option<Vec<PostId>>,
    /// Who looks: what another has in hand is left out of the queue of what waits.
    pub reader: Option<String>,
}

impl Ask {
    /// True if only some of a state's posts are asked for. Then near-duplicates stand each by itself: the first of its kind
    /// may not be among them.
    pub fn is_narrowed(&self) -> bool {
        let Self { state, network, sector, language, rule, label, changed, author_of, among, .. } = self;
        let named = [language, rule, label].into_iter().any(Option::is_some);
        let narrowed = network.is_some() || sector.is_some() || named || *changed;
        state.is_none() || narrowed || author_of.is_some() || among.is_some()
    }

    /// True if what another has in hand is left out: they will decide it.
    pub fn leaves_out_held(&self) -> bool {
        matches!(self.state, Some(State::Pending | State::Held)) && self.among.is_none()
    }
}

/// A page of the queue.
#[derive(Clone, Debug, Default)]
pub struct Listed {
    /// In the order asked for.
    pub posts: Vec<Post>,
    /// Pass back as `cursor` for the next page.
    pub next: Option<String>,
    /// How many match in all.
    pub total: u64,
}

/// Which posts a page holds, before they are read. Another may decide some of them in between.
#[derive(Clone, Debug)]
pub struct Chosen {
    ids: Vec<PostId>,
    next: Option<String>,
    total: u64,
}

/// A page of the posts asked for. `cursor` comes from [`Listed::next`]; a broken one is the first page. Near-duplicates
/// stand as their first alone, unless the list is narrowed.
///
/// # Errors
/// Database.
pub async fn page(
    db: &Db,
    ask: &Ask,
    cursor: Option<&str>,
    limit: u32,
    now: Timestamp,
) -> Result<Listed, StoreError> {
    read(db, ask, choose(db, ask, cursor, limit, now).await?).await
}

/// The first half of [`page`]: which posts, in what order.
///
/// # Errors
/// Database.
pub async fn choose(
    db: &Db,
    ask: &Ask,
    cursor: Option<&str>,
    limit: u32,
    now: Timestamp,
) -> Result<Chosen, StoreError> {
    let mut query = Query::of(ask, now);
    let total = total(db, &query, ask).await?;
    let up = ask.sort == Sort::Oldest;
    if let Some((key, id)) = cursor.and_then(decode) {
        let (sort, than) = (ask.sort.key(), if up { ">" } else { "<" });
        let (key, id) = (query.put(key), query.put(id));
        query.also(&format!("({sort} {than} {key} OR ({sort} = {key} AND p.id {than} {id}))"));
    }
    let order = if up { "ASC" } else { "DESC" };
    // One more than the page tells whether there is a next one.
    let tail = format!("ORDER BY key {order}, p.id {order} LIMIT {}", u64::from(limit) + 1);
    let select = format!("SELECT p.id, CAST({} AS BIGINT) AS key", ask.sort.key());
    let mut found: Vec<(i64, String)> = Vec::new();
    for (sql, args) in query.texts(&select, &tail, ask.among.as_deref()) {
        for row in db.all(AssertSqlSafe(sql), args).await? {
            found.push((row.get("key")?, row.get("id")?));
        }
    }
    // Several texts give several pages: the first of all of them is the page.
    found.sort_unstable();
    if !up {
        found.reverse();
    }
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let next = found.last().filter(|_| more).map(|(key, id)| encode(*key, id));
    let ids: Vec<PostId> = found.into_iter().map(|(_, id)| PostId(id)).collect();
    Ok(Chosen { ids, next, total })
}

/// The second half of [`page`]: the posts themselves, without what is gone or no longer in the state asked for.
///
/// # Errors
/// Database.
pub async fn read(db: &Db, ask: &Ask, chosen: Chosen) -> Result<Listed, StoreError> {
    let Chosen { ids, next, total } = chosen;
    let mut loaded: HashMap<PostId, Post> =
        posts::load(db, &ids).await?.into_iter().map(|post| (post.id.clone(), post)).collect();
    // Decided between the two questions: a card that says so beside those that wait would be decided over it.
    let as_asked = |post: &Post| ask.state.is_none_or(|state| post.state == state);
    let posts = ids.iter().filter_map(|id| loaded.remove(id)).filter(as_asked).collect();
    Ok(Listed { posts, next, total })
}

/// Rules that stand behind a post now, by name: what a list can be filtered by.
///
/// # Errors
/// Database.
pub async fn rules(db: &Db) -> Result<Vec<String>, StoreError> {
    let rows =
        db.all("SELECT DISTINCT rule FROM posts WHERE rule IS NOT NULL ORDER BY rule", args![]).await?;
    Ok(rows
        .iter()
        .map(|row| row.get::<Option<String>>("rule"))
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .flatten()
        .collect())
}

async fn total(db: &Db, query: &Query, ask: &Ask) -> Result<u64, StoreError> {
    let mut total = 0;
    for (sql, args) in query.texts("SELECT COUNT(*) AS posts", "", ask.among.as_deref()) {
        total += db.first(AssertSqlSafe(sql), args).await?.map_or(Ok(0), |row| row.count("posts"))?;
    }
    Ok(total)
}

/// Conditions and their arguments. Only texts of this file become SQL; what a person typed is an argument.
struct Query {
    conditions: Vec<String>,
    args: Vec<Arg>,
}

impl Query {
    fn of(ask: &Ask, now: Timestamp) -> Self {
        let mut query = Self { conditions: Vec::new(), args: args![] };
        if let Some(state) = ask.state {
            query.is("p.state", state.as_str());
        }
        if let Some(network) = ask.network {
            query.is("p.network", network.as_str());
        }
        if let Some(rule) = &ask.rule {
            query.is("p.rule", rule);
        }
        // Draft and marks are JSON of our own making: a quotation mark inside a text is escaped there, so that this finds a
        // field and never words that look like one.
        if let Some(sector) = ask.sector {
            query.holds("p.draft", &format!("\"sector\":\"{}\"", sector.as_str()));
        }
        if let Some(language) = &ask.language {
            query.holds("p.draft", &format!("\"language\":{}", serde_json::json!(language)));
        }
        if let Some(label) = &ask.label {
            query.holds("p.marks", &serde_json::json!(label).to_string());
        }
        if ask.changed {
            query.also("p.changed");
        }
        if let Some(post) = &ask.author_of {
            let post = query.put(&post.0);
            query.also(&format!("p.author = (SELECT author FROM posts WHERE id = {post})"));
        }
        if !ask.is_narrowed() {
            query.also(
                "NOT EXISTS (SELECT 1 FROM sketches s JOIN sketches o ON o.cluster = s.cluster AND o.post < s.post \
                 JOIN posts f ON f.id = o.post WHERE s.post = p.id AND f.state = p.state)",
            );
        }
        if let Some(reader) = ask.reader.as_ref().filter(|_| ask.leaves_out_held()) {
            let (now, reader) = (query.put(now), query.put(reader));
            query.also(&format!(
                "NOT EXISTS (SELECT 1 FROM leases l WHERE l.post = p.id AND l.until > {now} AND l.holder <> {reader})"
            ));
        }
        query
    }

    fn put(&mut self, arg: impl Into<Arg>) -> String {
        self.args.push(arg.into());
        format!("${}", self.args.len())
    }

    fn also(&mut self, condition: &str) {
        self.conditions.push(condition.to_owned());
    }

    fn is(&mut self, column: &str, value: &str) {
        let value = self.put(value);
        self.also(&format!("{column} = {value}"));
    }

    fn holds(&mut self, column: &str, part: &str) {
        let escaped = part.replace('!', "!!").replace('%', "!%").replace('_', "!_");
        let part = self.put(format!("%{escaped}%"));
        self.also(&format!("{column} LIKE {part} ESCAPE '!'"));
    }

    /// The statement, or one for each handful of the ids it is limited to.
    fn texts(&self, select: &str, tail: &str, among: Option<&[PostId]>) -> Vec<(String, Vec<Arg>)> {
        let text = |conditions: &[String]| {
            let all = if conditions.is_empty() { "1 = 1".to_owned() } else { conditions.join(" AND ") };
            format!("{select} FROM posts p LEFT JOIN engagement e ON e.post = p.id WHERE {all} {tail}")
        };
        let Some(among) = among else { return vec![(text(&self.conditions), self.args.clone())] };
        let handfuls = among.chunks(LIST).map(|some| {
            let mut args = self.args.clone();
            args.extend(some.iter().map(|id| Arg::from(&id.0)));
            let marks: Vec<String> =
                (self.args.len() + 1..=args.len()).map(|mark| format!("${mark}")).collect();
            let mut conditions = self.conditions.clone();
            conditions.push(format!("p.id IN ({})", marks.join(", ")));
            (text(&conditions), args)
        });
        handfuls.collect()
    }
}

fn encode(key: i64, id: &str) -> String {
    URL_SAFE_NO_PAD.encode(format!("{key} {id}"))
}

fn decode(cursor: &str) -> Option<(i64, String)> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
    let (key, id) = text.split_once(' ')?;
    Some((key.parse().ok()?, id.to_owned()))
}
