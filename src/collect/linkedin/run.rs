//! One run: list what changed, check what is known, then look up names, media and counts for what came of it.

use std::collections::{BTreeMap, HashSet};

use super::api::Api;
use super::cursor::Cursor;
use super::posts::{self, Reading};
use super::session::Session;
use super::wire::WirePost;
use super::{author, engagement, finder, media, recheck};
use crate::collect::collector::{Failure, Harvest, Job, KeptOut};
use crate::domain::source::LinkedInSettings;

/// A source of another network was handed to this collector.
pub fn not_ours() -> Harvest {
    let why = "the source's settings are not LinkedIn's".to_owned();
    Harvest { failure: Some(Failure::Misconfigured(why)), ..Harvest::default() }
}

/// Reads the source once.
pub async fn run(job: &Job<'_>, settings: &LinkedInSettings) -> Harvest {
    let mut session = Session {
        api: Api::new(job.http, settings, job.now),
        cursor: Cursor::read(job.cursor, &settings.organization),
        harvest: Harvest::default(),
        now: job.now,
    };
    let posts = changed_and_known(&mut session, job, settings).await;
    if !posts.is_empty() {
        author::refresh(&mut session, &settings.organization).await;
    }
    let known: HashSet<&str> = job.recheck.iter().map(|known| known.native_id.as_str()).collect();
    let worth_calls: Vec<&WirePost> = posts
        .iter()
        .filter(|post| known.contains(post.id.as_str()) || posts::may_match(post, &job.source.matching))
        .collect();
    let assets = media::look_up(&mut session, &worth_calls).await;
    let ids: Vec<String> = worth_calls.iter().map(|post| post.id.clone()).collect();
    let counts = engagement::measure(&mut session, job.source, settings, &ids).await;
    let reading = Reading {
        source: job.source,
        settings,
        profile: session.cursor.profile.as_ref(),
        assets: &assets,
        now: job.now,
    };
    for post in &posts {
        let counted = counts.get(&post.id);
        let (new, kept_out) = reading.post(post, counted.cloned());
        session.harvest.posts.push(new);
        session.harvest.kept_out.extend(kept_out);
        if let Some(counted) = counted.filter(|_| known.contains(post.id.as_str())) {
            session.harvest.engagement.push((post.id.clone(), counted.clone()));
        }
    }
    finish(session)
}

/// Public posts to hand on: those changed since the last walk, and every known one that is due for a check. What the
/// list showed anyway is not asked for again.
async fn changed_and_known(
    session: &mut Session<'_>,
    job: &Job<'_>,
    settings: &LinkedInSettings,
) -> Vec<WirePost> {
    let found = finder::walk(session, &settings.organization).await;
    let known: HashSet<&str> = job.recheck.iter().map(|known| known.native_id.as_str()).collect();
    let mut wanted: BTreeMap<String, WirePost> = BTreeMap::new();
    let mut listed: HashSet<String> = HashSet::new();
    for post in found.posts {
        let changed = post.last_modified_at.zip(found.known_until).is_none_or(|(at, until)| at >= until);
        listed.insert(post.id.clone());
        if changed || known.contains(post.id.as_str()) {
            wanted.insert(post.id.clone(), post);
        }
    }
    if !session.has_failed() {
        let unlisted =
            job.recheck.iter().map(|known| known.native_id.clone()).filter(|id| !listed.contains(id));
        let unlisted = unlisted.collect();
        for post in recheck::recheck(session, unlisted).await {
            wanted.insert(post.id.clone(), post);
        }
    }
    let mut open = Vec::new();
    for (id, post) in wanted {
        let is_known = known.contains(id.as_str());
        match posts::closed(&post) {
            None => {
                if is_known {
                    session.harvest.checked.push(id);
                }
                open.push(post);
            }
            // Was on the wall, or may have been: made private is as good as deleted.
            Some(_) if is_known || post.was_withdrawn() => session.harvest.gone.push(id),
            Some(why) if posts::may_match(&post, &job.source.matching) => {
                session.harvest.kept_out.push(KeptOut { what: id, why });
            }
            Some(_) => {} // neither for the wall nor about its subject: not worth an operator's eyes
        }
    }
    open
}

fn finish(session: Session<'_>) -> Harvest {
    let mut harvest = session.harvest;
    match serde_json::to_value(&session.cursor) {
        Ok(cursor) => harvest.cursor = Some(cursor),
        Err(broken) => harvest.notes.push(format!("the cursor could not be written: {broken}")),
    }
    // After a refusal there is nothing more to fetch at once, however long the list is.
    harvest.more &= harvest.failure.is_none();
    harvest
}
