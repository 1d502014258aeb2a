//! The collector against the stand-in: files and pages, moves, faults, robots.txt.

use hashwall::collect::collector::Failure;
use hashwall::domain::edition::Campaign;
use hashwall::domain::happening::Status;
use hashwall::domain::post::Kind;
use hashwall::domain::source::{CalendarSettings, Settings};
use hashwall_standin::Standin;
use hashwall_standin::calendar::{Entry, Markup};
use hashwall_standin::faults::Fault;

use crate::support::collecting::{Bench, ids, known};

pub const CAMPAIGN: Campaign = Campaign { week: 44, days_before: 14, days_after: 14 };

pub fn fill(standin: &Standin) {
    standin.calendar.open("ugen", "Ugens kalender", Markup::JsonLd);
    let opening = Entry::new("1", "Åbning", "2026-10-26T09:00", "2026-10-26T11:00");
    let opening = opening.at("Rådhuset", "Rådhuspladsen 2, 8000 Aarhus C").by("Aarhus Kommune");
    let opening = opening.saying("Vi åbner ugen, og alle er velkomne – også dig, der står på Ærø og fryser.");
    standin.calendar.add("ugen", opening.tagged(&["Ledelsesugen", "Åbning26"]));
    let talk = Entry::new("2", "Webinar", "2026-10-27T13:00", "2026-10-27T14:00");
    standin.calendar.add("ugen", talk.online("https://teams.microsoft.com/l/1"));
    let morning = Entry::new("3", "Morgenmøde", "2026-10-26T08:00", "2026-10-26T08:30");
    standin.calendar.add("ugen", morning.repeating("FREQ=DAILY;COUNT=5"));
    standin.calendar.add("ugen", Entry::new("4", "Juleøl", "2026-12-10T16:00", "2026-12-10T22:00"));
}

fn settings(url: String, follow: Option<String>) -> Settings {
    Settings::Calendar(CalendarSettings { url, follow, campaign: CAMPAIGN })
}

async fn file() -> Bench {
    let bench = Bench::start(|standin| settings(standin.calendar.url("ugen"), None)).await;
    fill(&bench.standin);
    bench
}

async fn pages() -> Bench {
    let follow = Some("/calendar/ugen/".to_owned());
    let bench = Bench::start(|standin| settings(standin.calendar.page("ugen"), follow)).await;
    fill(&bench.standin);
    bench
}

const ALL: [&str; 7] = [
    "kilden:1",
    "kilden:2",
    "kilden:3/20261026",
    "kilden:3/20261027",
    "kilden:3/20261028",
    "kilden:3/20261029",
    "kilden:3/20261030",
];

#[tokio::test]
async fn a_calendar_brings_what_is_in_the_week_however_it_is_written() {
    let mut bench = file().await;
    let harvest = bench.run().await;
    assert_eq!(ids(&harvest.posts), ALL);
    let opening = harvest.posts.iter().find(|post| post.native_id == "kilden:1").unwrap();
    let happening = opening.happening.as_ref().unwrap();
    assert_eq!((opening.title.as_deref(), opening.kind), (Some("Åbning"), Some(Kind::Happening)));
    assert_eq!(happening.start.rfc3339(), "2026-10-26T08:00:00Z");
    assert_eq!((happening.place.as_str(), happening.organiser.as_str()), ("Rådhuset", "Aarhus Kommune"));
    assert_eq!(opening.tags, ["Ledelsesugen", "Åbning26"]);
    assert!(
        harvest.notes.iter().any(|note| note.starts_with("1 entries are at another time")),
        "{:?}",
        harvest.notes
    );
    for zone in ["Romance Standard Time", "W. Europe Standard Time", ""] {
        bench.standin.calendar.manners("ugen", |manners| {
            manners.zone = Some(zone.to_owned());
            manners.bom = true;
            manners.bare_lines = true;
        });
        let again = bench.run().await;
        assert_eq!(format!("{:?}", again.posts), format!("{:?}", harvest.posts), "{zone:?}");
    }
}

#[tokio::test]
async fn an_unchanged_calendar_is_not_sent_again_and_what_is_in_it_is_still_there() {
    let mut bench = file().await;
    bench.run().await;
    let due = [known("kilden:1", ""), known("kilden:gone", "")];
    let harvest = bench.run_checking(&due).await;
    assert_eq!((harvest.posts.len(), harvest.checked), (0, vec!["kilden:1".to_owned()]));
    // With another edition other entries are wanted: the same document is asked for whole.
    bench.pass(30 * 86_400);
    assert_eq!(ids(&bench.run().await.posts), ALL);
}

