//! The posts a number comes from.

use anyhow::Context;
use hashwall_index::Engine;

use super::asked::{adds, figuring, narrowed};
use crate::domain::figures::{Drill, Filters, Window};
use crate::domain::public::PublicPost;
use crate::domain::time::Timestamp;

/// A page of the list behind a number.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listed {
    /// What the whole list adds up to: the number.
    pub sum: i64,
    /// Posts on the whole list.
    pub posts: u64,
    /// The page, newest first, each with what it adds.
    pub page: Vec<(PublicPost, i64)>,
}

/// The list behind a number of the same window and filters, `limit` posts after the first `offset`.
///
/// # Errors
/// The index cannot be read.
pub async fn list(
    index: &Engine,
    window: &Window,
    filters: &Filters,
    drill: &Drill,
    (offset, limit): (usize, usize),
    now: Timestamp,
) -> anyhow::Result<Listed> {
    if window.is_empty() {
        return Ok(Listed::default());
    }
    let asked = narrowed(figuring(window, filters, now), drill);
    let (index, adds) = (index.clone(), adds(drill.only));
    let listed = tokio::task::spawn_blocking(move || index.figures_list(&asked, adds, offset, limit))
        .await
        .context("listing was interrupted")?
        .context("the list behind a figure")?;
    let decode = |(hit, adds): (hashwall_index::Hit, i64)| {
        serde_json::from_slice(&hit.stored).ok().map(|post: PublicPost| (post, adds))
    };
    let page = listed.hits.into_iter().filter_map(decode).collect();
    Ok(Listed { sum: listed.sum, posts: listed.documents, page })
}
