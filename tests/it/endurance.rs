//! A day of trouble: 429, 5xx, timeouts, broken bodies and dead tokens, on a clock that is moved. Afterwards nothing the
//! networks still serve is missing, and each source's status says what happened.

use std::collections::BTreeSet;
use std::time::Duration;

use hashwall::domain::post::Post;
use hashwall::domain::time::Timestamp;
use hashwall::store::sources::{self, Status};
use hashwall_standin::facebook;
use hashwall_standin::faults::Fault;
use hashwall_standin::linkedin;
use hashwall_standin::mastodon;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use crate::journey::{SOURCES, furnish};
use crate::support::app::TestApp;
use crate::support::database::both;

const STEP: Duration = Duration::from_secs(5 * 60);
const STEPS: u32 = 24 * 12;
const PAGE: &str = "104512998877665";
const NETWORKS: [&str; 3] = ["/mastodon", "/linkedin", "/facebook"];

#[tokio::test]
async fn a_day_of_faults_loses_nothing_that_is_still_served() {
    for database in both().await {
        let engine = database.engine;
        let house = TestApp::start(database, SOURCES).await;
        furnish(&house);
        let mut random = StdRng::seed_from_u64(44);
        let mut served: BTreeSet<String> = BTreeSet::new();
        let mut paused: BTreeSet<String> = BTreeSet::new();
        for step in 0..STEPS {
            tokens(&house, step);
            trouble(&house, &mut random, step);
            publish(&house, &mut random, step, &mut served);
            house.collect().await;
            paused.extend(statuses(&house).await.into_iter().filter_map(|status| status.paused));
            house.advance(STEP);
        }
        for network in NETWORKS {
            house.standin.faults.clear(network);
        }
        // The longest wait there is: an hour of backoff or until a paused source is probed, and LinkedIn's night.
        for _ in 0..26 {
            house.advance(Duration::from_secs(3_600));
            house.collect().await;
        }

        let stored: BTreeSet<String> = house.posts().await.iter().map(words).collect();
        let missing: Vec<&String> = served.difference(&stored).collect();
        assert!(missing.is_empty(), "{engine}: {} of {} missing: {missing:?}", missing.len(), served.len());
        assert_eq!(stored.len(), served.len(), "{engine}: nothing is stored twice");
        for status in statuses(&house).await {
            assert!(status.failed_runs > 0, "{engine}: {} was never in trouble", status.id);
            assert_eq!(status.failures, 0, "{engine}: {} recovered: {:?}", status.id, status.error);
            assert!(
                status.last_success > status.last_run.map(|run| run.minus(STEP)),
                "{engine}: {}",
                status.id
            );
        }
        assert!(
            paused.iter().any(|why| why.contains("token")),
            "{engine}: the status said that a token was dead: {paused:?}"
        );
        house.assert_sound().await;
    }
}

#[tokio::test]
async fn a_status_says_what_is_wrong_while_it_is_wrong() {
    for database in both().await {
        let house = TestApp::start(database, SOURCES).await;
        furnish(&house);
        house.standin.linkedin.revoke_token("test-token");
        house.standin.faults.always("/mastodon", Fault::Status(503, None));
        house.collect().await;

        let status = |id: &'static str| {
            let house = &house;
            async move { statuses(house).await.into_iter().find(|status| status.id == id).unwrap() }
        };
        let linkedin = status("linkedin").await;
        let why = linkedin.paused.expect("a dead token pauses the source");
        assert!(why.contains("token"), "{why}");
        assert!(!why.contains("test-token"), "the token itself is never told");
        let masto = status("masto").await;
        assert_eq!((masto.failures, masto.paused), (1, None));
        assert!(masto.error.is_some_and(|why| why.contains("503")));
        assert!(
            masto.next_run <= house.now().plus(Duration::from_secs(3_600)),
            "tried again within the hour"
        );
        assert_eq!(status("facebook").await.failures, 0, "one source's trouble is not another's");
    }
}

/// LinkedIn's token is revoked from 03:00 to 05:00, Facebook's from 08:00 to 09:30.
fn tokens(house: &TestApp, step: u32) {
    match step {
        36 => house.standin.linkedin.revoke_token("test-token"),
        60 => house.standin.linkedin.restore_token("test-token"),
        96 => house.standin.facebook.revoke("test-token", 460),
        114 => house.standin.facebook.grant("test-token", facebook::Token::Page(PAGE.to_owned())),
        _ => {}
    }
}

/// One fault in about every third step; the first step has one for each network.
fn trouble(house: &TestApp, random: &mut StdRng, step: u32) {
    let plan = |network: &str, times: u32, fault: Fault| house.standin.faults.next(network, times, fault);
    if step == 0 {
        NETWORKS.iter().for_each(|network| plan(network, 1, Fault::Status(502, None)));
    }
    // Real time passes while a request hangs, so there are few of these.
    if step % 100 == 50 {
        plan(NETWORKS[(step / 100) as usize % 3], 1, Fault::Hang(Duration::from_secs(5)));
    }
    if random.random_ratio(1, 3) {
        let network = NETWORKS[random.random_range(0..3)];
        let times = random.random_range(1..4);
        let fault = match random.random_range(0..8) {
            0 => Fault::Status(429, Some(random.random_range(1..900))),
            1 => Fault::Status(429, None),
            2 => Fault::Status(500, None),
            3 => Fault::Status(503, Some(60)),
            4 => Fault::Truncate,
            5 => Fault::Garbage,
            6 => Fault::HtmlPage,
            _ => Fault::Break,
        };
        plan(network, times, fault);
    }
}

fn publish(house: &TestApp, random: &mut StdRng, step: u32, served: &mut BTreeSet<String>) {
    let text = format!("Opslag {step} på dagen hvor alt drillede");
    let tagged = format!("{text} #Ledelsesugen");
    match random.random_range(0..4) {
        0 => {
            house.standin.mastodon.publish(mastodon::Status::new("lone", &tagged));
        }
        1 => {
            let page = "5515715";
            house.standin.linkedin.publish(page, linkedin::Post::text(&tagged));
        }
        2 => {
            house.standin.facebook.publish(PAGE, facebook::Post::new(&tagged));
        }
        _ => return,
    }
    served.insert(text);
}

/// What a post says, without its hashtag: the same on each network.
fn words(post: &Post) -> String {
    post.draft.text.split(" #").next().unwrap_or_default().to_owned()
}

async fn statuses(house: &TestApp) -> Vec<Status> {
    let now: Timestamp = house.now();
    sources::statuses(&house.app.db, now).await.unwrap()
}
