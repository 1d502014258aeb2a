//! What is known of posts beside their own words: history, neighbours in time, near copies, trust. Part of
//! `posts::knowledge`; also what was known when a stored post came, for a dry run.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use super::db::{Db, StoreError};
use super::identity;
use super::posts::{self, distinct};
use super::rows::{self, post_query};
use super::sql::args;
use crate::domain::post::{Draft, Post, PostId, State};
use crate::domain::similarity::Fingerprint;
use crate::domain::time::Timestamp;
use crate::domain::verdict::Knowledge;

/// The span of caps.
const HOUR: Duration = Duration::from_secs(3_600);
/// Newest posts that are looked at for near copies.
const RECENT: u32 = 2_000;

/// Fills in what the other queries of `posts::knowledge` do not tell; in the order of the drafts.
pub(super) async fn complete(db: &Db, drafts: &[Draft], known: &mut [Knowledge]) -> Result<(), StoreError> {
    if drafts.is_empty() {
        return Ok(());
    }
    let identities: Vec<String> = drafts.iter().map(|d| identity::post(d.network, &d.native_id)).collect();
    let authors: Vec<Option<String>> = drafts.iter().map(identity::author).collect();
    let organisations: Vec<Option<String>> = drafts.iter().map(identity::organisation).collect();

    let sql = "SELECT author FROM distrusted_authors WHERE author IN ({})";
    let distrusted: HashSet<String> = db
        .all_of(sql, args![], &distinct(&authors))
        .await?
        .iter()
        .map(|row| row.get("author"))
        .collect::<Result<_, _>>()?;
    let oldest = drafts.iter().map(|draft| draft.published_at).min().unwrap_or_default().minus(HOUR);
    let newest = drafts.iter().map(|draft| draft.published_at).max().unwrap_or_default();
    let beside = Beside { drafts, identities: &identities, oldest, newest };
    let by_author = beside
        .times(
            db,
            "SELECT author AS whose, identity, published_at FROM posts \
             WHERE published_at > $1 AND published_at <= $2 AND author IN ({})",
            &authors,
        )
        .await?;
    let by_organisation = beside
        .times(
            db,
            "SELECT organisation AS whose, identity, published_at FROM posts \
             WHERE published_at > $1 AND published_at <= $2 AND organisation IN ({})",
            &organisations,
        )
        .await?;
    let recent = recent(db).await?;
    for (place, known) in known.iter_mut().enumerate() {
        let draft = &drafts[place];
        known.author_distrusted = authors[place].as_ref().is_some_and(|author| distrusted.contains(author));
        let within = |times: &HashMap<String, Vec<(Timestamp, String)>>, whose: &Option<String>| {
            let times = whose.as_ref().and_then(|whose| times.get(whose));
            let until = draft.published_at;
            let from = until.minus(HOUR);
            let own = (until, &identities[place]);
            let others = times.into_iter().flatten().filter(|(at, id)| *at > from && (*at, id) < own);
            others.count() as u64
        };
        known.author_last_hour = within(&by_author, &authors[place]);
        known.organisation_last_hour = within(&by_organisation, &organisations[place]);
        known.near_duplicate_of = Fingerprint::of(&draft.text).and_then(|own| {
            let others = recent.iter().filter(|other| other.identity != identities[place]);
            others.filter(|other| other.fingerprint.is_near(own)).map(|other| other.id.clone()).min()
        });
    }
    Ok(())
}

/// Drafts that are judged together count beside what is stored.
struct Beside<'a> {
    drafts: &'a [Draft],
    identities: &'a [String],
    oldest: Timestamp,
    newest: Timestamp,
}

impl Beside<'_> {
    /// When each author (or organisation) posted, each post once.
    async fn times(
        &self,
        db: &Db,
        sql: &'static str,
        whose: &[Option<String>],
    ) -> Result<HashMap<String, Vec<(Timestamp, String)>>, StoreError> {
        let mut times: HashMap<String, Vec<(Timestamp, String)>> = HashMap::new();
        let own: HashSet<&str> = self.identities.iter().map(String::as_str).collect();
        for row in db.all_of(sql, args![self.oldest, self.newest], &distinct(whose)).await? {
            let identity: String = row.get("identity")?;
            if !own.contains(identity.as_str()) {
                times.entry(row.get("whose")?).or_default().push((row.at("published_at")?, identity));
            }
        }
        let together = self.drafts.iter().zip(self.identities).zip(whose);
        for ((draft, identity), whose) in together {
            if let Some(whose) = whose {
                times.entry(whose.clone()).or_default().push((draft.published_at, identity.clone()));
            }
        }
        Ok(times)
    }
}

struct Recent {
    id: PostId,
    identity: String,
    fingerprint: Fingerprint,
}

async fn recent(db: &Db) -> Result<Vec<Recent>, StoreError> {
    let sql = "SELECT id, identity, fingerprint FROM posts ORDER BY id DESC LIMIT $1";
    let mut recent = Vec::new();
    for row in db.all(sql, args![RECENT]).await? {
        if let Some(bits) = row.get::<Option<i64>>("fingerprint")? {
            let fingerprint = Fingerprint(bits.cast_unsigned());
            recent.push(Recent { id: PostId(row.get("id")?), identity: row.get("identity")?, fingerprint });
        }
    }
    Ok(recent)
}

/// The newest posts, newest first: what a dry run reads.
///
/// # Errors
/// Database.
pub async fn newest(db: &Db, limit: u32) -> Result<Vec<Post>, StoreError> {
    let rows = db.all(post_query!("ORDER BY p.id DESC LIMIT $1"), args![limit]).await?;
    rows.iter().map(rows::post).collect()
}

/// The posts that wait for a decision, oldest first.
///
/// # Errors
/// Database.
pub async fn waiting(db: &Db, limit: u32) -> Result<Vec<Post>, StoreError> {
    let sql = post_query!("WHERE p.state IN ('pending', 'held') ORDER BY p.id LIMIT $1");
    db.all(sql, args![limit]).await?.iter().map(rows::post).collect()
}

/// What was known of each stored post when it came, as far as it can still be told: the author's history is that of
/// earlier posts, and no post is a copy of a later one.
///
/// # Errors
/// Database.
pub async fn then(db: &Db, posts: &[Post]) -> Result<Vec<Knowledge>, StoreError> {
    let drafts: Vec<Draft> = posts.iter().map(|post| post.draft.clone()).collect();
    let mut known = posts::knowledge(db, &drafts, false, Timestamp::default()).await?;
    let authors: Vec<Option<String>> = drafts.iter().map(identity::author).collect();
    let sql =
        "SELECT author, state, id FROM posts WHERE state IN ('approved', 'rejected') AND author IN ({})";
    let mut history: HashMap<String, Vec<(String, State)>> = HashMap::new();
    for row in db.all_of(sql, args![], &distinct(&authors)).await? {
        history.entry(row.get("author")?).or_default().push((row.get("id")?, row.word("state")?));
    }
    for ((post, known), author) in posts.iter().zip(&mut known).zip(&authors) {
        let earlier = |state: State| {
            let all = author.as_ref().and_then(|author| history.get(author));
            all.into_iter().flatten().filter(|(id, is)| *is == state && *id < post.id.0).count() as u64
        };
        known.author_approved = earlier(State::Approved);
        known.author_rejected = earlier(State::Rejected);
        known.near_duplicate_of = known.near_duplicate_of.take().filter(|other| *other < post.id);
        known.labels.clone_from(&post.marks.labels);
        known.now = post.collected_at;
    }
    Ok(known)
}
