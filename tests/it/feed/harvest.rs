//! Every answer a feed's server can give → what the collector does, without a server.

use hashwall::collect::collector::{Failure, Harvest};
use hashwall::collect::feed::cursor::Cursor;
use hashwall::collect::feed::harvest::{Asked, Step, digest};
use hashwall::domain::post::{AttachmentKind, Body, Kind};
use hashwall::domain::source::Known;
use hashwall::domain::time::Timestamp;
use hashwall::http::Response;
use url::Url;

use crate::support::build::MONDAY;

const HERE: &str = "https://blog.example/feed";

fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Response {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Response {
        status,
        headers,
        body: body.as_bytes().to_vec(),
        url: Url::parse(HERE).unwrap(),
        moved_to: None,
    }
}

fn first() -> Cursor {
    Cursor::read(&serde_json::Value::Null, HERE)
}

fn take(response: &Response, cursor: &Cursor, recheck: &[Known]) -> Harvest {
    match digest(response, cursor, Asked { source: "blog", recheck, now: MONDAY }) {
        Step::Done(harvest, _) => *harvest,
        Step::Page(found) => panic!("a page that announces {found:?}"),
    }
}

fn next(harvest: &Harvest) -> Cursor {
    Cursor::read(harvest.cursor.as_ref().unwrap(), HERE)
}

fn ids(harvest: &Harvest) -> Vec<&str> {
    harvest.posts.iter().map(|post| post.native_id.as_str()).collect()
}

fn rss(items: &str) -> String {
    format!(
        "<rss version='2.0'><channel><title>Bloggen</title><language>da-DK</language>{items}</channel></rss>"
    )
}

fn item(guid: &str, slug: &str, title: &str) -> String {
    let guid = if guid.is_empty() { String::new() } else { format!("<guid>{guid}</guid>") };
    format!(
        "<item><title>{title}</title><link>https://blog.example/{slug}</link>{guid}<description>Tekst</description></item>"
    )
}

#[test]
fn validators_are_kept_verbatim_and_304_brings_nothing_but_checks() {
    let body = rss(&item("g1", "a", "A"));
    let headers = [("etag", "W/\"x y\""), ("last-modified", "Mon, 26 Oct 2026 07:00:00 GMT")];
    let harvest = take(&answer(200, &headers, &body), &first(), &[]);
    assert_eq!(ids(&harvest), ["blog:g1"]);
    let cursor = next(&harvest);
    assert_eq!(cursor.validators.etag.as_deref(), Some("W/\"x y\""));
    assert_eq!(cursor.validators.modified.as_deref(), Some("Mon, 26 Oct 2026 07:00:00 GMT"));

    let known = |id: &str| Known { native_id: id.to_owned(), url: String::new(), published_at: MONDAY };
    let harvest = take(&answer(304, &[], ""), &cursor, &[known("blog:g1"), known("blog:old")]);
    assert_eq!((harvest.posts.len(), harvest.failure.is_none()), (0, true));
    assert_eq!(harvest.checked, ["blog:g1"], "what dropped out of the feed is neither checked nor gone");
    assert!(harvest.gone.is_empty());
    assert_eq!(next(&harvest).validators.etag, cursor.validators.etag);
}

#[test]
fn a_document_that_broke_off_is_asked_for_again() {
    let whole = rss(&(item("g1", "a", "A") + &item("g2", "b", "B")));
    let half = &whole[..whole.len() - 60];
    let cut = take(&answer(200, &[("etag", "\"1\"")], half), &first(), &[]);
    assert_eq!(ids(&cut), ["blog:g1"], "the whole item is not lost with the half one");
    assert_eq!(cut.kept_out.len(), 1);
    let cursor = next(&cut);
    assert_eq!(cursor.validators.etag, None, "with the ETag the missing half would be 304 for ever");
    assert_eq!(ids(&take(&answer(200, &[], &whole), &cursor, &[])), ["blog:g1", "blog:g2"]);
    assert_eq!(
        ids(&take(&answer(200, &[], half), &cursor, &[])).len(),
        2,
        "a feed that always ends there has no more"
    );
}

