//! Who the organisation is: name, vanity name and followers, asked once in 24 h. A refusal is a remark.

use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

use super::api::Call;
use super::cursor::Profile;
use super::session::Session;
use super::urn;
use super::wire::Organisation;
use crate::domain::figures::{Manner, OwnReading, OwnTold};
use crate::domain::source::{Right, Source};

const ASK_AGAIN: Duration = Duration::from_secs(24 * 3600);

/// Brings the profile in the cursor up to date. It is the organisation's own data, so an old one is better than none.
pub async fn refresh(session: &mut Session<'_>, source: &Source, organization: &str) {
    let now = session.now;
    let fresh = |profile: &Profile| now < profile.fetched_at.plus(ASK_AGAIN);
    if session.cursor.profile.as_ref().is_some_and(fresh) {
        return;
    }
    let mut profile = session.cursor.profile.clone().unwrap_or_default();
    let mut told = false;
    if let Ok(Some(answer)) = session.beside("organizations", Call::get("organizations", organization)).await
    {
        match Organisation::deserialize(&answer) {
            Ok(organisation) => {
                profile.name = organisation.localized_name.unwrap_or(profile.name);
                profile.vanity = organisation.vanity_name.filter(|name| is_vanity(name)).unwrap_or_default();
                told = true;
            }
            Err(broken) => {
                session.note(format!("organizations: an organisation of an unknown shape: {broken}"))
            }
        }
    }
    let id = urn::encoded(&format!("urn:li:organization:{organization}"));
    let call =
        Call { query: "edgeType=COMPANY_FOLLOWED_BY_MEMBER".to_owned(), ..Call::get("networkSizes", &id) };
    if let Ok(Some(answer)) = session.beside("networkSizes", call).await {
        match answer.get("firstDegreeSize").and_then(Value::as_u64) {
            Some(followers) => {
                profile.followers = Some(followers);
                if source.right == Right::OwnPage {
                    session.harvest.own.push(OwnReading {
                        metric: "COMPANY_FOLLOWED_BY_MEMBER".to_owned(),
                        manner: Manner::Running,
                        told: OwnTold::Days(vec![(
                            now.to_copenhagen().format("%Y-%m-%d").to_string(),
                            i64::try_from(followers).unwrap_or(i64::MAX),
                        )]),
                    });
                }
                told = true;
            }
            None => session.note("networkSizes: an answer without a size".to_owned()),
        }
    }
    if told {
        profile.fetched_at = now;
        session.cursor.profile = Some(profile);
    }
}

/// What may stand in a link to a page.
fn is_vanity(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
}
