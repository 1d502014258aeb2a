//! The hashtag timeline: the first time some pages back from the newest, then oldest first above what was read.
//!
//! `min_id` gives the page immediately above an id and `since_id` the newest page above it, which can leave a gap: only
//! the former is used. No `Link` header is needed.

use serde_json::Value;

use super::api::Answer;
use super::cursor::{Back, is_above};
use super::run::Run;
use crate::collect::collector::Failure;
use crate::collect::json;
use crate::domain::time::Timestamp;

/// Statuses asked for at a time; Mastodon's limit.
const AT_A_TIME: &str = "40";
/// Pages read back from the newest the first time.
const FIRST_PAGES: u32 = 5;
/// Pages one run reads; the rest is left to the next run.
const PAGE_BUDGET: u32 = 20;
/// Runs in a row with an empty timeline before the operator is told that it may be switched off.
const EMPTY_RUNS: u32 = 3;

/// Reads what is new.
///
/// # Errors
/// What the scheduler should do; what was read before is in the harvest, and the cursor stands behind it.
pub async fn read(run: &mut Run<'_>) -> Result<(), Failure> {
    let mut budget = PAGE_BUDGET;
    match run.cursor.newest.is_empty() {
        true => newest_page(run, &mut budget).await?,
        false => catch_up(run, &mut budget).await?,
    }
    go_back(run, &mut budget).await?;
    run.harvest.more = run.cursor.resume.is_some() || run.cursor.back.is_some();
    Ok(())
}

async fn newest_page(run: &mut Run<'_>, budget: &mut u32) -> Result<(), Failure> {
    let page = page(run, &[], budget).await?;
    if let Some(below) = page.lowest {
        // A first page of posts that are all younger than an hour settles nothing by itself.
        run.cursor.settle(&below);
        run.cursor.back = Some(Back { below, pages: FIRST_PAGES - 1 });
        run.cursor.empty_runs = 0;
        return Ok(());
    }
    run.cursor.empty_runs = run.cursor.empty_runs.saturating_add(1);
    if run.cursor.empty_runs >= EMPTY_RUNS {
        run.harvest.notes.push(format!(
            "nothing was found for #{} in {} runs: nobody used it, or the server has switched its hashtag timelines off",
            run.settings.tag, run.cursor.empty_runs
        ));
    }
    Ok(())
}

async fn catch_up(run: &mut Run<'_>, budget: &mut u32) -> Result<(), Failure> {
    let mut above = run.cursor.start().to_owned();
    loop {
        if *budget == 0 {
            return Ok(());
        }
        let page = page(run, &[("min_id", &above)], budget).await?;
        match page.highest {
            // Pages come oldest first: whatever ends this early, the next run goes on from here. (Not from the newest id
            // ever read: a late arrival may have been sorted in between.)
            Some(highest) if is_above(&highest, &above) => {
                above.clone_from(&highest);
                run.cursor.resume = Some(highest);
            }
            end => {
                if end.is_some() {
                    let circle = "the server repeats a page instead of ending; the reading ended there";
                    run.harvest.notes.push(circle.to_owned());
                }
                run.cursor.resume = None;
                return Ok(());
            }
        }
    }
}

async fn go_back(run: &mut Run<'_>, budget: &mut u32) -> Result<(), Failure> {
    while let Some(Back { below, pages }) = run.cursor.back.clone() {
        if pages == 0 {
            run.cursor.back = None;
            break;
        }
        if *budget == 0 {
            break;
        }
        let page = page(run, &[("max_id", &below)], budget).await?;
        let further = page.lowest.filter(|lowest| is_above(&below, lowest));
        run.cursor.back = further.map(|below| Back { below, pages: pages - 1 });
    }
    Ok(())
}

/// The ends of a page that was read; none if it was empty.
struct Page {
    lowest: Option<String>,
    highest: Option<String>,
}

async fn page(run: &mut Run<'_>, bounds: &[(&str, &str)], budget: &mut u32) -> Result<Page, Failure> {
    if let Some(spent) = run.api.spent() {
        return Err(spent);
    }
    *budget = budget.saturating_sub(1);
    let mut query = vec![("limit", AT_A_TIME)];
    query.extend_from_slice(bounds);
    let url = run.api.url(&["timelines", "tag", &run.settings.tag], &query);
    let items = match run.api.get(url).await? {
        Answer::Found(Value::Array(items)) => items,
        Answer::Found(_) => {
            return Err(Failure::Transient("the server's answer is no list of statuses".to_owned()));
        }
        // A hashtag nobody has used yet.
        Answer::NotFound => Vec::new(),
    };
    let mut ends = Page { lowest: None, highest: None };
    for (position, item) in items.iter().enumerate() {
        run.take(item, position);
        let id = item.get("id").map(json::as_text).unwrap_or_default();
        if id.is_empty() {
            continue;
        }
        let created = item.get("created_at").and_then(Value::as_str).and_then(Timestamp::parse_rfc3339);
        run.cursor.saw(&id, created, run.job.now);
        if ends.lowest.as_ref().is_none_or(|lowest| is_above(lowest, &id)) {
            ends.lowest = Some(id.clone());
        }
        if ends.highest.as_ref().is_none_or(|highest| is_above(&id, highest)) {
            ends.highest = Some(id);
        }
    }
    Ok(ends)
}