#[test]
fn every_status_has_its_behaviour() {
    let failure =
        |status, headers: &[(&str, &str)]| take(&answer(status, headers, ""), &first(), &[]).failure.unwrap();
    assert!(matches!(failure(410, &[]), Failure::Gone(_)));
    assert!(matches!(failure(401, &[]), Failure::Refused(_)));
    assert!(matches!(failure(403, &[]), Failure::Refused(_)));
    assert!(matches!(failure(404, &[]), Failure::Transient(_)));
    assert!(matches!(failure(500, &[]), Failure::Transient(_)));
    assert!(matches!(failure(503, &[]), Failure::Transient(_)));
    let until = |failure| match failure {
        Failure::Throttled { until, .. } => until,
        other => panic!("{other:?}"),
    };
    let in_two_minutes = Some(MONDAY.plus(std::time::Duration::from_secs(120)));
    assert_eq!(until(failure(429, &[("retry-after", "120")])), in_two_minutes);
    assert_eq!(until(failure(503, &[("retry-after", "120")])), in_two_minutes);
    assert_eq!(until(failure(429, &[])), None);
}

#[test]
fn the_cadence_asked_for_is_kept_within_reason() {
    let wait = |headers: &[(&str, &str)], head: &str| {
        let body = rss(head);
        take(&answer(200, headers, &body), &first(), &[]).not_before.map(|at| at.since(MONDAY).as_secs())
    };
    assert_eq!(wait(&[], ""), None);
    assert_eq!(wait(&[("cache-control", "public, max-age=600")], ""), Some(600));
    assert_eq!(wait(&[("cache-control", "max-age=600"), ("age", "500")], ""), Some(100));
    assert_eq!(wait(&[("cache-control", "max-age=604800")], ""), Some(6 * 3_600));
    assert_eq!(wait(&[("cache-control", "no-cache, max-age=600")], ""), None);
    assert_eq!(wait(&[], "<ttl>15</ttl>"), Some(900));
    assert_eq!(wait(&[], "<ttl>1440</ttl>"), Some(3_600), "boilerplate does not silence a campaign");
    assert_eq!(
        wait(&[], "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>"),
        Some(900)
    );
}

#[test]
fn items_keep_their_identity() {
    let read = |items: &str, cursor: &Cursor| take(&answer(200, &[], &rss(items)), cursor, &[]);
    // No guid: the link. No link either: what it says, and always the same.
    assert_eq!(ids(&read(&item("", "a", "A"), &first())), ["blog:https://blog.example/a"]);
    let bare = "<item><title>Kun titel</title></item>";
    let (one, two) = (read(bare, &first()), read(bare, &first()));
    assert_eq!(ids(&one), ids(&two));
    // One guid for all: the links.
    let same = read(&(item("0", "a", "A") + &item("0", "b", "B")), &first());
    assert_eq!(ids(&same), ["blog:https://blog.example/a", "blog:https://blog.example/b"]);
    // A guid that changes on each fetch: the first one counts.
    let before = read(&(item("x1", "a", "A") + &item("y1", "b", "B")), &first());
    let after = read(&(item("x2", "a", "A") + &item("y2", "b", "B") + &item("z2", "c", "C")), &next(&before));
    assert_eq!(ids(&after), ["blog:x1", "blog:y1", "blog:z2"]);
    let third = read(&item("x3", "a", "A"), &next(&after));
    assert_eq!(ids(&third), ["blog:x1"]);
    // A new item at an old link with another title is a new item.
    assert_eq!(ids(&read(&item("n", "a", "Ny"), &next(&before))), ["blog:n"]);
    // An item twice in one document is one.
    assert_eq!(ids(&read(&(item("g", "a", "A") + &item("g", "a", "A")), &first())), ["blog:g"]);
}

#[test]
fn one_bad_item_does_not_cost_the_others() {
    let harvest =
        take(&answer(200, &[], &rss(&("<item/>".to_owned() + &item("g", "a", "A")))), &first(), &[]);
    assert_eq!(ids(&harvest), ["blog:g"]);
    assert_eq!(harvest.kept_out.len(), 1);
    assert!(harvest.kept_out[0].what.contains('1'), "{:?}", harvest.kept_out);
}

