//! The queue's orders and filters, and near-duplicates as one.

use std::collections::HashSet;
use std::time::Duration;

use hashwall::domain::network::Network;
use hashwall::domain::post::{Draft, PostId, State};
use hashwall::domain::sector::Sector;
use hashwall::store::ingest::Batch;
use hashwall::store::listing::{self, Ask, Sort};
use hashwall::store::{leases, moderation, queue};

use crate::support::build::{self, MONDAY, batch, counts, draft, verdict};
use crate::support::database::{TestDb, both};

const LONG: &str = "I dag har vi talt om tillid og ledelse i hjemmeplejen, og det blev til mange gode historier \
                    fra en travl hverdag hvor ingen har tid nok, men alle vil noget sammen";

fn of(author: &str, mut draft: Draft) -> Draft {
    draft.author.native_id = format!("https://norden.example/users/{author}");
    draft
}

async fn names(db: &TestDb, ask: &Ask) -> Vec<String> {
    let page = listing::page(db, ask, None, 50, MONDAY).await.unwrap();
    assert_eq!(page.total as usize, page.posts.len());
    page.posts.into_iter().map(|post| post.draft.native_id).collect()
}

fn pending(sort: Sort) -> Ask {
    Ask { state: Some(State::Pending), sort, ..Ask::default() }
}

#[tokio::test]
async fn each_order_holds_every_post_once_over_pages_while_posts_come_and_go() {
    for db in both().await {
        let drafts = (0..20_i64).map(|n| {
            let mut draft = draft(&format!("{n:02}"), "kø");
            draft.published_at = MONDAY.minus(Duration::from_secs(60 * (n as u64 / 3)));
            draft.engagement = (n % 4 != 0).then(|| counts(n / 2, MONDAY));
            draft
        });
        build::stored(&db, drafts).await;
        for sort in Sort::ALL {
            let ask = pending(sort);
            let (mut seen, mut cursor) = (Vec::new(), None);
            loop {
                let page = listing::page(&db, &ask, cursor.as_deref(), 3, MONDAY).await.unwrap();
                seen.extend(page.posts);
                cursor = page.next;
                if cursor.is_none() {
                    break;
                }
            }
            let ids: HashSet<&PostId> = seen.iter().map(|post| &post.id).collect();
            assert_eq!((seen.len(), ids.len()), (20, 20), "{sort:?} on {}", db.engine);
            let published = |post: &hashwall::domain::post::Post| post.draft.published_at;
            let liked = |post: &hashwall::domain::post::Post| {
                post.draft.engagement.as_ref().and_then(|counts| counts.reactions).unwrap_or(0)
            };
            assert!(match sort {
                Sort::Newest => seen.is_sorted_by(|a, b| published(a) >= published(b)),
                Sort::Oldest => seen.is_sorted_by(|a, b| published(a) <= published(b)),
                Sort::Engaged => seen.is_sorted_by(|a, b| liked(a) >= liked(b)),
                Sort::Doubtful => true,
            });
        }
    }
}

#[tokio::test]
async fn doubt_puts_first_what_has_most_reasons_to_be_looked_at() {
    for db in both().await {
        build::stored(&db, [of("kendt", draft("kendt0", "før")), of("slem", draft("slem0", "før"))]).await;
        let old = build::all(&db).await;
        let decide = async |at: usize, to| {
            moderation::decide(&db, std::slice::from_ref(&old[at].id), to, "user:eva", None, MONDAY)
                .await
                .unwrap();
        };
        decide(0, State::Approved).await;
        decide(1, State::Rejected).await;
        build::stored(
            &db,
            [
                of("kendt", draft("1-kendt", "ny")),
                of("fremmed", draft("2-fremmed", "ny")),
                of("slem", draft("3-slem", "ny")),
                of("fremmed", draft("4-ens", LONG)),
            ],
        )
        .await;
        let doubtful = async || names(&db, &pending(Sort::Doubtful)).await;
        // The two of the stranger have the same number of reasons: one each.
        let order = doubtful().await;
        assert_eq!((order[0].as_str(), order[3].as_str()), ("3-slem", "1-kendt"), "{}", db.engine);
        build::stored(&db, [of("ny", draft("5-ens", &LONG.replace("gode", "stærke")))]).await;
        // Whichever of the two came first stands for both, and has two reasons more.
        let order = doubtful().await;
        assert!(order[..2].iter().any(|name| name.ends_with("-ens")), "{order:?}");
        assert!(order[..2].contains(&"3-slem".to_owned()), "{order:?}");
        build::run(&db, "masto", batch([of("kendt", draft("kendt0", "rettet"))]), MONDAY).await;
        assert_eq!(doubtful().await.len(), 5);
        let first: HashSet<String> = doubtful().await.into_iter().take(3).collect();
        assert!(first.contains("kendt0"), "an edit of what was approved: {first:?}");
    }
}

