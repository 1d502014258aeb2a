//! What moderators noted on a post, for each other. Goes with the post; never shown to visitors, never indexed. Notes are
//! written through `store::marks`.

use std::collections::HashMap;

use super::db::{Db, StoreError};
use super::sql::args;
use crate::domain::post::{Post, PostId};
use crate::domain::time::Timestamp;

/// One note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Its entry of the log.
    pub seq: u64,
    /// Who wrote it: a user's name.
    pub author: String,
    /// When.
    pub at: Timestamp,
    /// What.
    pub words: String,
}

/// The notes of these posts, oldest first.
///
/// # Errors
/// Database.
pub async fn of(db: &Db, posts: &[Post]) -> Result<HashMap<PostId, Vec<Note>>, StoreError> {
    let ids: Vec<String> = posts.iter().map(|post| post.id.0.clone()).collect();
    let sql =
        "SELECT seq, post, author, at, words FROM notes WHERE NOT taken_back AND post IN ({}) ORDER BY seq";
    let mut notes: HashMap<PostId, Vec<Note>> = HashMap::new();
    for row in db.all_of(sql, args![], &ids).await? {
        let note = Note {
            seq: row.count("seq")?,
            author: row.get("author")?,
            at: row.at("at")?,
            words: row.get("words")?,
        };
        notes.entry(PostId(row.get("post")?)).or_default().push(note);
    }
    Ok(notes)
}
