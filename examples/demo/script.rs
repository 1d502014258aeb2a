//! What happens when: posts at a steady pace, an edit or a deletion some lines later, and a fault now and then.

use std::collections::VecDeque;
use std::time::Duration;

use anyhow::Context;

use super::stage::{Line, Published, Stage};

/// Published before the first page is opened.
const AT_ONCE: usize = 14;
/// Every so many lines …
const EDIT_EVERY: usize = 23;
const DELETE_EVERY: usize = 31;
const TROUBLE_EVERY: usize = 34;
/// … and this many lines later.
const LATER: usize = 12;

enum Later {
    Edit(Published, String),
    Delete(Published),
}

/// Plays the whole script once, `pace` seconds between two posts. `start_again` is what an operator does with a source
/// whose token was renewed.
pub async fn play(
    stage: &Stage,
    pace: f64,
    start_again: impl AsyncFn(&'static str) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let lines: Vec<Line> = serde_json::from_str(include_str!("posts.json")).context("reading posts.json")?;
    let pause = Duration::from_secs_f64(pace.clamp(0.01, 60.0));
    let mut waiting: VecDeque<(usize, Later)> = VecDeque::new();
    for (at, line) in lines.iter().enumerate() {
        stage.tick();
        if at >= AT_ONCE {
            tokio::time::sleep(pause).await;
            stage.tick();
        }
        super::happenings::change(&stage.standin.calendar, at);
        let published = stage.publish(line);
        if at % EDIT_EVERY == EDIT_EVERY - 1 {
            let text = format!("{} (Rettet: en stavefejl.)", line.text);
            waiting.push_back((at + LATER, Later::Edit(published.clone(), text)));
        }
        if at % DELETE_EVERY == DELETE_EVERY - 1 {
            waiting.push_back((at + LATER, Later::Delete(published)));
        }
        while waiting.front().is_some_and(|(due, _)| *due <= at) {
            match waiting.pop_front() {
                Some((_, Later::Edit(published, text))) => stage.edit(&published, &text),
                Some((_, Later::Delete(published))) => stage.delete(&published),
                None => {}
            }
        }
        if at % TROUBLE_EVERY == TROUBLE_EVERY - 1 {
            for source in stage.trouble(at / TROUBLE_EVERY) {
                start_again(source).await?;
            }
        }
    }
    // The networks live on after the last post.
    loop {
        stage.tick();
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}
