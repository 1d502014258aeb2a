//! What Facebook measured of an own Page, by day, under the names of after November 2025 (`page_impressions` and `page_fans` are
//! gone). A name that Meta has retired fails the whole call, so then each is asked for by itself: the dead one is told as not
//! available, and nothing else stops. <https://developers.facebook.com/docs/graph-api/reference/insights>

use std::time::Duration;

use serde_json::Value;

use super::errors::Trouble;
use super::run::Run;
use super::wire;
use crate::collect::collector::Failure;
use crate::domain::figures::{Manner, OwnReading, OwnTold};
use crate::domain::source::Right;
use crate::domain::time::Timestamp;

/// Metrics and how their days go together. Which of them a Page has is found out by asking.
const METRICS: [(&str, Manner); 5] = [
    ("page_media_view", Manner::Sum),
    ("page_total_media_view_unique", Manner::Unique),
    ("page_post_engagements", Manner::Sum),
    ("page_views_total", Manner::Sum),
    ("page_follows", Manner::Running),
];
/// Meta renews these once a day; oftener would spend calls for nothing.
const ASK_AGAIN: Duration = Duration::from_secs(6 * 3_600);
/// Percent of a limit from which they are left for later.
const ROOM: f64 = 10.0;
/// Days asked for each time: the last ones are still corrected.
const LOOK_BACK: Duration = Duration::from_secs(7 * 86_400);

/// Reads them where the Page is our own and they were not read lately. Trouble with them is a remark.
///
/// # Errors
/// Usage headers that say a limit is spent: then the run makes no more calls.
pub async fn read(run: &mut Run<'_>) -> Result<(), Failure> {
    let now = run.now();
    let is_due = run.cursor.insights_at.is_none_or(|at| now >= at.plus(ASK_AGAIN));
    // A number of the Page is worth less than its posts: it is asked for where there is room, or another time.
    if run.job.source.right != Right::OwnPage || !is_due || run.graph.usage.percent >= ROOM {
        return Ok(());
    }
    run.cursor.insights_at = Some(now);
    let names: Vec<&str> = METRICS.iter().map(|(name, _)| *name).collect();
    match ask(run, &names).await {
        Ok(answer) => take(run, &answer, &names),
        Err(Trouble::Failed(Failure::Throttled { until, why })) => {
            throttled(run, until, &why);
            return Ok(());
        }
        Err(Trouble::Failed(Failure::Misconfigured(_))) => {
            for name in names {
                if run.resting()? {
                    // Those that were not asked are asked in the next run.
                    run.cursor.insights_at = None;
                    break;
                }
                match ask(run, &[name]).await {
                    Ok(answer) => take(run, &answer, &[name]),
                    Err(Trouble::Failed(Failure::Throttled { until, why })) => {
                        throttled(run, until, &why);
                        return Ok(());
                    }
                    Err(Trouble::Failed(Failure::Misconfigured(why))) => untold(run, name, why),
                    Err(trouble) => note(run, trouble),
                }
            }
        }
        Err(trouble) => note(run, trouble),
    }
    Ok(())
}

async fn ask(run: &mut Run<'_>, names: &[&str]) -> Result<Value, Trouble> {
    let since = run.now().minus(LOOK_BACK).0.div_euclid(1_000_000).to_string();
    let until = run.now().0.div_euclid(1_000_000).to_string();
    let page = run.settings.page.clone();
    let metrics = names.join(",");
    let query = [("metric", metrics.as_str()), ("period", "day"), ("since", &since), ("until", &until)];
    let url = run.graph.url(&[&page, "insights"], &query);
    run.graph.get(url).await
}

fn take(run: &mut Run<'_>, answer: &Value, names: &[&str]) {
    for (name, manner) in METRICS.into_iter().filter(|(name, _)| names.contains(name)) {
        let found = answer.get("data").and_then(Value::as_array).into_iter().flatten();
        let mut days = Vec::new();
        for line in found.filter(|line| line.get("name").and_then(Value::as_str) == Some(name)) {
            days.extend(line.get("values").and_then(Value::as_array).into_iter().flatten().filter_map(day));
        }
        // A Page that has too little of it gets no line: no number, and no retired name either.
        if !days.is_empty() {
            run.harvest.own.push(OwnReading { metric: name.to_owned(), manner, told: OwnTold::Days(days) });
        }
    }
}

/// `{"value": 310, "end_time": "2026-09-22T07:00:00+0000"}`: Meta's days end at midnight on the Pacific coast, so most of one
/// is the Danish day before.
fn day(value: &Value) -> Option<(String, i64)> {
    let ended = wire::time(value.get("end_time")?)?;
    let middle: Timestamp = ended.minus(Duration::from_secs(12 * 3_600));
    Some((middle.to_copenhagen().format("%Y-%m-%d").to_string(), value.get("value")?.as_i64()?))
}

fn untold(run: &mut Run<'_>, name: &str, why: String) {
    let manner =
        METRICS.into_iter().find(|(known, _)| *known == name).map_or(Manner::Sum, |(_, manner)| manner);
    run.harvest.own.push(OwnReading { metric: name.to_owned(), manner, told: OwnTold::Unavailable(why) });
}

/// The door was shut at the last call, after all was read: the next run waits, and this one did not fail.
fn throttled(run: &mut Run<'_>, until: Option<Timestamp>, why: &str) {
    let until = until.unwrap_or_else(|| run.graph.usage.slow_until(run.now()));
    run.cursor.insights_at = None;
    run.harvest.not_before = run.harvest.not_before.max(Some(until));
    run.harvest.notes.push(format!("slowed down: {why}"));
}

fn note(run: &mut Run<'_>, trouble: Trouble) {
    let failure = Failure::from(trouble);
    run.harvest.notes.push(format!("what Facebook measured of the Page is not read: {}", failure.why()));
}
