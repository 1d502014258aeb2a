//! An answer → a harvest: pure, so that every answer a server can give is tested without one.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use url::Url;

use super::cursor::{Cursor, Known, MOST};
use super::item::Item;
use super::links::{Links, links};
use super::markup::markup;
use super::series::{Wanted, found};
use super::{read, schema};
use crate::collect::collector::{Failure, Harvest, KeptOut};
use crate::collect::feed::cadence::not_before;
use crate::collect::feed::identity::hash;
use crate::collect::transport::bare_status;
use crate::domain::edition::Campaign;
use crate::domain::source::{CalendarSettings, Known as Recheck, Source};
use crate::domain::time::Timestamp;
use crate::http::{Response, place};

/// How long something must be missing from a calendar before it is believed to be gone …
const MISSING: Duration = Duration::from_secs(3_600);
/// … and how long where more than half of it is missing at once: calendars are emptied by mistake, and what is gone once
/// does not come back.
const ALL_MISSING: Duration = Duration::from_secs(24 * 3_600);

/// What the answer is to.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The source.
    pub source: &'a Source,
    /// Its settings.
    pub settings: &'a CalendarSettings,
    /// Posts that are due for a check.
    pub recheck: &'a [Recheck],
    /// The moment of collecting.
    pub now: Timestamp,
}

impl Asked<'_> {
    /// The weeks whose entries are wanted: this edition's or the next one's, and the last one's, so that a new wall has
    /// an archive.
    pub fn wanted(&self, cursor: &Cursor) -> Wanted {
        let campaign: Campaign = self.settings.campaign;
        let year = campaign.year_at(self.now);
        let years = [year, year.and_then(|year| campaign.year_before(year))];
        let prefix = format!("{}:", self.source.id);
        Wanted {
            times: years.into_iter().flatten().filter_map(|year| campaign.window_of(year)).collect(),
            known: cursor.known.keys().filter_map(|id| id.strip_prefix(&prefix).map(str::to_owned)).collect(),
        }
    }

    fn calendar_name<'b>(&'b self, own: &'b str) -> &'b str {
        if own.is_empty() { self.source.organisation.as_deref().unwrap_or(&self.source.title) } else { own }
    }
}

/// Puts what an answer says into `harvest` and `cursor`. `page` is empty for the configured address. Gives the links of a
/// web page.
///
/// # Errors
/// Why there is nothing in it.
pub fn digest(
    response: &Response,
    page: &str,
    asked: Asked<'_>,
    harvest: &mut Harvest,
    cursor: &mut Cursor,
) -> Result<Links, Failure> {
    match response.status {
        304 => {
            let still =
                |known: &&Recheck| cursor.known.get(&known.native_id).is_some_and(|k| k.missing.is_none());
            harvest.checked.extend(asked.recheck.iter().filter(still).map(|known| known.native_id.clone()));
            return Ok(Links::default());
        }
        200..=299 => {}
        404 => return Err(Failure::Transient(format!("404: there is nothing at {}", place(&response.url)))),
        _ => return Err(bare_status(response, asked.now)),
    }
    // Whatever is wide has zeros in it.
    let head: Vec<u8> = response.body.iter().copied().filter(|byte| *byte != 0).take(4_096).collect();
    let head = String::from_utf8_lossy(&head).to_ascii_uppercase();
    if head.contains("BEGIN:VCALENDAR") || head.contains("BEGIN:VEVENT") {
        calendar(response, page, asked, harvest, cursor);
        return Ok(Links::default());
    }
    let text = String::from_utf8_lossy(&response.body);
    let bare = text.trim_start_matches('\u{feff}').trim_start();
    if bare.starts_with(['{', '[']) {
        let values = serde_json::from_str(bare).map(|value| vec![value]);
        let Ok(values) = values else {
            return Err(Failure::Transient(format!("{} answered with broken JSON", place(&response.url))));
        };
        let read = schema::read(&values, &response.url, "");
        take_page(read, page, asked, harvest, cursor);
        return Ok(Links::default());
    }
    let lower = head.to_ascii_lowercase();
    if !["<html", "<!doctype", "<head", "<body", "<script", "<div", "<meta"]
        .iter()
        .any(|tag| lower.contains(tag))
    {
        let what = if bare.trim().is_empty() { "nothing" } else { "neither a calendar nor a web page" };
        return Err(Failure::Transient(format!("{} answered with {what}", place(&response.url))));
    }
    let found = markup(&text);
    harvest.notes.extend(found.problems);
    let read = schema::read(&found.values, &response.url, &found.language);
    let follow = asked.settings.follow.as_deref();
    let links = links(&text, &response.url, follow, &read.listed);
    // A login page in the calendar's place must not take away what was in it.
    let was_there = cursor.known.values().any(|known| known.page == page);
    let leads_on = !read.items.is_empty() || !links.pages.is_empty() || !links.calendars.is_empty();
    if page.is_empty() && was_there && !leads_on {
        let place = place(&response.url);
        return Err(Failure::Transient(format!("{place} answered with a web page that has no happenings")));
    }
    take_page(read, page, asked, harvest, cursor);
    Ok(links)
}

