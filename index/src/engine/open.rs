//! Opening an index folder: the lock, the version, and the wiping of what cannot be read.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use serde::{Deserialize, Serialize};
use tantivy::directory::{Directory, DirectoryLock, Lock, MmapDirectory};
use tantivy::merge_policy::LogMergePolicy;
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy};

use super::error::IndexError;
use super::figures::Cache;
use super::view::View;
use crate::schema::{Fields, VERSION, settings, tokenizers};

/// Bytes that wait in memory before a segment is written within a commit.
const HEAP: usize = 100_000_000;
/// Documents of a segment; smaller ones are merged with each other whatever their size.
const SMALL: u32 = 1_000;
/// The lock file in the index folder. The lock is the system's (`flock`), so it dies with the process that holds it.
const LOCK: &str = "index.lock";
/// The folder in the index folder that is tantivy's alone, and the only one that is ever wiped.
const TANTIVY: &str = "tantivy";

/// An index: one folder, one writer, many readers. Cheap to clone.
#[derive(Clone)]
pub struct Engine {
    pub(super) inner: Arc<Inner>,
}

pub(super) struct Inner {
    pub fields: Fields,
    pub index: Index,
    pub reader: IndexReader,
    /// What searches see: made anew with each commit.
    view: RwLock<Arc<View>>,
    /// `None` while dropping, and after a failure that the writer did not survive: the next commit makes a new one.
    pub writer: Mutex<Option<IndexWriter>>,
    pub position: AtomicU64,
    /// Columns that figures were made of.
    pub columns: Mutex<Cache>,
    /// Held as long as the engine lives.
    _lock: DirectoryLock,
}

/// What a commit carries beside the documents.
#[derive(Serialize, Deserialize)]
pub(super) struct Payload {
    pub version: u32,
    pub position: u64,
}

impl Engine {
    /// Opens or makes the index in `folder`. An index of another schema version, or one that cannot be read, is wiped and
    /// starts at position 0 (the caller then replays the log). Reads all of it once, to find damage before a visitor does.
    ///
    /// # Errors
    /// The folder cannot be used, or another process holds it ([`IndexError::Locked`]).
    pub fn open(folder: &Path) -> Result<Self, IndexError> {
        fs::create_dir_all(folder)?;
        let lock = lock(folder)?;
        let files = folder.join(TANTIVY);
        let fields = Fields::new();
        let (index, position) = match read(&files, &fields) {
            Ok(found) => found,
            Err(reason) => {
                tracing::warn!(folder = %folder.display(), reason, "the index is wiped and built anew");
                fs::remove_dir_all(&files)?;
                (make(&files, &fields)?, 0)
            }
        };
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let writer = writer(&index)?;
        let view = RwLock::new(Arc::new(View::new(reader.searcher(), &fields, None)?));
        let inner = Inner {
            fields,
            index,
            reader,
            view,
            writer: Mutex::new(Some(writer)),
            position: AtomicU64::new(position),
            columns: Mutex::default(),
            _lock: lock,
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The position given with the last commit, 0 for a new index.
    pub fn position(&self) -> u64 {
        self.inner.position.load(Ordering::Acquire)
    }

    /// How many documents there are.
    pub fn len(&self) -> usize {
        usize::try_from(self.view().searcher.num_docs()).unwrap_or(usize::MAX)
    }

    /// The state that searches see.
    pub(super) fn view(&self) -> Arc<View> {
        Arc::clone(&self.inner.view.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Lets searches see the last commit.
    pub(super) fn look_again(&self) -> tantivy::Result<()> {
        self.inner.reader.reload()?;
        let view = View::new(self.inner.reader.searcher(), &self.inner.fields, Some(&self.view()))?;
        *self.inner.view.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(view);
        Ok(())
    }

    /// True if there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Drop for Inner {
    /// Waits for merges, so that nothing writes into the folder after it was given back.
    fn drop(&mut self) {
        let writer = self.writer.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(writer) = writer
            && let Err(error) = writer.wait_merging_threads()
        {
            tracing::warn!(%error, "a merge of the index failed while closing; the last commit stands");
        }
    }
}

/// The one writer: one thread is enough for what a wall receives.
///
/// What a killed process wrote and never committed is thrown away first: the next commit may want a file of the same name
/// (a segment's deletions are numbered by the commit they were meant for), and would fail at it again and again.
pub(super) fn writer(index: &Index) -> tantivy::Result<IndexWriter> {
    let writer: IndexWriter = index.writer_with_num_threads(1, HEAP)?;
    writer.set_merge_policy(Box::new(merges()));
    writer.garbage_collect_files().wait()?;
    Ok(writer)
}

/// Posts arrive in the order of time, so segments of like size are neighbours in time, and putting them together is a
/// matter of appending: small ones are gathered early, and one of which a quarter was removed is written anew.
fn merges() -> LogMergePolicy {
    let mut policy = LogMergePolicy::default();
    policy.set_min_layer_size(SMALL);
    policy.set_del_docs_ratio_before_merge(0.25);
    policy
}

fn lock(folder: &Path) -> Result<DirectoryLock, IndexError> {
    let directory = MmapDirectory::open(folder).map_err(|error| IndexError::Tantivy(error.to_string()))?;
    let lock = Lock { filepath: PathBuf::from(LOCK), is_blocking: false };
    directory.acquire_lock(&lock).map_err(|error| IndexError::from_lock(error, folder.to_owned()))
}

/// The index in `files` with its position; the reason to wipe it otherwise.
fn read(files: &Path, fields: &Fields) -> Result<(Index, u64), String> {
    let broken = |error: &dyn std::fmt::Display| format!("it cannot be read: {error}");
    let is_new = match fs::read_dir(files) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => true,
        Err(error) => return Err(broken(&error)),
    };
    if is_new {
        return Ok((make(files, fields).map_err(|error| broken(&error))?, 0));
    }
    let mut index = Index::open_in_dir(files).map_err(|error| broken(&error))?;
    index.set_tokenizers(tokenizers());
    let meta = index.load_metas().map_err(|error| broken(&error))?;
    let payload = match meta.payload.as_deref().map(serde_json::from_str::<Payload>) {
        Some(Ok(payload)) => payload,
        Some(Err(error)) => return Err(broken(&error)),
        // Made, but never committed to.
        None if meta.segments.is_empty() => Payload { version: VERSION, position: 0 },
        None => return Err("it has documents but no position".to_owned()),
    };
    if payload.version != VERSION {
        return Err(format!("it has version {}, this program has version {VERSION}", payload.version));
    }
    if index.schema() != fields.schema || *index.settings() != settings() {
        return Err("it has another schema".to_owned());
    }
    let damaged = index.validate_checksum().map_err(|error| broken(&error))?;
    if let Some(file) = damaged.iter().next() {
        return Err(format!("{} of its files are damaged, {} among them", damaged.len(), file.display()));
    }
    // Opens every segment, which finds files that are gone.
    let reader: IndexReader = index.reader_builder().try_into().map_err(|error| broken(&error))?;
    drop(reader);
    Ok((index, payload.position))
}

fn make(files: &Path, fields: &Fields) -> Result<Index, IndexError> {
    fs::create_dir_all(files)?;
    let builder =
        Index::builder().schema(fields.schema.clone()).settings(settings()).tokenizers(tokenizers());
    Ok(builder.create_in_dir(files)?)
}
