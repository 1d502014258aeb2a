//! One post as HTML. Page, live updates and widget all show a post by this and nothing else, so that what is escaped
//! here is escaped everywhere, and nobody's browser is sent to a third party.

use std::cell::RefCell;
use std::collections::HashSet;

use askama::Template;
use url::Url;

use super::happenings::facts::Facts;
use super::tags;
use crate::domain::hashtag::Hashtag;
use crate::domain::link::host_of;
use crate::domain::linkedin;
use crate::domain::markup::escaped;
use crate::domain::network::Network;
use crate::domain::post::{Attachment, AttachmentKind, Kind};
use crate::domain::public::PublicPost;
use crate::domain::sector::Sector;
use crate::picture::Look;
use crate::projections::media::{WIDTHS, picture_url};
use crate::web::page::{Page, encode};

/// A text longer than this (in characters) is folded in a list …
const FOLD_ABOVE: usize = 320;
/// … to about this much of it.
const LEAD: usize = 240;

/// A text of at most this, without a headline, is a statement and set larger.
const STATEMENT: usize = 140;

/// Pixels across of a picture whose browser does not choose.
const CARD_WIDTH: u32 = 640;
/// How wide a picture is in a list: all of a phone, or a column. A browser that knows by itself does better (`auto`).
const LIST_ROOM: &str = "auto, (min-width: 48rem) 24rem, 100vw";
/// How wide on the post's own page.
const ALONE_ROOM: &str = "auto, (min-width: 48rem) 44rem, 100vw";

/// Where the card stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Among others: long texts are folded.
    List,
    /// On its own page: everything is open.
    Alone,
}

/// The card. Rendering it is `card.render()`; inside another template, `{{ card|safe }}`.
#[derive(Template)]
#[template(path = "card.html")]
pub struct Card<'a> {
    page: &'a Page,
    post: &'a PublicPost,
    /// Escaped HTML with `<mark>`, or empty.
    snippet: &'a str,
    /// The beginning of a long text, as HTML; the whole is folded under it.
    lead: Option<String>,
    /// The post's HTML, its hashtags linked. In a list the wall's own is no link: every post there has it.
    text: String,
    /// Hashtags that do not stand in the text.
    tags: Vec<&'a Hashtag>,
    media: Vec<Media<'a>>,
    /// False on the desk for a post that visitors are not shown: it has no page of its own then.
    has_page: bool,
}

/// An attachment, ready to be shown.
struct Media<'a> {
    kind: AttachmentKind,
    /// Our own address of the picture; without one, its description and a link to the original stand alone.
    src: Option<String>,
    /// How the picture looks, where it is here already.
    look: Option<Look>,
    /// Room for it where the page is narrow and where it is not, in the words of HTML's `sizes`.
    room: &'static str,
    /// True where it is to be had in several widths.
    has_widths: bool,
    /// Where the thing is, for a visitor who wants to go there.
    href: Option<&'a str>,
    /// Whose site that is.
    host: String,
    attachment: &'a Attachment,
}

impl<'a> Card<'a> {
    /// A card; `snippet` comes from the index and is empty when nothing was searched for.
    pub fn new(page: &'a Page, post: &'a PublicPost, snippet: &'a str, place: Place) -> Self {
        // Behind a content warning everything is folded already, and no piece of it may stand outside.
        let warned = post.warning.as_deref().is_some_and(|warning| !warning.trim().is_empty());
        let foldable = place == Place::List && !warned;
        let snippet = if foldable { snippet } else { "" };
        let media: Vec<Media<'a>> = post
            .attachments
            .iter()
            .enumerate()
            .map(|(number, attachment)| Media::of(page, number, attachment, post, place))
            .collect();
        let long = foldable && snippet.is_empty() && post.text.chars().count() > FOLD_ABOVE;
        let own = |tag: &Hashtag| page.site.hashtags.iter().any(|own| own.folded == tag.folded);
        let mut tags: Vec<&Hashtag> =
            post.hashtags.iter().filter(|tag| place == Place::Alone || !own(tag)).collect();
        let linked = |html: &str| {
            let found = RefCell::new(HashSet::new());
            let text = tags::link(html, |tag| {
                let known = tags.iter().find(|known| known.folded == tag.folded)?;
                found.borrow_mut().insert(known.folded.as_str());
                Some(tag_href(page, known))
            });
            (text, found.into_inner())
        };
        let lead = long.then(|| linked(&escaped(&beginning(&post.text, LEAD))).0);
        let (text, found) = linked(&post.html);
        tags.retain(|tag| !found.contains(tag.folded.as_str()));
        Self { page, post, snippet, lead, text, tags, media, has_page: true }
    }

