//! Schedules on a Danish clock, held against `croner`, which gets summer time right by other means.

use std::time::Duration;

use croner::parser::{CronParser, Seconds};
use hashwall::domain::edition::Campaign;
use hashwall::domain::source::Schedule;
use hashwall::domain::time::{COPENHAGEN, Timestamp};
use hashwall::schedule::{Cron, LONGEST_BACKOFF, backoff, jitter, next_run};
use proptest::prelude::*;

fn at(text: &str) -> Timestamp {
    Timestamp::parse_rfc3339(text).unwrap()
}

fn next(expression: &str, now: &str) -> String {
    Cron::parse(expression).unwrap().next_after(at(now)).unwrap().rfc3339()
}

fn oracle(expression: &str) -> croner::Cron {
    CronParser::builder().seconds(Seconds::Optional).dom_and_dow(true).build().parse(expression).unwrap()
}

fn oracle_next(cron: &croner::Cron, now: Timestamp) -> Timestamp {
    let next = cron.find_next_occurrence(&now.to_utc().with_timezone(&COPENHAGEN), false).unwrap();
    next.to_utc().into()
}

/// The hours around both changes of several years.
fn changes() -> Vec<Timestamp> {
    [
        "2025-03-30",
        "2025-10-26",
        "2026-03-29",
        "2026-10-25",
        "2027-03-28",
        "2027-10-31",
        "2028-03-26",
        "2028-10-29",
    ]
    .iter()
    .map(|day| at(&format!("{day}T01:00:00Z")))
    .collect()
}

#[test]
fn agrees_with_the_oracle_around_every_change() {
    for expression in [
        "* * * * *",
        "*/30 * * * *",
        "15 * * * *",
        "0 * * * *",
        "*/7 */2 * * *",
        "0 */3 * * *",
        "30 2 * * *",
        "0 2 * * *",
        "59 2 * * *",
        "0 3 * * *",
        "59 1 * * *",
        "30 1 * * SUN",
        "0 4 * * MON-FRI",
        "0 0 * * *",
        "30 2 29 3 *",
        "*/20 * 25 10 *",
        "10 30 2 * * *",
        "0 */15 * * * SUN",
    ] {
        let (ours, theirs) = (Cron::parse(expression).unwrap(), oracle(expression));
        for change in changes() {
            let mut now = change.minus(Duration::from_secs(4 * 3600));
            let end = at("2090-01-01T00:00:00Z"); // the crate's years end in 2100
            for _ in 0..200 {
                if end < now {
                    break;
                }
                let next = ours.next_after(now).unwrap();
                assert_eq!(
                    next.rfc3339(),
                    oracle_next(&theirs, now).rfc3339(),
                    "{expression} after {}",
                    now.rfc3339()
                );
                now = next;
            }
        }
    }
}

#[test]
fn the_missing_hour() {
    // 2026-03-29: 02:00 becomes 03:00 at 01:00 UTC.
    assert_eq!(next("30 2 * * *", "2026-03-28T12:00:00Z"), "2026-03-29T01:00:00Z");
    assert_eq!(next("30 2 * * *", "2026-03-29T01:00:00Z"), "2026-03-30T00:30:00Z");
    assert_eq!(next("15 * * * *", "2026-03-29T00:15:00Z"), "2026-03-29T01:15:00Z");
    assert_eq!(next("10,20,30 2 * * *", "2026-03-29T01:00:00Z"), "2026-03-30T00:10:00Z");
}

#[test]
fn the_repeated_hour() {
    // 2026-10-25: 03:00 becomes 02:00 at 01:00 UTC.
    assert_eq!(next("30 2 * * *", "2026-10-24T12:00:00Z"), "2026-10-25T00:30:00Z");
    assert_eq!(next("30 2 * * *", "2026-10-25T00:30:00Z"), "2026-10-26T01:30:00Z");
    assert_eq!(next("30 2 * * *", "2026-10-25T01:10:00Z"), "2026-10-26T01:30:00Z");
    for (now, then) in [("00:00", "00:30"), ("00:30", "01:00"), ("01:00", "01:30"), ("01:10", "01:30")] {
        let (now, then) = (format!("2026-10-25T{now}:00Z"), format!("2026-10-25T{then}:00Z"));
        assert_eq!(next("*/30 * * * *", &now), then);
    }
}

