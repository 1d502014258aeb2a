//! Approved posts out of the public index: the only way a public page gets at a post.

use std::sync::Arc;
use std::time::Duration;

use hashwall_index::{Engine, Facets, Filter, Hit, Search};

use tokio::sync::Semaphore;

use super::choices::COUNTED;
use crate::domain::public::PublicPost;
use crate::projections::kin;
use crate::web::error::WebError;

/// Pinned posts that lead the wall; more of them would be a wall of their own.
const MOST_PINNED: usize = 3;
/// Posts listed as saying the same.
const MOST_KIN: usize = 10;

/// A post that was found, and the piece of it that matched.
pub struct Found {
    /// The post.
    pub post: PublicPost,
    /// Escaped HTML with `<mark>`; empty when nothing was searched for.
    pub snippet: String,
}

/// A page of posts.
pub struct Posts {
    /// In the order asked for.
    pub found: Vec<Found>,
    /// How many match in all, or at least.
    pub total: usize,
    /// False where there are more than `total`.
    pub total_is_exact: bool,
    /// Cursor of the older ones.
    pub next: Option<String>,
}

/// Searches.
///
/// # Errors
/// The index cannot be read.
pub async fn find(index: &Engine, search: Search) -> Result<Posts, WebError> {
    Ok(off_thread(index, move |index| index.search(&search)).await?.into())
}

/// What the wall shows of one state of its address.
pub struct View {
    /// The posts.
    pub posts: Posts,
    /// What could be filtered by.
    pub facets: Arc<Facets>,
    /// What was perhaps meant by the words.
    pub meant: Option<Meant>,
}

/// Other words, which find more than the ones that were typed.
pub struct Meant {
    /// The search text.
    pub text: String,
    /// True where its posts are shown already: words that find nothing are looked for loosely. Then nobody is asked
    /// whether they were meant; the page says what it shows.
    pub is_shown: bool,
}

/// Searches, counts, and with `pinned_first` puts what a moderator pinned in front.
///
/// # Errors
/// The index cannot be read.
pub async fn view(index: &Engine, search: Search, pinned_first: bool) -> Result<View, WebError> {
    off_thread(index, move |index| {
        let mut posts = Posts::from(index.search(&search)?);
        if pinned_first {
            let pinned = Filter { field: "mark", any_of: vec!["pinned".to_owned()] };
            let pinned = index.search(&Search {
                filters: vec![pinned],
                limit: MOST_PINNED,
                count_to: Some(0),
                ..Search::default()
            })?;
            posts.lead_with(Posts::from(pinned).found);
        }
        let meant = if search.text.is_empty() || search.cursor.is_some() {
            None
        } else {
            index.did_you_mean(&search.text)?
        };
        let meant = meant.map(|text| meant_beside(index, &search, text, posts.total)).transpose()?;
        Ok(View { posts, facets: index.facets(&search, &COUNTED)?, meant })
    })
    .await
}

fn meant_beside(
    index: &Engine,
    search: &Search,
    text: String,
    shown: usize,
) -> Result<Meant, hashwall_index::IndexError> {
    let other = Search { text, limit: 0, ..search.clone() };
    let is_shown = shown > 0 && index.search(&other)?.total <= shown;
    Ok(Meant { text: other.text, is_shown })
}

/// Other posts that say the same as `post`: the same words or the same link; the newest first.
///
/// # Errors
/// The index cannot be read.
pub async fn kin(index: &Engine, post: &PublicPost) -> Result<Vec<PublicPost>, WebError> {
    let keys = kin::keys(post);
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let filters = vec![Filter { field: "same", any_of: keys }];
    let found = find(index, Search { filters, limit: MOST_KIN + 1, ..Search::default() }).await?.found;
    Ok(found.into_iter().map(|found| found.post).filter(|other| other.id != post.id).take(MOST_KIN).collect())
}

impl From<hashwall_index::Page> for Posts {
    fn from(page: hashwall_index::Page) -> Self {
        let found = page.hits.into_iter().filter_map(decode).collect();
        Self { found, total: page.total, total_is_exact: page.total_is_exact, next: page.next }
    }
}

impl Posts {
    /// Puts `first` in front; none stands twice.
    fn lead_with(&mut self, first: Vec<Found>) {
        self.found.retain(|found| !first.iter().any(|lead| lead.post.id == found.post.id));
        self.found.splice(0..0, first);
    }
}

/// One post; unknown, not approved and erased are the same "not found".
///
/// # Errors
/// Not found, or the index cannot be read.
pub async fn get(index: &Engine, id: &str) -> Result<PublicPost, WebError> {
    let id = id.to_owned();
    let hit = off_thread(index, move |index| index.get(&id)).await?;
    hit.and_then(decode).map(|found| found.post).ok_or(WebError::NotFound)
}

/// Searches that run at the same time in one process. Each takes a core; more of them make all of them slower, and the
/// threads they run on are also those of passwords, pictures and the index's own commits.
static AT_ONCE: Semaphore = Semaphore::const_new(8);
/// A search that has not begun by then is not worth having.
const BEGUN_WITHIN: Duration = Duration::from_secs(5);

/// Reads the index where it may block.
///
/// # Errors
/// The index cannot be read; so many search that this one's turn did not come.
pub async fn off_thread<T: Send + 'static>(
    index: &Engine,
    read: impl FnOnce(&Engine) -> Result<T, hashwall_index::IndexError> + Send + 'static,
) -> Result<T, WebError> {
    let index = index.clone();
    let turn = tokio::time::timeout(BEGUN_WITHIN, AT_ONCE.acquire()).await;
    let turn = turn.map_err(|_waited| WebError::Busy)?.map_err(WebError::internal)?;
    // The turn is the thread's, not the request's: a visitor who leaves does not end the search.
    tokio::task::spawn_blocking(move || {
        let answer = read(&index);
        drop(turn);
        answer
    })
    .await
    .map_err(WebError::internal)?
    .map_err(WebError::internal)
}

/// A document of another shape than ours (the index is older than the program) is left out rather than taking the page
/// down: a rebuild mends it.
fn decode(hit: Hit) -> Option<Found> {
    match serde_json::from_slice(&hit.stored) {
        Ok(post) => Some(Found { post, snippet: hit.snippet }),
        Err(error) => {
            tracing::error!(post = hit.id, error = %error, "a document of the public index cannot be read");
            None
        }
    }
}