#[tokio::test]
async fn filters_narrow_and_words_that_look_like_fields_fool_none() {
    for db in both().await {
        let mut city = draft("by", "x");
        city.sector = Sector::Kommune;
        city.language = Some("sv".to_owned());
        let mut facebook = draft("fb", "x");
        facebook.network = Network::Facebook;
        let liar = draft("løgn", r#"","sector":"kommune","language":"sv" og "100%" _"#);
        let held = vec![(draft("holdt", "x"), Some(verdict(State::Held, "hold-words")))];
        build::run(&db, "masto", Batch { posts: held, ..Batch::default() }, MONDAY).await;
        build::stored(&db, [city, facebook, liar]).await;
        let all = Ask { state: None, ..Ask::default() };
        let ask = async |ask: Ask| {
            let mut found = names(&db, &ask).await;
            found.sort();
            found
        };
        assert_eq!(ask(all.clone()).await.len(), 4);
        assert_eq!(ask(Ask { sector: Some(Sector::Kommune), ..all.clone() }).await, ["by"]);
        assert_eq!(ask(Ask { language: Some("sv".to_owned()), ..all.clone() }).await, ["by"]);
        assert_eq!(ask(Ask { network: Some(Network::Facebook), ..all.clone() }).await, ["fb"]);
        assert_eq!(ask(Ask { rule: Some("hold-words".to_owned()), ..all.clone() }).await, ["holdt"]);
        for hostile in ["%", "_", "s%", "' OR 1=1 --", "\"", "!"] {
            assert!(
                ask(Ask { language: Some(hostile.to_owned()), ..all.clone() }).await.is_empty(),
                "{hostile}"
            );
            assert!(
                ask(Ask { label: Some(hostile.to_owned()), ..all.clone() }).await.is_empty(),
                "{hostile}"
            );
        }
        let id = build::all(&db).await.into_iter().find(|post| post.draft.native_id == "by").unwrap().id;
        assert_eq!(ask(Ask { author_of: Some(id), ..all.clone() }).await, ["by", "holdt", "løgn"]);
        assert!(ask(Ask { author_of: Some(PostId("gone".to_owned())), ..all.clone() }).await.is_empty());
        assert!(ask(Ask { changed: true, ..all.clone() }).await.is_empty());
        let posts = build::all(&db).await;
        let liked = posts.iter().find(|post| post.draft.native_id == "løgn").unwrap();
        moderation::decide(&db, std::slice::from_ref(&liked.id), State::Approved, "user:eva", None, MONDAY)
            .await
            .unwrap();
        build::run(&db, "masto", batch([draft("løgn", "rettet")]), MONDAY).await;
        assert_eq!(ask(Ask { changed: true, ..all }).await, ["løgn"]);
    }
}

#[tokio::test]
async fn near_duplicates_stand_as_their_first_with_the_others_beside_it() {
    for db in both().await {
        let copies = [
            draft("1", LONG),
            draft("2", &format!("{LONG} https://a.example/2")),
            draft("3", &LONG.replace("gode", "stærke")),
            draft("4", "Kommunen inviterer til åbent møde om skolernes ledelse torsdag aften i rådhushallen"),
        ];
        // One after the other: posts of one moment stand in any order.
        for (copy, seconds) in copies.into_iter().zip(1..) {
            build::run(&db, "masto", batch([copy]), MONDAY.plus(Duration::from_secs(seconds))).await;
        }
        let mut found = names(&db, &pending(Sort::Oldest)).await;
        found.sort();
        assert_eq!(found, ["1", "4"], "{}", db.engine);
        let listed = listing::page(&db, &pending(Sort::Oldest), None, 9, MONDAY).await.unwrap();
        let items = queue::items(&db, listed.posts, true, MONDAY).await.unwrap();
        let first = items.iter().find(|item| item.post.draft.native_id == "1").unwrap();
        let beside: Vec<&str> = first.alike.iter().map(|post| post.draft.native_id.as_str()).collect();
        assert_eq!(beside, ["2", "3"]);
        // One by one where only some are asked for: the first may not be among them.
        let narrowed = Ask { network: Some(Network::Mastodon), ..pending(Sort::Oldest) };
        assert_eq!(names(&db, &narrowed).await.len(), 4);
        // The first of its kind is decided: the next stands for the others.
        moderation::decide(
            &db,
            std::slice::from_ref(&first.post.id),
            State::Approved,
            "user:eva",
            None,
            MONDAY,
        )
        .await
        .unwrap();
        let mut found = names(&db, &pending(Sort::Oldest)).await;
        found.sort();
        assert_eq!(found, ["2", "4"]);
    }
}

#[tokio::test]
async fn what_another_has_in_hand_is_left_out_of_what_waits() {
    for db in both().await {
        let posts = build::stored(&db, ["1", "2"].map(|id| draft(id, "kø"))).await;
        leases::take(&db, "maja", "p", std::slice::from_ref(&posts[0].id), MONDAY).await.unwrap();
        let ask = |name: &str, state| Ask { state, reader: Some(name.to_owned()), ..Ask::default() };
        assert_eq!(names(&db, &ask("mette", Some(State::Pending))).await, ["2"]);
        assert_eq!(names(&db, &ask("maja", Some(State::Pending))).await.len(), 2);
        assert_eq!(names(&db, &ask("mette", None)).await.len(), 2, "all are all");
        let later = MONDAY.plus(leases::LEASE);
        let freed = listing::page(&db, &ask("mette", Some(State::Pending)), None, 9, later).await.unwrap();
        assert_eq!(freed.posts.len(), 2);
    }
}

#[tokio::test]
async fn among_more_ids_than_one_statement_takes_the_order_holds() {
    for db in both().await {
        let drafts = (0..600_u64).map(|n| {
            let mut draft = draft(&format!("{n:03}"), "kø");
            draft.published_at = MONDAY.minus(Duration::from_secs(n));
            draft
        });
        let ids: Vec<PostId> =
            build::stored(&db, drafts).await.into_iter().map(|post| post.id).rev().collect();
        let ask = Ask { among: Some(ids), ..pending(Sort::Newest) };
        let (mut seen, mut cursor) = (Vec::new(), None);
        loop {
            let page = listing::page(&db, &ask, cursor.as_deref(), 250, MONDAY).await.unwrap();
            assert_eq!(page.total, 600);
            seen.extend(page.posts.into_iter().map(|post| post.draft.native_id));
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(seen, (0..600).map(|n| format!("{n:03}")).collect::<Vec<_>>(), "{}", db.engine);
        let none = Ask { among: Some(Vec::new()), ..pending(Sort::Newest) };
        assert!(names(&db, &none).await.is_empty());
    }
}

#[tokio::test]
async fn what_another_decides_while_the_list_is_read_is_not_listed_as_waiting() {
    for db in both().await {
        let alike = format!("{LONG} https://a.example/2");
        let posts =
            build::stored(&db, [draft("1", LONG), draft("2", &alike), draft("3", "kø"), draft("4", "kø")])
                .await;
        let decide = async |native: &str, to: State| {
            let post = posts.iter().find(|post| post.draft.native_id == native).unwrap();
            let ids = std::slice::from_ref(&post.id);
            moderation::decide(&db, ids, to, "user:maja", None, MONDAY).await.unwrap();
        };
        let ask = pending(Sort::Oldest);
        // Chosen first, read after: another's decision falls in between.
        let chosen = listing::choose(&db, &ask, None, 50, MONDAY).await.unwrap();
        decide("3", State::Held).await;
        decide("4", State::Approved).await;
        let listed = listing::read(&db, &ask, chosen).await.unwrap();
        // Of two that say nearly the same, the one that was stored first stands there.
        let names: Vec<&str> = listed.posts.iter().map(|post| post.draft.native_id.as_str()).collect();
        assert!(names == ["1"] || names == ["2"], "{names:?} on {}", db.engine);
        assert!(listed.posts.iter().all(|post| post.state == State::Pending));
        // The same of a near-duplicate beside its first.
        let clusters = queue::clusters(&db, &listed.posts).await.unwrap();
        assert_eq!(clusters.len(), 1, "{}", db.engine);
        decide(if names == ["1"] { "2" } else { "1" }, State::Held).await;
        let beside = queue::alike(&db, &listed.posts, clusters).await.unwrap();
        assert!(beside.values().all(Vec::is_empty), "{beside:?} on {}", db.engine);
        // Every state is asked for: nothing is left out.
        let all = Ask::default();
        let chosen = listing::choose(&db, &all, None, 50, MONDAY).await.unwrap();
        decide("3", State::Rejected).await;
        assert_eq!(listing::read(&db, &all, chosen).await.unwrap().posts.len(), 4);
    }
}