fn calendar(response: &Response, page: &str, asked: Asked<'_>, harvest: &mut Harvest, cursor: &mut Cursor) {
    let content_type = response.header("content-type");
    let mut parsed = read::read(&response.body, content_type, false);
    let cut = parsed.truncated.then(|| hash(&[&String::from_utf8_lossy(&response.body)]));
    if cut.is_some() && cut == cursor.cut {
        // A document that breaks off twice at the same place is all there is.
        parsed = read::read(&response.body, content_type, true);
    }
    let is_whole = cut.is_none();
    cursor.cut = cut;
    if !is_whole {
        // With a validator remembered, the next answer could be 304 and the missing half would never come.
        cursor.validators.forget();
    }
    harvest.not_before = not_before(response, parsed.wait_secs, asked.now);
    harvest.notes.extend(parsed.problems.iter().cloned());
    let found = found(std::mem::take(&mut parsed.events), &asked.wanted(cursor));
    if found.outside > 0 {
        harvest.notes.push(format!(
            "{} entries are at another time than the week and the days around it",
            found.outside
        ));
    }
    let kept_out = parsed.kept_out.into_iter().chain(found.kept_out);
    harvest.kept_out.extend(kept_out.map(|(what, why)| KeptOut { what, why }));
    take(found.items, asked.calendar_name(&parsed.name), page, is_whole, asked, harvest, cursor);
}

fn take_page(read: schema::Read, page: &str, asked: Asked<'_>, harvest: &mut Harvest, cursor: &mut Cursor) {
    let wanted = asked.wanted(cursor);
    harvest.kept_out.extend(read.kept_out.into_iter().map(|(what, why)| KeptOut { what, why }));
    let items = read.items.into_iter().filter(|item| wanted.has(item)).collect();
    take(items, asked.calendar_name(""), page, true, asked, harvest, cursor);
}

fn take(
    items: Vec<Item>,
    calendar: &str,
    page: &str,
    is_whole: bool,
    asked: Asked<'_>,
    harvest: &mut Harvest,
    cursor: &mut Cursor,
) {
    let source = asked.source.id.as_str();
    let mut present = HashMap::new();
    let all = items.len();
    for item in items.into_iter().take(MOST) {
        let (native_id, ends) = (item.native_id(source), item.happening.ends());
        let what = item.title.chars().take(200).collect();
        if present.insert(native_id.clone(), ends).is_some() {
            continue;
        }
        if asked.recheck.iter().any(|known| known.native_id == native_id) {
            harvest.checked.push(native_id);
        }
        match item.post(source, calendar) {
            Ok(post) => harvest.posts.push(post),
            Err(why) => harvest.kept_out.push(KeptOut { what, why }),
        }
    }
    if all > MOST {
        let why = format!("of {all} happenings in the wanted weeks the first {MOST} are shown");
        harvest.kept_out.push(KeptOut { what: "the rest".to_owned(), why });
    }
    if is_whole {
        missing(&present.keys().cloned().collect(), page, asked.now, harvest, cursor);
    }
    for (native_id, ends) in present {
        if ends > asked.now && (cursor.known.len() < MOST || cursor.known.contains_key(&native_id)) {
            cursor.known.insert(native_id, Known { page: page.to_owned(), ends, missing: None });
        }
    }
    cursor.known.retain(|_, known| known.ends > asked.now);
}

/// What was in a calendar and is not any more, before it was over, is withdrawn: it goes. Not at once.
pub fn missing(
    present: &HashSet<String>,
    page: &str,
    now: Timestamp,
    harvest: &mut Harvest,
    cursor: &mut Cursor,
) {
    let upcoming = cursor.known.iter().filter(|(_, known)| known.page == page && known.ends > now);
    let (there, gone): (Vec<_>, Vec<_>) = upcoming.partition(|(id, _)| present.contains(*id));
    let patience = if there.len() >= gone.len() { MISSING } else { ALL_MISSING };
    let gone: Vec<String> = gone.into_iter().map(|(id, _)| id.clone()).collect();
    for id in gone {
        let Some(known) = cursor.known.get_mut(&id) else { continue };
        let since = *known.missing.get_or_insert(now);
        if now.since(since) >= patience {
            cursor.known.remove(&id);
            harvest.gone.push(id);
        }
    }
}

/// Remembers the validators of the configured address, and where it moved.
pub fn remember(response: &Response, asked: Asked<'_>, harvest: &mut Harvest, cursor: &mut Cursor) {
    cursor.validators.remember(response);
    cursor.until = Some(asked.wanted(cursor).last());
    if let Some(to) = response.moved_to.as_ref().filter(|to| to.as_str() != cursor.address()) {
        harvest.notes.push(format!("moved permanently from {} to {to}", cursor.address()));
        harvest.moved_to = Some(to.to_string());
        cursor.found = Some(to.to_string());
    }
}

/// The pages to read now: those never read first, then those read longest ago. Pages that are listed no more are
/// forgotten.
pub fn due(pages: &[Url], cursor: &mut Cursor, most: usize) -> Vec<Url> {
    let listed: HashSet<&str> = pages.iter().map(Url::as_str).collect();
    cursor.pages.retain(|page, _| listed.contains(page.as_str()));
    let mut due: Vec<&Url> = pages.iter().collect();
    due.sort_by_key(|page| cursor.pages.get(page.as_str()).copied().unwrap_or_default());
    due.into_iter().take(most).cloned().collect()
}
