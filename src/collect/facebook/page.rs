//! The Page itself: name, address and followers, asked once a day.

use std::time::Duration;

use super::cursor::PageInfo;
use super::run::Run;
use super::wire;
use crate::collect::collector::Failure;

/// How long the Page's data is good for.
const FRESH: Duration = Duration::from_secs(24 * 3_600);
/// When it is asked again after it could not be read.
const RETRY: Duration = Duration::from_secs(3_600);

/// Brings what is known of the Page up to date. That it cannot be read is a note: posts come without it.
///
/// # Errors
/// [`Failure::Throttled`]: no other call would be answered either.
pub async fn refresh(run: &mut Run<'_>) -> Result<(), Failure> {
    if run.now() < run.cursor.page.ask_after {
        return Ok(());
    }
    let url = run.graph.url(&[&run.settings.page], &[("fields", wire::PAGE_FIELDS)]);
    let page: wire::Page = match run.graph.get(url).await {
        // Right: every field of a Page may be missing, so an unreadable one is one that says nothing.
        Ok(value) => serde_json::from_value(value).unwrap_or_default(),
        Err(trouble) => match Failure::from(trouble) {
            throttled @ Failure::Throttled { .. } => return Err(throttled),
            other => {
                run.harvest
                    .notes
                    .push(format!("the Page's name and followers were not read: {}", other.why()));
                run.cursor.page.ask_after = run.now().plus(RETRY);
                return Ok(());
            }
        },
    };
    run.cursor.page = PageInfo {
        name: page.name,
        username: page.username,
        link: page.link,
        followers: page.followers_count.and_then(|count| u64::try_from(count).ok()),
        ask_after: run.now().plus(FRESH),
    };
    Ok(())
}
