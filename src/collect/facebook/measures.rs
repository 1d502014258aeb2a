//! What Facebook measured of single posts of an own Page: views, and reactions by type. Asked apart from the posts themselves,
//! since one retired name fails a whole call: then each name is asked by itself, the dead one is told as not available, and
//! nothing else stops. Names of after November 2025; should one be wrong, it is one line here.
//! <https://developers.facebook.com/docs/graph-api/reference/insights>

use std::collections::BTreeMap;

use serde_json::Value;

use super::errors::Trouble;
use super::run::Run;
use crate::collect::collector::Failure;
use crate::domain::engagement::Engagement;
use crate::domain::figures::{Manner, OwnReading, OwnTold, POST_KINDS, POST_VIEWS};
use crate::domain::source::Right;

/// Most ids in one call (Graph's own limit); each counts as a call.
const BATCH: usize = 50;
/// Batches a run asks for; who is left over comes with their next check.
const BATCHES: usize = 2;
/// Percent of a limit from which they are left for later.
const ROOM: f64 = 10.0;
/// More types of reaction than Facebook has (seven), and characters of the longest name of one.
const MOST_KINDS: usize = 30;
const LONGEST_KIND: usize = 40;

/// Reads them of the Page's own posts that were checked in this run. Trouble with them is a remark.
///
/// # Errors
/// Usage headers that say a limit is spent: then the run makes no more calls.
pub async fn read(run: &mut Run<'_>) -> Result<(), Failure> {
    if run.job.source.right != Right::OwnPage {
        return Ok(());
    }
    let page = run.settings.page.clone();
    let of_page = |run: &Run<'_>, id: &String| {
        run.harvest.posts.iter().any(|post| post.native_id == *id && post.author.native_id == page)
    };
    let due: Vec<String> = run.harvest.checked.iter().filter(|id| of_page(run, id)).cloned().collect();
    for batch in due.chunks(BATCH).take(BATCHES) {
        if run.resting()? || run.graph.usage.percent >= ROOM {
            break;
        }
        match ask(run, batch, &[POST_VIEWS, POST_KINDS]).await {
            Ok(answer) => take(run, batch, &answer, &[POST_VIEWS, POST_KINDS]),
            Err(Trouble::Failed(Failure::Misconfigured(_))) => {
                for name in [POST_VIEWS, POST_KINDS] {
                    if run.resting()? {
                        break;
                    }
                    match ask(run, batch, &[name]).await {
                        Ok(answer) => take(run, batch, &answer, &[name]),
                        Err(Trouble::Failed(Failure::Misconfigured(why))) => {
                            tell(run, name, OwnTold::Unavailable(why));
                        }
                        Err(trouble) => return note(run, trouble),
                    }
                }
            }
            Err(trouble) => return note(run, trouble),
        }
    }
    Ok(())
}

async fn ask(run: &mut Run<'_>, batch: &[String], names: &[&str]) -> Result<Value, Trouble> {
    let fields = format!("insights.metric({}).period(lifetime){{name,values}}", names.join(","));
    let url = run.graph.url(&[], &[("ids", &batch.join(",")), ("fields", &fields)]);
    run.graph.get(url).await
}

/// `{"<id>": {"insights": {"data": [{"name": "post_media_view", "values": [{"value": 310}]}]}}}`. What a post is not told of
/// stays as it was told before.
fn take(run: &mut Run<'_>, batch: &[String], answer: &Value, names: &[&str]) {
    for id in batch {
        let data = answer.get(id).and_then(|post| post.pointer("/insights/data")).and_then(Value::as_array);
        for line in data.into_iter().flatten() {
            let Some(value) = line.pointer("/values/0/value") else { continue };
            match line.get("name").and_then(Value::as_str) {
                Some(POST_VIEWS) => {
                    if let Some(views) = value.as_i64() {
                        counts(run, id, |counts| counts.views = Some(views));
                    }
                }
                Some(POST_KINDS) => {
                    let told = kinds(value);
                    if !told.is_empty() {
                        counts(run, id, |counts| counts.kinds.clone_from(&told));
                    }
                }
                _ => {}
            }
        }
    }
    // That the name was taken at all says that it lives.
    for name in names {
        tell(run, name, OwnTold::Days(Vec::new()));
    }
}

/// `{"like": 31, "love": 9}`.
fn kinds(value: &Value) -> BTreeMap<String, i64> {
    let told = value.as_object().into_iter().flatten();
    let counted =
        told.filter_map(|(kind, count)| Some((kind.chars().take(LONGEST_KIND).collect(), count.as_i64()?)));
    counted.take(MOST_KINDS).collect()
}

/// A post's counts stand beside it and in the list of checked ones.
fn counts(run: &mut Run<'_>, id: &str, change: impl Fn(&mut Engagement)) {
    let beside = run.harvest.posts.iter_mut().filter(|post| post.native_id == id);
    beside.filter_map(|post| post.engagement.as_mut()).for_each(&change);
    run.harvest.engagement.iter_mut().filter(|(known, _)| known == id).for_each(|(_, counts)| change(counts));
}

/// Once a run: the last word counts.
fn tell(run: &mut Run<'_>, name: &str, told: OwnTold) {
    run.harvest.own.retain(|reading| reading.metric != name);
    run.harvest.own.push(OwnReading { metric: name.to_owned(), manner: Manner::Posts, told });
}

fn note(run: &mut Run<'_>, trouble: Trouble) -> Result<(), Failure> {
    if let Trouble::Failed(Failure::Throttled { until, why }) = trouble {
        let until = until.unwrap_or_else(|| run.graph.usage.slow_until(run.now()));
        run.harvest.not_before = run.harvest.not_before.max(Some(until));
        run.harvest.notes.push(format!("slowed down: {why}"));
    } else {
        let failure = Failure::from(trouble);
        run.harvest.notes.push(format!("what Facebook measured of posts is not read: {}", failure.why()));
    }
    Ok(())
}
