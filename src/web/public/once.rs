//! A card that is told to a thousand open pages is made once, not a thousand times. Knows nothing of streams.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use askama::Template;

use super::card::{Card, Place};
use crate::domain::post::PostId;
use crate::domain::public::PublicPost;
use crate::web::i18n::Language;
use crate::web::page::Page;

/// The last few: a batch of decisions in two languages.
const KEPT: usize = 64;
/// µs. A card names the year where it is not this year's: it is made anew now and then.
const FRESH: i64 = 60_000_000;

struct Made {
    /// Held, so that the same address in memory is the same change.
    post: Arc<PublicPost>,
    language: Language,
    minute: i64,
    /// Filled by the first who asks; those who ask for the same meanwhile wait for it, and nobody else does.
    data: Arc<OnceLock<Option<Arc<str>>>>,
}

static MADE: Mutex<VecDeque<Made>> = Mutex::new(VecDeque::new());

/// Forgets what was made of a post that is taken away.
pub fn forget(post: &PostId) {
    MADE.lock().unwrap_or_else(PoisonError::into_inner).retain(|made| made.post.id != *post);
}

/// What a `put` event carries, in the page's language; `None` (and a word in the log) if the card cannot be rendered.
/// Whoever asks for the same while it is made waits for it.
pub fn told(page: &Page, post: &Arc<PublicPost>) -> Option<Arc<str>> {
    place(page, post).get_or_init(|| make(page, post)).clone()
}

/// Where it is, or will be.
fn place(page: &Page, post: &Arc<PublicPost>) -> Arc<OnceLock<Option<Arc<str>>>> {
    let minute = page.now.0 / FRESH;
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    let known = made.iter().find(|made| {
        Arc::ptr_eq(&made.post, post) && made.language == page.language && made.minute == minute
    });
    if let Some(known) = known {
        return Arc::clone(&known.data);
    }
    let data = Arc::default();
    // What nobody asks for any more is not kept: it may be taken away meanwhile.
    made.retain(|made| made.minute == minute);
    made.push_front(Made {
        post: Arc::clone(post),
        language: page.language,
        minute,
        data: Arc::clone(&data),
    });
    made.truncate(KEPT);
    data
}

fn make(page: &Page, post: &Arc<PublicPost>) -> Option<Arc<str>> {
    let html = match Card::new(page, post, "", Place::List).render() {
        Ok(html) => html,
        Err(error) => {
            tracing::error!(post = %post.id, error = %error, "a card could not be made");
            return None;
        }
    };
    let data = serde_json::json!({
        "id": post.id.0,
        "published": post.published_at.0,
        "voice": post.voice(),
        "featured": post.featured,
        "html": html,
    });
    Some(data.to_string().into())
}
