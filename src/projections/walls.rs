//! The named walls as visitors' pages know them: loaded from the store, and again when their version has moved. Knows no
//! page.

use std::sync::{Arc, PoisonError, RwLock};

use crate::domain::wall::NamedWall;
use crate::store::db::{Db, StoreError};
use crate::store::walls;

/// The named walls. Cheap to clone; clones share them.
#[derive(Clone, Debug, Default)]
pub struct Walls {
    known: Arc<RwLock<Known>>,
}

#[derive(Clone, Debug, Default)]
struct Known {
    version: u64,
    walls: Arc<[Arc<NamedWall>]>,
}

impl Walls {
    /// These walls, as of a version: what a house without a store is given.
    pub fn of(version: u64, walls: impl IntoIterator<Item = NamedWall>) -> Self {
        let known = Known { version, walls: walls.into_iter().map(Arc::new).collect() };
        Self { known: Arc::new(RwLock::new(known)) }
    }

    /// Loads them again if anybody changed them. Asked often: the version is one row.
    ///
    /// # Errors
    /// Database.
    pub async fn heed(&self, db: &Db) -> Result<(), StoreError> {
        let version = walls::version(db).await?;
        if version == self.version() {
            return Ok(());
        }
        let found: Arc<[Arc<NamedWall>]> = walls::all(db).await?.into_iter().map(Arc::new).collect();
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        // An older reading than the last changes nothing.
        if version > known.version {
            *known = Known { version, walls: found };
        }
        Ok(())
    }

    /// How often they changed: what was made from them holds for one version.
    pub fn version(&self) -> u64 {
        self.read().version
    }

    /// All of them, by title.
    pub fn all(&self) -> Arc<[Arc<NamedWall>]> {
        self.read().walls
    }

    /// The one of this name.
    pub fn get(&self, slug: &str) -> Option<Arc<NamedWall>> {
        self.read().walls.iter().find(|wall| wall.slug == slug).cloned()
    }

    fn read(&self) -> Known {
        self.known.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
