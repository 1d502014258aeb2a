//! One post as a run saw it, against what is stored: new, edited, refreshed or the same. Runs inside the transaction of
//! `ingest.rs`, which loads what is stored first.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use uuid::Builder;

use super::db::{StoreError, Tx};
use super::log::Happened;
use super::rows::{self, post_query};
use super::sql::{Row, args};
use super::standing::{REFRESHED, Standing};
use super::{addresses, identity, sketches, snapshots, versions};
use crate::domain::engagement::Engagement;
use crate::domain::log::Action;
use crate::domain::marks::Marks;
use crate::domain::post::{Draft, Keep, Post, PostId, State};
use crate::domain::time::Timestamp;
use crate::domain::verdict::Verdict;

/// Networks sign media addresses anew at every fetch; a new signature alone is written (and logged) this often.
const SIGNATURES_EVERY: Duration = Duration::from_secs(6 * 3_600);
/// More than there are people. Hostile numbers must not overflow a sum.
const MOST_FOLLOWERS: u64 = 10_000_000_000;
const MOST_COUNTED: i64 = 1_000_000_000_000;

/// What is stored of the posts a run is about.
pub(super) struct Stored {
    posts: HashMap<String, Row>,
    written: HashMap<String, Known>,
    tombstones: HashSet<String>,
    /// Active sources: a post belongs to the first that saw it, as long as that is one of these.
    active: HashSet<String>,
}

/// A stored post with what decides whether it changed.
#[derive(Clone)]
pub(super) struct Known {
    pub(super) post: Post,
    content_hash: String,
    /// What the rules said last: rule and reason.
    said: (Option<String>, Option<String>),
    followers: Option<i64>,
    refreshed_at: Timestamp,
}

/// What seeing a post meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    Added,
    Edited,
    Unchanged,
    Tombstoned,
}

/// Who saw it, and when.
#[derive(Clone, Copy)]
pub(super) struct Sight<'a> {
    pub(super) source: &'a str,
    pub(super) actor: &'a str,
    pub(super) now: Timestamp,
}

impl Stored {
    /// Loads what there is of these identities.
    pub(super) async fn load(tx: &mut Tx, identities: &[String]) -> Result<Self, StoreError> {
        let mut posts = HashMap::new();
        for row in tx.all_of(post_query!("WHERE p.identity IN ({})"), args![], identities).await? {
            posts.insert(row.get("identity")?, row);
        }
        let gone = "SELECT identity FROM tombstones WHERE identity IN ({})";
        let gone = tx.all_of(gone, args![], identities).await?;
        let active = tx.all("SELECT id FROM sources WHERE active", args![]).await?;
        Ok(Self {
            posts,
            written: HashMap::new(),
            tombstones: gone.iter().map(|row| row.get("identity")).collect::<Result<_, _>>()?,
            active: active.iter().map(|row| row.get("id")).collect::<Result<_, _>>()?,
        })
    }

    /// What is known of a post at this point of the run.
    pub(super) fn get(&self, identity: &str) -> Result<Option<Known>, StoreError> {
        if let Some(known) = self.written.get(identity) {
            return Ok(Some(known.clone()));
        }
        let Some(row) = self.posts.get(identity) else {
            return Ok(None);
        };
        Ok(Some(Known {
            post: rows::post(row)?,
            content_hash: row.get("content_hash")?,
            said: (row.get("verdict_rule")?, row.get("verdict_reason")?),
            followers: row.get("followers")?,
            refreshed_at: row.at("refreshed_at")?,
        }))
    }

    /// Forgets a post that this run deleted, and keeps it out from now on.
    pub(super) fn bury(&mut self, identity: &str) {
        self.posts.remove(identity);
        self.written.remove(identity);
        self.tombstones.insert(identity.to_owned());
    }

    /// Notes the counts this run wrote.
    pub(super) fn set_counts(&mut self, identity: &str, mut known: Known, counts: Engagement) {
        known.post.draft.engagement = Some(counts);
        self.written.insert(identity.to_owned(), known);
    }

    /// True if `source` is the one whose word counts for this post. Two servers render and count the same post
    /// differently: if both were believed, it would be edited at every turn.
    pub(super) fn owns(&self, source: &str, known: &Known) -> bool {
        known.post.draft.source == source || !self.active.contains(&known.post.draft.source)
    }

