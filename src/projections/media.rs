//! Pictures of approved posts, fetched by us so that a visitor's browser talks to us alone.
//!
//! A picture is fetched when it is first asked for, and only for a post that is in the public index; as a projection,
//! this follows the log and drops the pictures of posts that are no longer shown. Files alone: no SQL, no web.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;
use futures_util::future::BoxFuture;
use hashwall_index::Engine;
use sha2::{Digest, Sha256};
use url::Url;

use super::projection::{Batch, Projection};
use crate::domain::post::{Attachment, AttachmentKind, Post, State};
use crate::domain::public::PublicPost;
use crate::domain::time::Timestamp;
use crate::http::{Http, Request};

/// A picture that could not be had is not asked for again before this.
const RETRY: Duration = Duration::from_secs(5 * 60);
/// Bytes of one picture.
const LARGEST: usize = 8 * 1024 * 1024;

/// Pictures on disk. Cheap to clone.
#[derive(Clone)]
pub struct Media {
    folder: Arc<PathBuf>,
    http: Http,
    public: Engine,
    /// What could not be had, and until when it is not asked for again.
    failed: Arc<Mutex<HashMap<String, Timestamp>>>,
    /// One fetch at a time for one picture, however many visitors ask.
    fetching: Arc<Mutex<HashMap<String, Arc<tokio::sync::Mutex<()>>>>>,
}

/// A picture, checked by its first bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// `image/jpeg`, `image/png`, `image/gif` or `image/webp`: nothing that can hold a script.
    pub content_type: &'static str,
    /// The file as the network sent it.
    pub bytes: Vec<u8>,
}

impl Media {
    /// Keeps pictures in `folder`, of posts in `public`.
    ///
    /// # Errors
    /// The folder cannot be made.
    pub fn open(folder: &Path, http: Http, public: Engine) -> anyhow::Result<Self> {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("making the media folder {}", folder.display()))?;
        Ok(Self {
            folder: Arc::new(folder.to_owned()),
            http,
            public,
            failed: Arc::default(),
            fetching: Arc::default(),
        })
    }

    /// The picture of attachment `number` of a post, or `None` if the post is not shown, has none, or it cannot be had.
    pub async fn picture(&self, post: &str, number: usize, now: Timestamp) -> Option<Picture> {
        let address = self.address(post, number)?;
        let name = file_name(number, &address);
        let path = self.folder.join(post).join(&name);
        if let Some(kept) = read(&path).await {
            return Some(kept);
        }
        let key = format!("{post}/{name}");
        let turn = Arc::clone(lock(&self.fetching).entry(key.clone()).or_default());
        let _turn = turn.lock().await;
        let kept = match read(&path).await {
            Some(kept) => Some(kept),
            None if lock(&self.failed).get(&key).is_some_and(|until| now < *until) => None,
            None => self.fetch(post, &address, &path, now).await,
        };
        lock(&self.fetching).remove(&key);
        if kept.is_none() {
            let mut failed = lock(&self.failed);
            failed.retain(|_, until| now < *until);
            failed.entry(key).or_insert(now.plus(RETRY));
        }
        kept
    }

    /// The picture of an attachment of a post that is not shown: fetched for one person, kept nowhere.
    pub async fn unkept(&self, attachment: &Attachment, now: Timestamp) -> Option<Picture> {
        let address = Url::parse(picture_url(attachment)?).ok()?;
        self.download("a post of the queue", &address, now).await
    }

    async fn fetch(&self, post: &str, address: &Url, path: &Path, now: Timestamp) -> Option<Picture> {
        let picture = self.download(post, address, now).await?;
        if let Err(broken) = keep(path, &picture.bytes).await {
            tracing::warn!(post, %broken, "a picture could not be kept");
        }
        // Taken away while it was fetched: the projection has passed already, so drop it here.
        if self.public.get(post).ok().flatten().is_none() {
            self.drop_all(post).await;
            return None;
        }
        Some(picture)
    }

    async fn download(&self, post: &str, address: &Url, now: Timestamp) -> Option<Picture> {
        let request =
            Request::get(address.clone()).header("accept", "image/webp,image/png,image/jpeg,image/gif");
        let answer = match self.http.send(now, request).await {
            Ok(answer) if answer.status == 200 && answer.body.len() <= LARGEST => answer,
            Ok(answer) => {
                tracing::info!(post, status = answer.status, bytes = answer.body.len(), "no picture");
                return None;
            }
            Err(broken) => {
                tracing::info!(post, %broken, "no picture");
                return None;
            }
        };
        Some(Picture { content_type: content_type(&answer.body)?, bytes: answer.body })
    }

    fn address(&self, post: &str, number: usize) -> Option<Url> {
        // The name becomes a folder: only our own ids get that far.
        if !post.bytes().all(|c| c.is_ascii_hexdigit() || c == b'-') {
            return None;
        }
        let hit = self.public.get(post).ok().flatten()?;
        let post: PublicPost = serde_json::from_slice(&hit.stored).ok()?;
        Url::parse(picture_url(post.attachments.get(number)?)?).ok()
    }

    async fn drop_all(&self, post: &str) {
        let folder = self.folder.join(post);
        match tokio::fs::remove_dir_all(&folder).await {
            Ok(()) => {}
            Err(absent) if absent.kind() == std::io::ErrorKind::NotFound => {}
            Err(broken) => tracing::error!(post, %broken, "pictures could not be removed"),
        }
    }

    /// Drops the pictures an edit took out of a post that is still shown.
    async fn drop_others(&self, post: &Post) {
        let folder = self.folder.join(&post.id.0);
        let Ok(mut files) = tokio::fs::read_dir(&folder).await else {
            return; // nobody asked for a picture of it yet
        };
        let wanted: HashSet<String> = (0..)
            .zip(&post.draft.attachments)
            .filter_map(|(number, attachment)| {
                Some(file_name(number, &Url::parse(picture_url(attachment)?).ok()?))
            })
            .collect();
        loop {
            let removed = match files.next_entry().await {
                Ok(None) => return,
                Ok(Some(file)) if wanted.contains(&*file.file_name().to_string_lossy()) => Ok(()),
                Ok(Some(file)) => tokio::fs::remove_file(file.path()).await,
                Err(broken) => Err(broken),
            };
            if let Err(broken) = removed {
                tracing::error!(post = post.id.0, %broken, "a picture could not be removed");
                return;
            }
        }
    }

    fn position_file(&self) -> PathBuf {
        self.folder.join("position")
    }
}

