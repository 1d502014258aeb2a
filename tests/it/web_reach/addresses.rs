//! The address is all the state there is: what it asks for, and the address of what is asked.

use hashwall::domain::figures::{Drill, Only};
use hashwall::domain::network::Network;
use hashwall::domain::sector::Sector;
use hashwall::web::reach::asked::Asked;
use hashwall::web::reach::drill;

use super::fixture::{CAMPAIGN, at, page};

#[test]
fn what_is_asked_is_found_again_in_its_own_address() {
    for query in [
        "",
        "udgave=2026",
        "udgave=2025&sektor=kommune&netvaerk=linkedin&sprog=da&organisation=Aarhus+Kommune&tema=tillid",
        "fra=2026-10-26&til=2026-11-01",
        "fra=2026-10-26T09:00&til=2026-10-26T10:00",
        "fra=2017-01-01&til=2026-10-26",
        "fra=2026-10-25&til=2026-10-25&lang=en",
    ] {
        let page = page(&format!("/raekkevidde?{query}"));
        let asked = Asked::read(&page, CAMPAIGN).unwrap_or_else(|why| panic!("{query}: {why}"));
        let again = super::fixture::page(&asked.address(&page, "/raekkevidde"));
        assert_eq!(Asked::read(&again, CAMPAIGN).unwrap(), asked, "{query}");
        assert_eq!(again.language, page.language);
    }
}

#[test]
fn an_hour_is_an_hour_and_the_night_of_the_clock_has_twenty_five() {
    let hour = Asked::read(&page("/?fra=2026-10-26T09:00&til=2026-10-26T10:00"), CAMPAIGN).unwrap();
    assert_eq!(hour.window.length().as_secs(), 3_600);
    assert_eq!(hour.window.from, at("2026-10-26T08:00:00Z"));
    let night = Asked::read(&page("/?fra=2026-10-25&til=2026-10-25"), CAMPAIGN).unwrap();
    assert_eq!(night.window.length().as_secs(), 25 * 3_600);
}

#[test]
fn nonsense_is_refused() {
    for query in [
        "fra=i+g%C3%A5r",
        "fra=2026-11-01&til=2026-10-26",
        "fra=1026-01-01&til=2026-01-01",
        "fra=2000-01-01&til=2026-01-01",
        "fra=2026-02-30",
        "fra=%2B262142-01-01&til=%2B262142-12-31",
        "udgave=99999",
        "udgave=nu",
        "netvaerk=myspace",
        "sektor=xx",
        "fra=2026-10-26T10:00&til=2026-10-26T10:00",
    ] {
        assert!(Asked::read(&page(&format!("/?{query}")), CAMPAIGN).is_err(), "{query}");
    }
}

#[test]
fn a_drill_down_is_found_again_in_its_own_address() {
    let whole = Drill {
        network: Some(Network::Facebook),
        sector: Some(Sector::Region),
        organisation: Some(String::new()),
        author: Some("a&b=c".into()),
        language: Some(String::new()),
        media: Some("image".into()),
        tags: vec!["tillid".into(), "velfærd".into()],
        between: Some((at("2026-10-26T08:00:00Z"), at("2026-10-26T09:00:00Z"))),
        weekday_hour: Some((6, 23)),
        without_happenings: true,
        only: Only::Views,
    };
    let page = page("/raekkevidde?udgave=2026&netvaerk=facebook");
    let asked = Asked::read(&page, CAMPAIGN).unwrap();
    let mut drills: Vec<Drill> = Only::ALL.map(|only| Drill { only, ..Drill::default() }).into();
    drills.push(whole);
    for one in drills {
        let there = super::fixture::page(&drill::address(&page, &asked, &one));
        assert_eq!(drill::read(&there), Some(one));
        assert_eq!(Asked::read(&there, CAMPAIGN).unwrap(), asked);
    }
    for odd in ["i-tid=7-1", "i-tid=1-24", "i-tid=x", "i-netvaerk=x", "i-fra=2026-10-26T08:00:00Z", "tael=x"]
    {
        assert_eq!(drill::read(&super::fixture::page(&format!("/raekkevidde/opslag?{odd}"))), None, "{odd}");
    }
}
