//! Walks down the list of a Page's posts, newest change first.
//!
//! **Where it stops.** At a page without `rel:"next"`, at a page that brings no new URN, or at a page on which every
//! post was changed before the high water. The last is safe because the list is sorted by `LAST_MODIFIED`: a new
//! post and an edited one both come to the top, so below a page that is wholly older lies only what an earlier walk,
//! which came to its end, has read. `paging.total` is in some answers and not in others, and is never used.
//!
//! **When the list moves.** A change pushes posts down: the next page repeats some. A deletion pulls them up: the next
//! page would skip some. So each page begins one post above the end of the last, and if it begins below what was read,
//! the walk steps back a page, once. Deletions themselves are not seen here; `recheck` finds them.

use std::collections::HashSet;

use serde_json::Value;

use super::api::Call;
use super::cursor::Walk;
use super::errors::Trouble;
use super::posts;
use super::session::Session;
use super::urn;
use super::wire::WirePost;

/// Posts of one page; LinkedIn's most.
const COUNT: u64 = 100;
/// Pages of one run. A longer list is read over several.
const PAGES: u32 = 10;

/// What a walk met.
#[derive(Default)]
pub struct Found {
    /// Every readable post of every page that was read.
    pub posts: Vec<WirePost>,
    /// A change before this was read by an earlier run, ms.
    pub known_until: Option<i64>,
}

/// Reads pages until the walk is over or the run's budget is.
pub async fn walk(session: &mut Session<'_>, organization: &str) -> Found {
    let mut found = Found { posts: Vec::new(), known_until: session.cursor.high_water };
    let mut walk = session.cursor.walk.unwrap_or_default();
    let mut seen = HashSet::new();
    let (mut stepped_back, mut retreading) = (false, false);
    for _ in 0..PAGES {
        let Some(answer) = page(session, organization, walk.start).await else {
            session.cursor.walk = (walk != Walk::default()).then_some(walk);
            return found;
        };
        let (page, kept_out) = posts::read_page(&answer);
        session.harvest.kept_out.extend(kept_out);
        let changed: Vec<Option<i64>> = elements(&answer).iter().map(last_modified).collect();
        let slipped =
            walk.oldest.zip(changed.first().copied().flatten()).is_some_and(|(oldest, first)| first < oldest);
        if slipped && !stepped_back {
            (stepped_back, retreading) = (true, true);
            walk.start = walk.start.saturating_sub(COUNT);
            continue;
        }
        let seen_before = seen.len();
        seen.extend(elements(&answer).iter().filter_map(id));
        let brings_new = seen.len() > seen_before;
        // A far-future time must not lift the high water over every later change.
        let ceiling = session.now.0 / 1000;
        let times = || changed.iter().flatten().map(|at| (*at).min(ceiling));
        walk.newest = walk.newest.max(times().max());
        walk.oldest = [walk.oldest, times().min()].into_iter().flatten().min();
        let known = !changed.is_empty()
            && changed.iter().all(|at| at.zip(found.known_until).is_some_and(|(at, known)| at < known));
        found.posts.extend(page);
        if known || !has_next(&answer) || !(brings_new || retreading) {
            session.cursor.high_water = session.cursor.high_water.max(walk.newest);
            session.cursor.walk = None;
            return found;
        }
        retreading = false;
        walk.start += COUNT - 1;
    }
    session.cursor.walk = Some(walk);
    session.harvest.more = true;
    found
}

/// One page, or `None` after a trouble that ends the run.
async fn page(session: &mut Session<'_>, organization: &str, start: u64) -> Option<Value> {
    let author = urn::encoded(&format!("urn:li:organization:{organization}"));
    let query = format!("author={author}&q=author&count={COUNT}&start={start}&sortBy=LAST_MODIFIED");
    match session.api.call(&Call::finder("posts", query)).await {
        Ok(answer) if answer.get("elements").is_some_and(Value::is_array) => Some(answer),
        Ok(_) => {
            session.fail(
                Trouble::Transient("posts: an answer without a list of elements".to_owned()).into_failure(),
            );
            None
        }
        Err(Trouble::NotFound) => {
            if start == 0 {
                session.note(
                    "LinkedIn answered 404: the Page has no posts, or there is no such Page".to_owned(),
                );
            }
            Some(serde_json::json!({"elements": []}))
        }
        Err(trouble) => {
            session.fail(trouble.into_failure());
            None
        }
    }
}

fn elements(answer: &Value) -> &[Value] {
    answer.get("elements").and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn last_modified(element: &Value) -> Option<i64> {
    element.get("lastModifiedAt").and_then(Value::as_i64)
}

fn id(element: &Value) -> Option<String> {
    element.get("id").and_then(Value::as_str).map(str::to_owned)
}

fn has_next(answer: &Value) -> bool {
    let links = answer.pointer("/paging/links").and_then(Value::as_array);
    links
        .is_some_and(|links| links.iter().any(|link| link.get("rel").and_then(Value::as_str) == Some("next")))
}
