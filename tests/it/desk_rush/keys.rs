//! A queue cleared by key presses alone, and stepped back through. Functional; the script prints what the page measured.

use std::time::Instant;

use hashwall::domain::log::Action;
use hashwall::domain::post::{PostId, State};
use hashwall::store::log;

use crate::browser::house::House;
use crate::support::build;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_queue_is_cleared_by_keys_alone_and_the_last_actions_taken_back() {
    let many = super::posts(30);
    let steps = if many >= 50 { 50 } else { 10 };
    let house = House::open().await;
    house.waiting(1..=many).await;
    let browser = house.moderator().await;
    browser.goto(&house.at("/moderation?sorter=oldest")).await;
    let here = "document.activeElement.closest('.review') && !('gone' in document.activeElement.closest('.review').dataset)";
    browser.until("the first post has the focus", here).await;
    let started = Instant::now();
    for n in 0..many {
        browser.until(&format!("a card for key {n}"), here).await;
        match n % 4 {
            0 | 1 => browser.strike(['a']).await,
            2 => browser.strike(['r', '1']).await,
            _ => browser.strike(['h']).await,
        }
    }
    browser.until("the list is empty", "document.querySelectorAll('.review').length === 0").await;
    let took = started.elapsed();
    let states = async |wanted: State| {
        build::all(&house.app.db).await.iter().filter(|post| post.state == wanted).count()
    };
    let sent = "document.querySelector('[data-count=pending]').textContent === '0'";
    browser.until("everything is answered", sent).await;
    assert_eq!(states(State::Pending).await, 0);
    assert!(states(State::Approved).await >= many as usize / 2);
    let measured = browser
        .eval("performance.getEntriesByName('desk-next').map(entry => entry.duration).sort((a, b) => a - b)")
        .await;
    let measured: Vec<f64> = measured.as_array().unwrap().iter().map(|ms| ms.as_f64().unwrap()).collect();
    assert!(measured.len() as u32 > many / 2, "the page measures itself: {}", measured.len());

    let decided: Vec<PostId> = decisions(&house).await.into_iter().map(|entry| entry.post).collect();
    let last: Vec<&PostId> = decided.iter().rev().take(steps).collect();
    let back = Instant::now();
    for _ in 0..steps {
        browser.strike(['z']).await;
    }
    let sent = format!("document.querySelector('[data-count=pending]').textContent === '{steps}'");
    browser.until("all steps are answered", &sent).await;
    let back = back.elapsed();
    let all = build::all(&house.app.db).await;
    for post in &all {
        assert_eq!(post.state == State::Pending, last.contains(&&post.id), "{}", post.draft.native_id);
    }
    browser
        .until("their cards are back", &format!("document.querySelectorAll('.review').length === {steps}"))
        .await;
    assert_eq!(browser.complaints().await, Vec::<String>::new());

    let at = |share: f64| measured[((measured.len() as f64 * share) as usize).min(measured.len() - 1)];
    let per_minute = f64::from(many) * 60.0 / took.as_secs_f64();
    eprintln!(
        "{many} posts by keys in {:.1} s: {per_minute:.0} a minute; next card drawn after {:.1} ms (p50), {:.1} ms (p95), \
         {:.1} ms (worst) of {}; {steps} actions taken back in {:.1} s",
        took.as_secs_f64(),
        at(0.5),
        at(0.95),
        at(1.0),
        measured.len(),
        back.as_secs_f64()
    );
}

async fn decisions(house: &House) -> Vec<hashwall::domain::log::LogEntry> {
    let mut entries = log::read_after(&house.app.db, 0, u32::MAX).await.unwrap();
    entries.retain(|entry| entry.action == Action::Decided);
    entries
}
