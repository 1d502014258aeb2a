//! The week's calendar: some twenty happenings of this very week, one of which is on now; later one is moved and one is
//! cancelled.

use anyhow::Context;
use chrono::{Datelike, Days, NaiveDateTime, TimeDelta, Timelike};
use hashwall::domain::time::Timestamp;
use hashwall_standin::calendar::{Calendars, Entry, Markup};
use serde::Deserialize;

/// Its name at the stand-in.
pub const NAME: &str = "ugen";

#[derive(Deserialize)]
struct Line {
    /// From Monday, 0.
    day: u64,
    start: String,
    end: String,
    title: String,
    place: String,
    address: String,
    online: String,
    who: String,
    text: String,
}

/// Fills the calendar for the week of `now`.
///
/// # Errors
/// `happenings.json` cannot be read.
pub fn fill(calendars: &Calendars, now: Timestamp) -> anyhow::Result<()> {
    let lines: Vec<Line> =
        serde_json::from_str(include_str!("happenings.json")).context("reading happenings.json")?;
    let now = now.to_copenhagen().naive_local();
    let monday = now.date() - Days::new(u64::from(now.weekday().num_days_from_monday()));
    calendars.open(NAME, "Ledelsesugens kalender", Markup::JsonLd);
    for (number, line) in lines.iter().enumerate() {
        let day = monday + Days::new(line.day);
        let time = |clock: &str| format!("{day}T{clock}");
        let entry = Entry::new(&format!("{number}@ugen"), &line.title, &time(&line.start), &time(&line.end));
        let entry = entry.at(&line.place, &line.address).online(&line.online);
        calendars.add(NAME, entry.by(&line.who).saying(&line.text).tagged(&["Ledelsesugen"]));
    }
    // Whenever the demo is looked at, something is on.
    let begun = now.with_minute(0).unwrap_or(now);
    let clock = |at: NaiveDateTime| at.format("%Y-%m-%dT%H:%M").to_string();
    let open = Entry::new("nu@ugen", "Åbent værksted", &clock(begun), &clock(begun + TimeDelta::hours(2)));
    let open = open.at("Mødestedet", "Strandvej 5, 9990 Nordby").by("Ledelsesugen");
    calendars.add(NAME, open.saying("Kom forbi, når det passer dig, og arbejd med din egen case."));
    Ok(())
}

/// What happens to it while the demo runs.
pub fn change(calendars: &Calendars, line: usize) {
    let changed = match line {
        40 => calendars.edit(NAME, "18@ugen", |entry| entry.start = entry.start.replace("14:00", "14:30")),
        60 => calendars.edit(NAME, "15@ugen", |entry| entry.cancelled = true),
        _ => true,
    };
    debug_assert!(changed, "happenings.json has what is changed");
}
