//! All events of a calendar → what takes place in the wanted weeks: the newest revision of each, series repeated, single
//! ones of a series moved or cancelled (RFC 5545, 3.8.4.4).

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{NaiveDateTime, TimeDelta};

use super::event::Event;
use super::item::Item;
use super::moment::Moment;
use super::recur::{is_hourly, repetitions};
use crate::domain::happening::{Happening, Status};
use crate::domain::time::Timestamp;

/// Of one series that are shown: the morning meeting of every day of a long window.
const MOST_OF_ONE: usize = 60;
/// Repetitions that are counted for one document.
const MOST_COUNTED: usize = 400_000;

/// What is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Anything that touches one of these stretches of time …
    pub times: Vec<(Timestamp, Timestamp)>,
    /// … and whatever was wanted before, by its key: one that is moved to next spring is told to have moved.
    pub known: HashSet<String>,
}

impl Wanted {
    /// True if it is wanted.
    pub fn has(&self, item: &Item) -> bool {
        self.times.iter().any(|(from, to)| item.happening.touches(*from, *to))
            || self.known.contains(&item.key)
    }

    /// When nothing is wanted any more.
    pub fn last(&self) -> Timestamp {
        self.times.iter().map(|(_, to)| *to).max().unwrap_or_default()
    }
}

/// What came of the events.
#[derive(Debug, Default)]
pub struct Found {
    /// In no order.
    pub items: Vec<Item>,
    /// What was kept out, and why.
    pub kept_out: Vec<(String, String)>,
    /// How many are at another time than wanted: most entries of most calendars.
    pub outside: u64,
}

/// One entry of a calendar: what is said of the whole series, and what of single ones.
#[derive(Default)]
struct Series {
    master: Option<Event>,
    single: Vec<Event>,
}

/// Puts them together.
pub fn found(events: Vec<Event>, wanted: &Wanted) -> Found {
    let mut found = Found::default();
    let mut counted = 0;
    for (uid, series) in by_uid(events) {
        let before = found.items.len();
        if let Err(why) = series.items(&uid, wanted, &mut counted, &mut found) {
            found.kept_out.push((uid.chars().take(200).collect(), why));
        } else if found.items.len() == before {
            found.outside += 1;
        }
    }
    found
}

/// The newest revision of each (uid, recurrence id); the later in the document among equals.
fn by_uid(events: Vec<Event>) -> BTreeMap<String, Series> {
    let mut all: BTreeMap<String, Series> = BTreeMap::new();
    for event in events {
        let series = all.entry(event.uid.clone()).or_default();
        match &event.recurrence_id {
            None => {
                if series.master.as_ref().is_none_or(|old| old.revision <= event.revision) {
                    series.master = Some(event);
                }
            }
            Some(id) => match series.single.iter_mut().find(|old| old.recurrence_id.as_ref() == Some(id)) {
                Some(old) if old.revision <= event.revision => *old = event,
                Some(_) => {}
                None => series.single.push(event),
            },
        }
    }
    all
}

impl Series {
    fn items(self, uid: &str, wanted: &Wanted, counted: &mut usize, found: &mut Found) -> Result<(), String> {
        let Self { master, mut single } = self;
        let Some(master) = master else {
            for event in &single {
                let key = format!("{uid}/{}", name_of(event.recurrence_id.unwrap_or(event.start), false));
                put(
                    found,
                    wanted,
                    item(event, key, event.start.local, event.recurrence_id, Status::Scheduled),
                );
            }
            return Ok(());
        };
        if master.rules.is_empty() && master.also.is_empty() && single.is_empty() {
            put(found, wanted, item(&master, uid.to_owned(), master.start.local, None, Status::Scheduled));
            return Ok(());
        }
        single.sort_by_key(|event| event.recurrence_id.map(|id| id.local));
        let times = times(&master, wanted, counted)?;
        let mut by_time: HashMap<Option<Timestamp>, &Event> = HashMap::new();
        for event in &single {
            by_time.insert(event.recurrence_id.and_then(|id| id.instant()), event);
        }
        let hourly = is_hourly(&master.rules);
        // All of a cancelled series are cancelled, whatever was said of one before.
        let whole = master.status;
        let mut shown = 0;
        let mut future: Option<(&Event, TimeDelta)> = None;
        for local in times {
            let at = master.start.at(local);
            let key = format!("{uid}/{}", name_of(at, hourly));
            let own = by_time.remove(&at.instant());
            let made = match (own, future) {
                (Some(event), _) => {
                    if event.and_future {
                        future = Some((event, event.start.local - local));
                    }
                    item(event, key, event.start.local, Some(at), whole)
                }
                (None, Some((event, shift))) => {
                    item(event, key, local.checked_add_signed(shift).unwrap_or(local), Some(at), whole)
                }
                (None, None) => item(&master, key, local, Some(at), whole),
            };
            let wanted_one = made.as_ref().is_some_and(|item| wanted.has(item));
            if wanted_one && shown == MOST_OF_ONE {
                return Err(format!(
                    "the series has more than {MOST_OF_ONE} in the wanted weeks; the first are shown"
                ));
            }
            shown += usize::from(wanted_one);
            put(found, wanted, made);
        }
        // Said of a time that the rule does not give: it takes place all the same.
        for event in by_time.into_values() {
            let key = format!("{uid}/{}", name_of(event.recurrence_id.unwrap_or(event.start), hourly));
            put(found, wanted, item(event, key, event.start.local, event.recurrence_id, whole));
        }
        Ok(())
    }
}

