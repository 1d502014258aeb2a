//! Pictures of approved posts, fetched and made small by us so that a visitor's browser talks to us alone.
//!
//! A picture is fetched soon after its post is approved, or when it is first asked for, and only for a post that is in
//! the public index; as a projection, this follows the log and drops the pictures of posts that are no longer shown.
//! Files alone: no SQL, no web.

use std::collections::{HashMap, VecDeque};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;
use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use futures_util::stream;
use hashwall_index::Engine;
use sha2::{Digest, Sha256};
use tokio::sync::{Notify, Semaphore};
use url::Url;

use super::projection::{Batch, Projection};
pub use super::shelf::WIDTHS;
use super::shelf::{self, LARGEST, Picture, Shelf};
use crate::domain::post::{Attachment, Post, State};
use crate::domain::public::PublicPost;
use crate::domain::time::Timestamp;
use crate::http::{Http, Request};
use crate::picture::{ACCEPTED, Look, Shrunk, content_type, shrink};

/// A picture that could not be had is not asked for again before this.
const RETRY: Duration = Duration::from_secs(5 * 60);
/// Bytes of one picture as its network sends it.
const MOST_BYTES: usize = 8 * 1024 * 1024;
/// Pictures fetched at the same time: each may take as much memory as the client allows a body.
const AT_ONCE: usize = 8;
/// Pictures of the queue fetched at the same time: a moderator's pages must not hold up visitors', nor the other way.
const DESK_AT_ONCE: usize = 4;
/// Between two pictures from one host. A network's pictures lie at hosts made for whole pages of them, not at its API,
/// which keeps the distance that the configuration says.
const GAP: Duration = Duration::from_millis(20);
/// Pictures made small at the same time: each may take a quarter of a gigabyte, and a core.
const SHRUNK_AT_ONCE: usize = 2;
/// Pictures that wait to be fetched before anybody asks. After an index was made anew there may be any number; the rest
/// is fetched when it is asked for.
const WAITING: usize = 2_000;

/// The file that says how far the log was followed.
const POSITION: &str = "position";

/// Pictures on disk. Cheap to clone.
#[derive(Clone)]
pub struct Media {
    inner: Arc<Inner>,
}

struct Inner {
    shelf: Shelf,
    http: Http,
    public: Engine,
    failed: Mutex<HashMap<String, Timestamp>>,
    /// One fetch at a time for one picture, however many visitors ask.
    turns: Mutex<HashMap<String, Turn>>,
    downloads: Semaphore,
    desk_downloads: Semaphore,
    shrinking: Semaphore,
    /// Post and place of pictures to fetch before anybody asks.
    waiting: Mutex<VecDeque<(String, usize)>>,
    awaited: Notify,
}

impl std::fmt::Debug for Media {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Media").finish_non_exhaustive()
    }
}

type Turn = Arc<tokio::sync::Mutex<()>>;

impl Media {
    /// Keeps pictures in `folder`, of posts in `public`.
    ///
    /// # Errors
    /// The folder cannot be made.
    pub fn open(folder: &Path, http: Http, public: Engine) -> anyhow::Result<Self> {
        let shelf =
            Shelf::open(folder).with_context(|| format!("making the media folder {}", folder.display()))?;
        Ok(Self {
            inner: Arc::new(Inner {
                shelf,
                http: http.apart(GAP),
                public,
                failed: Mutex::default(),
                turns: Mutex::default(),
                downloads: Semaphore::new(AT_ONCE),
                desk_downloads: Semaphore::new(DESK_AT_ONCE),
                shrinking: Semaphore::new(SHRUNK_AT_ONCE),
                waiting: Mutex::default(),
                awaited: Notify::new(),
            }),
        })
    }

    /// The picture of attachment `number` of a post, at least `width` pixels across if it was (the next width of
    /// [`shelf::WIDTHS`]; `None` = the largest), or `None` if the post is not shown, has none, or it cannot be had.
    pub async fn picture(
        &self,
        post: &str,
        number: usize,
        width: Option<u32>,
        now: Timestamp,
    ) -> Option<Picture> {
        let inner = &self.inner;
        let (address, noted) = inner.address(post, number)?;
        let name = shelf::name(number, &address);
        let width = shelf::served(width);
        if let Some(kept) = inner.kept(post, &name, width).await {
            return Some(kept);
        }
        let key = format!("{post}/{name}");
        let turn = inner.turn(&key).lock_owned().await;
        if let Some(kept) = inner.kept(post, &name, width).await {
            return Some(kept);
        }
        if lock(&inner.failed).get(&key).is_some_and(|until| now < *until) {
            return None;
        }
        // A task of its own: a visitor who leaves, or a time limit, must not undo what was waited for, or a server that
        // hangs would be asked again by everybody who comes.
        let (inner, post) = (Arc::clone(inner), post.to_owned());
        let making = tokio::spawn(async move {
            let made = inner.make(&post, &name, (&address, &noted), width, now).await;
            if made.is_none() {
                let mut failed = lock(&inner.failed);
                failed.retain(|_, until| now < *until);
                failed.insert(key, now.plus(RETRY));
            }
            drop(turn);
            made
        });
        making.await.unwrap_or_else(|broken| {
            tracing::error!(%broken, "a picture's making ended early");
            None
        })
    }