    /// Writes one sighting.
    pub(super) async fn see(
        &mut self,
        tx: &mut Tx,
        draft: &Draft,
        verdict: Option<&Verdict>,
        sight: Sight<'_>,
    ) -> Result<Seen, StoreError> {
        let identity = identity::post(draft.network, &draft.native_id);
        if self.tombstones.contains(&identity) {
            return Ok(Seen::Tombstoned);
        }
        let Some(known) = self.get(&identity)? else {
            let known = add(tx, &identity, draft, verdict, sight).await?;
            self.written.insert(identity, known);
            return Ok(Seen::Added);
        };
        if !self.owns(sight.source, &known) {
            still_there(tx, &identity, sight.now).await?;
            return Ok(Seen::Unchanged);
        }
        let (seen, known) = again(tx, known, draft, verdict, sight).await?;
        self.written.insert(identity, known);
        Ok(seen)
    }
}

async fn add(
    tx: &mut Tx,
    identity: &str,
    draft: &Draft,
    verdict: Option<&Verdict>,
    sight: Sight<'_>,
) -> Result<Known, StoreError> {
    let id = new_id(sight.now);
    let standing = Standing::first(verdict);
    let marks = marked(&Marks::default(), verdict);
    let content_hash = identity::content(draft);
    let followers = followers(draft);
    tx.run(
        "INSERT INTO posts (id, identity, network, source, state, rule, reason, changed, verdict_rule, \
         verdict_reason, draft, content_hash, text_hash, url_hash, author, followers, published_at, \
         collected_at, refreshed_at, checked_at, content_until, author_until, marks, organisation, \
         fingerprint) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $6, $7, $9, $10, $11, $12, $13, $14, $15, $16, $16, $16, \
         $17, $18, $19, $20, $21)",
        args![
            &id.0,
            identity,
            draft.network.as_str(),
            sight.source,
            standing.state.as_str(),
            &standing.rule,
            &standing.reason,
            standing.changed,
            rows::stored_draft(draft)?,
            &content_hash,
            identity::words(draft),
            identity::link(draft),
            identity::author(draft),
            followers,
            draft.published_at,
            sight.now,
            draft.keep.content_until,
            draft.keep.author_until,
            rows::stored_marks(&marks)?,
            identity::organisation(draft),
            identity::fingerprint(draft),
        ],
    )
    .await?;
    sketches::put(tx, &id, draft).await?;
    let counts = draft.engagement.as_ref().map(bounded);
    if let Some(counts) = &counts {
        put_counts(tx, &id, counts).await?;
    }
    let rule = standing.rule.as_deref();
    let entry =
        Happened { to: Some(standing.state), rule, ..Happened::new(Action::Collected, &id, sight.actor) };
    tx.append(entry, sight.now).await?;
    let Standing { state, rule, reason, changed } = standing;
    let draft = Draft { source: sight.source.to_owned(), engagement: counts, ..draft.clone() };
    let said = (rule.clone(), reason.clone());
    let post = Post { id, draft, state, rule, reason, changed, collected_at: sight.now, marks };
    Ok(Known { post, content_hash, said, followers, refreshed_at: sight.now })
}

