//! The collector: asks, follows what a web page announces, and on the first run a few older pages.
//! What an answer means is [`harvest`](super::harvest)'s to say.

use std::time::Duration;

use futures_util::future::BoxFuture;
use url::Url;

use super::cursor::Cursor;
use super::discover::usual_places;
use super::harvest::{Asked, Step, add_page, digest, failed, unanswered};
use crate::collect::aside::aside;
use crate::collect::collector::{Collector, Failure, Harvest, Job};
use crate::collect::validators::Validators;
use crate::domain::source::Settings;
use crate::http::{Request, Response, place};

/// Older pages that are read on the first run.
const MAX_PAGES: usize = 5;
/// Time between two rounds of trying where feeds usually are.
const PROBE_EVERY: Duration = Duration::from_secs(86_400);
/// What we can read, in the order we like it.
const ACCEPT: &str = "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, \
                      application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, text/html;q=0.5, */*;q=0.1";

/// Reads feeds, and web pages that announce one.
pub struct Feed;

impl Collector for Feed {
    fn collect<'a>(&'a self, job: Job<'a>) -> BoxFuture<'a, Harvest> {
        Box::pin(async move {
            let Settings::Feed(settings) = &job.source.settings else {
                let failure = Failure::Misconfigured("not the settings of a feed".to_owned());
                return Harvest { failure: Some(failure), ..Harvest::default() };
            };
            let cursor = Cursor::read(job.cursor, &settings.url);
            run(&job, cursor).await
        })
    }
}

async fn run(job: &Job<'_>, cursor: Cursor) -> Harvest {
    let asked = Asked { source: &job.source.id, recheck: job.recheck, now: job.now };
    let Ok(address) = Url::parse(cursor.address()) else {
        return failed(Failure::Misconfigured(format!("{:?} is no address", cursor.address())), &cursor);
    };
    let response = match ask(job, address.clone(), Some(&cursor)).await {
        Ok(response) => response,
        Err(failure) => return failed(failure, &cursor),
    };
    match aside(|| digest(&response, &cursor, asked)) {
        Step::Done(harvest, older) => with_older_pages(job, &cursor, asked, *harvest, older).await,
        Step::Page(announced) => search(job, cursor, asked, &response, announced).await,
    }
}

/// The address answered with a web page: the feeds it announces are tried, then (seldom) the usual places.
async fn search(
    job: &Job<'_>,
    mut cursor: Cursor,
    asked: Asked<'_>,
    page: &Response,
    announced: Vec<Url>,
) -> Harvest {
    let place = place(&page.url);
    let was_announced = !announced.is_empty();
    let may_probe = !cursor.good && cursor.probed.is_none_or(|at| at.plus(PROBE_EVERY) <= job.now);
    let mut candidates = announced;
    if candidates.is_empty() && may_probe {
        candidates = usual_places(&page.url);
        cursor.probed = Some(job.now);
    }
    let mut last = None;
    for candidate in candidates {
        // Found anew: what was remembered of the old address says nothing here.
        let found =
            Cursor { feed: Some(candidate.to_string()), validators: Validators::default(), ..cursor.clone() };
        match ask(job, candidate.clone(), None).await {
            Ok(response) => match aside(|| digest(&response, &found, asked)) {
                Step::Done(harvest, older) if harvest.failure.is_none() => {
                    let mut harvest = with_older_pages(job, &cursor, asked, *harvest, older).await;
                    harvest.notes.insert(0, format!("{place} is a web page; its feed is {candidate}"));
                    return harvest;
                }
                Step::Done(harvest, _) => last = harvest.failure,
                Step::Page(_) => {}
            },
            Err(failure @ Failure::Throttled { .. }) => return failed(failure, &cursor),
            Err(failure) => last = Some(failure),
        }
    }
    let failure = if cursor.good {
        Failure::Transient(format!("{place} answered with a web page instead of the feed"))
    } else if was_announced {
        let why = last.as_ref().map_or("it is no feed", Failure::why);
        Failure::Transient(format!("{place} announces a feed that cannot be read: {why}"))
    } else {
        Failure::Misconfigured(format!("{place} is a web page that announces no feed"))
    };
    let mut harvest = failed(failure, &cursor);
    harvest.cursor = harvest.cursor.or_else(|| cursor.store());
    harvest
}

/// Older pages, on the first run only: a bounded number, each address once, and only while they bring anything.
async fn with_older_pages(
    job: &Job<'_>,
    cursor: &Cursor,
    asked: Asked<'_>,
    mut harvest: Harvest,
    mut older: Option<Url>,
) -> Harvest {
    let mut seen = Vec::new();
    while let Some(address) = older.take() {
        if seen.contains(&address) || seen.len() >= MAX_PAGES {
            break;
        }
        seen.push(address.clone());
        match ask(job, address, None).await {
            Ok(response) if response.status == 200 => {
                older = aside(|| add_page(&response, cursor, asked, &mut harvest))
            }
            // Older pages are a gift: the newest one was read and the next run looks no further back.
            Ok(response) => {
                harvest.notes.push(format!("older page {}: {}", place(&response.url), response.status))
            }
            Err(failure) => harvest.notes.push(format!("older pages: {}", failure.why())),
        }
    }
    harvest
}

async fn ask(job: &Job<'_>, address: Url, conditional: Option<&Cursor>) -> Result<Response, Failure> {
    let mut request = Request::get(address).header("accept", ACCEPT);
    if let Some(cursor) = conditional {
        request = cursor.validators.ask(request);
    }
    job.http.send(job.now, request).await.map_err(|error| unanswered(&error))
}
