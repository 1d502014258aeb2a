//! What is known of a post before it is judged.

use hashwall::domain::network::Network;
use hashwall::domain::post::State;
use hashwall::domain::verdict::Knowledge;
use hashwall::store::{moderation, posts};

use crate::support::build::{self, MONDAY, draft};
use crate::support::database::both;

const LONG: &str = "Vi har talt om ledelse i hele ugen, og nu skriver vi det ned.";

#[tokio::test]
async fn history_counts_the_authors_own_posts_here() {
    for db in both().await {
        let posts = build::stored(&db, ["1", "2", "3", "4"].map(|id| draft(id, "x"))).await;
        for (post, to) in posts.iter().zip([State::Approved, State::Approved, State::Rejected]) {
            moderation::decide(&db, std::slice::from_ref(&post.id), to, "user:eva", None, MONDAY)
                .await
                .unwrap();
        }
        let mut elsewhere = draft("5", "x");
        elsewhere.network = Network::Facebook; // the same id on another network is another author
        let mut nameless = draft("6", "x");
        nameless.author.native_id = String::new();
        let mut later = draft("7", "x");
        later.published_at = MONDAY.plus(std::time::Duration::from_secs(60));
        let drafts = [later, elsewhere, nameless];
        let known = posts::knowledge(&db, &drafts, true, MONDAY).await.unwrap();
        let expected = Knowledge {
            author_approved: 2,
            author_rejected: 1,
            source_trusted: true,
            author_last_hour: 4,
            now: MONDAY,
            ..Knowledge::default()
        };
        assert_eq!(known[0], Knowledge { duplicate_of: None, ..expected });
        assert_eq!((known[1].author_approved, known[2].author_approved), (0, 0));
        assert!(posts::knowledge(&db, &[], true, MONDAY).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_duplicate_has_the_link_or_the_words_of_an_earlier_post() {
    for db in both().await {
        let first = build::stored(&db, [draft("1", LONG), draft("2", "kort")]).await;
        let spaced = LONG.to_uppercase().replace(' ', "  \n");
        let mut same_link = draft("4", "noget helt andet");
        same_link.url = "https://norden.example/1".to_owned();
        let mut no_link = draft("6", "uden link");
        no_link.url = String::new();
        let drafts = [draft("3", &spaced), same_link, draft("5", "kort"), no_link, draft("1", LONG)];
        let known = posts::knowledge(&db, &drafts, false, MONDAY).await.unwrap();
        let duplicates: Vec<_> = known.iter().map(|known| known.duplicate_of.as_ref()).collect();
        let of_first = Some(&first[0].id);
        assert_eq!(duplicates, [of_first, of_first, None, None, None], "{}", db.engine);
    }
}

#[tokio::test]
async fn the_first_of_its_kind_is_nobodys_duplicate() {
    for db in both().await {
        let first = build::stored(&db, [draft("1", LONG)]).await.remove(0);
        let later = MONDAY.plus(std::time::Duration::from_secs(1));
        build::run(&db, "masto", build::batch([draft("2", LONG)]), later).await;
        let known = posts::knowledge(&db, &[draft("1", LONG), draft("2", LONG)], false, later).await.unwrap();
        assert_eq!(known[0].duplicate_of, None);
        assert_eq!(known[1].duplicate_of, Some(first.id));
    }
}

#[tokio::test]
async fn any_number_of_drafts_is_asked_about() {
    for db in both().await {
        let drafts: Vec<_> = (0..700).map(|n| draft(&n.to_string(), LONG)).collect();
        build::stored(&db, drafts.clone()).await;
        let known = posts::knowledge(&db, &drafts, false, MONDAY).await.unwrap();
        assert_eq!(known.iter().filter(|known| known.duplicate_of.is_none()).count(), 1);
        let ids: Vec<_> = build::all(&db).await.into_iter().map(|post| post.id).collect();
        assert_eq!(posts::load(&db, &ids).await.unwrap().len(), 700);
    }
}
