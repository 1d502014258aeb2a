//! `.ics` files, read back by another program's reader.

use calcard::icalendar::{ICalendar, ICalendarProperty, ICalendarValue};
use chrono_tz::Tz;
use hashwall::domain::happening::Status;

use super::happening;
use crate::web_public::house::House;

fn read(text: &str) -> ICalendar {
    for line in text.split_terminator("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
        assert!(!line.contains(['\r', '\n']), "{line:?}");
    }
    ICalendar::parse(text).unwrap()
}

#[tokio::test]
async fn a_file_reads_back_as_what_was_shown() {
    let house = House::new();
    let name =
        "Øl, \"smag\"; og \\ en meget lang titel om ledelse på tværs af kommuner, regioner og stat i uge 44";
    house.show(&happening(1, name, "2026-10-26T09:00", "2026-10-26T10:30", |h| {
        (h.place, h.sequence) = ("Store Sal".to_owned(), 3);
    }));
    house.show(&happening(2, "Sommermøde", "2026-07-01T10:00", "2026-07-01T11:00", |h| {
        h.status = Status::Cancelled
    }));
    house.show(&happening(3, "Temadag", "2026-10-28T00:00", "2026-10-29T00:00", |h| h.all_day = true));
    let answer = house.get("/kalender.ics").await;
    assert_eq!(answer.header("content-type"), "text/calendar; charset=utf-8");
    let calendar = read(&answer.body);
    let expanded = calendar.expand_dates(Tz::Europe__Copenhagen, 100);
    assert_eq!(expanded.errors, []);
    let mut starts: Vec<String> =
        expanded.events.iter().map(|event| event.start.to_utc().to_rfc3339()).collect();
    starts.sort();
    let expected = ["2026-07-01T09:00:00+00:00", "2026-10-26T08:00:00+00:00", "2026-10-27T23:00:00+00:00"];
    assert_eq!(starts, expected, "summer time, winter time, a day");
    let titles: Vec<String> = calendar
        .components
        .iter()
        .flat_map(|component| &component.entries)
        .filter(|entry| entry.name == ICalendarProperty::Summary)
        .filter_map(|entry| match entry.values.first() {
            Some(ICalendarValue::Text(text)) => Some(text.clone()),
            _ => None,
        })
        .collect();
    assert!(titles.contains(&name.to_owned()), "{titles:?}");
    for line in [
        "STATUS:CANCELLED",
        "SEQUENCE:3",
        "DTSTART;VALUE=DATE:20261028",
        "DTEND;VALUE=DATE:20261029",
        "DTSTAMP:20261026T090000Z",
        "UID:019a1000-0000-7000-8000-000000000001@wall.example",
        "URL:https://wall.example/kalender/019a1000-0000-7000-8000-000000000001",
    ] {
        assert!(answer.body.contains(&format!("{line}\r\n")), "{line}\n{}", answer.body);
    }
}

#[tokio::test]
async fn our_own_reader_reads_our_own_file() {
    use hashwall::collect::calendar::read::read;
    use hashwall::collect::calendar::series::{Wanted, found};
    use hashwall::domain::time::Timestamp;
    let house = House::new();
    house.show(&happening(1, "Åbning", "2026-10-26T09:00", "2026-10-26T10:30", |h| {
        h.place = "Sal, B".to_owned()
    }));
    let one = house.get("/kalender/019a1000-0000-7000-8000-000000000001.ics").await;
    let parsed = read(one.body.as_bytes(), None, false);
    assert_eq!((parsed.problems.len(), parsed.truncated), (0, false));
    let wanted = Wanted { times: vec![(Timestamp(0), Timestamp(i64::MAX))], ..Wanted::default() };
    let item = found(parsed.events, &wanted).items.remove(0);
    assert_eq!((item.title.as_str(), item.happening.place.as_str()), ("Åbning", "Sal"));
    assert_eq!(item.happening.start.rfc3339(), "2026-10-26T08:00:00Z");
    assert_eq!(item.happening.end.unwrap().rfc3339(), "2026-10-26T09:30:00Z");
}

#[tokio::test]
async fn a_file_has_the_filters_of_the_list() {
    let house = House::new();
    house.show(&happening(1, "Ude", "2026-10-26T09:00", "", |_| {}));
    house.show(&happening(2, "Inde", "2026-10-26T09:00", "", |h| h.is_online = true));
    let answer = house.get("/kalender.ics?form=online").await;
    answer.shows("SUMMARY:Inde").hides("SUMMARY:Ude").hides("DTEND");
}
