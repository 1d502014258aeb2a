//! `NewPost` → `Draft`: the only way a network's words get into the house. Knows the source's settings and the data files;
//! reads no clock and asks nobody.

use super::html::{Clean, clean_html, from_text, looks_escaped};
use super::matching::is_wanted;
use super::plain::shorten;
use super::{kind, language, parts, sectors};
use crate::domain::author::Author;
use crate::domain::hashtag::{Hashtag, fold};
use crate::domain::network::Network;
use crate::domain::post::{Body, Draft, NewPost};
use crate::domain::sector::Sector;
use crate::domain::source::{Settings, Source};
use crate::domain::time::Timestamp;

/// Characters of a feed's text that may be shown where the source does not allow all of it.
const EXCERPT: usize = 300;
/// Characters of a text.
const TEXT: usize = 20_000;
/// Hashtags, and links, of a post.
const MOST: usize = 50;
/// Bytes of an id; ours are a network's URN, URI or guid.
const ID: usize = 2_000;

/// Why a post did not become a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unwanted {
    /// It does not carry the hashtag: most posts of most sources. Not an error, not shown as one.
    NoMatch,
    /// It cannot be shown: no text, no title and no attachment, or no id …
    Unusable(String),
}

/// Normalises one post of `source`, collected at `now`.
///
/// # Errors
/// [`Unwanted`] says why the post is kept out.
pub fn normalise(new: NewPost, source: &Source, now: Timestamp) -> Result<Draft, Unwanted> {
    let native_id = new.native_id.trim().to_owned();
    if native_id.is_empty() {
        return Err(Unwanted::Unusable("the network gave no id".to_owned()));
    }
    if native_id.len() > ID {
        return Err(Unwanted::Unusable(format!("its id is longer than {ID} bytes")));
    }
    let body = clean(&new.body, &new.url, source);
    let title = new.title.as_deref().and_then(parts::title);
    let hashtags = hashtags(&body.text, title.as_deref(), &new.tags);
    if !is_wanted(&source.matching, &hashtags, &[title.as_deref().unwrap_or_default(), &body.text]) {
        return Err(Unwanted::NoMatch);
    }
    let attachments = parts::attachments(new.attachments);
    if body.text.is_empty() && title.is_none() && attachments.is_empty() {
        return Err(Unwanted::Unusable("it has no text, no title and no attachment".to_owned()));
    }

    let title = title.filter(|title| !repeats(title, &body.text));
    let language = language::language_of(
        &format!("{}\n{}", title.as_deref().unwrap_or_default(), body.text),
        new.language.as_deref(),
    );
    let kind = new
        .kind
        .unwrap_or_else(|| kind::guess(new.network, title.as_deref(), &body.text, &hashtags, &attachments));
    let shown = shown(body, source);
    let author = parts::author(new.author);
    let (organisation, sector) = organisation(source, &author);
    let (published_at, edited_at) = parts::times(new.published_at, new.edited_at, now);
    let engagement = new.engagement.map(|mut counts| {
        if counts.fetched_at == Timestamp::default() {
            counts.fetched_at = now;
        }
        counts
    });
    Ok(Draft {
        network: new.network,
        url: url(&new.url, new.network, &native_id),
        native_id,
        source: source.id.clone(),
        author,
        organisation,
        sector,
        title,
        html: shown.html,
        text: shown.text,
        hashtags: hashtags.into_iter().take(MOST).collect(),
        mentions: parts::mentions(new.mentions),
        links: shown.links.into_iter().filter(|link| link.len() <= parts::URL).take(MOST).collect(),
        attachments,
        warning: new.warning.as_deref().and_then(parts::title),
        language,
        kind,
        published_at,
        edited_at,
        engagement,
        keep: new.keep,
        happening: new.happening.map(parts::happening),
    })
}

fn clean(body: &Body, url: &str, source: &Source) -> Clean {
    match body {
        Body::Text(text) => from_text(text),
        Body::Html(html) => {
            let base = match &source.settings {
                Settings::Feed(feed) if url.trim().is_empty() => feed.url.as_str(),
                _ => url,
            };
            let clean = clean_html(html, Some(base));
            // A feed that escaped its HTML twice has no tag at all, and a text full of them.
            if !html.contains('<') && looks_escaped(&clean.text) {
                clean_html(&clean.text, Some(base))
            } else {
                clean
            }
        }
    }
}

/// Text first, then title, then structure; each folded form once.
fn hashtags(text: &str, title: Option<&str>, tags: &[String]) -> Vec<Hashtag> {
    let mut found = Hashtag::find_all(text);
    let more = title.map(Hashtag::find_all).unwrap_or_default();
    for tag in more.into_iter().chain(tags.iter().take(200).filter_map(|tag| Hashtag::new(tag))) {
        if !found.iter().any(|seen| seen.folded == tag.folded) {
            found.push(tag);
        }
    }
    found
}

/// True if the headline is only the text's beginning, as blogs make it of posts that have none.
fn repeats(title: &str, text: &str) -> bool {
    let words = |text: &str| fold(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let whole = title.trim_end();
    let bare = whole.trim_end_matches(['…', '.', ' ']);
    let was_cut = whole.ends_with('…') || whole.ends_with("...");
    let title = words(bare);
    // Far more than a title, far less than a long text.
    let beginning: String = text.chars().take(parts::TITLE * 2).collect();
    let rest = words(&beginning).strip_prefix(&title).map(str::to_owned);
    !title.is_empty() && rest.is_some_and(|rest| was_cut || !rest.starts_with(char::is_alphanumeric))
}

/// What may be shown of the body: all of it, or an excerpt.
fn shown(body: Clean, source: &Source) -> Clean {
    let most = match &source.settings {
        Settings::Feed(feed) if !feed.full_text => EXCERPT,
        _ => TEXT,
    };
    if most == TEXT && body.text.chars().nth(TEXT).is_none() {
        return body;
    }
    from_text(&shorten(&body.text, most))
}

/// Where the original is. A Mastodon server with an odd name still has its permalink, and its id is one.
fn url(raw: &str, network: Network, native_id: &str) -> String {
    let canonical = parts::link(raw);
    if !canonical.is_empty() || network != Network::Mastodon {
        return canonical;
    }
    let is_http = |text: &&str| text.starts_with("https://") || text.starts_with("http://");
    [raw.trim(), native_id]
        .into_iter()
        .filter(is_http)
        .find_map(|text| url::Url::parse(text).ok())
        .map(String::from)
        .filter(|url| url.len() <= parts::URL)
        .unwrap_or_default()
}

/// From the source's settings; else from the author's name. The data knows the sector better than the settings.
fn organisation(source: &Source, author: &Author) -> (Option<String>, Sector) {
    let configured = source.sector.unwrap_or_default();
    if let Some(name) = &source.organisation {
        return (Some(name.clone()), sectors::sector_of(name).unwrap_or(configured));
    }
    match sectors::organisation_of(&author.name) {
        Some((name, sector)) => (Some(name), sector),
        None => {
            (author.is_organisation.then(|| author.name.clone()).filter(|name| !name.is_empty()), configured)
        }
    }
}
