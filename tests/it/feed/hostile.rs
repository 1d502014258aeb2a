//! Anything a network can send: never a panic, never long, never more than its share.

use std::time::{Duration, Instant};

use hashwall::collect::feed::{dates, read::read, resolve::resolve_html, text::plain};
use proptest::prelude::*;

use super::corpus::cases;

/// Generous for a debug build on a busy machine; quadratic behaviour takes hours.
const SOON: Duration = Duration::from_secs(60);

fn soon(what: &str, document: &[u8]) -> hashwall::collect::feed::parsed::ParsedFeed {
    let started = Instant::now();
    let feed = read(document, None, Some("https://blog.example/feed"));
    assert!(started.elapsed() < SOON, "{what} took {:?}", started.elapsed());
    feed
}

#[test]
fn large_and_deep_documents_end_soon() {
    let million = 1_000_000;
    soon("deep", &b"<a>".repeat(million));
    soon("deep and closed", &[b"<b>".repeat(million), b"</b>".repeat(million)].concat());
    soon("never opened", &b"</b>".repeat(million));
    soon("bare", &b"<".repeat(3 * million));
    soon("comments", &b"<!--".repeat(million));
    soon("sections", &b"<![CDATA[".repeat(million / 2));
    soon("doctypes", &b"<!DOCTYPE a [".repeat(million / 4));
    soon("instructions", &b"<?x".repeat(million));
    soon("quotes", &b"<a b=\"".repeat(million));
    soon("references", &b"&#x&amp".repeat(million));
    soon("brackets", &b"[".repeat(3 * million));
    soon("json deep", &b"{\"items\":[".repeat(million / 4));
    soon("json half", format!("{{\"items\":[{}", "{\"id\":\"1\"},".repeat(million / 10)).as_bytes());
    soon("namespaces", &b"<a xmlns:a='b' xmlns:c='d'>".repeat(million / 8));
    soon("items", format!("<rss>{}", "<item><item>".repeat(million / 8)).as_bytes());
    let huge = format!(
        "<rss version='2.0'><channel><item><title>A</title><description>{}",
        "ord & ".repeat(8_000_000)
    );
    let feed = soon("fifty megabytes", huge.as_bytes());
    assert_eq!(feed.entries[0].title, "A");
    let many = format!("<rss><channel>{}</channel></rss>", "<item><title>A</title></item>".repeat(20_000));
    let feed = soon("many items", many.as_bytes());
    assert_eq!(feed.entries.len(), 5_000);
    assert!(feed.problems.iter().any(|problem| problem.contains("only the first")), "{:?}", feed.problems);
}

#[test]
fn a_bomb_does_not_grow() {
    let entities: String = (1..20).map(|n| format!("<!ENTITY a{n} \"&a{};&a{};\">", n - 1, n - 1)).collect();
    let long = "x".repeat(1_900);
    let bomb = format!(
        "<!DOCTYPE rss [<!ENTITY a0 \"{long}\">{entities}]><rss><item><title>A</title><description>{}{}</description></item></rss>",
        "&a19;",
        "&a0;".repeat(50_000)
    );
    let feed = read(bomb.as_bytes(), None, None);
    let grown = feed.entries[0].summary.as_ref().map_or(0, |text| text.value.len());
    assert!(grown < bomb.len() + 300_000, "{grown} bytes from {}", bomb.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn arbitrary_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..4_000), label in ".{0,30}") {
        read(&bytes, Some(&label), None);
    }

    #[test]
    fn arbitrary_markup_is_read(text in "(<(/?)(rss|item|entry|title|link|a|!\\[CDATA\\[|\\?xml|!DOCTYPE \\[)( [a-z:]{1,5}=(\"[^\"]{0,4}\"|'|[a-z]))?(/?)(>?)|&[#a-z0-9]{0,6};?|[ -~æøå]){0,120}") {
        read(text.as_bytes(), None, Some("https://blog.example/"));
        resolve_html(&text, "https://blog.example/");
        plain(&text);
    }

    /// A good feed with a piece cut out, doubled or overwritten.
    #[test]
    fn mutated_feeds_are_read(pick in any::<prop::sample::Index>(), from in 0.0..1.0_f64, length in 0_usize..40, noise in any::<[u8; 4]>(), how in 0..3) {
        let cases = cases();
        let case = pick.get(&cases);
        let mut bytes = case.bytes.clone();
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)] // a place inside
        let start = (bytes.len() as f64 * from) as usize;
        let end = (start + length).min(bytes.len());
        match how {
            0 => drop(bytes.drain(start..end)),
            1 => { let piece = bytes[start..end].to_vec(); bytes.splice(start..start, piece); }
            _ => { bytes.splice(start..end, noise); }
        }
        let feed = read(&bytes, case.content_type(), Some(case.url()));
        let known = case.expected["entries"].as_array().map_or(0, Vec::len);
        prop_assert!(feed.entries.len() <= known * 2 + 3);
    }

    #[test]
    fn arbitrary_dates_are_read(text in "[-0-9a-zæø :.,+/TZ()]{0,40}") {
        dates::parse(&text);
    }

    #[test]
    fn rfc_3339_is_read_exactly(secs in 0_i64..4_102_444_800) {
        let at = hashwall::domain::time::Timestamp::from_secs(secs);
        prop_assert_eq!(dates::parse(&at.rfc3339()).map(|date| date.at), Some(at));
        let rfc2822 = at.to_utc().to_rfc2822();
        prop_assert_eq!(dates::parse(&rfc2822).map(|date| date.at), Some(at));
    }
}
