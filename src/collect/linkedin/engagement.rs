//! Counts of posts: reactions and comments from `socialMetadata`, shares and views from the organisation's own
//! statistics where they are permitted. A post LinkedIn tells nothing about has no counts, which is not zero.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use serde_json::Value;

use super::api::Call;
use super::session::Session;
use super::urn;
use crate::domain::engagement::Engagement;
use crate::domain::source::{LinkedInSettings, Right, Source};

/// More types of reaction than LinkedIn has (six), and characters of the longest name of one.
const MOST_KINDS: usize = 30;
const LONGEST_KIND: usize = 40;
/// Ids of one call for statistics.
const BATCH: usize = 100;

/// Counts of the given posts, by URN. They expire with members' activity (LinkedIn's storage rules: 48 h).
pub async fn measure(
    session: &mut Session<'_>,
    source: &Source,
    settings: &LinkedInSettings,
    posts: &[String],
) -> HashMap<String, Engagement> {
    let fetched_at = session.now;
    let expires_at = fetched_at.plus(Duration::from_secs(u64::from(settings.activity_hours) * 3600));
    let mut counts: HashMap<String, Engagement> = HashMap::new();
    for (id, metadata) in session.lookup("socialMetadata", posts).await.found {
        let comments = metadata.pointer("/commentSummary/count").and_then(Value::as_i64);
        let counted = match kinds(&metadata) {
            Some(kinds) => {
                let reactions = kinds.values().fold(0_i64, |sum, count| sum.saturating_add(*count));
                Engagement { reactions: Some(reactions), comments, kinds, ..Engagement::default() }
            }
            None => Engagement { comments, ..Engagement::default() },
        };
        counts.insert(id, counted);
    }
    // Statistics exist for the token's own Page alone; a partner's would only cost a refusal a run.
    if source.right == Right::OwnPage {
        for (id, statistics) in statistics(session, &settings.organization, posts).await {
            let count = |key: &str| statistics.get(key).and_then(Value::as_i64);
            let counted = counts.entry(id).or_default();
            counted.shares = count("shareCount");
            counted.views = count("impressionCount");
            // Only where socialMetadata is not permitted: `likeCount` leaves out who took a like back, and can be
            // negative, and both count organic views alone.
            counted.reactions = counted.reactions.or(count("likeCount"));
            counted.comments = counted.comments.or(count("commentCount"));
        }
    }
    counts.retain(|_, counted| !counted.same_counts(&Engagement::default()));
    for counted in counts.values_mut() {
        (counted.fetched_at, counted.expires_at) = (fetched_at, Some(expires_at));
    }
    counts
}

/// Reactions by LinkedIn's own name of the type: LIKE, PRAISE …; `None` if LinkedIn did not tell.
fn kinds(metadata: &Value) -> Option<BTreeMap<String, i64>> {
    let summaries = metadata.get("reactionSummaries")?.as_object()?;
    let counted = summaries.iter().filter_map(|(kind, summary)| {
        Some((kind.chars().take(LONGEST_KIND).collect(), summary.get("count")?.as_i64()?))
    });
    Some(counted.take(MOST_KINDS).collect())
}

/// `totalShareStatistics` by post; posts without any are left out by LinkedIn.
async fn statistics(session: &mut Session<'_>, organization: &str, posts: &[String]) -> Vec<(String, Value)> {
    let entity = urn::encoded(&format!("urn:li:organization:{organization}"));
    let mut found = Vec::new();
    for (kind, parameter, key) in [("share", "shares", "share"), ("ugcPost", "ugcPosts", "ugcPost")] {
        let ids: Vec<&String> = posts.iter().filter(|id| urn::kind_of(id) == Some(kind)).collect();
        for some in ids.chunks(BATCH) {
            let query = format!(
                "q=organizationalEntity&organizationalEntity={entity}&{parameter}={}",
                urn::list(some)
            );
            const RESOURCE: &str = "organizationalEntityShareStatistics";
            let Ok(Some(mut answer)) = session.beside(RESOURCE, Call::finder(RESOURCE, query)).await else {
                continue;
            };
            for element in answer.get_mut("elements").and_then(Value::as_array_mut).into_iter().flatten() {
                let Some(id) = element.get(key).and_then(Value::as_str).map(str::to_owned) else {
                    continue;
                };
                if let Some(totals) = element.get_mut("totalShareStatistics") {
                    found.push((id, totals.take()));
                }
            }
        }
    }
    found
}
