//! The lines of one VEVENT → what they say (RFC 5545, 3.6.1; RFC 7986). Knows no other event.

use chrono::TimeDelta;

use super::lines::{Line, list};
use super::moment::{Moment, duration, property};
use super::place;
use super::title;
use super::zone::Zones;
use crate::collect::feed::identity::hash;
use crate::domain::happening::Status;
use crate::domain::link::find_links;
use crate::domain::post::Body;
use crate::domain::time::Timestamp;

/// Dates of one RDATE or EXDATE list, and of all of an event's.
const MOST_DATES: usize = 2_000;

/// One VEVENT.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its calendar's id of it; made of what it says where there is none.
    pub uid: String,
    /// Revision: SEQUENCE, then when it was last changed. The newest wins.
    pub revision: (u32, i64),
    /// When it begins.
    pub start: Moment,
    /// How long it lasts on the clock, if that is told.
    pub length: Option<TimeDelta>,
    /// Which one of a series it speaks of.
    pub recurrence_id: Option<Moment>,
    /// … and of all that come after.
    pub and_future: bool,
    /// RRULEs.
    pub rules: Vec<String>,
    /// RDATEs.
    pub also: Vec<Moment>,
    /// EXDATEs.
    pub except: Vec<Moment>,
    /// Whether it takes place.
    pub status: Status,
    /// Its name.
    pub title: String,
    /// What is said about it.
    pub body: Body,
    /// Its page.
    pub url: String,
    /// Where.
    pub place: place::Place,
    /// Who invites.
    pub organiser: String,
    /// Where one signs up.
    pub registration: String,
    /// CATEGORIES.
    pub tags: Vec<String>,
    /// Pictures.
    pub pictures: Vec<(String, String)>,
    /// CREATED.
    pub created: Option<Timestamp>,
    /// LAST-MODIFIED.
    pub modified: Option<Timestamp>,
}

/// Reads one.
///
/// # Errors
/// Why it is kept out.
pub fn event(lines: &[Line], zones: &Zones, problems: &mut Vec<String>) -> Result<Event, String> {
    let find = |name: &str| lines.iter().find(|line| line.name == name);
    let text = |name: &str| find(name).map(|line| line.text().trim().to_owned()).unwrap_or_default();
    if matches!(text("CLASS").to_ascii_uppercase().as_str(), "PRIVATE" | "CONFIDENTIAL") {
        return Err("it is marked as private".to_owned());
    }
    let mut unknown = Vec::new();
    let begins = find("DTSTART").ok_or("it has no start")?;
    let start = property(begins, zones, &mut unknown).ok_or_else(|| {
        format!("its start {:?} is no date", begins.value.chars().take(40).collect::<String>())
    })?;
    start.instant().ok_or("its start is in no year that people meet in")?;
    let length = find("DTEND")
        .and_then(|line| property(line, zones, &mut unknown))
        // The end may be told in another zone.
        .and_then(|end| {
            Some(if end.zone == start.zone || end.is_date {
                end.local
            } else {
                start.zone.local(end.instant()?)
            })
        })
        .map(|end| end - start.local)
        .or_else(|| find("DURATION").and_then(|line| duration(&line.value)))
        .filter(|length| *length > TimeDelta::zero());
    let dates = |name: &str, unknown: &mut Vec<String>| {
        let mut found = Vec::new();
        for line in lines.iter().filter(|line| line.name == name) {
            for value in line.value.split(',').take(MOST_DATES) {
                // A period's beginning is the date.
                let value = value.split('/').next().unwrap_or(value).to_owned();
                found.extend(property(&Line { value, ..line.clone() }, zones, unknown));
            }
        }
        found.truncate(MOST_DATES);
        found
    };
    let (also, except) = (dates("RDATE", &mut unknown), dates("EXDATE", &mut unknown));
    let about = find("RECURRENCE-ID");
    let recurrence_id = about.and_then(|line| property(line, zones, &mut unknown));
    for zone in unknown {
        let problem = format!("nobody knows the time zone {zone:?}: taken as the calendar's own");
        if !problems.contains(&problem) {
            problems.push(problem);
        }
    }
    let moment = |name: &str| find(name).and_then(|line| property(line, zones, &mut Vec::new())?.instant());
    let modified = moment("LAST-MODIFIED");
    let (title, said) = title::read(&text("SUMMARY"));
    let status = match text("STATUS").to_ascii_uppercase().as_str() {
        "CANCELLED" | "CANCELED" => Status::Cancelled,
        _ => said.unwrap_or_default(),
    };
    let body = body(lines);
    let (Body::Html(words) | Body::Text(words)) = &body;
    let mut place = place::read(&text("LOCATION"));
    let meeting = [
        "CONFERENCE",
        "X-GOOGLE-CONFERENCE",
        "X-MICROSOFT-SKYPETEAMSMEETINGURL",
        "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK",
    ]
    .iter()
    .map(|name| text(name))
    .find(|link| link.starts_with("http"));
    if let Some(meeting) = meeting.filter(|_| place.link.is_empty()) {
        (place.link, place.is_online) = (meeting, true);
    }
    let url = text("URL");
    let uid = Some(text("UID")).filter(|uid| !uid.is_empty());
    Ok(Event {
        uid: uid.unwrap_or_else(|| hash(&["no uid", &title, &start.local.to_string(), &url])),
        revision: (
            text("SEQUENCE").parse().unwrap_or(0), // none is the first
            modified.or(moment("DTSTAMP")).map_or(0, |at| at.0),
        ),
        start,
        length,
        recurrence_id,
        and_future: about.is_some_and(|line| line.parameter("RANGE").eq_ignore_ascii_case("THISANDFUTURE")),
        rules: lines
            .iter()
            .filter(|line| line.name == "RRULE")
            .map(|line| line.value.trim().to_owned())
            .take(4)
            .collect(),
        also,
        except,
        status,
        title,
        registration: registration(words),
        url: if url.starts_with("http") { url } else { String::new() },
        place,
        organiser: organiser(find("ORGANIZER")),
        tags: lines
            .iter()
            .filter(|line| line.name == "CATEGORIES")
            .flat_map(|line| list(&line.value))
            .take(50)
            .collect(),
        pictures: pictures(lines),
        created: moment("CREATED"),
        modified,
        body,
    })
}

