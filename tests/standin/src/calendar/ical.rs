//! A calendar as text: RFC 5545 as it should be, or as real programs write it.

use chrono::{DateTime, NaiveDate, NaiveDateTime};

use super::entry::Entry;
use super::world::Channel;

pub(super) fn render(channel: &Channel) -> Vec<u8> {
    let manners = &channel.manners;
    let mut out = Vec::new();
    if manners.bom {
        out.extend(b"\xef\xbb\xbf");
    }
    let mut line = |text: &str| fold(&mut out, text, manners.bare_lines);
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//Kalenderhuset//Kalender 4.2//DA");
    line(&format!("X-WR-CALNAME:{}", escaped(&channel.title)));
    for entry in &channel.entries {
        event(entry, channel, &mut line);
    }
    line("END:VCALENDAR");
    if manners.truncated {
        out.truncate(out.len() * 2 / 3);
    }
    out
}

fn event(entry: &Entry, channel: &Channel, line: &mut impl FnMut(&str)) {
    line("BEGIN:VEVENT");
    line(&format!("UID:{}", entry.uid));
    line(&format!("DTSTAMP:{}", utc(channel.now)));
    line(&format!("LAST-MODIFIED:{}", utc(entry.modified)));
    line(&format!("SEQUENCE:{}", entry.sequence));
    line(&format!("DTSTART{}", time(&entry.start, channel)));
    if !entry.end.is_empty() {
        // The end of whole days is the day after.
        let end = match entry.end.parse::<NaiveDate>() {
            Ok(day) if entry.is_all_day() => day.succ_opt().unwrap_or(day).to_string(),
            _ => entry.end.clone(),
        };
        line(&format!("DTEND{}", time(&end, channel)));
    }
    line(&format!("SUMMARY:{}", escaped(&entry.title)));
    let place = [entry.place.as_str(), &entry.address, &entry.online];
    let place: Vec<&str> = place.into_iter().filter(|part| !part.is_empty()).collect();
    line(&format!("LOCATION:{}", escaped(&place.join(", "))));
    line(&format!("DESCRIPTION:{}", escaped(&entry.text)));
    if !entry.organiser.is_empty() {
        line(&format!("ORGANIZER;CN=\"{}\":mailto:post@kommune.example", entry.organiser));
    }
    if !entry.tags.is_empty() {
        let tags: Vec<String> = entry.tags.iter().map(|tag| escaped(tag)).collect();
        line(&format!("CATEGORIES:{}", tags.join(",")));
    }
    if !entry.rule.is_empty() {
        line(&format!("RRULE:{}", entry.rule));
    }
    line(if entry.cancelled { "STATUS:CANCELLED" } else { "STATUS:CONFIRMED" });
    line(&format!("URL:{}/{}", channel.page, entry.uid));
    for raw in entry.raw.lines() {
        line(raw);
    }
    line("BEGIN:VALARM");
    line("ACTION:DISPLAY");
    line("DESCRIPTION:Påmindelse");
    line("TRIGGER:-PT15M");
    line("END:VALARM");
    line("END:VEVENT");
}

/// `;TZID=Europe/Copenhagen:20261026T090000`, as the channel writes zones.
fn time(text: &str, channel: &Channel) -> String {
    if let Ok(day) = text.parse::<NaiveDate>() {
        return format!(";VALUE=DATE:{}", day.format("%Y%m%d"));
    }
    let Ok(at) = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M") else {
        return format!(":{text}");
    };
    let at = at.format("%Y%m%dT%H%M%S");
    match channel.manners.zone.as_deref() {
        None => format!(";TZID=Europe/Copenhagen:{at}"),
        Some("") => format!(":{at}"),
        Some(zone) => format!(";TZID=\"{zone}\":{at}"),
    }
}

fn utc(micros: i64) -> String {
    let at = DateTime::from_timestamp_micros(micros).unwrap_or_default();
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

/// At 75 octets, wherever that is: in the middle of a letter, too.
fn fold(out: &mut Vec<u8>, text: &str, bare_lines: bool) {
    let end: &[u8] = if bare_lines { b"\n" } else { b"\r\n" };
    for (at, octets) in text.as_bytes().chunks(74).enumerate() {
        if at > 0 {
            out.extend(end);
            out.push(b' ');
        }
        out.extend(octets);
    }
    out.extend(end);
}
