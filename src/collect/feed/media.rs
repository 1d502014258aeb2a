//! Pictures, video and sound of an entry: Media RSS, podcast images, enclosures.

use url::Url;

use super::namespace::Ns;
use super::parsed::{Enclosure, Entry, Media, Medium};
use super::resolve::{Scope, resolve};
use super::text::{Default as Otherwise, one_line, text};
use super::tree::{Id, Tree};

/// Pieces of media of one entry; a feed that lists more is playing.
const MAX_MEDIA: usize = 32;

/// What is known of an entry's media before it is put together.
#[derive(Debug, Default)]
pub struct Gathered {
    media: Vec<Media>,
    thumbnails: Vec<Media>,
    /// `media:title`, for an entry without a title.
    pub title: String,
    /// `media:description`, for an entry without any text.
    pub description: String,
}

/// What a file is by its claimed type, or else by the end of its name.
pub fn medium(media_type: &str, address: &str) -> Option<Medium> {
    let kind = media_type.trim().to_ascii_lowercase();
    let path = Url::parse(address).map_or_else(|_| address.to_owned(), |url| url.path().to_owned());
    let end = path.rsplit_once('.').map_or("", |(_, end)| end).to_ascii_lowercase();
    match kind.split('/').next().unwrap_or_default() {
        "image" => Some(Medium::Image),
        "video" => Some(Medium::Video),
        "audio" => Some(Medium::Audio),
        _ => match &*end {
            "jpg" | "jpeg" | "png" | "gif" | "webp" | "avif" => Some(Medium::Image),
            "mp4" | "m4v" | "mov" | "webm" | "m3u8" => Some(Medium::Video),
            "mp3" | "m4a" | "ogg" | "oga" | "opus" | "wav" | "aac" | "flac" => Some(Medium::Audio),
            "pdf" | "docx" | "pptx" => Some(Medium::Document),
            _ if kind.contains("flash") || kind.contains("mpegurl") => Some(Medium::Video),
            _ if kind == "application/pdf" => Some(Medium::Document),
            _ => None,
        },
    }
}

impl Gathered {
    /// Takes an element of Media RSS, or a group of them.
    pub fn take(&mut self, tree: &Tree<'_>, id: Id, outer: &Scope) {
        let scope = outer.inside(tree, id);
        match tree.name(id) {
            "group" => {
                let mut group = Self::default();
                for child in tree.children(id).filter(|&child| tree.ns(child) == Ns::Media) {
                    group.take(tree, child, &scope);
                }
                // A group is one thing in several renditions: the first stands for it.
                if let Some(mut one) = group.media.into_iter().next() {
                    if one.thumbnail.is_empty() {
                        one.thumbnail = group.thumbnails.first().map(|t| t.url.clone()).unwrap_or_default();
                    }
                    fill(&mut one.title, &group.title);
                    self.push(one);
                } else {
                    self.thumbnails.append(&mut group.thumbnails);
                }
                fill(&mut self.title, &group.title);
                fill(&mut self.description, &group.description);
            }
            "content" => self.content(tree, id, &scope),
            "thumbnail" => {
                let address = tree.attribute(id, "url").unwrap_or_else(|| tree.text(id));
                self.thumbnail(&resolve(&scope.base, &address), pixels(tree, id));
            }
            "title" => fill(&mut self.title, &one_line(&text(tree, id, &scope, Otherwise::Guess))),
            "description" => fill(&mut self.description, &text(tree, id, &scope, Otherwise::Guess).value),
            _ => {}
        }
    }

