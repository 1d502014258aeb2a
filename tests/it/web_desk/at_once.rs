//! Two people who take the same back at the same moment: one does, the other is told so, and nothing is done twice.

use axum::http::StatusCode;
use hashwall::domain::log::Action;
use hashwall::domain::post::State;
use hashwall::store::log;

use super::support::{Desk, shows};
use crate::support::build::draft;

#[tokio::test]
async fn of_two_undos_of_one_decision_one_is_done_and_the_other_is_told() {
    for desk in Desk::both().await {
        let (mette, admin) = (desk.signed_in("mette").await, desk.signed_in("admin").await);
        let posts = desk.stored(["1", "2"].map(|native| draft(native, &format!("nummer {native}")))).await;
        for (post, other) in posts.iter().zip(["/moderation/fortryd", "/moderation/tilbage"]) {
            let approve = [("id", post.id.0.as_str()), ("til", "approved")];
            let (_, done) = mette.post_json("/moderation/afgoer", &approve).await;
            let seq = done["entries"][0]["seq"].to_string();
            // From the log by one; from the log by another, or one step back by who did it.
            let undone = [("seq", seq.as_str())];
            let (one, two) = if other.ends_with("tilbage") {
                tokio::join!(admin.post("/moderation/fortryd", &undone), mette.post(other, &[]))
            } else {
                tokio::join!(admin.post("/moderation/fortryd", &undone), mette.post(other, &undone))
            };
            let mut statuses = [one.status, two.status];
            statuses.sort();
            assert_eq!(statuses, [StatusCode::SEE_OTHER, StatusCode::CONFLICT], "{}\n{}", one.body, two.body);
            let late = if one.status == StatusCode::CONFLICT { &one } else { &two };
            shows(late, "fortr");
            assert_eq!(desk.state(&post.id).await, Some(State::Pending));
            let entries = log::of_post(&desk.app.app.db, &post.id).await.unwrap();
            let undone = entries.iter().filter(|entry| entry.action == Action::Undone).count();
            assert_eq!(undone, 1, "{entries:?}");
        }
        desk.app.assert_sound().await;
    }
}