    /// As the desk shows it: pictures come through the desk, because visitors' address serves approved posts alone, and
    /// unless the post is `shown` to visitors nothing leads to pages that are not there.
    pub fn on_desk(mut self, shown: bool) -> Self {
        self.has_page = shown;
        for media in &mut self.media {
            media.move_to_desk();
        }
        self
    }

    /// The author, else who is known to be behind it.
    fn name(&self) -> String {
        [Some(self.post.author.as_str()), self.post.organisation.as_deref(), Some(self.post.handle.as_str())]
            .into_iter()
            .flatten()
            .find(|name| !name.is_empty())
            .map_or_else(|| self.page.text("author-unknown"), str::to_owned)
    }

    fn author_url(&self) -> Option<&str> {
        web_address(&self.post.author_url)
    }

    fn original(&self) -> Option<&str> {
        web_address(&self.post.url)
    }

    /// The organisation where the name above does not already say it.
    fn organisation(&self) -> Option<&str> {
        self.post.organisation.as_deref().filter(|name| !name.is_empty() && *name != self.name())
    }

    fn sector(&self) -> Option<String> {
        let known = self.post.sector != Sector::Other;
        known.then(|| self.page.word("sector", self.post.sector.as_str()))
    }

    /// The network's name; of a feed, whose feed it is.
    fn network(&self) -> String {
        let name = || self.page.word("network", self.post.network.as_str());
        let web = matches!(self.post.network, Network::Feed | Network::Calendar | Network::Submitted);
        let host = web.then(|| self.original().and_then(host_of)).flatten();
        host.unwrap_or_else(name)
    }

    /// What it is, where that is more than "a post".
    fn kind(&self) -> Option<String> {
        (self.post.kind != Kind::Post).then(|| self.page.word("kind", self.post.kind.as_str()))
    }

    /// "hos LinkedIn", "hos ledelse.example": the name of the place the original stands at.
    fn place(&self) -> String {
        match self.post.network {
            Network::LinkedIn | Network::Facebook => self.network(),
            Network::Mastodon | Network::Feed | Network::Calendar | Network::Submitted => {
                self.original().and_then(host_of).unwrap_or_else(|| self.network())
            }
        }
    }

    /// When and where, of an entry of a calendar.
    fn facts(&self) -> Option<Facts<'_>> {
        let happening = self.post.happening.as_ref()?;
        Some(Facts::new(self.page, happening, self.has_page.then_some(&self.post.id)))
    }

    fn permalink(&self) -> String {
        self.page.href(format!("/opslag/{}", self.post.id))
    }

    fn tag_href(&self, tag: &Hashtag) -> String {
        tag_href(self.page, tag)
    }

    fn is_statement(&self) -> bool {
        self.title().is_none()
            && self.post.kind == Kind::Post
            && self.snippet.is_empty()
            && (1..=STATEMENT).contains(&self.post.text.chars().count())
    }

    fn remove_href(&self) -> String {
        self.page.href(format!("/opslag/{}/fjern", self.post.id))
    }

    /// True where the pictures are shown only to those who ask.
    fn is_blurred(&self) -> bool {
        self.post.blurred && self.media.iter().any(|media| media.src.is_some())
    }

    fn title(&self) -> Option<&str> {
        self.post.title.as_deref().map(str::trim).filter(|title| !title.is_empty())
    }

    fn warning(&self) -> Option<&str> {
        self.post.warning.as_deref().map(str::trim).filter(|warning| !warning.is_empty())
    }
}