    /// The picture of an attachment of a post that is not shown: fetched for one person, kept nowhere.
    pub async fn unkept(&self, attachment: &Attachment, now: Timestamp) -> Option<Picture> {
        let address = Url::parse(picture_url(attachment)?).ok()?;
        self.inner
            .download(
                "a post of the queue",
                &address,
                &attachment.preview_sha256,
                now,
                &self.inner.desk_downloads,
            )
            .await
            .and_then(picture)
    }

    /// How a picture looks, where it is here already.
    pub fn look(&self, post: &str, number: usize, attachment: &Attachment) -> Option<Look> {
        let address = Url::parse(picture_url(attachment)?).ok()?;
        self.inner.shelf.look(post, &shelf::name(number, &address))
    }

    /// Rises whenever [`Media::look`] may answer otherwise.
    pub fn changes(&self) -> u64 {
        self.inner.shelf.changes()
    }

    /// True if no picture of a post is kept.
    pub fn is_clear_of(&self, post: &str) -> bool {
        is_id(post) && self.inner.shelf.is_empty(post)
    }

    /// Fetches the pictures of what was approved lately, so that the first visitor need not wait, the page knows their
    /// sides, and an address that expires is used in time. How many were tried.
    pub async fn fetch_ahead(&self, now: Timestamp) -> usize {
        let some: Vec<(String, usize)> = {
            let mut waiting = lock(&self.inner.waiting);
            let some = waiting.len().min(AT_ONCE);
            waiting.drain(..some).collect()
        };
        let tried = some.len();
        stream::iter(some)
            .for_each_concurrent(AT_ONCE, |(post, number)| async move {
                self.picture(&post, number, None, now).await;
            })
            .await;
        tried
    }

    /// Waits until [`Media::fetch_ahead`] has something to do.
    pub async fn awaited(&self) {
        if lock(&self.inner.waiting).is_empty() {
            self.inner.awaited.notified().await;
        }
    }
}

impl Inner {
    async fn kept(&self, post: &str, name: &str, width: u32) -> Option<Picture> {
        let look = self.shelf.look(post, name)?;
        self.shelf.read(post, name, look, width).await
    }

    /// The turn of one picture; those nobody waits for any more are forgotten.
    fn turn(&self, key: &str) -> Turn {
        let mut turns = lock(&self.turns);
        turns.retain(|_, turn| Arc::strong_count(turn) > 1);
        Arc::clone(turns.entry(key.to_owned()).or_default())
    }

    /// Fetches what is not here, and makes the width of it.
    async fn make(
        &self,
        post: &str,
        name: &str,
        (address, noted): (&Url, &str),
        width: u32,
        now: Timestamp,
    ) -> Option<Picture> {
        if self.shelf.look(post, name).is_none() {
            let large = self.download(post, address, noted, now, &self.downloads).await?;
            if let Err(broken) = self.shelf.keep(post, name, &large).await {
                // A full disk: the visitor sees it all the same.
                tracing::warn!(post, %broken, "a picture could not be kept");
                return picture(large);
            }
            // Taken away while it was fetched: the projection has passed already, so drop it here.
            if self.public.get(post).ok().flatten().is_none() {
                self.drop_all(post).await;
                return None;
            }
        }
        if let Some(kept) = self.kept(post, name, width).await {
            return Some(kept);
        }
        let large = self.kept(post, name, LARGEST).await?;
        let small = self.shrunk(post, large.bytes, width).await?;
        if let Err(broken) = self.shelf.keep_small(post, name, width, &small.bytes).await {
            tracing::warn!(post, %broken, "a small picture could not be kept");
        }
        picture(small)
    }

