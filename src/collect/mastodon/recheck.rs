//! Known posts: still there, edited, how are the counts? `GET /api/v1/statuses/{id}`, one call a post.

use serde_json::Value;
use url::Url;

use super::api::Answer;
use super::run::Run;
use crate::collect::collector::{Failure, KeptOut};

/// Most calls of one run: the server allows 300 in five minutes, to everything at our address.
const MOST_CALLS: usize = 30;
/// Calls of the server's window that are left for reading the timeline.
const LEAVE: u64 = 10;

/// Checks the posts that are due and were not read in this run anyway.
///
/// # Errors
/// What the scheduler should do.
pub async fn recheck(run: &mut Run<'_>) -> Result<(), Failure> {
    let mut calls = 0;
    let mut unknown = 0;
    for known in run.job.recheck {
        if run.read.contains(&known.native_id) || run.harvest.gone.contains(&known.native_id) {
            continue;
        }
        let local = run.cursor.local_id(&known.native_id).map(str::to_owned);
        let local = local.or_else(|| id_in_address(&run.api.server, &known.native_id, &known.url));
        let Some(local) = local else {
            unknown += 1;
            continue;
        };
        if calls == MOST_CALLS || run.api.remaining.is_some_and(|left| left <= LEAVE) {
            break;
        }
        calls += 1;
        let url = run.api.url(&["statuses", &local], &[]);
        match run.api.get(url).await? {
            Answer::NotFound => run.gone(known.native_id.clone()),
            Answer::Found(status) if uri_of(&status) == Some(&known.native_id) => run.take(&status, 0),
            Answer::Found(_) => run.harvest.kept_out.push(KeptOut {
                what: known.native_id.clone(),
                why: "the server answered a check with another post".to_owned(),
            }),
        }
    }
    if unknown > 0 {
        run.harvest.notes.push(format!(
            "{unknown} posts could not be checked: their ids on this server are no longer remembered"
        ));
    }
    Ok(())
}

/// The local id of a post of the server's own, which stands at the end of its addresses:
/// `/@user/115…` and `/users/user/statuses/115…`.
pub fn id_in_address(server: &Url, uri: &str, url: &str) -> Option<String> {
    [url, uri].into_iter().find_map(|address| {
        let address = Url::parse(address).ok()?;
        if address.origin() != server.origin() {
            return None;
        }
        let last = address.path_segments()?.next_back()?;
        (!last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit())).then(|| last.to_owned())
    })
}

fn uri_of(status: &Value) -> Option<&str> {
    status.get("uri")?.as_str()
}
