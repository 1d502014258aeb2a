//! One run: list what changed, check what is known, then look up names, media and counts for what came of it.

use std::collections::{BTreeMap, HashSet};

use super::api::Api;
use super::cursor::Cursor;
use super::finder::Listed;
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

/// The organisation's id goes into paths and URNs: anything but a number is somebody's mistake.
fn mistaken_organization(settings: &LinkedInSettings) -> Option<Harvest> {
    let id = &settings.organization;
    if (1..=19).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let why = format!("key `organization`: {id:?} is not an organisation's id; expected digits alone");
    Some(Harvest { failure: Some(Failure::Misconfigured(why)), ..Harvest::default() })
}

/// A public post to hand on.
struct Wanted {
    post: WirePost,
    /// Changed since the last walk, or never met.
    is_news: bool,
    /// Stored, and due for a check.
    is_known: bool,
}

/// Reads the source once.
pub async fn run(job: &Job<'_>, settings: &LinkedInSettings) -> Harvest {
    if let Some(mistaken) = mistaken_organization(settings) {
        return mistaken;
    }
    let mut session = Session {
        api: Api::new(job.http, settings, job.now),
        cursor: Cursor::read(job.cursor, &settings.organization),
        harvest: Harvest::default(),
        now: job.now,
    };
    let wanted = news_and_known(&mut session, job, settings).await;
    if !wanted.is_empty() {
        author::refresh(&mut session, job.source, &settings.organization).await;
    }
    let worth_calls: Vec<&WirePost> = wanted
        .iter()
        .filter(|wanted| wanted.is_known || posts::may_match(&wanted.post, &job.source.matching))
        .map(|wanted| &wanted.post)
        .collect();
    let assets = media::look_up(&mut session, &worth_calls).await;
    let ids: Vec<String> = worth_calls.iter().map(|post| post.id.clone()).collect();
    let counts = engagement::measure(&mut session, job.source, settings, &ids).await;
    let profile = session.cursor.profile.as_ref();
    let reading = Reading { source: job.source, settings, profile, assets: &assets, now: job.now };
    for Wanted { post, is_news, is_known } in &wanted {
        let counted = counts.get(&post.id);
        if *is_known {
            session.harvest.checked.push(post.id.clone());
            session.harvest.engagement.extend(counted.map(|counted| (post.id.clone(), counted.clone())));
        }
        // Stored with its pictures: handing it on without them would look like an edit and take it off the wall.
        if *is_known && !is_news && assets.lacks(post) {
            continue;
        }
        let (new, kept_out) = reading.post(post, counted.cloned());
        session.harvest.posts.push(new);
        session.harvest.kept_out.extend(kept_out);
    }
    finish(session)
}

/// Public posts to hand on: those changed since the last walk, and every known one that is due for a check. What the
/// list showed anyway is not asked for again.
async fn news_and_known(
    session: &mut Session<'_>,
    job: &Job<'_>,
    settings: &LinkedInSettings,
) -> Vec<Wanted> {
    let listed = finder::walk(session, &settings.organization).await;
    let known: HashSet<&str> = job.recheck.iter().map(|known| known.native_id.as_str()).collect();
    let unlisted: Vec<String> = {
        let listed: HashSet<&str> = listed.iter().map(|listed| listed.post.id.as_str()).collect();
        // In the order they are due, for what one run cannot ask waits for the next.
        let due = job.recheck.iter().map(|known| &known.native_id);
        due.filter(|id| !listed.contains(id.as_str())).cloned().collect()
    };
    let mut wanted: BTreeMap<String, Wanted> = BTreeMap::new();
    for Listed { post, is_news } in listed {
        let is_known = known.contains(post.id.as_str());
        if is_news || is_known {
            wanted.insert(post.id.clone(), Wanted { post, is_news, is_known });
        }
    }
    if !session.has_failed() {
        for post in recheck::recheck(session, unlisted).await {
            wanted.insert(post.id.clone(), Wanted { post, is_news: false, is_known: true });
        }
    }
    wanted.into_values().filter(|wanted| is_open(session, job, wanted)).collect()
}

/// True for a public post; otherwise says what becomes of it.
fn is_open(session: &mut Session<'_>, job: &Job<'_>, wanted: &Wanted) -> bool {
    let post = &wanted.post;
    let Some(why) = posts::closed(post) else {
        return true;
    };
    if wanted.is_known || post.was_withdrawn() {
        // Was on the wall, or may have been: made private is as good as deleted.
        session.harvest.gone.push(post.id.clone());
    } else if posts::may_match(post, &job.source.matching) {
        session.harvest.kept_out.push(KeptOut { what: post.id.clone(), why });
    }
    false
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