async fn again(
    tx: &mut Tx,
    mut known: Known,
    draft: &Draft,
    verdict: Option<&Verdict>,
    sight: Sight<'_>,
) -> Result<(Seen, Known), StoreError> {
    let now = sight.now;
    let mut draft = Draft { source: sight.source.to_owned(), ..draft.clone() };
    // A feed without dates says "now" at every fetch; the first word stands.
    draft.published_at = draft.published_at.min(known.post.draft.published_at);
    // Reach counts an author's audience as it was at the post; only what is unknown is filled in.
    if known.followers.is_some() && known.post.draft.author.followers.is_some() {
        draft.author.followers = known.post.draft.author.followers;
    }
    draft.happening = match (draft.happening.take(), &known.post.draft.happening) {
        (Some(seen), Some(before)) => Some(seen.seen_after(before)),
        (seen, _) => seen,
    };
    let content_hash = identity::content(&draft);
    let edited = content_hash != known.content_hash || no_longer_fits(&known, &draft, verdict);
    if !edited && !worth_writing(&known, &draft, now) {
        keep(tx, &known.post.id, &draft, now).await?;
        return Ok((Seen::Unchanged, known));
    }
    let post = &known.post;
    let standing = if edited {
        Standing::after_edit(post, verdict)
    } else {
        let (rule, reason) = (post.rule.clone(), post.reason.clone());
        Standing { state: post.state, rule, reason, changed: post.changed }
    };
    tx.run(
        "UPDATE posts SET source = $2, state = $3, rule = $4, reason = $5, changed = $6, draft = $7, \
         content_hash = $8, text_hash = $9, url_hash = $10, author = $11, followers = $12, \
         published_at = $13, refreshed_at = $14, checked_at = $14, content_until = $15, author_until = $16, \
         organisation = $17, fingerprint = $18 WHERE id = $1",
        args![
            &post.id.0,
            sight.source,
            standing.state.as_str(),
            &standing.rule,
            &standing.reason,
            standing.changed,
            rows::stored_draft(&draft)?,
            &content_hash,
            identity::words(&draft),
            identity::link(&draft),
            identity::author(&draft),
            followers(&draft),
            draft.published_at,
            now,
            draft.keep.content_until,
            draft.keep.author_until,
            identity::organisation(&draft),
            identity::fingerprint(&draft),
        ],
    )
    .await?;
    let mut entry = Happened::new(Action::Edited, &post.id, sight.actor);
    (entry.from, entry.to) = (Some(post.state), Some(standing.state));
    if edited {
        sketches::put(tx, &post.id, &draft).await?;
        if post.state == State::Approved {
            versions::keep(tx, post, now).await?;
        }
        let (rule, reason) = said_by(verdict);
        let said = "UPDATE posts SET verdict_rule = $2, verdict_reason = $3, marks = $4 WHERE id = $1";
        let marks = marked(&on_what_is_shown(post, &draft), verdict);
        tx.run(said, args![&post.id.0, &rule, &reason, rows::stored_marks(&marks)?]).await?;
        entry.rule = standing.rule.as_deref();
    } else {
        entry.reason = Some(REFRESHED);
    }
    tx.append(entry, now).await?;
    known.followers = followers(&draft);
    draft.engagement = known.post.draft.engagement.take();
    let Standing { state, rule, reason, changed } = standing;
    let marks = if edited {
        known.said = said_by(verdict);
        marked(&on_what_is_shown(&known.post, &draft), verdict)
    } else {
        known.post.marks
    };
    known.post = Post { draft, state, rule, reason, changed, marks, ..known.post };
    known.content_hash = content_hash;
    known.refreshed_at = now;
    Ok((if edited { Seen::Edited } else { Seen::Unchanged }, known))
}

/// A post's marks with those the rules put on it. What a person took off, an edit may bring back; what they put on stays.
pub(super) fn marked(marks: &Marks, verdict: Option<&Verdict>) -> Marks {
    let mut marks = marks.clone();
    if let Some(verdict) = verdict {
        let new = verdict.labels.iter().filter(|label| !marks.labels.contains(label));
        let new: Vec<String> = new.cloned().collect();
        marks.labels.extend(new);
        marks.blurred |= verdict.blurred;
    }
    marks
}

fn said_by(verdict: Option<&Verdict>) -> (Option<String>, Option<String>) {
    verdict.map(|verdict| (verdict.rule.to_string(), verdict.reason.clone())).unzip()
}

/// A post's marks without the words written here for a picture that is no longer the one at its place.
fn on_what_is_shown(post: &Post, draft: &Draft) -> Marks {
    let mut marks = post.marks.clone();
    let at = |draft: &Draft, place: usize| {
        let attachment = draft.attachments.get(place)?;
        let (url, preview) = addresses::lasting(draft.network, attachment);
        Some((url.into_owned(), preview.into_owned()))
    };
    marks.alt.retain(|place, _| at(&post.draft, *place) == at(draft, *place));
    marks
}

/// True if what stands around the words of an approved post (the author's name, the organisation) became what the rules keep
/// out, and said nothing of when a person approved it: that goes back to a person as an edit does.
fn no_longer_fits(known: &Known, draft: &Draft, verdict: Option<&Verdict>) -> bool {
    let kept_out = verdict.is_some_and(|verdict| matches!(verdict.state, State::Held | State::Rejected));
    known.post.state == State::Approved
        && kept_out
        && known.said != said_by(verdict)
        && plain(&known.post.draft, false) != plain(draft, false)
}