#[test]
fn named_hours_run_once_where_the_oracle_runs_them_twice() {
    assert_eq!(next("0 2,3 * * *", "2026-10-25T00:00:00Z"), "2026-10-25T02:00:00Z");
    let theirs = oracle_next(&oracle("0 2,3 * * *"), at("2026-10-25T00:00:00Z"));
    assert_eq!(theirs.rfc3339(), "2026-10-25T01:00:00Z", "if this changes, our documentation must");
}

#[test]
fn ten_thousand_steps_never_stand_still() {
    for expression in ["*/20 * * * *", "30 2 * * *", "0,30 1-3 * * *", "0 */5 * * *"] {
        let cron = Cron::parse(expression).unwrap();
        let mut now = at("2026-01-01T00:00:00Z");
        for _ in 0..10_000 {
            let next = cron.next_after(now).unwrap();
            assert!(now < next, "{expression} stands still at {}", now.rfc3339());
            now = next;
        }
    }
}

#[test]
fn what_people_write_is_read() {
    assert_eq!(next("0 8 * * MON-FRI", "2026-11-20T12:00:00Z"), "2026-11-23T07:00:00Z");
    assert_eq!(next("0 8 * * sat-sun", "2026-11-23T12:00:00Z"), "2026-11-28T07:00:00Z");
    assert_eq!(next("0 8 * * Friday,MON", "2026-11-23T12:00:00Z"), "2026-11-27T07:00:00Z");
    assert_eq!(next("@hourly", "2026-10-25T00:00:00Z"), "2026-10-25T01:00:00Z");
    assert_eq!(next("@daily", "2026-11-23T12:00:00Z"), "2026-11-23T23:00:00Z");
    assert_eq!(next("30 0 8 * * *", "2026-11-23T12:00:00Z"), "2026-11-24T07:00:30Z");
    assert_eq!(next("0 0 29 2 *", "2026-11-23T12:00:00Z"), "2028-02-28T23:00:00Z");
    assert_eq!(Cron::parse("0 0 31 2 *").unwrap().next_after(at("2026-01-01T00:00:00Z")), None);
}

#[test]
fn what_cannot_be_meant_is_refused_with_the_reason() {
    for (expression, reason) in [
        ("0 8 * * 1-5", "weekdays by name"),
        ("0 8 * * MON-5", "weekdays by name"),
        ("0 8 * * MAN", "weekdays among MON"),
        ("0 8 * * mon-", "weekdays among MON"),
        ("* * *", "3 fields"),
        ("", "0 fields"),
        ("0 0 8 * * * 2027", "a year would end"),
        ("61 * * * *", "cannot be read"),
        ("every hour", "2 fields"),
        ("@never", "cannot be read"),
        ("x * * * *", "cannot be read"),
    ] {
        let refused = Cron::parse(expression).unwrap_err();
        assert!(refused.contains(reason), "{expression}: {refused}");
        assert!(!refused.contains('\n'), "{expression}: {refused}");
    }
}

fn expressions() -> impl Strategy<Value = String> {
    let minute = prop_oneof![
        (0..60u8).prop_map(|n| n.to_string()),
        (1..31u8).prop_map(|n| format!("*/{n}")),
        Just("*".to_owned()),
    ];
    let hours = prop_oneof![(1..13u8).prop_map(|n| format!("*/{n}")), Just("*".to_owned())];
    let weekday = prop::sample::select(vec!["*", "*", "MON-FRI", "SUN", "TUE,THU"]);
    let often = (minute, hours, weekday.clone()).prop_map(|(m, h, w)| format!("{m} {h} * * {w}"));
    let fixed = (0..60u8, 0..24u8, weekday).prop_map(|(m, h, w)| format!("{m} {h} * * {w}"));
    prop_oneof![often, fixed]
}

