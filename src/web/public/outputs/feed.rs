//! What every feed format says, before it is written in one: the feed's own facts and its entries.

use crate::domain::markup::escaped;
use crate::domain::public::PublicPost;
use crate::domain::time::Timestamp;
use crate::web::page::Page;
use crate::web::public::card::beginning;

/// Characters of a title made of the text's own beginning.
const TITLE: usize = 80;
/// Characters of a summary.
const SUMMARY: usize = 300;

/// A feed.
pub struct Feed {
    /// Of the view.
    pub title: String,
    /// One line; never empty, since RSS wants one.
    pub about: String,
    /// Stable as long as the wall keeps its host: a `tag:` URI (RFC 4151).
    pub id: String,
    /// The view's page.
    pub home: String,
    /// The feed's own address.
    pub this: String,
    /// The feed's next page (RFC 5005).
    pub next: Option<String>,
    /// Where changes are told at once (WebSub), if there is a hub.
    pub hub: Option<String>,
    /// `da` or `en`.
    pub language: &'static str,
    /// Who runs the wall.
    pub owner: String,
    /// When anything in it last changed.
    pub updated: Timestamp,
    /// Newest first.
    pub entries: Vec<Entry>,
}

/// One post.
pub struct Entry {
    /// Stable: a `tag:` URI.
    pub id: String,
    /// Our page of it.
    pub url: String,
    /// The original; may be empty.
    pub original: String,
    /// Its headline, or its author and first words.
    pub title: String,
    /// Plain text.
    pub summary: String,
    /// Sanitised.
    pub html: String,
    /// Who wrote it, or who stands for it; never empty.
    pub author: String,
    /// Their page; may be empty.
    pub author_url: String,
    /// Hashtags as written.
    pub tags: Vec<String>,
    /// ISO 639-1.
    pub language: Option<String>,
    /// When it was published.
    pub published: Timestamp,
    /// When its author changed it last.
    pub updated: Timestamp,
    /// Pictures with their descriptions, served by us.
    pub pictures: Vec<(String, String)>,
}

/// A `tag:` URI of a path of ours.
pub fn tag(page: &Page, path: &str) -> String {
    let host = page.site.base_url.host_str().unwrap_or("hashwall");
    // The year in which the first wall was made: a tag's date says when its authority had the name, not when it was minted.
    format!("tag:{host},2026:{path}")
}

impl Entry {
    /// Of a post. What stands behind a warning on the wall is not given away here: its words and pictures are one click
    /// away. Blurred pictures are left out.
    pub fn new(page: &Page, post: &PublicPost) -> Self {
        let path = format!("/opslag/{}", post.id);
        let url = page.absolute(&page.href(&path));
        let named = [post.author.as_str(), post.organisation.as_deref().unwrap_or_default(), &post.handle];
        let author = named.into_iter().find(|name| !name.is_empty());
        let author = author.map_or_else(|| page.text("author-unknown"), str::to_owned);
        let (text, html) = match post.warned() {
            Some(warning) => {
                let said = page.text_with("card-warning", "warning", warning);
                let html = format!("<p>{}</p>", escaped(&said));
                (said, html)
            }
            None => (post.text.clone(), post.html.clone()),
        };
        let title = post.title.as_deref().map(str::trim).filter(|title| !title.is_empty());
        let title = match title.filter(|_| post.warned().is_none()) {
            Some(title) => title.to_owned(),
            None if text.trim().is_empty() => author.clone(),
            None => format!("{author}: {}", beginning(&text, TITLE)),
        };
        let hidden = post.blurred || post.warned().is_some();
        let pictures =
            post.attachments.iter().enumerate().filter(|(_, one)| !hidden && one.picture().is_some());
        Self {
            id: tag(page, &path),
            summary: beginning(&text, SUMMARY),
            author_url: post.author_url.clone(),
            tags: post.hashtags.iter().map(|tag| tag.written.clone()).collect(),
            language: post.language.clone(),
            published: post.published_at,
            updated: post.updated_at(),
            pictures: pictures
                .map(|(number, one)| {
                    (page.absolute(&format!("/media/{}/{number}", post.id)), one.alt.clone())
                })
                .collect(),
            original: post.url.clone(),
            url,
            title,
            html,
            author,
        }
    }

    /// The HTML with the pictures and the way to the original, as a feed reader shows it.
    pub fn content(&self, page: &Page) -> String {
        let mut html = self.html.clone();
        for (address, alt) in &self.pictures {
            html.push_str(&format!("<p><img src=\"{}\" alt=\"{}\"></p>", escaped(address), escaped(alt)));
        }
        if !self.original.is_empty() {
            let (address, words) = (escaped(&self.original), page.text("feed-original"));
            html.push_str(&format!("<p><a href=\"{address}\">{}</a></p>", escaped(&words)));
        }
        html
    }
}
