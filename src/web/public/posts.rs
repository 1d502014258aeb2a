//! Approved posts out of the public index: the only way a public page gets at a post.

use hashwall_index::{Engine, Hit, Search};

use crate::domain::public::PublicPost;
use crate::web::error::WebError;

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
    let page = off_thread(index, move |index| index.search(&search)).await?;
    let found = page.hits.into_iter().filter_map(decode).collect();
    Ok(Posts { found, total: page.total, total_is_exact: page.total_is_exact, next: page.next })
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

/// Reads the index where it may block.
///
/// # Errors
/// The index cannot be read.
pub async fn off_thread<T: Send + 'static>(
    index: &Engine,
    read: impl FnOnce(&Engine) -> Result<T, hashwall_index::IndexError> + Send + 'static,
) -> Result<T, WebError> {
    let index = index.clone();
    tokio::task::spawn_blocking(move || read(&index))
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