impl<'a> Media<'a> {
    fn of(
        page: &Page,
        number: usize,
        attachment: &'a Attachment,
        post: &'a PublicPost,
        place: Place,
    ) -> Self {
        let own = web_address(&attachment.url);
        let original = web_address(&post.url);
        // A picture's own address often expires or forbids linking; the post it belongs to does not.
        let href = if attachment.kind == AttachmentKind::Image { original.or(own) } else { own.or(original) };
        let host = href.and_then(host_of).unwrap_or_default();
        let src = picture_url(attachment).map(|_| format!("/media/{}/{number}", post.id));
        let look = page.look(&post.id, number, attachment);
        let room = if place == Place::Alone { ALONE_ROOM } else { LIST_ROOM };
        Self { kind: attachment.kind, src, look, room, has_widths: true, href, host, attachment }
    }

    fn move_to_desk(&mut self) {
        self.src = self.src.take().map(|src| format!("/moderation{src}"));
        self.has_widths = false;
    }

    /// For browsers that do not choose: a card's width on a screen of two pixels a point.
    fn one_source(&self) -> Option<String> {
        let src = self.src.as_ref()?;
        Some(if self.has_widths { format!("{src}?w={CARD_WIDTH}") } else { src.clone() })
    }

    /// Every width there is, for the browser to choose by its own; `None` where that is not known.
    fn sources(&self) -> Option<String> {
        let (src, look) = (self.src.as_ref()?, self.look?);
        let smaller = WIDTHS.iter().filter(|width| **width < look.width);
        let mut sources: Vec<String> = smaller.map(|width| format!("{src}?w={width} {width}w")).collect();
        sources.push(format!("{src} {}w", look.width));
        (self.has_widths && sources.len() > 1).then(|| sources.join(", "))
    }

    /// The colour that stands there until the picture does: the nearest of the 64 in `tokens.css`, because a page may
    /// carry no style of its own.
    fn tint(&self) -> Option<String> {
        let level = |channel: u8| (u32::from(channel) * 3 + 127) / 255;
        let [red, green, blue] = self.look?.colour.map(level);
        Some(format!("tint-{red}{green}{blue}"))
    }

    fn name(&self) -> &str {
        [self.attachment.title.trim(), self.attachment.alt.trim()]
            .into_iter()
            .find(|name| !name.is_empty())
            .unwrap_or_default()
    }

    fn is_image(&self) -> bool {
        self.kind == AttachmentKind::Image
    }

    /// What shows it here, once a visitor asks for that: a browser's own player, or a frame of the place it lies at.
    fn player(&self) -> Option<Player> {
        match self.kind {
            AttachmentKind::Video => player(&self.attachment.url),
            AttachmentKind::Link => {
                linkedin::embed(&self.attachment.url).map(|address| Player { how: "post", address })
            }
            _ => None,
        }
    }

    /// What the button says that asks for it.
    fn play_key(&self) -> &'static str {
        if self.kind == AttachmentKind::Link { "media-show-here" } else { "media-play-here" }
    }

    /// Pixels: as the picture is, or else as the network tells. The page then keeps the room free before it comes.
    fn size(&self) -> Option<(u32, u32)> {
        if let Some(look) = self.look {
            return Some((look.width, look.height));
        }
        let known = |pixels: Option<u32>| pixels.filter(|pixels| *pixels > 0);
        known(self.attachment.width).zip(known(self.attachment.height))
    }

    fn see_key(&self) -> String {
        format!("media-see-{}", self.word())
    }

    fn word(&self) -> &'static str {
        match self.kind {
            AttachmentKind::Image => "image",
            AttachmentKind::Video => "video",
            AttachmentKind::Audio => "audio",
            AttachmentKind::Document => "document",
            AttachmentKind::Link => "link",
            AttachmentKind::Poll => "poll",
        }
    }
}

