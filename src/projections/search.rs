//! Log → tantivy. The public index holds approved posts alone; the desk index holds everything.

use std::collections::BTreeSet;

use anyhow::Context;
use futures_util::future::BoxFuture;
use hashwall_index::{Doc, Engine, Op};

use super::kin;
use super::projection::{Batch, Projection};
use crate::domain::hashtag::fold;
use crate::domain::post::{Draft, Post, State};
use crate::domain::public::PublicPost;
use crate::store::posts;

/// Which of the two indexes this feeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Visitors: approved posts, as [`PublicPost`].
    Public,
    /// Moderators: every post, in the same view, with its state to filter by.
    Desk,
}

/// Feeds one index.
pub struct SearchProjection {
    engine: Engine,
    audience: Audience,
}

impl SearchProjection {
    /// Feeds `engine` with what `audience` may see.
    pub fn new(engine: Engine, audience: Audience) -> Self {
        Self { engine, audience }
    }

    fn op(&self, id: &str, row: Option<&Post>) -> anyhow::Result<Op> {
        let shown = row.filter(|post| self.audience == Audience::Desk || post.state == State::Approved);
        match shown {
            Some(post) => Ok(Op::Put(Box::new(document(post, self.audience)?))),
            None => Ok(Op::Remove(id.to_owned())),
        }
    }
}

impl Projection for SearchProjection {
    fn name(&self) -> &'static str {
        match self.audience {
            Audience::Public => "search-public",
            Audience::Desk => "search-desk",
        }
    }

    fn position(&self) -> BoxFuture<'_, anyhow::Result<u64>> {
        Box::pin(async { Ok(self.engine.position()) })
    }

    fn apply<'a>(&'a self, batch: &'a Batch) -> BoxFuture<'a, anyhow::Result<()>> {
        Box::pin(async move {
            // Only the public index holds counts: the desk's stays as it is when a post is measured.
            let entries = match self.audience {
                Audience::Public => batch.touched(),
                Audience::Desk => batch.changed(),
            };
            let ops = entries
                .into_iter()
                .map(|entry| self.op(&entry.post.0, batch.rows.get(&entry.post)))
                .collect::<anyhow::Result<Vec<Op>>>()?;
            let (engine, end) = (self.engine.clone(), batch.end());
            tokio::task::spawn_blocking(move || engine.apply(ops, end))
                .await
                .context("indexing was interrupted")?
                .with_context(|| format!("{} at log position {end}", self.name()))
        })
    }
}

/// The document of a post.
///
/// # Errors
/// The post cannot be written as JSON (it always can).
pub fn document(post: &Post, audience: Audience) -> anyhow::Result<Doc> {
    let draft = &post.draft;
    // The same view for both: storage limits change without a word in the log, so an index that held them would differ from
    // one made anew. Counts are columns of the public index alone, and every change of them is logged. The desk loads the
    // current row of what it finds.
    let public = PublicPost::from(post);
    let stored = serde_json::to_vec(&public).context("a post as JSON")?;
    let mut keywords = vec![
        ("network", draft.network.as_str().to_owned()),
        ("source", draft.source.clone()),
        ("sector", draft.sector.as_str().to_owned()),
        ("kind", draft.kind.as_str().to_owned()),
    ];
    keywords.extend(draft.organisation.iter().map(|name| ("organisation", name.clone())));
    keywords.extend(draft.language.iter().map(|code| ("language", code.clone())));
    if !draft.author.name.is_empty() {
        keywords.push(("author", fold(&draft.author.name)));
    }
    if !draft.author.handle.is_empty() {
        keywords.push(("author", fold(&draft.author.handle)));
    }
    // The kinds of media, each once: "with pictures", "with video".
    let media: BTreeSet<&str> = draft.attachments.iter().map(|attachment| attachment.kind.as_str()).collect();
    keywords.extend(media.into_iter().map(|kind| ("media", kind.to_owned())));
    keywords.extend(kin::keys(&public).into_iter().map(|key| ("same", key)));
    if post.marks.pinned {
        keywords.push(("mark", "pinned".to_owned()));
    }
    if post.marks.featured {
        keywords.push(("mark", "featured".to_owned()));
    }
    keywords.extend(posts::writer(draft).map(|writer| ("writer", writer)));
    let numbers = if audience == Audience::Public { numbers(draft) } else { Vec::new() };
    if audience == Audience::Desk {
        keywords.extend(post.marks.labels.iter().map(|label| ("label", label.clone())));
        keywords.push(("state", post.state.as_str().to_owned()));
    }
    let names = [draft.author.name.as_str(), &draft.author.handle]
        .into_iter()
        .chain(draft.organisation.as_deref())
        .collect::<Vec<&str>>()
        .join("\n");
    // What hangs on a post is searched with it: a visitor remembers the headline of the link, not of the post.
    // As it is shown: a description that a moderator wrote anew replaces the network's.
    let attached = public
        .attachments
        .iter()
        .flat_map(|attachment| [&attachment.title, &attachment.description, &attachment.alt])
        // Where a happening is and who invites: "Aarhus" finds what is in Aarhus.
        .chain(draft.happening.iter().flat_map(|when| [&when.place, &when.address, &when.organiser]))
        .filter(|part| !part.is_empty())
        .map(String::as_str)
        .collect::<Vec<&str>>()
        .join("\n");
    Ok(Doc {
        id: post.id.0.clone(),
        time: draft.published_at.0,
        title: draft.title.clone().unwrap_or_default(),
        text: draft.text.clone(),
        attached,
        author: draft.author.name.clone(),
        names,
        tags: draft.hashtags.iter().map(|tag| tag.folded.clone()).collect(),
        keywords,
        numbers,
        stored,
    })
}

/// What figures are summed up from. A column is never shown with a post: a visitor sees sums at most.
fn numbers(draft: &Draft) -> Vec<(&'static str, i64)> {
    let mut numbers = Vec::new();
    if let Some(counts) = &draft.engagement {
        let told = [
            ("reactions", counts.reactions),
            ("comments", counts.comments),
            ("shares", counts.shares),
            ("views", counts.views),
            ("fetched", Some(counts.fetched_at.0)),
        ];
        numbers.extend(told.into_iter().filter_map(|(name, count)| Some((name, count?))));
    }
    numbers.extend(posts::followers(draft).map(|followers| ("followers", followers)));
    if let Some(happening) = &draft.happening {
        numbers.extend([("starts", happening.start.0), ("ends", happening.ends().0)]);
    }
    numbers
}