impl Projection for Media {
    fn name(&self) -> &'static str {
        "media"
    }

    fn position(&self) -> BoxFuture<'_, anyhow::Result<u64>> {
        Box::pin(async {
            // Without the file (or with half of one) the log is walked from the start: removing twice is harmless.
            let text = tokio::fs::read_to_string(self.position_file()).await.unwrap_or_default();
            Ok(text.trim().parse().unwrap_or(0))
        })
    }

    fn apply<'a>(&'a self, batch: &'a Batch) -> BoxFuture<'a, anyhow::Result<()>> {
        Box::pin(async {
            for entry in batch.changed() {
                match batch.rows.get(&entry.post).filter(|post| post.state == State::Approved) {
                    Some(post) => self.drop_others(post).await,
                    None => self.drop_all(&entry.post.0).await,
                }
            }
            tokio::fs::write(self.position_file(), batch.end().to_string())
                .await
                .context("writing the media position")
        })
    }
}

/// The address of the picture an attachment has, if it has one: the smaller one where there are two.
pub fn picture_url(attachment: &Attachment) -> Option<&str> {
    let own = if attachment.kind == AttachmentKind::Image { attachment.url.as_str() } else { "" };
    [attachment.preview_url.as_str(), own].into_iter().find(|address| !address.is_empty())
}

/// Signed addresses change with every fetch and mean the same picture: the query is left out.
fn file_name(number: usize, address: &Url) -> String {
    let mut plain = address.clone();
    plain.set_query(None);
    let hash = hex::encode(Sha256::digest(plain.as_str().as_bytes()));
    format!("{number}-{}", &hash[..16])
}

/// By the first bytes: what a server claims is not believed.
fn content_type(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some("image/png"),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some("image/gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ => None,
    }
}

async fn read(path: &Path) -> Option<Picture> {
    let bytes = tokio::fs::read(path).await.ok()?;
    Some(Picture { content_type: content_type(&bytes)?, bytes })
}

/// Whole or not at all: a reader never sees half a picture.
async fn keep(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        tokio::fs::create_dir_all(folder).await?;
    }
    let part = path.with_extension("part");
    tokio::fs::write(&part, bytes).await?;
    tokio::fs::rename(&part, path).await
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::content_type;

    #[test]
    fn only_pictures_that_cannot_hold_a_script_are_pictures() {
        assert_eq!(content_type(b"\xff\xd8\xff\xe0"), Some("image/jpeg"));
        assert_eq!(content_type(b"RIFF\0\0\0\0WEBPVP8 "), Some("image/webp"));
        assert_eq!(content_type(b"<svg onload=alert(1)>"), None);
        assert_eq!(content_type(b"<!doctype html>"), None);
        assert_eq!(content_type(b""), None);
    }
}