/// How a video is played in the page.
#[derive(Debug, PartialEq, Eq)]
struct Player {
    /// `frame`, `video`, or `post` for a frame as tall as a post.
    how: &'static str,
    address: String,
}

/// Only places the content policy lets a page frame, by their players that set no cookie before they play; and plain
/// video files. Anything else is a link.
fn player(address: &str) -> Option<Player> {
    let url = Url::parse(address).ok().filter(|url| url.scheme() == "https")?;
    let host = url.host_str()?.trim_start_matches("www.").trim_start_matches("m.");
    let is_id = |id: &str| {
        (6..=16).contains(&id.len()) && id.bytes().all(|c| c.is_ascii_alphanumeric() || b"-_".contains(&c))
    };
    let framed = |address: String| Some(Player { how: "frame", address });
    let mut path = url.path_segments()?;
    match host {
        "youtube.com" | "youtube-nocookie.com" | "youtu.be" => {
            let watched = url.query_pairs().find(|(name, _)| name == "v").map(|(_, id)| id.into_owned());
            let id = watched.or_else(|| path.next_back().map(str::to_owned)).filter(|id| is_id(id))?;
            framed(format!("https://www.youtube-nocookie.com/embed/{id}?autoplay=1"))
        }
        "vimeo.com" => {
            let id = path.next().filter(|id| !id.is_empty() && id.bytes().all(|c| c.is_ascii_digit()))?;
            framed(format!("https://player.vimeo.com/video/{id}?dnt=1&autoplay=1"))
        }
        _ if [".mp4", ".webm", ".m4v"].iter().any(|end| url.path().ends_with(end)) => {
            Some(Player { how: "video", address: url.into() })
        }
        _ => None,
    }
}

/// The wall's search for a hashtag.
fn tag_href(page: &Page, tag: &Hashtag) -> String {
    let query = encode(&[("q".to_owned(), format!("#{}", tag.written))]);
    page.href(format!("/?{query}"))
}

/// The address if it is http(s); anything else (`javascript:`, `data:`, nothing) is no link.
fn web_address(address: &str) -> Option<&str> {
    let url = Url::parse(address).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(address)
}

/// The first `length` characters or so, to the end of a word.
pub fn beginning(text: &str, length: usize) -> String {
    let mut words = String::new();
    for word in text.split_whitespace() {
        if words.chars().count() + word.chars().count() > length {
            if words.is_empty() {
                words.extend(word.chars().take(length));
            }
            words.push('…');
            return words;
        }
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_are_links() {
        assert_eq!(web_address("https://a.example/x"), Some("https://a.example/x"));
        for bad in [
            "javascript:alert(1)",
            "data:text/html,x",
            "",
            "//a.example",
            " vbscript:x",
            "mailto:a@b.example",
        ] {
            assert_eq!(web_address(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_video_is_played_here_only_where_the_policy_lets_it() {
        let framed = |address: &str| player(address).map(|player| player.address);
        let tube = Some("https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1".to_owned());
        assert_eq!(framed("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3"), tube);
        assert_eq!(framed("https://youtu.be/dQw4w9WgXcQ"), tube);
        let vimeo = Some("https://player.vimeo.com/video/1234567?dnt=1&autoplay=1".to_owned());
        assert_eq!(framed("https://vimeo.com/1234567"), vimeo);
        let file = player("https://m.example/a.mp4").unwrap();
        assert_eq!((file.how, file.address.as_str()), ("video", "https://m.example/a.mp4"));
        for other in
            ["https://youtube.com/\"><script>", "http://m.example/a.mp4", "https://x.example/", "", "x"]
        {
            assert_eq!(player(other), None, "{other}");
        }
    }

    #[test]
    fn a_lead_ends_at_a_word_and_one_endless_word_is_cut() {
        assert_eq!(beginning("Tillid er godt, og mere er bedre", 15), "Tillid er godt,…");
        assert_eq!(beginning("kort", 15), "kort");
        assert_eq!(beginning(&"å".repeat(40), 5), "ååååå…");
    }
}