#[test]
fn a_post_carries_everything() {
    let items = r#"<item><title>Fem råd</title><link>https://blog.example/a</link><guid>g</guid><dc:creator>Mette Holm</dc:creator>
        <pubDate>Mon, 26 Oct 2026 08:00:00 +0100</pubDate><category>#Ledelsesugen</category><description>Kort</description>
        <content:encoded><![CDATA[<p>Hele <a href="/b">teksten</a> <img src="/i.jpg" alt="To ledere"><img src="/p.gif" width="1"></p>]]></content:encoded>
        <enclosure url="https://blog.example/a.mp3" type="audio/mpeg" length=""/><itunes:image href="https://blog.example/t.jpg"/>
        <slash:comments>3</slash:comments></item>"#;
    let harvest = take(&answer(200, &[], &rss(items)), &first(), &[]);
    let post = &harvest.posts[0];
    assert_eq!((post.native_id.as_str(), post.url.as_str()), ("blog:g", "https://blog.example/a"));
    assert_eq!(post.title.as_deref(), Some("Fem råd"));
    assert_eq!((post.author.name.as_str(), post.author.is_organisation), ("Mette Holm", false));
    assert_eq!(post.tags, ["Ledelsesugen"]);
    assert_eq!(post.kind, Some(Kind::Audio));
    assert_eq!(post.language.as_deref(), Some("da-DK"));
    assert_eq!(post.published_at, Timestamp::parse_rfc3339("2026-10-26T07:00:00Z"));
    assert_eq!(post.engagement.as_ref().and_then(|counts| counts.comments), Some(3));
    let Body::Html(html) = &post.body else { panic!("{:?}", post.body) };
    assert!(html.contains("href=\"https://blog.example/b\""), "{html}");
    let [audio, picture] = &post.attachments[..] else { panic!("{:?}", post.attachments) };
    assert_eq!(
        (audio.kind, audio.preview_url.as_str()),
        (AttachmentKind::Audio, "https://blog.example/t.jpg")
    );
    assert_eq!((picture.url.as_str(), picture.alt.as_str()), ("https://blog.example/i.jpg", "To ledere"));
    assert!(first().good || next(&harvest).good);
}

#[test]
fn without_an_author_the_feed_is_the_author() {
    let post = &take(&answer(200, &[], &rss(&item("g", "a", "A"))), &first(), &[]).posts[0];
    assert_eq!((post.author.name.as_str(), post.author.is_organisation), ("Bloggen", true));
}

#[test]
fn a_web_page_in_place_of_the_feed_is_told_from_one_that_announces_it() {
    let page = "<!doctype html><html><head><link rel=alternate type='application/atom+xml' href='/atom'></head><body>x</body></html>";
    match digest(&answer(200, &[], page), &first(), Asked { source: "blog", recheck: &[], now: MONDAY }) {
        Step::Page(found) => assert_eq!(found[0].as_str(), "https://blog.example/atom"),
        Step::Done(harvest, _) => panic!("{harvest:?}"),
    }
    let nonsense = take(&answer(200, &[], "{\"error\":1}"), &first(), &[]);
    assert!(matches!(nonsense.failure, Some(Failure::Transient(_))));
    assert_eq!(nonsense.cursor, None);
}

#[test]
fn a_permanent_move_is_followed_and_a_dead_one_forgotten() {
    let mut moved = answer(200, &[], &rss(&item("g", "a", "A")));
    moved.moved_to = Some(Url::parse("https://ny.example/feed").unwrap());
    let harvest = take(&moved, &first(), &[]);
    assert!(harvest.notes.iter().any(|note| note.contains("moved permanently")), "{:?}", harvest.notes);
    let cursor = next(&harvest);
    assert_eq!(cursor.address(), "https://ny.example/feed");
    let dead = take(&answer(410, &[], ""), &cursor, &[]);
    assert!(
        matches!(dead.failure, Some(Failure::Transient(_))),
        "the configured address is asked before giving up"
    );
    assert_eq!(next(&dead).address(), HERE);
}
