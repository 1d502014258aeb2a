//! The moderators' message as a screen gets it. A screen whose network is away takes it down by its own clock's seconds,
//! never by its date: the clocks of halls are wrong.

use serde_json::{Value, json};

use crate::domain::notice::Notice;
use crate::web::page::Page;

/// `{"text": "…", "left": 90000}`, or `null` where there is none. `left` is how many ms it stands yet; `null` = until
/// further notice.
pub fn told(page: &Page, notice: Option<&Notice>) -> String {
    notice
        .map_or(Value::Null, |notice| json!({ "text": notice.text, "left": left(page, notice) }))
        .to_string()
}

/// ms from `page.now` until it ends.
pub fn left(page: &Page, notice: &Notice) -> Option<u64> {
    notice.ends.map(|end| u64::try_from(end.since(page.now).as_millis()).unwrap_or(u64::MAX))
}
