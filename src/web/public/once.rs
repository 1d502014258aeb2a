//! A card that is told to a thousand open pages is made once, not a thousand times. Knows nothing of streams.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

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
    data: Arc<str>,
}

static MADE: Mutex<VecDeque<Made>> = Mutex::new(VecDeque::new());

/// Forgets what was made of a post that is taken away.
pub fn forget(post: &PostId) {
    MADE.lock().unwrap_or_else(PoisonError::into_inner).retain(|made| made.post.id != *post);
}

/// What a `put` event carries, in the page's language. Whoever asks for the same while it is made waits for it.
///
/// # Errors
/// The card cannot be rendered.
pub fn told(page: &Page, post: &Arc<PublicPost>) -> Result<Arc<str>, askama::Error> {
    let minute = page.now.0 / FRESH;
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    let known = made.iter().find(|made| {
        Arc::ptr_eq(&made.post, post) && made.language == page.language && made.minute == minute
    });
    if let Some(known) = known {
        return Ok(Arc::clone(&known.data));
    }
    let data = serde_json::json!({
        "id": post.id.0,
        "published": post.published_at.0,
        "voice": post.voice(),
        "featured": post.featured,
        "html": Card::new(page, post, "", Place::List).render()?,
    });
    let data: Arc<str> = data.to_string().into();
    // What nobody asks for any more is not kept: it may be taken away meanwhile.
    made.retain(|made| made.minute == minute);
    made.push_front(Made {
        post: Arc::clone(post),
        language: page.language,
        minute,
        data: Arc::clone(&data),
    });
    made.truncate(KEPT);
    Ok(data)
}
