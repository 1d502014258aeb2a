//! Users, sessions, failed sign-ins.

use std::time::Duration;

use hashwall::domain::user::{Role, User};
use hashwall::store::users;

use crate::support::build::MONDAY;
use crate::support::database::both;

const HOUR: Duration = Duration::from_secs(3_600);

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
async fn a_session_holds_until_it_ends() {
    for db in both().await {
        users::put(&db, "eva", Role::Admin, "hash", MONDAY).await.unwrap();
        users::start_session(&db, "token", "eva", MONDAY, MONDAY.plus(HOUR)).await.unwrap();
        let held = async |now| users::session(&db, "token", now).await.unwrap().map(|user| user.name);
        assert_eq!(held(MONDAY).await.as_deref(), Some("eva"));
        assert_eq!(held(MONDAY.plus(HOUR)).await, None, "its time is up");
        assert!(users::session(&db, "other", MONDAY).await.unwrap().is_none());
        users::end_session(&db, "token").await.unwrap();
        assert_eq!(held(MONDAY).await, None);
        users::end_session(&db, "token").await.unwrap();
        assert!(users::start_session(&db, "x", "nobody", MONDAY, MONDAY.plus(HOUR)).await.is_err());
    }
}

#[tokio::test]
async fn a_new_password_or_role_ends_the_sessions() {
    for db in both().await {
        users::put(&db, "eva", Role::Admin, "old", MONDAY).await.unwrap();
        users::put(&db, "ali", Role::Moderator, "hash", MONDAY).await.unwrap();
        users::start_session(&db, "evas", "eva", MONDAY, MONDAY.plus(HOUR)).await.unwrap();
        users::start_session(&db, "alis", "ali", MONDAY, MONDAY.plus(HOUR)).await.unwrap();
        users::put(&db, "EVA", Role::Communicator, "new", MONDAY).await.unwrap();
        assert!(users::session(&db, "evas", MONDAY).await.unwrap().is_none());
        assert!(users::session(&db, "alis", MONDAY).await.unwrap().is_some());
        let (user, hash) = users::find(&db, "eva").await.unwrap().unwrap();
        assert_eq!((user.role, hash.as_str()), (Role::Communicator, "new"));
    }
}

#[tokio::test]
async fn failed_sign_ins_are_counted_per_name_and_time() {
    for db in both().await {
        let since = MONDAY.minus(HOUR);
        assert_eq!(users::failed_sign_in(&db, "eva", MONDAY.minus(2 * HOUR), since).await.unwrap(), 0);
        assert_eq!(users::failed_sign_in(&db, "eva", MONDAY, since).await.unwrap(), 1);
        assert_eq!(users::failed_sign_in(&db, "Eva", MONDAY, since).await.unwrap(), 2);
        assert_eq!(users::failed_sign_in(&db, "ali", MONDAY, since).await.unwrap(), 1);
        assert_eq!(users::recent_failures(&db, "EVA", since).await.unwrap(), 2);
        assert_eq!(users::recent_failures(&db, "eva", MONDAY.minus(3 * HOUR)).await.unwrap(), 3);
        assert_eq!(users::recent_failures(&db, "eva", MONDAY.plus(HOUR)).await.unwrap(), 0);
    }
}