    /// `noted` is what its bytes must hash to; empty if nobody noted that.
    async fn download(
        &self,
        post: &str,
        address: &Url,
        noted: &str,
        now: Timestamp,
        places: &Semaphore,
    ) -> Option<Shrunk> {
        let request = Request::get(address.clone()).header("accept", ACCEPTED);
        let one_of_few = places.acquire().await.ok()?;
        let answer = match self.http.send(now, request).await {
            Ok(answer) if answer.status == 200 && answer.body.len() <= MOST_BYTES => answer,
            Ok(answer) => {
                tracing::info!(post, status = answer.status, bytes = answer.body.len(), "no picture");
                return None;
            }
            Err(broken) => {
                tracing::info!(post, %broken, "no picture");
                return None;
            }
        };
        drop(one_of_few);
        if !noted.is_empty() && hex::encode(Sha256::digest(&answer.body)) != noted {
            tracing::info!(post, "another picture than the one that was handed in");
            return None;
        }
        self.shrunk(post, answer.body, LARGEST).await
    }

    async fn shrunk(&self, post: &str, bytes: Vec<u8>, width: u32) -> Option<Shrunk> {
        let _one_of_few = self.shrinking.acquire().await.ok()?;
        // A decoder that panics ends its own thread's task alone.
        match tokio::task::spawn_blocking(move || shrink(&bytes, width)).await {
            Ok(Ok(small)) => Some(small),
            Ok(Err(refused)) => {
                tracing::info!(post, %refused, "no picture");
                None
            }
            Err(broken) => {
                tracing::warn!(post, %broken, "a picture broke its decoder");
                None
            }
        }
    }

    fn address(&self, post: &str, number: usize) -> Option<(Url, String)> {
        if !is_id(post) {
            return None;
        }
        let hit = self.public.get(post).ok().flatten()?;
        let post: PublicPost = serde_json::from_slice(&hit.stored).ok()?;
        let attachment = post.attachments.get(number)?;
        Some((Url::parse(picture_url(attachment)?).ok()?, attachment.preview_sha256.clone()))
    }

    async fn drop_all(&self, post: &str) {
        if let Err(broken) = self.shelf.drop_all(post).await {
            tracing::error!(post, %broken, "pictures could not be removed");
        }
    }

    /// Drops what an edit took away, and lets the rest be fetched.
    async fn follow(&self, post: &Post) {
        let id = &post.id.0;
        let pictures: Vec<(usize, String)> = post
            .draft
            .attachments
            .iter()
            .enumerate()
            .filter_map(|(number, one)| Some((number, Url::parse(picture_url(one)?).ok()?)))
            .map(|(number, address)| (number, shelf::name(number, &address)))
            .collect();
        let names: Vec<String> = pictures.iter().map(|(_, name)| name.clone()).collect();
        if let Err(broken) = self.shelf.drop_others(id, &names).await {
            tracing::error!(post = id, %broken, "a picture could not be removed");
        }
        let mut waiting = lock(&self.waiting);
        for (number, name) in pictures {
            if self.shelf.look(id, &name).is_none() && waiting.len() < WAITING {
                waiting.push_back((id.clone(), number));
            }
        }
        if !waiting.is_empty() {
            self.awaited.notify_one();
        }
    }
}

impl Projection for Media {
    fn name(&self) -> &'static str {
        "media"
    }

    fn position(&self) -> BoxFuture<'_, anyhow::Result<u64>> {
        Box::pin(async {
            // Without the file (or with half of one) the log is walked from the start: removing twice is harmless.
            let text = tokio::fs::read_to_string(self.inner.shelf.file(POSITION)).await.unwrap_or_default();
            Ok(text.trim().parse().unwrap_or(0))
        })
    }

    fn apply<'a>(&'a self, batch: &'a Batch) -> BoxFuture<'a, anyhow::Result<()>> {
        Box::pin(async {
            for entry in batch.changed() {
                match batch.rows.get(&entry.post).filter(|post| post.state == State::Approved) {
                    Some(post) => self.inner.follow(post).await,
                    None => self.inner.drop_all(&entry.post.0).await,
                }
            }
            tokio::fs::write(self.inner.shelf.file(POSITION), batch.end().to_string())
                .await
                .context("writing the media position")
        })
    }
}

/// The address of the picture an attachment has, if it has one: the smaller one where there are two.
pub fn picture_url(attachment: &Attachment) -> Option<&str> {
    attachment.picture()
}

/// The name becomes a folder: only our own ids get that far.
fn is_id(post: &str) -> bool {
    post.len() > 8 && post.bytes().all(|c| c.is_ascii_hexdigit() || c == b'-')
}

fn picture(shrunk: Shrunk) -> Option<Picture> {
    Some(Picture { content_type: content_type(&shrunk.bytes)?, bytes: shrunk.bytes })
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