/// True if anything a projection reads is different: then it is written *and* logged, so that an index that follows the
/// log equals one rebuilt from the rows.
fn worth_writing(known: &Known, draft: &Draft, now: Timestamp) -> bool {
    let signatures_old = now.since(known.refreshed_at) >= SIGNATURES_EVERY;
    plain(&known.post.draft, signatures_old) != plain(draft, signatures_old)
}

/// What a projection reads of a draft.
fn plain(draft: &Draft, signed: bool) -> Draft {
    let mut plain = draft.clone();
    (plain.engagement, plain.edited_at, plain.keep) = (None, None, Keep::default());
    if !signed {
        for (media, whole) in plain.attachments.iter_mut().zip(&draft.attachments) {
            let (url, preview) = addresses::lasting(draft.network, whole);
            (media.url, media.preview_url) = (url.into_owned(), preview.into_owned());
        }
    }
    plain
}

/// Seen, and the same: only the storage limits move. No projection reads them.
async fn keep(tx: &mut Tx, post: &PostId, draft: &Draft, now: Timestamp) -> Result<(), StoreError> {
    tx.run(
        "UPDATE posts SET checked_at = $2, content_until = $3, author_until = $4 WHERE id = $1",
        args![&post.0, now, draft.keep.content_until, draft.keep.author_until],
    )
    .await?;
    Ok(())
}

/// Still there, but not read: the time the whole post may be kept runs from now. The author's profile was not seen.
pub(super) async fn still_there(tx: &mut Tx, identity: &str, now: Timestamp) -> Result<(), StoreError> {
    tx.run(
        "UPDATE posts SET content_until = content_until + ($2 - checked_at), checked_at = $2 \
         WHERE identity = $1 AND checked_at < $2",
        args![identity, now],
    )
    .await?;
    Ok(())
}

/// Replaces a post's counts; what is new among them is kept beside them.
pub(super) async fn put_counts(tx: &mut Tx, post: &PostId, counts: &Engagement) -> Result<(), StoreError> {
    snapshots::keep(tx, post, counts).await?;
    tx.run(
        "INSERT INTO engagement (post, reactions, comments, shares, views, fetched_at, expires_at, kinds) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (post) DO UPDATE SET reactions = excluded.reactions, \
         comments = excluded.comments, shares = excluded.shares, views = excluded.views, kinds = excluded.kinds, \
         fetched_at = excluded.fetched_at, expires_at = excluded.expires_at",
        args![
            &post.0,
            counts.reactions,
            counts.comments,
            counts.shares,
            counts.views,
            counts.fetched_at,
            counts.expires_at,
            snapshots::stored_kinds(&counts.kinds)?,
        ],
    )
    .await?;
    Ok(())
}

/// The same counts fetched again: they may be kept longer. When they were fetched stays as it was told in the log.
pub(super) async fn same_counts(tx: &mut Tx, post: &PostId, counts: &Engagement) -> Result<(), StoreError> {
    let sql = "UPDATE engagement SET expires_at = $2 WHERE post = $1";
    tx.run(sql, args![&post.0, counts.expires_at]).await?;
    Ok(())
}

/// Counts within what can be summed.
pub(super) fn bounded(counts: &Engagement) -> Engagement {
    let bound = |count: Option<i64>| count.map(|count| count.clamp(-MOST_COUNTED, MOST_COUNTED));
    Engagement {
        reactions: bound(counts.reactions),
        comments: bound(counts.comments),
        shares: bound(counts.shares),
        views: bound(counts.views),
        kinds: counts
            .kinds
            .iter()
            .map(|(kind, n)| (kind.clone(), n.clamp(&-MOST_COUNTED, &MOST_COUNTED).to_owned()))
            .collect(),
        ..counts.clone()
    }
}

pub(super) fn followers(draft: &Draft) -> Option<i64> {
    draft.author.followers.and_then(|followers| i64::try_from(followers.min(MOST_FOLLOWERS)).ok())
}

/// A UUIDv7 from `now` and chance.
fn new_id(now: Timestamp) -> PostId {
    let millis = u64::try_from(now.0 / 1_000).unwrap_or(0);
    PostId(Builder::from_unix_timestamp_millis(millis, &rand::random()).into_uuid().to_string())
}