    fn content(&mut self, tree: &Tree<'_>, id: Id, scope: &Scope) {
        let mut inner = Self::default();
        let mut player = String::new();
        for child in tree.children(id).filter(|&child| tree.ns(child) == Ns::Media) {
            match tree.name(child) {
                "player" => player = tree.attribute(child, "url").unwrap_or_default(),
                "content" => {}
                _ => inner.take(tree, child, scope),
            }
        }
        let address = tree.attribute(id, "url").filter(|url| !url.is_empty()).unwrap_or(player);
        let url = resolve(&scope.base, &address);
        let media_type = tree.attribute(id, "type").unwrap_or_default();
        let claimed = match tree.attribute(id, "medium").unwrap_or_default().to_ascii_lowercase().as_str() {
            "image" => Some(Medium::Image),
            "video" => Some(Medium::Video),
            "audio" => Some(Medium::Audio),
            "document" | "executable" => Some(Medium::Document),
            _ => medium(&media_type, &url),
        };
        let thumbnail = inner.thumbnails.first().map(|thumb| thumb.url.clone()).unwrap_or_default();
        if url.is_empty() {
            self.thumbnails.append(&mut inner.thumbnails);
            return;
        }
        let (width, height) = pixels(tree, id);
        let alt = super::text::plain_guess(&inner.description);
        let medium = claimed.unwrap_or_default();
        self.push(Media { medium, url, thumbnail, media_type, width, height, alt, title: inner.title });
    }

    /// Takes a picture that stands for the entry: `media:thumbnail`, `itunes:image`, `image`.
    pub fn thumbnail(&mut self, url: &str, (width, height): (Option<u32>, Option<u32>)) {
        if !url.is_empty() && self.thumbnails.len() < MAX_MEDIA {
            self.thumbnails.push(Media { url: url.to_owned(), width, height, ..Media::default() });
        }
    }

    fn push(&mut self, media: Media) {
        if self.media.len() < MAX_MEDIA && !self.media.iter().any(|have| have.url == media.url) {
            self.media.push(media);
        }
    }

    /// Puts everything on the entry: enclosures are media too, and a thumbnail belongs to the video or sound beside it.
    pub fn finish(mut self, entry: &mut Entry) {
        for file in &entry.enclosures {
            if let Some(medium) = medium(&file.media_type, &file.href) {
                let (url, media_type) = (file.href.clone(), file.media_type.clone());
                self.push(Media { medium, url, media_type, title: file.title.clone(), ..Media::default() });
            }
        }
        let mut thumbnails = self.thumbnails.into_iter();
        let plays = |media: &&mut Media| matches!(media.medium, Medium::Video | Medium::Audio);
        if let Some(playing) = self.media.iter_mut().find(plays) {
            if playing.thumbnail.is_empty() {
                playing.thumbnail = thumbnails.next().map(|thumb| thumb.url).unwrap_or_default();
            }
        } else if self.media.is_empty() {
            // The largest picture, not every size of it.
            let largest = thumbnails.max_by_key(|thumb| thumb.width.unwrap_or(0));
            self.media.extend(largest);
        }
        entry.media = self.media;
    }
}

fn fill(slot: &mut String, value: &str) {
    if slot.is_empty() {
        value.clone_into(slot);
    }
}

fn pixels(tree: &Tree<'_>, id: Id) -> (Option<u32>, Option<u32>) {
    let read = |name| {
        let value: String = tree.attribute(id, name)?;
        value.trim_end_matches("px").trim().parse::<u32>().ok().filter(|&pixels| pixels > 0)
    };
    (read("width"), read("height"))
}

/// An RSS `enclosure`.
pub fn enclosure(tree: &Tree<'_>, id: Id, scope: &Scope) -> Option<Enclosure> {
    let address = ["url", "href", "resource"].iter().find_map(|name| tree.attribute(id, name));
    let href = resolve(&scope.base, &address.unwrap_or_else(|| tree.text(id)));
    let length = ["length", "fileSize"].iter().find_map(|name| tree.attribute(id, name)?.parse().ok());
    let media_type = tree.attribute(id, "type").unwrap_or_default();
    (!href.is_empty()).then(|| Enclosure { href, media_type, length, title: String::new() })
}
