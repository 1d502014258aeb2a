//! A calendar as a file other programs read (RFC 5545). Writes plain values; knows no page and no index.

use chrono::Days;

use crate::domain::happening::{Happening, Status};
use crate::domain::time::Timestamp;

/// Octets of a line (RFC 5545, 3.1).
const LINE: usize = 75;

/// Danish summer time as it has been since 1996; what programs need that know no zone by its name.
const ZONE: [&str; 17] = [
    "BEGIN:VTIMEZONE",
    "TZID:Europe/Copenhagen",
    "BEGIN:DAYLIGHT",
    "TZNAME:CEST",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "DTSTART:19960331T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "TZNAME:CET",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "DTSTART:19961027T030000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "END:STANDARD",
    "END:VTIMEZONE",
];

/// One entry.
pub struct Event<'a> {
    /// Stable and unique in the world.
    pub uid: String,
    /// Its name.
    pub title: String,
    /// What is said of it.
    pub description: String,
    /// Our page of it.
    pub url: String,
    /// Where.
    pub location: String,
    /// Categories.
    pub categories: Vec<&'a str>,
    /// When, and whether.
    pub happening: &'a Happening,
}

/// Writes a calendar: CRLF lines folded at 75 octets, text escaped. `now` is when the file was made.
pub fn calendar(name: &str, events: &[Event<'_>], now: Timestamp) -> String {
    let mut out = Writer::default();
    out.line("BEGIN:VCALENDAR");
    out.line("VERSION:2.0");
    out.line("PRODID:-//Hashwall//Calendar//DA");
    out.line("CALSCALE:GREGORIAN");
    out.line("METHOD:PUBLISH");
    out.text("X-WR-CALNAME", name);
    out.text("NAME", name);
    out.line("X-WR-TIMEZONE:Europe/Copenhagen");
    out.line("REFRESH-INTERVAL;VALUE=DURATION:PT1H");
    out.line("X-PUBLISHED-TTL:PT1H");
    ZONE.iter().for_each(|line| out.line(line));
    events.iter().for_each(|event| out.event(event, now));
    out.line("END:VCALENDAR");
    out.0
}

#[derive(Default)]
struct Writer(String);

impl Writer {
    fn event(&mut self, event: &Event<'_>, now: Timestamp) {
        let happening = event.happening;
        self.line("BEGIN:VEVENT");
        self.text("UID", &event.uid);
        self.line(&format!("DTSTAMP:{}", now.to_utc().format("%Y%m%dT%H%M%SZ")));
        self.line(&format!("SEQUENCE:{}", happening.sequence));
        if happening.all_day {
            let first = happening.start.to_copenhagen().date_naive();
            let end = happening.ends().to_copenhagen().date_naive();
            let end = if end > first { end } else { first.checked_add_days(Days::new(1)).unwrap_or(first) };
            self.line(&format!("DTSTART;VALUE=DATE:{}", first.format("%Y%m%d")));
            self.line(&format!("DTEND;VALUE=DATE:{}", end.format("%Y%m%d")));
        } else {
            self.local("DTSTART", happening.start);
            if let Some(end) = happening.end.filter(|end| *end > happening.start) {
                self.local("DTEND", end);
            }
        }
        let status = match happening.status {
            Status::Scheduled => "CONFIRMED",
            Status::Cancelled => "CANCELLED",
            Status::Postponed => "TENTATIVE",
        };
        self.line(&format!("STATUS:{status}"));
        self.text("SUMMARY", &event.title);
        self.text("DESCRIPTION", &event.description);
        self.text("LOCATION", &event.location);
        if !event.categories.is_empty() {
            let categories: Vec<String> = event.categories.iter().map(|word| escaped(word)).collect();
            self.line(&format!("CATEGORIES:{}", categories.join(",")));
        }
        self.line(&format!("URL:{}", event.url));
        self.line("END:VEVENT");
    }

    fn local(&mut self, name: &str, at: Timestamp) {
        let at = at.to_copenhagen().format("%Y%m%dT%H%M%S");
        self.line(&format!("{name};TZID=Europe/Copenhagen:{at}"));
    }

    fn text(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.line(&format!("{name}:{}", escaped(value)));
        }
    }

    /// One content line, folded between letters. Control characters would break it.
    fn line(&mut self, line: &str) {
        let mut octets = 0;
        for c in line.chars().filter(|c| !c.is_control()) {
            if octets + c.len_utf8() > LINE {
                self.0.push_str("\r\n ");
                octets = 1;
            }
            self.0.push(c);
            octets += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

/// RFC 5545, 3.3.11.
fn escaped(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}
