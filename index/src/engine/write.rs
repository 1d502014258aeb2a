//! Commits: documents and position together, or neither.

use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::sync::{MutexGuard, PoisonError};

use tantivy::{IndexWriter, Term};

use super::error::IndexError;
use super::open::{Engine, Payload, writer};
use crate::document::Op;
use crate::schema::VERSION;

impl Engine {
    /// Applies changes and moves to `position`, in one commit: after a crash both are there or neither. If an id is in it
    /// several times, its last change wins. Visible to searches when this returns. Blocking; call it off the async threads.
    ///
    /// # Errors
    /// tantivy or disk; nothing is applied then. (If only making it visible failed, it is applied but not seen yet, and
    /// [`Engine::position`] stays: applying the same again is harmless.)
    pub fn apply(&self, ops: Vec<Op>, position: u64) -> Result<(), IndexError> {
        let mut last: HashMap<&str, usize> = HashMap::with_capacity(ops.len());
        for (at, op) in ops.iter().enumerate() {
            last.insert(id(op), at);
        }
        self.commit(position, |writer| {
            for (at, op) in ops.iter().enumerate() {
                if last.get(id(op)) != Some(&at) {
                    continue;
                }
                writer.delete_term(Term::from_field_text(self.inner.fields.id, id(op)));
                if let Op::Put(doc) = op {
                    writer.add_document(self.inner.fields.document(doc))?;
                }
            }
            Ok(())
        })
    }

    /// Removes everything and goes back to position 0.
    ///
    /// # Errors
    /// tantivy or disk; nothing is removed then.
    pub fn wipe(&self) -> Result<(), IndexError> {
        self.commit(0, |writer| writer.delete_all_documents().map(|_| ()))
    }

    fn commit(
        &self,
        position: u64,
        change: impl FnOnce(&mut IndexWriter) -> tantivy::Result<()>,
    ) -> Result<(), IndexError> {
        let payload = serde_json::to_string(&Payload { version: VERSION, position })
            .map_err(|error| IndexError::Tantivy(error.to_string()))?;
        let mut guard = self.lock_writer();
        if guard.is_none() {
            *guard = Some(writer(&self.inner.index)?);
        }
        let Some(writer) = guard.as_mut() else {
            return Err(IndexError::Tantivy("the index is being closed".to_owned()));
        };
        let done = change(writer).and_then(|()| {
            let mut commit = writer.prepare_commit()?;
            commit.set_payload(&payload);
            commit.commit()
        });
        if let Err(error) = done {
            // What was added must not slip into the next commit, nor what was written be in its way: both go with the
            // writer, and the next commit makes a new one.
            if let Some(writer) = guard.take()
                && let Err(again) = writer.wait_merging_threads()
            {
                tracing::error!(error = %again, "a merge failed after a commit that failed; the last commit stands");
            }
            return Err(error.into());
        }
        self.look_again()?;
        self.inner.position.store(position, Ordering::Release);
        Ok(())
    }

    fn lock_writer(&self) -> MutexGuard<'_, Option<IndexWriter>> {
        // A panic in tantivy while it was held leaves uncommitted documents at worst; the next commit deletes by id first.
        self.inner.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn id(op: &Op) -> &str {
    match op {
        Op::Put(doc) => &doc.id,
        Op::Remove(id) => id,
    }
}
