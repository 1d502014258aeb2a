//! Calendars and pages meant to do harm, or merely damaged: a bounded answer, and the events beside the bad one stand.

use std::time::Instant;

use hashwall::collect::calendar::markup::markup;
use hashwall::collect::calendar::series::{Wanted, found};
use hashwall::collect::calendar::{read, schema};
use hashwall::domain::time::Timestamp;
use proptest::prelude::*;
use url::Url;

const GOOD: &str =
    "BEGIN:VEVENT\r\nUID:good\r\nDTSTART:20261026T100000Z\r\nSUMMARY:Står ved\r\nEND:VEVENT\r\n";

fn wanted() -> Wanted {
    let at = |text: &str| Timestamp::parse_rfc3339(text).unwrap();
    Wanted { times: vec![(at("2026-10-12T00:00:00Z"), at("2026-11-16T00:00:00Z"))], ..Wanted::default() }
}

/// Titles of what is found.
fn titles(document: &[u8]) -> Vec<String> {
    let parsed = read::read(document, None, true);
    let found = found(parsed.events, &wanted());
    found.items.into_iter().map(|item| item.title).collect()
}

proptest! {
    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        let _titles = titles(&bytes);
    }

    #[test]
    fn a_damaged_event_costs_itself_alone(
        lines in proptest::collection::vec(
            r"(DTSTART|DTEND|DURATION|RRULE|RDATE|EXDATE|RECURRENCE-ID|UID|SUMMARY|STATUS|SEQUENCE|BEGIN|x)(;[A-Z]{1,6}=[^\r\n]{0,12}){0,2}[:;= ]?(2026|99|T|Z|P1D|FREQ=DAILY|;COUNT=|;INTERVAL=|BYDAY=|-1SU|VALARM|[^\r\n]){0,10}",
            0..12,
        )
    ) {
        let bad = format!("BEGIN:VEVENT\r\n{}\r\nEND:VEVENT\r\n", lines.join("\r\n"));
        // What opens an event of its own may take the lines after it along.
        prop_assume!(!bad[12..].contains("BEGIN:V"));
        let document = format!("BEGIN:VCALENDAR\r\n{bad}{GOOD}END:VCALENDAR\r\n");
        prop_assert!(titles(document.as_bytes()).contains(&"Står ved".to_owned()), "{}", document);
    }

    #[test]
    fn any_page_is_read(html in r#"(<script type="application/ld\+json">|</script>|<div itemscope itemtype="https://schema.org/Event">|<b itemprop="startDate">|</div>|\{"@type":"Event","startDate":"2026-10-26"\}|[\[\]{}",:]|x){0,30}"#) {
        let page = Url::parse("https://kommune.example/").unwrap();
        let found = markup(&html);
        let _read = schema::read(&found.values, &page, &found.language);
    }
}

#[test]
fn what_is_huge_takes_no_longer_than_it_is_long() {
    let timed = |document: &[u8]| {
        let began = Instant::now();
        let _titles = titles(document);
        began.elapsed()
    };
    // One line without an end, one event with a million lines, and more events than are read.
    let line =
        |n: usize| format!("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:{}", "æ".repeat(n)).into_bytes();
    let folds = |n: usize| format!("BEGIN:VEVENT\r\nDESCRIPTION:{}", "x\r\n ".repeat(n)).into_bytes();
    let noise = |n: usize| format!("BEGIN:VEVENT\r\nDESCRIPTION:a\r\n{}", "æ ø å\r\n".repeat(n)).into_bytes();
    let events = |n: usize| format!("BEGIN:VCALENDAR\r\n{}", GOOD.repeat(n)).into_bytes();
    for make in [&line as &dyn Fn(usize) -> Vec<u8>, &folds, &noise, &events] {
        let (small, large) = (timed(&make(4_000)), timed(&make(40_000)));
        assert!(
            large < small * 40 + std::time::Duration::from_secs(5),
            "{small:?} and ten times as much {large:?}"
        );
    }
}

#[test]
fn ten_thousand_endless_series_end() {
    let one = |n: usize| {
        format!(
            "BEGIN:VEVENT\r\nUID:{n}\r\nDTSTART:19950101T000000Z\r\nRRULE:FREQ=DAILY\r\nSUMMARY:{n}\r\nEND:VEVENT\r\n"
        )
    };
    let document: String = (0..10_000).map(one).collect();
    let parsed = read::read(document.as_bytes(), None, true);
    let found = found(parsed.events, &wanted());
    assert!(found.kept_out.iter().any(|(_, why)| why.contains("more repetitions than")), "they are bounded");
    assert!(!found.items.is_empty(), "and the first are shown");
}

#[test]
fn a_page_that_nests_without_end_keeps_its_json() {
    let deep = "<div itemscope><b><i>".repeat(30_000);
    let html = format!(
        "{deep}<script type=\"application/ld+json\">{{\"@type\":\"Event\",\"name\":\"Står\",\"startDate\":\"2026-10-26\"}}</script>"
    );
    let found = markup(&html);
    let read = schema::read(&found.values, &Url::parse("https://kommune.example/").unwrap(), "");
    assert_eq!(read.items[0].title, "Står");
    let json = format!("<script type=\"application/ld+json\">{}</script>", "[".repeat(100_000));
    assert_eq!(markup(&json).values.len(), 0);
}
