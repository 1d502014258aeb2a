//! What Facebook measured of single posts: views and reactions by type, and what becomes of them when a name is retired.

use hashwall::collect::collector::Harvest;
use hashwall::domain::engagement::Engagement;
use hashwall::domain::figures::{Manner, OwnTold, POST_KINDS, POST_VIEWS};
use hashwall_standin::facebook::Post;

use super::{PAGE, bench};
use crate::support::collecting::known;

fn counts<'a>(harvest: &'a Harvest, id: &str) -> &'a Engagement {
    &harvest.engagement.iter().find(|(known, _)| known == id).unwrap_or_else(|| panic!("no counts of {id}")).1
}

fn is_gone(harvest: &Harvest, name: &str) -> Option<bool> {
    let reading = harvest.own.iter().find(|own| own.metric == name)?;
    assert_eq!(reading.manner, Manner::Posts);
    Some(matches!(&reading.told, OwnTold::Unavailable(_)))
}

#[tokio::test]
async fn views_and_reactions_by_type_come_with_the_check_of_a_post() {
    let mut bench = bench(false).await;
    let facebook = bench.standin.facebook.clone();
    let (id, bare) = (
        facebook.publish(PAGE, Post::new("a #Ledelsesugen")),
        facebook.publish(PAGE, Post::new("b #Ledelsesugen")),
    );
    // A network may take back more than it gave: it is told as it is.
    facebook.set_measured(&id, -3, &[("like", 31), ("love", 9), ("anger", -1)]);
    let harvest = bench.run_checking(&[known(&id, ""), known(&bare, "")]).await;
    assert_eq!(harvest.failure, None, "{:?}", harvest.notes);
    assert_eq!(counts(&harvest, &id).views, Some(-3));
    let kinds: Vec<(&str, i64)> =
        counts(&harvest, &id).kinds.iter().map(|(kind, count)| (kind.as_str(), *count)).collect();
    assert_eq!(kinds, [("anger", -1), ("like", 31), ("love", 9)]);
    let beside = harvest.posts.iter().find(|post| post.native_id == id).unwrap();
    assert_eq!(beside.engagement.as_ref(), Some(counts(&harvest, &id)), "the same wherever it stands");
    assert_eq!(
        (counts(&harvest, &bare).views, counts(&harvest, &bare).kinds.len()),
        (None, 0),
        "not told is not zero"
    );
    assert_eq!((is_gone(&harvest, POST_VIEWS), is_gone(&harvest, POST_KINDS)), (Some(false), Some(false)));
    let fresh = bench.run().await;
    assert_eq!(is_gone(&fresh, POST_VIEWS), None, "a post that is not due is not asked for");
}

#[tokio::test]
async fn a_retired_name_is_told_the_other_comes_in_and_it_may_come_back() {
    let mut bench = bench(false).await;
    let facebook = bench.standin.facebook.clone();
    let id = facebook.publish(PAGE, Post::new("a #Ledelsesugen"));
    facebook.set_measured(&id, 310, &[("like", 31)]);
    facebook.quirks(|quirks| {
        quirks.retired.insert(POST_VIEWS.to_owned());
    });
    let harvest = bench.run_checking(&[known(&id, "")]).await;
    assert_eq!((harvest.failure.as_ref(), harvest.posts.len()), (None, 1), "nothing else stops");
    assert_eq!(counts(&harvest, &id).views, None);
    assert_eq!(counts(&harvest, &id).kinds["like"], 31);
    assert_eq!((is_gone(&harvest, POST_VIEWS), is_gone(&harvest, POST_KINDS)), (Some(true), Some(false)));
    facebook.quirks(|quirks| quirks.retired.clear());
    let harvest = bench.run_checking(&[known(&id, "")]).await;
    assert_eq!(counts(&harvest, &id).views, Some(310));
    assert_eq!(is_gone(&harvest, POST_VIEWS), Some(false));
}
