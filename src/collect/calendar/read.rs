//! A document → its events. What is wrong with one costs that one alone.

use super::event::{Event, event};
use super::lines::{Line, lines};
use super::zone::Zones;

/// Events of one document.
const MOST: usize = 20_000;
/// Lines of one event; descriptions are one line.
const LONGEST: usize = 2_000;

/// A calendar as read.
#[derive(Debug, Default)]
pub struct Parsed {
    /// True if there is a calendar in it at all.
    pub is_calendar: bool,
    /// X-WR-CALNAME, or RFC 7986's NAME.
    pub name: String,
    /// In the order of the document.
    pub events: Vec<Event>,
    /// What was kept out, and why.
    pub kept_out: Vec<(String, String)>,
    /// What is wrong with the document.
    pub problems: Vec<String>,
    /// It broke off: the last event in it may be half.
    pub truncated: bool,
    /// How often it wants to be asked (REFRESH-INTERVAL, X-PUBLISHED-TTL), in seconds.
    pub wait_secs: Option<u64>,
}

/// Reads a document. Takes linear time. `accept_half` takes the event that a document breaks off in, too.
pub fn read(bytes: &[u8], content_type: Option<&str>, accept_half: bool) -> Parsed {
    let (lines, problems) = lines(bytes, content_type);
    let mut parsed = Parsed { problems, ..Parsed::default() };
    let mut zones = Zones::default();
    let blocks = blocks(&lines, &mut parsed, &mut zones);
    let cancels =
        lines.iter().any(|line| line.name == "METHOD" && line.value.trim().eq_ignore_ascii_case("CANCEL"));
    let last = blocks.len();
    for (place, (block, is_whole)) in blocks.into_iter().enumerate() {
        let label = || {
            let of = |name: &str| block.iter().find(|line| line.name == name).map(|line| line.text());
            let label = of("UID").or_else(|| of("SUMMARY")).filter(|label| !label.trim().is_empty());
            label.map_or_else(|| format!("event {}", place + 1), |label| label.chars().take(200).collect())
        };
        if !is_whole && place + 1 == last && parsed.truncated && !accept_half {
            parsed
                .kept_out
                .push((label(), "the calendar broke off inside it; it will be read next time".to_owned()));
            continue;
        }
        match event(&block, &zones, &mut parsed.problems) {
            Ok(mut event) => {
                if cancels {
                    event.status = crate::domain::happening::Status::Cancelled;
                }
                parsed.events.push(event);
            }
            Err(why) => parsed.kept_out.push((label(), why)),
        }
    }
    parsed
}

/// The lines of each VEVENT, without those of what is inside it (alarms), and whether it was closed. Zones and the
/// calendar's own properties are read on the way.
fn blocks(lines: &[Line], parsed: &mut Parsed, zones: &mut Zones) -> Vec<(Vec<Line>, bool)> {
    let mut blocks: Vec<(Vec<Line>, bool)> = Vec::new();
    let mut event: Option<Vec<Line>> = None;
    let mut zone: Option<Vec<Line>> = None;
    let mut inside = 0_u32; // components within an event
    let mut closed = false;
    let mut too_many = 0_u32;
    for line in lines {
        let component = line.value.trim().to_ascii_uppercase();
        match (line.name.as_str(), component.as_str()) {
            ("BEGIN", "VCALENDAR") => (parsed.is_calendar, closed) = (true, false),
            ("END", "VCALENDAR") => {
                blocks.extend(event.take().map(|block| (block, false)));
                closed = true;
            }
            ("BEGIN", "VEVENT") => {
                if let Some(block) = event.take() {
                    parsed.problems.push("an event was not closed before the next began".to_owned());
                    blocks.push((block, false));
                }
                inside = 0;
                parsed.is_calendar = true;
                if blocks.len() < MOST { event = Some(Vec::new()) } else { too_many += 1 }
            }
            ("END", "VEVENT") => blocks.extend(event.take().map(|block| (block, true))),
            ("BEGIN", "VTIMEZONE") => zone = Some(Vec::new()),
            ("END", "VTIMEZONE") => {
                if let Some(lines) = zone.take() {
                    zones.learn(&lines);
                }
            }
            ("BEGIN", _) if event.is_some() => inside += 1,
            ("END", _) if event.is_some() => inside = inside.saturating_sub(1),
            _ => match (&mut zone, &mut event) {
                (Some(lines), _) if lines.len() < LONGEST => lines.push(line.clone()),
                (None, Some(lines)) if inside == 0 && lines.len() < LONGEST => lines.push(line.clone()),
                (None, None) => of_calendar(line, parsed, zones),
                _ => {}
            },
        }
    }
    parsed.truncated = parsed.is_calendar && !closed;
    blocks.extend(event.take().map(|block| (block, false)));
    if parsed.truncated {
        parsed.problems.push("the calendar breaks off: END:VCALENDAR is missing".to_owned());
    }
    if too_many > 0 {
        parsed.problems.push(format!("{too_many} events beyond the first {MOST} were not read"));
    }
    parsed.problems.dedup();
    blocks
}

fn of_calendar(line: &Line, parsed: &mut Parsed, zones: &mut Zones) {
    match line.name.as_str() {
        "X-WR-CALNAME" | "NAME" if parsed.name.is_empty() => parsed.name = line.text().trim().to_owned(),
        "X-WR-TIMEZONE" => zones.set_floating(&line.value),
        "REFRESH-INTERVAL" | "X-PUBLISHED-TTL" => {
            let wait =
                super::moment::duration(&line.value).and_then(|wait| u64::try_from(wait.num_seconds()).ok());
            parsed.wait_secs = parsed.wait_secs.or(wait);
        }
        _ => {}
    }
}
