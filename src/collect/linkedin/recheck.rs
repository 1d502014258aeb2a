//! Is a stored post still there? Deletions vanish from the list, so each known post is asked for by its URN.
//!
//! 404 is LinkedIn's word for gone. Only after the list was read: a token that lost its role gets 403 there, and
//! must not make every post look deleted.

use std::time::Duration;

use serde_json::Value;

use super::api::Call;
use super::errors::Trouble;
use super::posts;
use super::session::Session;
use super::urn;
use super::wire::WirePost;
use crate::collect::collector::KeptOut;

/// Most ids of one batch call.
const BATCH: usize = 100;
/// Most single calls of one run, where the token may not batch (the development tier); the others stay due.
const SINGLE_CALLS: usize = 20;
/// The name under which batching rests.
const BATCHING: &str = "posts (batch)";
const REFUSED_FOR: Duration = Duration::from_secs(24 * 3600);

/// Asks for posts by URN: what is there comes back, what is gone goes to the harvest.
pub async fn recheck(session: &mut Session<'_>, ids: Vec<String>) -> Vec<WirePost> {
    let mut found = Vec::new();
    let (ids, odd): (Vec<String>, Vec<String>) = ids.into_iter().partition(|id| urn::kind_of(id).is_some());
    for id in odd {
        session.note(format!("{}: not a URN LinkedIn could be asked about", super::errors::plain(&id)));
    }
    let mut singly = Vec::new();
    for some in ids.chunks(BATCH) {
        if some.len() == 1 || !session.is_open(BATCHING) {
            singly.extend_from_slice(some);
            continue;
        }
        match session.api.call(&Call::batch("posts", some)).await {
            Ok(answer) => sort_out(session, some, &answer, &mut found),
            Err(Trouble::Forbidden(why)) => {
                session.rest(BATCHING, session.now.plus(REFUSED_FOR), why);
                singly.extend_from_slice(some);
            }
            Err(trouble) => session.fail(trouble.into_failure()),
        }
    }
    one_by_one(session, &singly, &mut found).await;
    found
}

async fn one_by_one(session: &mut Session<'_>, ids: &[String], found: &mut Vec<WirePost>) {
    for id in ids.iter().take(SINGLE_CALLS) {
        if session.has_failed() {
            return;
        }
        let mut call = Call::get("posts", &urn::encoded(id));
        "viewContext=READER".clone_into(&mut call.query);
        match session.api.call(&call).await {
            Ok(post) => there(session, id, &post, found),
            Err(Trouble::NotFound) => session.harvest.gone.push(id.clone()),
            // Of one post: the list was just read with the same token.
            Err(Trouble::Forbidden(why)) => session.note(format!("{id}: {why}")),
            Err(trouble) => session.fail(trouble.into_failure()),
        }
    }
}

/// An answer to a batch: `results`, `statuses` and `errors` by URN, each of which may leave a post out.
fn sort_out(session: &mut Session<'_>, ids: &[String], answer: &Value, found: &mut Vec<WirePost>) {
    for id in ids {
        let part = |name: &str| answer.get(name).and_then(|all| all.get(id));
        let status = part("statuses").and_then(Value::as_i64);
        let status = status.or_else(|| part("errors")?.get("status")?.as_i64());
        match part("results") {
            Some(post) => there(session, id, post, found),
            None if status == Some(404) => session.harvest.gone.push(id.clone()),
            None => session.note(match status {
                Some(status) => format!("{id}: LinkedIn answered {status}"),
                None => format!("{id}: LinkedIn did not say whether it is still there"),
            }),
        }
    }
}

fn there(session: &mut Session<'_>, id: &str, post: &Value, found: &mut Vec<WirePost>) {
    let read = posts::read_post(post).and_then(|post| {
        if post.id == id { Ok(post) } else { Err("LinkedIn answered with another post".to_owned()) }
    });
    match read {
        Ok(post) => found.push(post),
        Err(why) => {
            session.harvest.checked.push(id.to_owned());
            session.harvest.kept_out.push(KeptOut { what: id.to_owned(), why });
        }
    }
}
