//! What Facebook measured of an own Page: asked for seldom, and a name that Meta has retired stops nothing.

use hashwall::domain::figures::{Manner, OwnTold};
use hashwall_standin::facebook::Post;

use super::{PAGE, bench};

#[tokio::test]
async fn days_come_in_and_are_asked_for_again_after_six_hours() {
    let mut bench = bench(false).await;
    bench.standin.facebook.publish(PAGE, Post::new("ny #Ledelsesugen"));
    let harvest = bench.run().await;
    assert_eq!(harvest.failure, None);
    assert_eq!(harvest.own.len(), 5, "{:?}", harvest.notes);
    let views = harvest.own.iter().find(|own| own.metric == "page_media_view").unwrap();
    let OwnTold::Days(days) = &views.told else { panic!("{views:?}") };
    assert_eq!(views.manner, Manner::Sum);
    assert!(
        days.contains(&("2026-10-25".to_owned(), 260)),
        "the stand-in's day that ends on the 26th: {days:?}"
    );
    bench.pass(3_600);
    assert!(bench.run().await.own.is_empty(), "an hour later there is nothing new");
    bench.pass(6 * 3_600);
    assert_eq!(bench.run().await.own.len(), 5);
}

#[tokio::test]
async fn a_retired_name_is_told_and_the_others_come_in() {
    let mut bench = bench(false).await;
    bench.standin.facebook.publish(PAGE, Post::new("ny #Ledelsesugen"));
    bench.standin.facebook.quirks(|quirks| {
        quirks.retired.insert("page_views_total".to_owned());
    });
    let harvest = bench.run().await;
    assert_eq!((harvest.failure, harvest.posts.len()), (None, 1), "nothing else stops");
    let (told, gone): (Vec<_>, Vec<_>) =
        harvest.own.iter().partition(|own| matches!(own.told, OwnTold::Days(_)));
    assert_eq!(told.len(), 4);
    assert_eq!(gone.iter().map(|own| own.metric.as_str()).collect::<Vec<_>>(), ["page_views_total"]);
    assert!(matches!(&gone[0].told, OwnTold::Unavailable(why) if why.contains("valid insights metric")));
}