proptest! {
    #[test]
    fn agrees_with_the_oracle(expression in expressions(), change in 0..8usize, offset in -200_000..200_000i64) {
        let now = Timestamp(changes()[change].0 + offset * 1_000_000);
        let next = Cron::parse(&expression).unwrap().next_after(now).unwrap();
        prop_assert!(now < next);
        prop_assert_eq!(next.rfc3339(), oracle_next(&oracle(&expression), now).rfc3339());
    }

    #[test]
    fn nothing_written_by_hand_panics(expression in "[-*/,0-9A-Za-z?@ ]{0,30}") {
        if let Ok(cron) = Cron::parse(&expression) {
            let now = at("2026-10-25T00:30:00Z");
            prop_assert!(cron.next_after(now).is_none_or(|next| now < next));
        }
    }

    #[test]
    fn a_wait_is_never_longer_than_allowed(failures in any::<u32>(), max in 0..10_000u64, random in any::<u64>()) {
        let max = Duration::from_secs(max);
        let wait = backoff(failures, max, random);
        prop_assert!(wait <= max && wait <= LONGEST_BACKOFF);
        let now = at("2026-10-25T00:30:00Z");
        let late = jitter(now, max, random);
        prop_assert!(now <= late && late <= now.plus(max));
    }
}

#[test]
fn waits_double_and_are_spread() {
    let hour = Duration::from_secs(3_600);
    let longest =
        |failures| (0..2_000).map(|n| backoff(failures, hour, n * 1_800_000_000_007)).max().unwrap();
    for (failures, minutes) in [(1, 1), (2, 2), (3, 4), (6, 32), (7, 60), (50, 60)] {
        let (most, got) = (Duration::from_secs(minutes * 60), longest(failures));
        assert!(got <= most && got > most.mul_f64(0.9), "{failures}: {got:?}");
    }
    assert_eq!(backoff(1, hour, 0), Duration::from_secs(1), "never at once");
}

const WEEK_44: Campaign = Campaign { week: 44, days_before: 7, days_after: 7 };

fn runs(quiet: &str, campaign: &str, now: &str) -> String {
    let schedule = Schedule { quiet: quiet.to_owned(), campaign: campaign.to_owned() };
    next_run(&schedule, WEEK_44, at(now)).rfc3339()
}

#[test]
fn the_campaign_sets_the_pace_from_its_first_to_its_last_minute() {
    // Week 44 of 2026 is 26 October to 1 November; with 7 days each side: 19 October to 8 November, Danish time.
    let runs = |now| runs("0 6 * * MON", "*/15 * * * *", now);
    assert_eq!(runs("2026-06-03T12:00:00Z"), "2026-06-08T04:00:00Z");
    assert_eq!(runs("2026-10-14T12:00:00Z"), "2026-10-18T22:00:00Z", "the campaign's first minute wins");
    assert_eq!(runs("2026-10-18T22:00:00Z"), "2026-10-18T22:15:00Z");
    assert_eq!(runs("2026-11-08T22:44:00Z"), "2026-11-08T22:45:00Z");
    assert_eq!(runs("2026-11-08T22:45:00Z"), "2026-11-09T05:00:00Z", "quiet from Monday 00:00 on");
}

#[test]
fn a_schedule_that_skips_one_season_is_found_in_the_next() {
    assert_eq!(runs("0 6 1 1 *", "0 12 1 6 *", "2026-10-20T00:00:00Z"), "2027-01-01T05:00:00Z");
    assert_eq!(runs("0 6 31 2 *", "0 12 * * *", "2026-11-20T00:00:00Z"), "2027-10-25T10:00:00Z");
}
