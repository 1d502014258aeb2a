//! The collector: asks for the calendar, or for a page and the pages it lists. What an answer means is
//! [`harvest`](super::harvest)'s to say.

use futures_util::future::BoxFuture;
use url::Url;

use super::cursor::Cursor;
use super::harvest::{Asked, digest, due, missing, remember};
use super::links::Links;
use super::robots::Robots;
use crate::collect::aside::aside;
use crate::collect::collector::{Collector, Failure, Harvest, Job};
use crate::collect::transport::no_answer;
use crate::domain::source::Settings;
use crate::http::{Request, Response, place};

/// Pages of a list that are read in one run; the next run goes on.
const MOST_PAGES: usize = 20;
const ACCEPT: &str = "text/calendar, text/html;q=0.8, application/ld+json;q=0.8, */*;q=0.1";

/// Reads calendars.
pub struct Calendar;

impl Collector for Calendar {
    fn collect<'a>(&'a self, job: Job<'a>) -> BoxFuture<'a, Harvest> {
        Box::pin(async move {
            let mut harvest = Harvest::default();
            let Settings::Calendar(settings) = &job.source.settings else {
                harvest.failure = Some(Failure::Misconfigured("not the settings of a calendar".to_owned()));
                return harvest;
            };
            let mut cursor = Cursor::read(job.cursor, &settings.url);
            let asked = Asked { source: job.source, settings, recheck: job.recheck, now: job.now };
            match run(&job, asked, &mut harvest, &mut cursor).await {
                Ok(()) => harvest.cursor = cursor.store(),
                Err(failure) => {
                    // A place that was found and is lost: the configured one knows better.
                    if cursor.found.take().is_some() && !matches!(failure, Failure::Throttled { .. }) {
                        cursor.validators.forget();
                        harvest.notes.push("the configured address is asked again next time".to_owned());
                        harvest.cursor = cursor.store();
                    }
                    harvest.failure = Some(failure);
                }
            }
            harvest
        })
    }
}

async fn run(
    job: &Job<'_>,
    asked: Asked<'_>,
    harvest: &mut Harvest,
    cursor: &mut Cursor,
) -> Result<(), Failure> {
    let wrong = |_| Failure::Misconfigured(format!("{:?} is no address", cursor.address()));
    let address = Url::parse(cursor.address()).map_err(wrong)?;
    let response = ask(job, address.clone(), Some((cursor, asked))).await?;
    let links = aside(|| digest(&response, "", asked, harvest, cursor))?;
    remember_unless_cut(&response, asked, harvest, cursor);
    // A page that says nothing of happenings itself, and announces a calendar.
    if let Some(calendar) =
        links.calendars.first().filter(|_| harvest.posts.is_empty() && links.pages.is_empty())
    {
        harvest.notes.push(format!(
            "{} is a web page; its calendar is {}",
            place(&response.url),
            place(calendar)
        ));
        let response = ask(job, calendar.clone(), None).await?;
        cursor.found = Some(calendar.to_string());
        aside(|| digest(&response, "", asked, harvest, cursor))?;
        remember_unless_cut(&response, asked, harvest, cursor);
        return Ok(());
    }
    let is_page = response.status != 304;
    let has_nothing =
        is_page && harvest.posts.is_empty() && links.pages.is_empty() && cursor.known.is_empty();
    if has_nothing && response.body.starts_with(b"<") {
        harvest.notes.push(format!("{} is a web page without happenings of the week", place(&response.url)));
    }
    follow(job, asked, &address, links, is_page, harvest, cursor).await
}

fn remember_unless_cut(response: &Response, asked: Asked<'_>, harvest: &mut Harvest, cursor: &mut Cursor) {
    remember(response, asked, harvest, cursor);
    if cursor.cut.is_some() {
        cursor.validators.forget();
    }
}

/// Reads some of the pages that a page lists. One that fails costs itself alone.
async fn follow(
    job: &Job<'_>,
    asked: Asked<'_>,
    address: &Url,
    links: Links,
    is_page: bool,
    harvest: &mut Harvest,
    cursor: &mut Cursor,
) -> Result<(), Failure> {
    // An unchanged list still has pages that may have changed.
    let known = cursor.pages.keys().filter_map(|page| Url::parse(page).ok());
    let pages: Vec<Url> = if is_page { links.pages } else { known.collect() };
    if pages.is_empty() {
        return Ok(());
    }
    let Some(robots) = robots(job, address).await else {
        harvest
            .notes
            .push("the site's robots.txt could not be read: its pages are left alone this time".to_owned());
        return Ok(());
    };
    let (open, closed): (Vec<Url>, Vec<Url>) = pages.into_iter().partition(|page| robots.allows(page.path()));
    if !closed.is_empty() {
        harvest
            .notes
            .push(format!("{} pages are not read: the site's robots.txt asks us not to", closed.len()));
    }
    for page in due(&open, cursor, MOST_PAGES) {
        cursor.pages.insert(page.to_string(), job.now);
        let response = match ask(job, page.clone(), None).await {
            Ok(response) => response,
            Err(failure @ Failure::Throttled { .. }) => return Err(failure),
            Err(failure) => {
                harvest.notes.push(format!("{}: {}", place(&page), failure.why()));
                continue;
            }
        };
        if matches!(response.status, 404 | 410) {
            missing(&Default::default(), page.as_str(), job.now, harvest, cursor);
        }
        if let Err(failure) = aside(|| digest(&response, page.as_str(), asked, harvest, cursor)) {
            harvest.notes.push(failure.why().to_owned());
        }
    }
    // Pages that wait for their turn are remembered too, for a list that answers "not modified".
    for page in &open {
        cursor.pages.entry(page.to_string()).or_default();
    }
    Ok(())
}

/// `None` where the site has a robots.txt that cannot be read now: then nothing is allowed (RFC 9309, 2.3.1.4).
async fn robots(job: &Job<'_>, address: &Url) -> Option<Robots> {
    let response = ask(job, address.join("/robots.txt").ok()?, None).await.ok()?;
    match response.status {
        200..=299 => Some(Robots::read(&String::from_utf8_lossy(&response.body))),
        400..=499 if response.status != 429 => Some(Robots::default()),
        _ => None,
    }
}

async fn ask(job: &Job<'_>, address: Url, known: Option<(&Cursor, Asked<'_>)>) -> Result<Response, Failure> {
    let mut request = Request::get(address).header("accept", ACCEPT);
    // With another edition other entries are wanted, and an unchanged document is news.
    if let Some((cursor, asked)) = known
        && cursor.until == Some(asked.wanted(cursor).last())
    {
        request = cursor.validators.ask(request);
    }
    job.http.send(job.now, request).await.map_err(no_answer)
}
