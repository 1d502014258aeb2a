//! Known posts: still there, edited, how are the counts? `?ids=a,b,c`, of which each id counts as a call.
//!
//! Meta's Platform Terms want withdrawn content gone; a single "no such object" is no proof of that (a permission that
//! lapsed looks the same), so a post is gone when it was missed in two runs.

use std::time::Duration;

use serde_json::Value;

use super::errors::Trouble;
use super::run::Run;
use super::wire;
use crate::collect::collector::Failure;

/// Most ids in one call (Graph's own limit).
const BATCH: usize = 50;
/// Most calls one run spends on re-checking.
const MOST_CALLS: u32 = 30;
/// If nothing at all was seen alive in a run, the token may be blind: then a post must be missed for this long.
const BLIND_PATIENCE: Duration = Duration::from_secs(24 * 3_600);

/// Checks the posts that are due and were not read in this run anyway.
///
/// # Errors
/// Trouble that is not about single posts.
pub async fn recheck(run: &mut Run<'_>) -> Result<(), Failure> {
    let due: Vec<String> = run
        .job
        .recheck
        .iter()
        .map(|known| known.native_id.clone())
        .filter(|id| !run.alive.contains(id) && !run.harvest.gone.contains(id))
        .collect();
    let mut batches: Vec<Vec<String>> = due.chunks(BATCH).map(<[String]>::to_vec).rev().collect();
    let mut missed = Vec::new();
    let mut calls = 0;
    while let Some(batch) = batches.pop() {
        if batch.is_empty() {
            continue;
        }
        if calls == MOST_CALLS || run.resting()? {
            break;
        }
        calls += 1;
        let ids = batch.join(",");
        let url = run.graph.url(&[], &[("ids", &ids), ("fields", wire::POST_FIELDS)]);
        match run.graph.get(url).await {
            Ok(answer) => missed.extend(read_batch(run, &answer, batch)),
            // One unknown id spoils the whole call. Meta mostly names it; where it does not, halving finds it.
            Err(Trouble::Missing(why)) if batch.len() > 1 && batch.iter().any(|id| names(&why, id)) => {
                let (named, rest) = batch.into_iter().partition(|id| names(&why, id));
                let named: Vec<String> = named;
                missed.extend(named);
                batches.push(rest);
            }
            Err(Trouble::Missing(_) | Trouble::TooMuch(_)) if batch.len() > 1 => {
                let (left, right) = batch.split_at(batch.len() / 2);
                batches.push(right.to_vec());
                batches.push(left.to_vec());
            }
            Err(Trouble::Missing(_)) => missed.extend(batch),
            Err(trouble) => return Err(trouble.into()),
        }
    }
    judge(run, missed);
    Ok(())
}

/// True if a message names this id as a word of its own: `'104_12' does not exist` does not name `104_1`.
fn names(message: &str, id: &str) -> bool {
    let inside = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    message.match_indices(id).any(|(at, _)| {
        !inside(message[..at].chars().next_back()) && !inside(message[at + id.len()..].chars().next())
    })
}

fn read_batch(run: &mut Run<'_>, answer: &Value, batch: Vec<String>) -> Vec<String> {
    let mut missed = Vec::new();
    for (position, id) in batch.into_iter().enumerate() {
        match answer.get(&id) {
            Some(item) if item.get("error").is_none() => {
                // Which edge a known post came from is not known here; only without `tagged` is it surely the Page's.
                run.take(item, position, !run.settings.tagged);
            }
            _ => missed.push(id),
        }
    }
    missed
}

fn judge(run: &mut Run<'_>, missed: Vec<String>) {
    if missed.is_empty() {
        return;
    }
    let now = run.now();
    let blind = run.alive.is_empty();
    if blind {
        run.harvest.notes.push(format!(
            "{} known posts were not found, and no other post was seen: the token may have lost its sight",
            missed.len()
        ));
    }
    for id in missed {
        let missed_since = run.cursor.miss(&id, now);
        let patience = if blind { BLIND_PATIENCE } else { Duration::from_micros(1) };
        if now.since(missed_since) >= patience {
            run.gone(id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn an_id_is_named_as_a_whole_word() {
        let message = "Object with ID '104_12' does not exist";
        assert!(names(message, "104_12"));
        assert!(!names(message, "104_1") && !names(message, "04_12") && !names(message, "12"));
        assert!(names("(#803) Some of the aliases you requested do not exist: 7,8", "8"));
    }
}
