//! A receiver of webhooks that is away for long: asked seldom, told in order when it is back, of no more than a day, and in
//! nobody's way.

use std::time::Duration;

use hashwall::domain::post::State;
use hashwall::domain::webhook::Standing;

use super::receiver::{Answer, Call, Receiver};
use super::webhooks::{House, add};
use crate::support::database::both;

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3_600);

/// The number in a message's post.
fn number(call: &Call) -> u32 {
    let told = call.body.split("kommer og går ").nth(1).unwrap();
    told.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap()
}

async fn shown(house: &House, number: u32) {
    let post = house.post(&number.to_string()).await;
    house.decide(&post, State::Approved).await;
}

/// Steps until nothing is sent any more.
async fn drained(house: &House) -> Vec<u32> {
    let mut told = Vec::new();
    loop {
        let calls = house.step().await;
        if calls.is_empty() {
            return told;
        }
        told.extend(calls.iter().map(number));
    }
}

#[tokio::test]
async fn what_waits_behind_a_failure_waits_and_comes_in_the_order_it_happened() {
    for database in both().await {
        let house = House::on(database).await;
        let other = Receiver::start().await;
        add(&house.desk, &format!("{}/hook", other.base)).await;
        house.receiver.answers(Answer::Status(503));
        for number in 1..=4 {
            shown(&house, number).await;
        }
        let (mut tried, mut others) = (Vec::new(), Vec::new());
        for _ in 0..6 * 60 {
            tried.extend(house.step().await.iter().map(number));
            others.extend(other.calls().iter().map(number));
            house.desk.app.advance(MINUTE);
        }
        assert_eq!(
            tried,
            [1, 1, 1, 1, 1, 1],
            "the first alone, and less and less often: not every one of them"
        );
        assert_eq!(others, [1, 2, 3, 4], "another receiver does not wait for it");
        shown(&house, 5).await;
        assert!(house.step().await.is_empty(), "what is new does not overtake");
        house.receiver.answers(Answer::Status(200));
        house.desk.app.advance(8 * HOUR);
        assert_eq!(drained(&house).await, [1, 2, 3, 4, 5]);
        assert!(house.log().await.iter().all(|delivery| delivery.standing == Standing::Sent));
    }
}

#[tokio::test]
async fn what_a_receiver_refuses_holds_up_nothing_else() {
    for database in both().await {
        let house = House::on(database).await;
        house.receiver.answers(Answer::Status(422));
        shown(&house, 1).await;
        assert_eq!(drained(&house).await, [1]);
        house.receiver.answers(Answer::Status(200));
        shown(&house, 2).await;
        shown(&house, 3).await;
        assert_eq!(drained(&house).await, [2, 3], "past the one it would not have");
        let refused = house.log().await.pop().unwrap();
        assert_eq!(refused.outcome.as_deref(), Some("refused with 422"));
        house.desk.app.advance(MINUTE);
        assert_eq!(drained(&house).await, [1], "which has its own times");
    }
}

#[tokio::test]
async fn of_days_of_absence_no_more_than_one_waits_and_the_rest_stands_in_the_log_as_given_up() {
    for database in both().await {
        let house = House::on(database).await;
        house.receiver.answers(Answer::Status(502));
        // A burst, which is as old together.
        for number in 100..105 {
            shown(&house, number).await;
        }
        let mut tries = 0;
        for hour in 0..72 {
            shown(&house, hour).await;
            for _ in 0..4 {
                tries += house.step().await.len();
                house.desk.app.advance(15 * MINUTE);
            }
            let log = house.log().await;
            let waiting = log.iter().filter(|delivery| delivery.standing == Standing::Waiting).count();
            assert!(waiting <= 31, "{waiting} wait after {hour} hours");
        }
        assert!(tries <= 4 * 72, "{tries} tries");
        let log = house.log().await;
        assert_eq!(log.len(), 77);
        assert!(
            log.iter()
                .any(|delivery| delivery.outcome.as_deref().is_some_and(|why| why.starts_with("given up")))
        );
        house.receiver.answers(Answer::Status(200));
        house.desk.app.advance(8 * HOUR);
        let told = drained(&house).await;
        let first = told[0];
        assert!((46..=60).contains(&first), "{told:?}");
        assert_eq!(told, (first..72).collect::<Vec<_>>(), "in order, without a gap");
        // It is as good as any other from then on.
        shown(&house, 72).await;
        assert_eq!(drained(&house).await, [72]);
    }
}
