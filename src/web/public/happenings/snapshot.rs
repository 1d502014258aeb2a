//! All approved happenings by time, kept until the index has moved on: the index sorts by when a post was published, a
//! calendar by when it takes place. A few thousand are a few megabytes.

use std::collections::HashSet;
use std::sync::Arc;

use hashwall_index::{Engine, Filter, Search};
use tokio::sync::Mutex;

use crate::domain::happening::Happening;
use crate::domain::public::PublicPost;
use crate::web::error::WebError;
use crate::web::public::posts;

/// Happenings that are kept; of more the newest published.
const MOST: usize = 5_000;
/// Hits the index gives at once.
const AT_ONCE: usize = 1_000;

/// A happening and its post.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// When and where.
    pub happening: Happening,
    /// What is said of it.
    pub post: PublicPost,
}

/// Earliest first.
pub type Entries = Arc<Vec<Entry>>;

/// The snapshot. Cheap to clone; clones share it.
#[derive(Clone, Default)]
pub struct Happenings {
    kept: Arc<Mutex<Option<(u64, Entries)>>>,
}

impl Happenings {
    /// As the index stands. Made anew by one request at a time, for all that wait.
    ///
    /// # Errors
    /// The index cannot be read.
    pub async fn all(&self, index: &Engine) -> Result<Entries, WebError> {
        let mut kept = self.kept.lock().await;
        // Read before the search: what is committed in between is read again next time, never missed.
        let position = index.position();
        if let Some((_, entries)) = kept.as_ref().filter(|(at, _)| *at == position) {
            return Ok(Arc::clone(entries));
        }
        let entries = Arc::new(read(index).await?);
        *kept = Some((position, Arc::clone(&entries)));
        Ok(entries)
    }
}

async fn read(index: &Engine) -> Result<Vec<Entry>, WebError> {
    let mut entries = Vec::new();
    let mut cursor = None;
    while entries.len() < MOST {
        let search = Search { cursor, ..search(AT_ONCE) };
        let page = posts::find(index, search).await?;
        entries.extend(page.found.into_iter().filter_map(|found| entry(found.post)));
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    entries.sort_by(|a, b| (a.happening.start, &a.post.id).cmp(&(b.happening.start, &b.post.id)));
    // The same entry out of two calendars is one.
    let mut seen = HashSet::new();
    entries.retain(|entry| {
        let uid = &entry.happening.uid;
        uid.is_empty() || seen.insert((uid.clone(), entry.happening.start, entry.happening.occurrence))
    });
    Ok(entries)
}

/// Of happenings alone.
pub fn search(limit: usize) -> Search {
    let kind = Filter { field: "kind", any_of: vec!["happening".to_owned()] };
    Search { filters: vec![kind], limit, ..Search::default() }
}

/// A post with its happening, if it is an entry of a calendar (an announcement of one, written as a post, is not).
pub fn entry(post: PublicPost) -> Option<Entry> {
    post.happening.clone().map(|happening| Entry { happening, post })
}
