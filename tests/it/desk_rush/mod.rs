//! The busiest hour: a queue cleared by keys alone in a real browser, and ten moderators at one queue over real HTTP.
//!
//! `HASHWALL_RUSH_POSTS` says how many posts (`script/desk-keys` says 500, `script/desk-crowd` 2,000); the tests do fewer.

mod crowd;
mod keys;
mod pictures;

/// How many posts: as the script says, or as many as a test needs.
fn posts(in_a_test: u32) -> u32 {
    match std::env::var("HASHWALL_RUSH_POSTS") {
        Ok(many) => many.parse().expect("HASHWALL_RUSH_POSTS is a number"),
        Err(_) => in_a_test,
    }
}
