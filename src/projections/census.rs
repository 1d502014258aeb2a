//! A second opinion on the indexes: each holds as many documents as the store holds posts for it, or it is made anew.
//!
//! The log position says that every change was applied; this says that the index did as it was told. Killing the process
//! hundreds of times within merges has once left a document standing twice, and what stands twice in one index might
//! stand on after its removal in another: what is not approved must not depend on that.

use hashwall_index::Engine;

use crate::domain::post::State;
use crate::store::db::Db;
use crate::store::{log, queue};

/// Counts, and wipes an index whose count is wrong; the log is then replayed into it. True if one was wiped. Says nothing
/// while the log moves on: the next quiet moment will do.
///
/// # Errors
/// Database, index.
pub async fn take(db: &Db, public: &Engine, desk: &Engine) -> anyhow::Result<bool> {
    let head = log::head(db).await?;
    if public.position() != head || desk.position() != head {
        return Ok(false);
    }
    let counts = queue::counts(db).await?;
    if log::head(db).await? != head {
        return Ok(false);
    }
    let approved: u64 =
        counts.iter().filter(|(state, _)| *state == State::Approved).map(|(_, posts)| posts).sum();
    let all: u64 = counts.iter().map(|(_, posts)| posts).sum();
    let mut wiped = false;
    for (name, index, posts) in [("public", public, approved), ("desk", desk, all)] {
        let documents = index.len() as u64;
        if documents != posts {
            tracing::error!(
                index = name,
                documents,
                posts,
                "the index is not what the store says: made anew"
            );
            index.wipe()?;
            wiped = true;
        }
    }
    Ok(wiped)
}
