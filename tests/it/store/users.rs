//! Users, sessions, failed sign-ins.

use std::time::Duration;

use hashwall::domain::time::Timestamp;
use hashwall::domain::user::{Role, Stage, User};
use hashwall::store::conflict::Conflict;
use hashwall::store::db::{Db, StoreError};
use hashwall::store::sessions::{self, Failures};
use hashwall::store::users::{self, By, Change};
use hashwall::store::{audit, factors, identities};

use crate::support::build::{self, MONDAY};
use crate::support::database::both;

const HOUR: Duration = Duration::from_secs(3_600);
const BY: By<'_> = By { actor: "user:eva", at: MONDAY };

async fn start(db: &Db, token: &str, name: &str) {
    sessions::start(db, &build::session(token, name, MONDAY.plus(8 * HOUR)), MONDAY).await.unwrap();
}

async fn held(db: &Db, token: &str, now: Timestamp) -> Option<String> {
    sessions::seat(db, token, HOUR, now).await.unwrap().map(|seat| seat.user.name)
}

fn refused<T: std::fmt::Debug>(answer: Result<T, StoreError>) -> Conflict {
    match answer {
        Err(StoreError::Conflict(conflict)) => conflict,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_user_is_found_however_the_name_is_typed() {
    for db in both().await {
        users::put(&db, "Søren", Role::Moderator, "hash", MONDAY).await.unwrap();
        let (user, hash) = users::find(&db, " SØREN ").await.unwrap().unwrap();
        assert_eq!(user, User { name: "søren".to_owned(), role: Role::Moderator });
        assert_eq!(hash, "hash");
        assert!(users::find(&db, "soren").await.unwrap().is_none());
        assert!(users::find(&db, "").await.unwrap().is_none());
    }
}

#[tokio::test]
async fn a_session_holds_until_it_ends_or_is_not_used() {
    for db in both().await {
        users::put(&db, "eva", Role::Admin, "hash", MONDAY).await.unwrap();
        start(&db, "token", "eva").await;
        assert_eq!(held(&db, "token", MONDAY).await.as_deref(), Some("eva"));
        assert_eq!(held(&db, "other", MONDAY).await, None);
        for used in 1..8 {
            let at = MONDAY.plus(Duration::from_secs(55 * 60) * used);
            assert_eq!(held(&db, "token", at).await.as_deref(), Some("eva"), "used all along");
        }
        assert_eq!(held(&db, "token", MONDAY.plus(8 * HOUR)).await, None, "its time is up");
        let seen = users::account(&db, "eva").await.unwrap().unwrap().seen_at;
        assert_eq!(seen, Some(MONDAY.plus(Duration::from_secs(55 * 60) * 7)));
        start(&db, "idle", "eva").await;
        let late = MONDAY.plus(Duration::from_secs(59 * 60));
        assert!(sessions::look(&db, "idle", HOUR, late).await.unwrap().is_some(), "looking is no use");
        assert_eq!(held(&db, "idle", MONDAY.plus(HOUR)).await, None, "nobody used it for an hour");
        start(&db, "ended", "eva").await;
        sessions::end(&db, "ended").await.unwrap();
        sessions::end(&db, "ended").await.unwrap();
        assert_eq!(held(&db, "ended", MONDAY).await, None);
        let nobody = build::session("x", "nobody", MONDAY.plus(HOUR));
        assert!(sessions::start(&db, &nobody, MONDAY).await.is_err());
    }
}

#[tokio::test]
async fn half_a_sign_in_is_seen_as_half() {
    for db in both().await {
        users::put(&db, "eva", Role::Admin, "hash", MONDAY).await.unwrap();
        let half =
            sessions::NewSession { stage: Stage::Code, ..build::session("t", "eva", MONDAY.plus(HOUR)) };
        sessions::start(&db, &half, MONDAY).await.unwrap();
        assert_eq!(sessions::seat(&db, "t", HOUR, MONDAY).await.unwrap().unwrap().stage, Stage::Code);
        assert!(sessions::of(&db, "eva", HOUR, MONDAY).await.unwrap().is_empty());
        assert_eq!(users::account(&db, "eva").await.unwrap().unwrap().seen_at, None);
    }
}

#[tokio::test]
async fn a_new_password_or_role_ends_the_sessions() {
    for db in both().await {
        users::put(&db, "eva", Role::Admin, "old", MONDAY).await.unwrap();
        users::put(&db, "ali", Role::Admin, "hash", MONDAY).await.unwrap();
        for (token, name) in [("evas", "eva"), ("evas other", "eva"), ("alis", "ali")] {
            start(&db, token, name).await;
        }
        users::set_password(&db, "EVA", "new", Some("evas"), BY).await.unwrap();
        assert!(held(&db, "evas", MONDAY).await.is_some(), "where it was done");
        assert_eq!(held(&db, "evas other", MONDAY).await, None);
        assert_eq!(users::find(&db, "eva").await.unwrap().unwrap().1, "new");
        users::change(&db, "eva", Change::Role(Role::Communicator), BY).await.unwrap();
        assert_eq!(held(&db, "evas", MONDAY).await, None);
        assert_eq!(users::find(&db, "eva").await.unwrap().unwrap().0.role, Role::Communicator);
        start(&db, "evas", "eva").await;
        users::put(&db, "EVA", Role::Communicator, "newer", MONDAY).await.unwrap();
        assert_eq!(held(&db, "evas", MONDAY).await, None);
        assert!(held(&db, "alis", MONDAY).await.is_some());
    }
}

#[tokio::test]
async fn a_closed_account_is_closed_and_the_last_administrator_stays() {
    for db in both().await {
        for (name, role) in [("eva", Role::Admin), ("bo", Role::Admin), ("ali", Role::Moderator)] {
            users::put(&db, name, role, "hash", MONDAY).await.unwrap();
            start(&db, name, name).await;
        }
        let change = |name: &'static str, change| users::change(&db, name, change, BY);
        change("bo", Change::Disable).await.unwrap();
        assert_eq!(held(&db, "bo", MONDAY).await, None);
        assert!(users::find(&db, "bo").await.unwrap().is_none());
        assert!(users::account(&db, "bo").await.unwrap().unwrap().disabled);
        for last in [Change::Disable, Change::Role(Role::Moderator)] {
            assert_eq!(refused(change("eva", last).await), Conflict::LastAdmin);
        }
        assert!(held(&db, "eva", MONDAY).await.is_some(), "nothing changed by half");
        assert_eq!(refused(change("nobody", Change::Enable).await), Conflict::UserUnknown);
        change("bo", Change::Enable).await.unwrap();
        change("eva", Change::Role(Role::Moderator)).await.unwrap();
        let told = audit::page(&db, None, 20).await.unwrap();
        let told: Vec<_> = told.iter().map(|line| (line.action.as_str(), line.subject.as_str())).collect();
        assert_eq!(told[..3], [("user.role", "eva"), ("user.enabled", "bo"), ("user.disabled", "bo")]);
    }
}

#[tokio::test]
async fn two_administrators_cannot_close_each_other_at_once() {
    for db in both().await {
        for name in ["eva", "bo"] {
            users::put(&db, name, Role::Admin, "hash", MONDAY).await.unwrap();
        }
        let (one, other) = tokio::join!(
            users::change(&db, "eva", Change::Disable, BY),
            users::change(&db, "bo", Change::Disable, BY)
        );
        assert_eq!(u8::from(one.is_ok()) + u8::from(other.is_ok()), 1, "{one:?} {other:?}");
    }
}

#[tokio::test]
async fn one_revokes_ones_own_sessions_alone() {
    for db in both().await {
        for name in ["eva", "ali"] {
            users::put(&db, name, Role::Moderator, "hash", MONDAY).await.unwrap();
        }
        for (token, name) in [("a", "eva"), ("b", "eva"), ("c", "eva"), ("x", "ali")] {
            start(&db, token, name).await;
        }
        assert_eq!(sessions::revoke(&db, "eva", Some("x"), "a", BY).await.unwrap(), 0, "somebody else's");
        assert_eq!(sessions::revoke(&db, "eva", Some("b"), "a", BY).await.unwrap(), 1);
        assert_eq!(sessions::revoke(&db, "eva", None, "a", BY).await.unwrap(), 1);
        let left: Vec<_> = sessions::of(&db, "eva", HOUR, MONDAY).await.unwrap();
        assert_eq!(left.iter().map(|session| session.id.as_str()).collect::<Vec<_>>(), ["a"]);
        assert!(held(&db, "x", MONDAY).await.is_some());
    }
}

#[tokio::test]
async fn failed_sign_ins_are_counted_per_name_place_and_time() {
    for db in both().await {
        for (name, place, at) in [
            ("eva", "here", MONDAY.minus(2 * HOUR)),
            ("eva", "here", MONDAY),
            ("Eva", "there", MONDAY),
            ("ali", "here", MONDAY),
        ] {
            sessions::failed(&db, name, place, at).await.unwrap();
        }
        let count = async |name, since| sessions::failures(&db, name, "here", since).await.unwrap();
        assert_eq!(count("EVA", MONDAY.minus(HOUR)).await, Failures { here: 1, anywhere: 2 });
        assert_eq!(count("eva", MONDAY.minus(3 * HOUR)).await, Failures { here: 2, anywhere: 3 });
        assert_eq!(count("eva", MONDAY.plus(HOUR)).await, Failures::default());
    }
}

#[tokio::test]
async fn a_link_opens_once_and_for_a_day() {
    for db in both().await {
        users::invite(&db, "Ny", Role::Moderator, BY).await.unwrap();
        assert_eq!(refused(users::invite(&db, "ny", Role::Admin, BY).await), Conflict::UserExists);
        let day = MONDAY.plus(24 * HOUR);
        factors::make_link(&db, "ny", "first", day, BY).await.unwrap();
        factors::make_link(&db, "ny", "second", day, BY).await.unwrap();
        assert_eq!(factors::link_of(&db, "first", MONDAY).await.unwrap(), None, "replaced");
        assert_eq!(factors::link_of(&db, "second", day).await.unwrap(), None, "its day is over");
        assert_eq!(factors::link_of(&db, "second", MONDAY).await.unwrap().as_deref(), Some("ny"));
        assert_eq!(factors::use_link(&db, "second", "hash", MONDAY).await.unwrap(), "ny");
        assert_eq!(refused(factors::use_link(&db, "second", "evil", MONDAY).await), Conflict::LinkSpent);
        assert_eq!(users::find(&db, "ny").await.unwrap().unwrap().1, "hash");
        factors::make_link(&db, "ny", "third", day, BY).await.unwrap();
        users::put(&db, "eva", Role::Admin, "hash", MONDAY).await.unwrap();
        users::change(&db, "ny", Change::Disable, BY).await.unwrap();
        assert_eq!(refused(factors::use_link(&db, "third", "x", MONDAY).await), Conflict::LinkSpent);
        assert_eq!(refused(factors::make_link(&db, "ny", "x", day, BY).await), Conflict::UserUnknown);
    }
}

#[tokio::test]
async fn a_step_and_a_recovery_code_are_used_once() {
    for db in both().await {
        users::put(&db, "eva", Role::Admin, "hash", MONDAY).await.unwrap();
        factors::offer(&db, "eva", "SECRET").await.unwrap();
        let codes = ["one".to_owned(), "two".to_owned()];
        let other = factors::confirm(&db, "eva", "OTHER", 7, &codes, "", BY).await;
        assert_eq!(refused(other), Conflict::ChangedSince);
        factors::confirm(&db, "eva", "SECRET", 7, &codes, "", BY).await.unwrap();
        let held = factors::factor(&db, "eva").await.unwrap();
        assert_eq!((held.secret.as_deref(), held.offered, held.codes_left), (Some("SECRET"), None, 2));
        for (step, good) in [(7, false), (6, false), (8, true), (8, false), (7, false), (9, true)] {
            assert_eq!(factors::use_step(&db, "eva", step).await.unwrap(), good, "{step}");
        }
        assert!(factors::use_code(&db, "eva", "one", MONDAY).await.unwrap());
        assert!(!factors::use_code(&db, "eva", "one", MONDAY).await.unwrap());
        let (a, b) = tokio::join!(
            factors::use_code(&db, "eva", "two", MONDAY),
            factors::use_code(&db, "eva", "two", MONDAY)
        );
        assert!(a.unwrap() != b.unwrap(), "at once, too");
        users::change(&db, "eva", Change::ForgetFactor, BY).await.unwrap();
        assert!(factors::factor(&db, "eva").await.unwrap() == factors::Factor::default());
    }
}

#[tokio::test]
async fn an_identity_opens_its_own_account_and_no_other() {
    for db in both().await {
        users::put(&db, "mette", Role::Admin, "hash", MONDAY).await.unwrap();
        users::put(&db, "m@by.example", Role::Admin, "hash", MONDAY).await.unwrap();
        let who = identities::Arrival {
            issuer: "https://id.example",
            subject: "1",
            host: "id.example",
            name: "Mette",
            email: None,
            role: Role::Moderator,
        };
        let name = identities::arrive(&db, &who, MONDAY).await.unwrap();
        assert_eq!(name, "mette (id.example)", "a name is not an identity");
        assert_eq!(users::find(&db, "mette").await.unwrap().unwrap().0.role, Role::Admin);
        start(&db, "t", &name).await;
        let renamed = identities::Arrival { name: "Gift", role: Role::Communicator, ..who };
        assert_eq!(identities::arrive(&db, &renamed, MONDAY).await.unwrap(), name);
        assert_eq!(held(&db, "t", MONDAY).await, None, "another role ends sessions");
        let other = identities::Arrival { subject: "2", ..who };
        let second = identities::arrive(&db, &other, MONDAY).await.unwrap();
        assert!(second != name && second.starts_with("mette ("), "{second}");
        let elsewhere = identities::Arrival { issuer: "https://evil.example", host: "evil.example", ..who };
        assert_eq!(identities::arrive(&db, &elsewhere, MONDAY).await.unwrap(), "mette (evil.example)");
        let linked = identities::Arrival { subject: "3", email: Some("M@by.example"), ..who };
        assert_eq!(identities::arrive(&db, &linked, MONDAY).await.unwrap(), "m@by.example");
        users::change(&db, &name, Change::Disable, BY).await.unwrap();
        assert_eq!(refused(identities::arrive(&db, &who, MONDAY).await), Conflict::UserUnknown);
    }
}

#[tokio::test]
async fn a_sign_on_comes_back_once_and_in_time() {
    for db in both().await {
        let sign_on =
            identities::SignOn { nonce: "n".to_owned(), verifier: "v".to_owned(), onward: "/log".to_owned() };
        for state in ["a", "b"] {
            identities::begin_sign_on(&db, state, &sign_on, MONDAY.plus(HOUR), MONDAY).await.unwrap();
        }
        let taken = identities::take_sign_on(&db, "a", MONDAY).await.unwrap().unwrap();
        assert_eq!((taken.nonce.as_str(), taken.onward.as_str()), ("n", "/log"));
        assert!(identities::take_sign_on(&db, "a", MONDAY).await.unwrap().is_none());
        assert!(identities::take_sign_on(&db, "b", MONDAY.plus(HOUR)).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn a_browser_has_one_mark_however_often_somebody_signs_in_with_it() {
    for db in both().await {
        for name in ["mette", "karl"] {
            users::put(&db, name, Role::Moderator, "hash", MONDAY).await.unwrap();
        }
        let (until, before) = (MONDAY.plus(HOUR), MONDAY.plus(HOUR / 2));
        sessions::remember(&db, None, "first", "Mette", until).await.unwrap();
        assert!(sessions::knows(&db, "first", "mette", before).await.unwrap());
        assert!(!sessions::knows(&db, "first", "mette", until).await.unwrap(), "it is over");
        sessions::remember(&db, Some("first"), "second", "mette", until).await.unwrap();
        assert!(!sessions::knows(&db, "first", "mette", before).await.unwrap(), "the mark it had");
        assert!(sessions::knows(&db, "second", "mette", before).await.unwrap());
        sessions::remember(&db, Some("second"), "third", "karl", until).await.unwrap();
        assert!(!sessions::knows(&db, "second", "mette", before).await.unwrap(), "the browser is karl's now");
        assert!(!sessions::knows(&db, "third", "mette", before).await.unwrap());
        assert!(sessions::knows(&db, "third", "karl", before).await.unwrap());
    }
}
