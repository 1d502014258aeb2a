//! The dashboard in a browser: the checkers, a phone, the keyboard, figures that follow, paper. With `HASHWALL_SCREENSHOTS` set to
//! a folder it leaves pictures there, which is where those in `docs/` come from.

use std::time::Duration;

use hashwall::domain::engagement::Engagement;
use hashwall::domain::network::Network;
use hashwall::domain::post::{Attachment, Draft};
use hashwall::domain::sector::Sector;
use serde_json::json;

use super::house::{House, numbered};
use crate::support::axe;
use crate::support::browser::Browser;
use crate::support::build::{self, MONDAY};

const WEEK: &str = "fra=2026-10-26&til=2026-11-01";
const ORGANISATIONS: [(&str, Sector); 5] = [
    ("Aarhus Kommune", Sector::Kommune),
    ("Region Midtjylland", Sector::Region),
    ("Digitaliseringsstyrelsen", Sector::Stat),
    ("Vejle Kommune", Sector::Kommune),
    ("Væksthus for Ledelse", Sector::Other),
];

/// Post `n` of a week as it might be.
fn post(n: u32) -> Draft {
    let mut draft = numbered(n);
    let (organisation, sector) = ORGANISATIONS[(n * n % 7 % 5) as usize];
    draft.network =
        [Network::LinkedIn, Network::LinkedIn, Network::Facebook, Network::Mastodon][(n % 4) as usize];
    draft.native_id = format!("n-{n}");
    draft.author.native_id = format!("author-{}", n % 23);
    draft.author.name = format!("Forfatter nr. {}", n % 23);
    draft.author.followers = (!n.is_multiple_of(3)).then_some(u64::from(n % 23) * 310 + 40);
    draft.organisation = (!n.is_multiple_of(4)).then(|| organisation.to_owned());
    draft.sector = sector;
    let (day, hour) = (n * 7 % 11 % 6, n * 5 % 12);
    draft.published_at = MONDAY.plus(Duration::from_secs(u64::from(day * 24 + hour) * 3_600));
    if n.is_multiple_of(3) {
        draft.text.push_str(" #Velfærd");
        draft.hashtags = hashwall::domain::hashtag::Hashtag::find_all(&draft.text);
    }
    if n.is_multiple_of(2) {
        draft.attachments =
            vec![Attachment { url: "https://billeder.example/1.jpg".into(), ..Attachment::default() }];
    }
    draft.engagement = Some(Engagement {
        reactions: Some(i64::from(n * 13 % 97)),
        comments: (draft.network != Network::Mastodon).then_some(i64::from(n % 9)),
        shares: Some(i64::from(n % 5)),
        views: (draft.network == Network::LinkedIn).then_some(i64::from(n * 131)),
        fetched_at: MONDAY.plus(Duration::from_secs(86_400)),
        ..Engagement::default()
    });
    draft
}