/// Clock times of a series, without those that are excepted.
fn times(master: &Event, wanted: &Wanted, counted: &mut usize) -> Result<Vec<NaiveDateTime>, String> {
    let until = master.start.zone.local(wanted.last());
    let mut times = vec![master.start.local];
    for rule in &master.rules {
        if *counted > MOST_COUNTED {
            return Err("the calendar has more repetitions than can be counted in one run".to_owned());
        }
        times.extend(repetitions(&master.start, rule, until)?);
        *counted += times.len();
    }
    times.extend(master.also.iter().filter_map(|also| {
        if also.is_date && !master.start.is_date {
            Some(also.local.date().and_time(master.start.local.time()))
        } else {
            Some(master.start.zone.local(also.instant()?)).filter(|_| !also.is_date).or(Some(also.local))
        }
    }));
    times.sort_unstable();
    times.dedup();
    // A date alone takes the whole day out, as Outlook means it.
    let days: HashSet<_> =
        master.except.iter().filter(|out| out.is_date).map(|out| out.local.date()).collect();
    let instants: HashSet<_> = master.except.iter().map(Moment::instant).collect();
    if !instants.is_empty() {
        times.retain(|local| {
            !days.contains(&local.date()) && !instants.contains(&master.start.at(*local).instant())
        });
    }
    Ok(times)
}

/// What tells one of a series from the others: its day, so that moving the whole series by an hour moves them and does
/// not delete them; its time, too, where there may be several a day.
fn name_of(at: Moment, hourly: bool) -> String {
    at.local.format(if hourly { "%Y%m%dT%H%M" } else { "%Y%m%d" }).to_string()
}

fn put(found: &mut Found, wanted: &Wanted, item: Option<Item>) {
    found.items.extend(item.filter(|item| wanted.has(item)));
}

fn item(event: &Event, key: String, local: NaiveDateTime, of: Option<Moment>, whole: Status) -> Option<Item> {
    let at = event.start.at(local);
    let start = at.instant()?;
    let end = match event.length {
        Some(length) => local.checked_add_signed(length).and_then(|end| event.start.at(end).instant()),
        // A date without an end is one day (RFC 5545, 3.6.1).
        None if at.is_date => {
            at.local.checked_add_signed(TimeDelta::days(1)).and_then(|end| at.at(end).instant())
        }
        None => None,
    };
    let occurrence = of.and_then(|of| of.instant());
    Some(Item {
        key,
        title: event.title.clone(),
        body: event.body.clone(),
        url: event.url.clone(),
        tags: event.tags.clone(),
        pictures: event.pictures.clone(),
        language: None,
        created: event.created,
        modified: event.modified,
        happening: Happening {
            start,
            end,
            all_day: at.is_date,
            place: event.place.name.clone(),
            address: event.place.address.clone(),
            online: event.place.link.clone(),
            is_online: event.place.is_online,
            status: event.status.max(whole),
            // One that stands at another time than its series says.
            moved_from: occurrence.filter(|of| *of != start && event.recurrence_id.is_some()),
            organiser: event.organiser.clone(),
            registration: event.registration.clone(),
            uid: event.uid.chars().take(300).collect(),
            occurrence,
            sequence: event.revision.0,
        },
    })
}
