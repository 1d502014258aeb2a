//! The pictures on disk: a folder a post, a file a picture and width. Knows nothing of networks, indexes or who may see
//! what.
//!
//! The large one is named `{number}-{hash}-{width}x{height}-{colour}`, so that a page learns how a picture looks from
//! the folder alone; smaller ones are made of it when they are first asked for, as `{number}-{hash}-{width}`.

use std::collections::HashMap;
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use sha2::{Digest, Sha256};
use url::Url;

use crate::picture::{Look, Shrunk, content_type};

/// Pixels across of the pictures we give, smallest first: a phone, two phones or a card, a laptop, a hall.
pub const WIDTHS: [u32; 4] = [320, 640, 960, 1600];
/// The largest of them, and the only one made of what the network sent.
pub const LARGEST: u32 = WIDTHS[WIDTHS.len() - 1];

/// A picture as it is served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// `image/jpeg` or `image/png`: nothing that can hold a script.
    pub content_type: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
}

/// The folder of all pictures.
pub(super) struct Shelf {
    folder: PathBuf,
    /// What is known of the pictures of a post: all of them or nothing.
    posts: Mutex<HashMap<String, HashMap<String, Look>>>,
    changes: AtomicU64,
}

impl Shelf {
    /// Keeps pictures in `folder`.
    ///
    /// # Errors
    /// The folder cannot be made.
    pub fn open(folder: &Path) -> std::io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        Ok(Self { folder: folder.to_owned(), posts: Mutex::default(), changes: AtomicU64::new(0) })
    }

    /// A file of the shelf itself, outside any post.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Rises with every picture that is put up or taken down: a page made before may know too little.
    pub fn changes(&self) -> u64 {
        self.changes.load(Ordering::Relaxed)
    }

    /// How a picture looks; `None` if it is not here. The first question about a post reads its folder, some
    /// microseconds; the rest is memory.
    pub fn look(&self, post: &str, name: &str) -> Option<Look> {
        let mut posts = self.posts();
        if let Some(known) = posts.get(post) {
            return known.get(name).copied();
        }
        let known = self.listed(post);
        let look = known.get(name).copied();
        // A post without a folder is not remembered: anybody may ask for any id.
        if !known.is_empty() {
            posts.insert(post.to_owned(), known);
        }
        look
    }

    /// The file of a picture that is here, in a width of [`WIDTHS`] or as large as it is; `None` if that width is yet to
    /// be made.
    pub async fn read(&self, post: &str, name: &str, look: Look, width: u32) -> Option<Picture> {
        let file = if width >= look.width { large(name, look) } else { format!("{name}-{width}") };
        let bytes = tokio::fs::read(self.folder.join(post).join(file)).await.ok()?;
        Some(Picture { content_type: content_type(&bytes)?, bytes })
    }

    /// Puts up the large picture.
    ///
    /// # Errors
    /// Disk.
    pub async fn keep(&self, post: &str, name: &str, picture: &Shrunk) -> std::io::Result<()> {
        self.write(post, &large(name, picture.look), &picture.bytes).await?;
        self.posts().entry(post.to_owned()).or_default().insert(name.to_owned(), picture.look);
        self.changes.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    /// Puts up a smaller one beside it.
    ///
    /// # Errors
    /// Disk; the large one has been taken down meanwhile.
    pub async fn keep_small(&self, post: &str, name: &str, width: u32, bytes: &[u8]) -> std::io::Result<()> {
        self.write(post, &format!("{name}-{width}"), bytes).await?;
        if self.look(post, name).is_none() {
            self.drop_all(post).await?;
            return Err(Error::new(ErrorKind::NotFound, "its post was taken down"));
        }
        Ok(())
    }

    /// Whole or not at all: a reader never sees half a picture. Two never write the same name at once: see the turns of
    /// [`super::media::Media`].
    async fn write(&self, post: &str, file: &str, bytes: &[u8]) -> std::io::Result<()> {
        let folder = self.folder.join(post);
        tokio::fs::create_dir_all(&folder).await?;
        let part = folder.join(format!("{file}.part"));
        tokio::fs::write(&part, bytes).await?;
        tokio::fs::rename(&part, folder.join(file)).await
    }

    /// Takes down every picture of a post.
    ///
    /// # Errors
    /// Disk; nothing to take down is none.
    pub async fn drop_all(&self, post: &str) -> std::io::Result<()> {
        self.forget(post);
        match tokio::fs::remove_dir_all(self.folder.join(post)).await {
            Err(broken) if broken.kind() != ErrorKind::NotFound => Err(broken),
            _ => Ok(()),
        }
    }

    /// Takes down the pictures of a post that are not among `names`.
    ///
    /// # Errors
    /// Disk.
    pub async fn drop_others(&self, post: &str, names: &[String]) -> std::io::Result<()> {
        // No folder: no visitor has asked yet.
        let Ok(mut files) = tokio::fs::read_dir(self.folder.join(post)).await else { return Ok(()) };
        while let Some(file) = files.next_entry().await? {
            let file_name = file.file_name();
            let file_name = file_name.to_string_lossy();
            if !names.iter().any(|name| file_name.starts_with(name.as_str())) {
                self.forget(post);
                tokio::fs::remove_file(file.path()).await?;
            }
        }
        Ok(())
    }

    /// True if nothing of a post is on disk.
    pub fn is_empty(&self, post: &str) -> bool {
        !self.folder.join(post).exists()
    }

    fn forget(&self, post: &str) {
        if self.posts().remove(post).is_some() {
            self.changes.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn listed(&self, post: &str) -> HashMap<String, Look> {
        let Ok(files) = std::fs::read_dir(self.folder.join(post)) else { return HashMap::new() };
        files.filter_map(|file| parsed(&file.ok()?.file_name().to_string_lossy())).collect()
    }

    fn posts(&self) -> MutexGuard<'_, HashMap<String, HashMap<String, Look>>> {
        self.posts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The name of a picture: its place in the post and its address. Signed addresses change with every fetch and mean the
/// same picture: the query is left out.
pub(super) fn name(number: usize, address: &Url) -> String {
    let mut plain = address.clone();
    plain.set_query(None);
    let hash = hex::encode(Sha256::digest(plain.as_str().as_bytes()));
    format!("{number}-{}", &hash[..16])
}

/// The width of [`WIDTHS`] that serves a wish: the next larger one.
pub(super) fn served(wish: Option<u32>) -> u32 {
    wish.and_then(|wish| WIDTHS.into_iter().find(|width| *width >= wish)).unwrap_or(LARGEST)
}

fn large(name: &str, look: Look) -> String {
    format!("{name}-{}x{}-{}", look.width, look.height, hex::encode(look.colour))
}

/// The reverse of [`large`]; `None` for any other file.
fn parsed(file: &str) -> Option<(String, Look)> {
    let (rest, colour) = file.rsplit_once('-')?;
    let (name, sides) = rest.rsplit_once('-')?;
    let (width, height) = sides.split_once('x')?;
    let mut bytes = [0; 3];
    hex::decode_to_slice(colour, &mut bytes).ok()?;
    Some((name.to_owned(), Look { width: width.parse().ok()?, height: height.parse().ok()?, colour: bytes }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_the_look_and_no_other_file_does() {
        let look = Look { width: 1600, height: 900, colour: [1, 0xab, 255] };
        assert_eq!(parsed(&large("3-0123456789abcdef", look)), Some(("3-0123456789abcdef".to_owned(), look)));
        for other in
            ["3-0123456789abcdef-320", "position", "3-0123456789abcdef-1600x900-01abff.part", "", "a-b-c"]
        {
            assert_eq!(parsed(other), None, "{other}");
        }
    }

    #[test]
    fn a_wish_gets_the_next_larger_width() {
        assert_eq!(
            [None, Some(1), Some(320), Some(321), Some(9_999)].map(served),
            [1600, 320, 320, 640, 1600]
        );
    }
}