async fn a_week() -> House {
    let house = House::open().await;
    house.app.enlist().await.unwrap();
    house.shown((1..=120).map(post)).await;
    house
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_checkers_find_nothing_on_the_dashboard_and_under_it() {
    let house = a_week().await;
    let browser = Browser::open().await;
    house.sign_in(&browser, "admin").await;
    let mut wide = Vec::new();
    for (name, path) in [
        ("dashboard", format!("/raekkevidde?{WEEK}")),
        ("dashboard-en", format!("/raekkevidde?{WEEK}&lang=en&sektor=kommune")),
        ("empty", "/raekkevidde?udgave=2031".to_owned()),
        ("posts", format!("/raekkevidde/opslag?{WEEK}&tael=posts")),
        ("compare", "/raekkevidde/sammenlign?en=2026&anden=2025".to_owned()),
        ("editions", "/raekkevidde/udgaver".to_owned()),
        ("report", format!("/raekkevidde/rapport?{WEEK}")),
    ] {
        browser.goto(&house.at(&path)).await;
        for (size, width, height, scheme) in
            [("phone", 390, 844, "light"), ("laptop", 1440, 900, "dark"), ("laptop", 1440, 900, "light")]
        {
            browser.look(width, height, scheme).await;
            axe::clean(&browser, &format!("{path} at {width} px, {scheme}")).await;
            browser.keep_whole(&format!("{name}-{size}-{scheme}")).await;
        }
        browser.look(320, 640, "light").await;
        let content = browser.eval("document.documentElement.scrollWidth").await.as_i64().unwrap();
        if content > 320 {
            let which = "[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > 320.4 && !e.closest('.chart-scroll, .table-scroll'))
                .slice(0, 4).map(e => `${e.tagName}.${e.className}#${e.id} ${e.getBoundingClientRect().right}`).join('; ')";
            wide.push(format!("{path}: {content} {}", browser.eval(which).await));
        }
    }
    assert_eq!(wide, Vec::<String>::new());
    browser.goto(&house.at(&format!("/raekkevidde?{WEEK}"))).await;
    browser.devtools("Emulation.setEmulatedMedia", json!({ "media": "print" })).await;
    browser.keep_whole("dashboard-print").await;
}

/// As whoever got the folder opens it: from a disk, without a server.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_checkers_find_nothing_in_the_folder_of_a_frozen_edition() {
    let house = a_week().await;
    let browser = Browser::open().await;
    house.sign_in(&browser, "admin").await;
    browser.goto(&house.at("/raekkevidde/udgaver")).await;
    // Where the edition stands by the calendar depends on the day: it is moved on until it can be frozen.
    for to in ["open", "live", "frozen"] {
        let press = |to: &str| {
            format!(
                "[...document.querySelectorAll('button[value={to}]')].find(button => button.form.aar.value === '2026')"
            )
        };
        let is_ready = to != "frozen" && browser.holds(&format!("!!{}", press("frozen"))).await;
        if !is_ready && browser.holds(&format!("!!{}", press(to))).await {
            browser.eval(&format!("{}.click()", press(to))).await;
            browser
                .until("it was moved", &format!("document.readyState === 'complete' && !{}", press(to)))
                .await;
        }
    }
    let there = tempfile::tempdir().unwrap();
    let folder = there.path().join("2026");
    hashwall::cli::export::run(&house.app, 2026, &folder).await.unwrap();
    for name in ["index.html", "en.html"] {
        browser.goto(&format!("file://{}", folder.join(name).display())).await;
        assert!(
            browser.holds("document.querySelectorAll('svg.plot').length > 5").await,
            "{name} has its charts"
        );
        for (size, width, height, scheme) in
            [("phone", 390, 844, "light"), ("laptop", 1440, 900, "dark"), ("laptop", 1440, 900, "light")]
        {
            browser.look(width, height, scheme).await;
            axe::clean(&browser, &format!("{name} at {width} px, {scheme}")).await;
            browser.keep(&format!("frozen-{name}-{size}-{scheme}")).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn figures_follow_without_a_reload_and_leave_the_reader_where_they_are() {
    let house = a_week().await;
    let browser = Browser::open().await;
    house.sign_in(&browser, "admin").await;
    browser.goto(&house.at(&format!("/raekkevidde?{WEEK}"))).await;
    let posts = "document.querySelector('[aria-labelledby=f-posts] .number').textContent";
    assert!(browser.eval(posts).await.as_str().unwrap().starts_with("120"));
    browser.eval("window.still = 'here'").await;
    // By keyboard alone: the table behind the timeline is opened and has the focus.
    browser.eval("document.querySelector('#timeline summary').focus()").await;
    browser.strike(['\u{e007}']).await;
    browser.until("the table is open", "document.querySelector('#timeline details').open").await;
    let more = house
        .stored([{
            let mut draft = build::draft("late", "Et sent opslag #Ledelsesugen");
            draft.published_at = MONDAY.plus(Duration::from_secs(3_600));
            draft
        }])
        .await;
    let late = more.iter().find(|post| post.draft.native_id == "late").unwrap();
    house.decide(&late.id, hashwall::domain::post::State::Approved).await;
    browser.until("121 posts", &format!("({posts}).startsWith('121')")).await;
    assert_eq!(browser.eval("window.still").await, "here", "the page was not loaded again");
    assert!(browser.holds("document.querySelector('#timeline details').open").await);
    assert!(browser.holds("document.activeElement === document.querySelector('#timeline summary')").await);
    // The same numbers in the chart and in its table.
    let same = "[...document.querySelectorAll('#timeline tbody tr')].every(row => {
        const [head, count] = [...row.children].map(cell => cell.textContent.trim());
        return count === '0' || [...document.querySelectorAll('#timeline svg rect title')]
            .some(title => title.textContent === `${head}, Opslag: ${count}`);
    })";
    assert!(browser.holds(same).await);
}
