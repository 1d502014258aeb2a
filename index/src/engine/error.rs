//! Why the index could not do it.

use std::path::PathBuf;

use tantivy::TantivyError;
use tantivy::directory::error::LockError;

/// Why the index could not do it.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// tantivy.
    #[error("index: {0}")]
    Tantivy(String),
    /// Files.
    #[error("index files: {0}")]
    Io(#[from] std::io::Error),
    /// Another process, or another `Engine` of this one, has the folder open.
    #[error("index folder {} is in use by another process (one serving process a data_dir; stop it to reindex)", .0.display())]
    Locked(PathBuf),
}

impl From<TantivyError> for IndexError {
    fn from(error: TantivyError) -> Self {
        Self::Tantivy(error.to_string())
    }
}

impl IndexError {
    /// A lock that could not be taken.
    pub(super) fn from_lock(error: LockError, folder: PathBuf) -> Self {
        match error {
            LockError::LockBusy => Self::Locked(folder),
            LockError::IoError(error) => Self::Io(std::io::Error::new(error.kind(), error.to_string())),
        }
    }
}
