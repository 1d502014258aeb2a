//! Cron schedules on a Danish clock, mended: the `cron` crate 0.17 repeats and reorders times when summer time ends.
//! And when a source runs next: by its two schedules, a campaign, jitter and backoff. No clock and no dice in here: `now`
//! and random numbers are passed in.

mod expression;

use std::time::Duration;

use chrono::{DateTime, Datelike, LocalResult, NaiveDateTime, TimeDelta, TimeZone, Timelike, Utc};

use crate::domain::edition::Campaign;
use crate::domain::source::Schedule;
use crate::domain::time::{COPENHAGEN, Timestamp};

/// Longer than any change of the clock, and then some.
const AROUND_A_CHANGE: TimeDelta = TimeDelta::hours(3);

/// The longest a failing source waits for its next try.
pub const LONGEST_BACKOFF: Duration = Duration::from_secs(60 * 60);
/// What a first failure waits at most; doubles with each further one.
const FIRST_BACKOFF: Duration = Duration::from_secs(60);
const SHORTEST_BACKOFF: Duration = Duration::from_secs(1);

/// A checked schedule.
///
/// When the clock changes, as cron has it since Vixie: a schedule of every hour (`*`, `*/2`) follows real time, it skips
/// the missing hour and runs in both repeated ones. Any other schedule names times of day: a time in the missing hour is
/// kept at the first valid minute (03:00), a time in the repeated hour runs once, the first time. The crate `croner`
/// differs in one thing: it calls only a single second, minute and hour fixed, so that `0 2,3 * * *` runs twice at 02:00
/// there. Two named hours are still named hours, so here it runs once.
#[derive(Clone, Debug)]
pub struct Cron {
    schedule: cron::Schedule,
    every_hour: bool,
}

impl Cron {
    /// Reads a cron expression: 5 fields, or 6 with seconds first; weekday *names* only; `@hourly`, `@daily` and the like.
    /// Day of month and weekday must both match. No year: a source never stops for good.
    ///
    /// # Errors
    /// Says what was found and what is expected.
    pub fn parse(expression: &str) -> Result<Self, String> {
        let (schedule, every_hour) = expression::read(expression)?;
        Ok(Self { schedule, every_hour })
    }

    /// The first time strictly after `now`, or `None` if there is none (31 February).
    pub fn next_after(&self, now: Timestamp) -> Option<Timestamp> {
        let local = now.to_copenhagen().naive_local();
        let changes = offset(now.to_utc() - AROUND_A_CHANGE) != offset(now.to_utc() + AROUND_A_CHANGE);
        // Away from a change, local times and instants come in the same order, so the first hit is the answer. Near one
        // they do not: look at all hits around it and keep the earliest instant.
        let around = if changes { AROUND_A_CHANGE } else { TimeDelta::zero() };
        let mut next: Option<Timestamp> = None;
        // The crate walks local time as if it were UTC, where no hour is missing or repeated.
        for hit in self.schedule.after(&(local - around).and_utc()) {
            let hit = hit.naive_utc();
            if next.is_some() && hit > local + around {
                break;
            }
            let later = self.instants(hit).into_iter().flatten().filter(|at| now < *at);
            next = later.chain(next).min();
        }
        next
    }

    /// When a local time is: never, once or twice.
    fn instants(&self, local: NaiveDateTime) -> [Option<Timestamp>; 2] {
        match COPENHAGEN.from_local_datetime(&local) {
            LocalResult::Single(at) => [Some(at.to_utc().into()), None],
            LocalResult::Ambiguous(first, second) => {
                [Some(first.to_utc().into()), self.every_hour.then(|| second.to_utc().into())]
            }
            LocalResult::None if self.every_hour => [None, None],
            LocalResult::None => [first_valid_minute(local), None],
        }
    }
}

fn offset(at: DateTime<Utc>) -> chrono::FixedOffset {
    use chrono::Offset;
    COPENHAGEN.offset_from_utc_datetime(&at.naive_utc()).fix()
}

fn first_valid_minute(missing: NaiveDateTime) -> Option<Timestamp> {
    let minute = missing.with_second(0)?;
    (1..=AROUND_A_CHANGE.num_minutes())
        .find_map(|later| COPENHAGEN.from_local_datetime(&(minute + TimeDelta::minutes(later))).earliest())
        .map(|at| at.to_utc().into())
}

/// When a source runs next, strictly after `now`: by its campaign schedule while the campaign is on, by its quiet one
/// otherwise. A campaign that begins or ends before the next run changes the schedule at that moment.
pub fn next_run(schedule: &Schedule, campaign: Campaign, now: Timestamp) -> Timestamp {
    let mut after = now;
    let mut at = now;
    // Quiet, campaign, quiet, campaign, and so on: a schedule that runs in January alone is found within a year's turns.
    for _ in 0..4 {
        let expression = if campaign.is_on(at) { &schedule.campaign } else { &schedule.quiet };
        let change = next_change(campaign, at);
        let next = Cron::parse(expression).ok().and_then(|cron| cron.next_after(after));
        match (next, change) {
            (Some(next), Some(change)) if next < change => return next,
            (Some(next), None) => return next,
            (_, Some(change)) => {
                at = change;
                // A run on the stroke of the change counts.
                after = change.minus(Duration::from_micros(1));
            }
            (None, None) => break,
        }
    }
    // Configuration refuses schedules that cannot be read or never come; should one get here, the source still runs.
    now.plus(LONGEST_BACKOFF)
}

/// When the campaign next begins or ends.
fn next_change(campaign: Campaign, now: Timestamp) -> Option<Timestamp> {
    let year = now.to_copenhagen().year();
    // Week 53 comes every five or six years, once seven apart.
    (year - 1..=year + 8)
        .filter_map(|year| campaign.window_of(year))
        .flat_map(|(from, to)| [from, to])
        .filter(|at| now < *at)
        .min()
}

/// A scheduled time delayed by up to `max`, so that many sources do not start together.
pub fn jitter(next: Timestamp, max: Duration, random: u64) -> Timestamp {
    next.plus(within(Duration::ZERO, max, random))
}

/// How long a source waits after that many failures in a row: a random part of 1, 2, 4 … minutes, never more than `max`
/// or 60 minutes. "Full jitter": sources that failed together do not come back together.
pub fn backoff(failures: u32, max: Duration, random: u64) -> Duration {
    let doubled = FIRST_BACKOFF.saturating_mul(1 << failures.saturating_sub(1).min(10));
    let most = doubled.min(max).min(LONGEST_BACKOFF);
    within(SHORTEST_BACKOFF.min(most), most, random)
}

fn within(least: Duration, most: Duration, random: u64) -> Duration {
    let span = u64::try_from(most.saturating_sub(least).as_micros()).unwrap_or(u64::MAX);
    least + Duration::from_micros(if span == u64::MAX { random } else { random % (span + 1) })
}