#[tokio::test]
async fn what_is_withdrawn_goes_after_an_hour_and_a_calendar_emptied_by_mistake_waits_a_day() {
    let mut bench = file().await;
    bench.run().await;
    bench.standin.calendar.remove("ugen", "2");
    assert_eq!(bench.run().await.gone, Vec::<String>::new(), "not at once");
    bench.pass(3_700);
    bench.standin.calendar.manners("ugen", |manners| manners.no_validators = true);
    assert_eq!(bench.run().await.gone, ["kilden:2"]);
    for uid in ["1", "3", "4"] {
        bench.standin.calendar.remove("ugen", uid);
    }
    bench.run().await;
    bench.pass(3_700);
    assert_eq!(bench.run().await.gone, Vec::<String>::new(), "all of it at once is a mistake, most likely");
    fill(&bench.standin);
    bench.run().await;
    bench.pass(86_400);
    let harvest = bench.run().await;
    assert_eq!(harvest.gone, Vec::<String>::new(), "it came back in time");
    assert_eq!(ids(&harvest.posts), ALL);
}

#[tokio::test]
async fn a_calendar_that_breaks_off_brings_what_is_whole_and_loses_nothing() {
    let mut bench = file().await;
    bench.run().await;
    bench.standin.calendar.manners("ugen", |manners| manners.truncated = true);
    let half = bench.run().await;
    assert!(half.posts.len() < ALL.len() && !half.posts.is_empty(), "{:?}", ids(&half.posts));
    assert!(half.notes.iter().any(|note| note.contains("breaks off")), "{:?}", half.notes);
    bench.pass(90_000);
    assert_eq!(bench.run().await.gone, Vec::<String>::new(), "half a calendar withdraws nothing");
    bench.standin.calendar.manners("ugen", |manners| manners.truncated = false);
    assert_eq!(ids(&bench.run().await.posts), ALL);
}

#[tokio::test]
async fn an_event_systems_pages_are_read_below_the_path_that_was_named() {
    for markup in [Markup::JsonLd, Markup::Microdata] {
        let mut bench = pages().await;
        bench.standin.calendar.open("ugen", "Ugens kalender", markup);
        bench.standin.calendar.edit("ugen", "2", |entry| entry.cancelled = true);
        let harvest = bench.run().await;
        assert_eq!(harvest.failure, None);
        let mut titles: Vec<_> = harvest.posts.iter().filter_map(|post| post.title.clone()).collect();
        titles.sort();
        assert_eq!(titles, ["Morgenmøde", "Webinar", "Åbning"], "{markup:?}: {:?}", harvest.kept_out);
        let webinar = harvest.posts.iter().find(|post| post.title.as_deref() == Some("Webinar")).unwrap();
        assert_eq!(webinar.happening.as_ref().unwrap().status, Status::Cancelled, "{markup:?}");
        let asked: Vec<String> = bench.standin.faults.requests().into_iter().map(|(_, path)| path).collect();
        assert!(!asked.iter().any(|path| path.contains("log-ind") || path == "/om"), "{asked:?}");
    }
}

#[tokio::test]
async fn robots_txt_is_obeyed_and_one_bad_page_costs_itself() {
    let mut bench = pages().await;
    bench.standin.calendar.set_robots("User-agent: *\nDisallow: /calendar/ugen/1\n");
    bench.standin.faults.next("/calendar/ugen/2", 1, Fault::Status(500, None));
    let harvest = bench.run().await;
    assert_eq!(harvest.failure, None);
    let titles: Vec<_> = harvest.posts.iter().filter_map(|post| post.title.as_deref()).collect();
    assert_eq!(titles, ["Morgenmøde"], "{:?}", harvest.notes);
    assert!(
        harvest.notes.iter().any(|note| note.contains("robots.txt asks us not to")),
        "{:?}",
        harvest.notes
    );
    bench.standin.faults.next("/robots.txt", 1, Fault::Status(503, None));
    assert!(bench.run().await.posts.is_empty(), "a robots.txt that cannot be read allows nothing");
    assert_eq!(bench.run().await.posts.len(), 2);
}

#[tokio::test]
async fn every_fault_is_a_failure_with_its_reason() {
    let mut bench = file().await;
    bench.run().await;
    // A fault of the body comes with the right status: 200, not 304.
    bench.standin.calendar.manners("ugen", |manners| manners.no_validators = true);
    let path = "/calendar/ugen.ics";
    for (fault, words) in [
        (Fault::Status(404, None), "404"),
        (Fault::Status(500, None), "500"),
        (Fault::Garbage, "neither a calendar nor a web page"),
        (Fault::Huge(3_000_000), ""),
        (Fault::Answer(200, "text/calendar", String::new()), "nothing"),
        (Fault::Break, ""),
    ] {
        bench.standin.faults.next(path, 1, fault.clone());
        let harvest = bench.run().await;
        let Some(Failure::Transient(why)) = &harvest.failure else {
            panic!("{fault:?}: {:?}", harvest.failure)
        };
        assert!(why.contains(words), "{fault:?}: {why}");
        assert!(harvest.gone.is_empty() && harvest.posts.is_empty());
    }
    bench.standin.faults.next(path, 1, Fault::Status(401, None));
    assert!(matches!(bench.run().await.failure, Some(Failure::Refused(_))));
    bench.standin.faults.next(path, 1, Fault::HtmlPage);
    let page = bench.run().await;
    assert!(page.gone.is_empty() && page.posts.is_empty(), "a login page withdraws nothing");
}