/// HTML where the calendar has it (Outlook's X-ALT-DESC, RFC 7986's STYLED-DESCRIPTION, or Google's HTML in the plain one).
fn body(lines: &[Line]) -> Body {
    let html = lines.iter().find(|line| {
        matches!(line.name.as_str(), "X-ALT-DESC" | "STYLED-DESCRIPTION")
            && line.parameter("FMTTYPE").eq_ignore_ascii_case("text/html")
    });
    if let Some(html) = html.filter(|line| !line.value.trim().is_empty()) {
        return Body::Html(html.text());
    }
    let plain = lines.iter().find(|line| line.name == "DESCRIPTION").map(Line::text).unwrap_or_default();
    let lower = plain.to_ascii_lowercase();
    let is_html = ["</", "<br", "<p>", "<p "].iter().any(|tag| lower.contains(tag));
    if is_html { Body::Html(plain) } else { Body::Text(plain) }
}

/// The name alone. A mail address is personal data that nobody asked us to show.
fn organiser(line: Option<&Line>) -> String {
    let Some(line) = line else { return String::new() };
    let name = line.parameter("CN").trim().to_owned();
    if name.contains('@') { String::new() } else { name }
}

/// The link in the line that asks people to sign up.
pub fn registration(words: &str) -> String {
    let asks = |line: &str| {
        let line = line.to_lowercase();
        ["tilmeld", "sign up", "register", "billet"].iter().any(|word| line.contains(word))
    };
    words
        .lines()
        .filter(|line| asks(line))
        .find_map(|line| find_links(line).into_iter().next().map(|range| line[range].to_owned()))
        .filter(|link| link.starts_with("http"))
        .unwrap_or_default()
}

fn pictures(lines: &[Line]) -> Vec<(String, String)> {
    let is_picture = |line: &&Line| {
        line.name == "IMAGE" || (line.name == "ATTACH" && line.parameter("FMTTYPE").starts_with("image/"))
    };
    lines
        .iter()
        .filter(is_picture)
        .filter(|line| line.value.trim().starts_with("http"))
        .map(|line| (line.value.trim().to_owned(), line.parameter("ALTREP").to_owned()))
        .map(|(url, alt)| (url, if alt.contains("://") { String::new() } else { alt }))
        .take(4)
        .collect()
}
