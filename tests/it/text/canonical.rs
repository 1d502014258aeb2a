//! Tests of canonical URLs.

use hashwall::collect::text::canonical::{canonical_href, canonical_url};
use proptest::prelude::*;

#[track_caller]
fn becomes(raw: &str, wanted: &str) {
    assert_eq!(canonical_url(raw).as_deref(), Some(wanted), "{raw}");
}

#[test]
fn the_url_standard_does_its_part() {
    becomes("HTTPS://KL.DK:443", "https://kl.dk/");
    becomes("http://bruger:kode@kl.dk:80/a/../b/./c?", "http://kl.dk/b/c");
    becomes("https://blåbærgrød.dk/æble og pære", "https://xn--blbrgrd-fxak7p.dk/%C3%A6ble%20og%20p%C3%A6re");
    becomes("https://kl.dk/%c3%a6%7Ea%2fb", "https://kl.dk/%C3%A6~a%2Fb");
    becomes("https://kl.dk/100%", "https://kl.dk/100%25");
    becomes("  https://kl.dk/ledelse\n /uge\t44 ", "https://kl.dk/ledelse%20/uge44");
    becomes("//kl.dk/a", "https://kl.dk/a");
    becomes("https://kl.dk./a", "https://kl.dk/a");
    becomes("https://kl.dk/a#afsnit", "https://kl.dk/a");
    becomes("https://kl.dk/a#!/rute", "https://kl.dk/a#!/rute");
    becomes("https://kl.dk/#/rute", "https://kl.dk/#/rute");
    becomes("http://127.0.0.1:4000/a", "http://127.0.0.1:4000/a");
    becomes("http://0x7f.1/", "http://127.0.0.1/");
}

#[test]
fn what_nobody_can_follow_is_none() {
    for raw in [
        "",
        " ",
        "javascript:alert(1)",
        "JaVaScRiPt://kl.dk/%0aalert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "/sti",
        "sti",
        "kl.dk/a",
        "?a=1",
        "#a",
        "mailto:a@kl.dk",
        "webcal://kl.dk/x.ics",
        "ftp://kl.dk/",
        "https://",
        "https:///",
        "https:kl.dk",
        "http://intranet/a",
        "https://a..dk/",
        "http://[::1",
        "https://kl dk/",
        "vbscript:x",
        "urn:li:share:1",
        "http://999.1.1.1/",
        "blob:https://kl.dk/1",
        "http://%00.dk/",
    ] {
        assert_eq!(canonical_url(raw), None, "{raw}");
    }
    assert_eq!(canonical_url(&format!("https://kl.dk/{}", "a".repeat(20_000))), None);
}

#[test]
fn tracking_goes_and_the_rest_stays_in_order() {
    becomes("https://kl.dk/a?utm_source=x&b=2&UTM_Medium=y&a=1&fbclid=z", "https://kl.dk/a?b=2&a=1");
    becomes("https://kl.dk/a?fbclid=IwAR0", "https://kl.dk/a");
    becomes(
        "https://kl.dk/a?id=5&mc_cid=1&_hsenc=2&trk=3&rcm=4&__cft__[0]=5&__cft__%5B0%5D=6",
        "https://kl.dk/a?id=5",
    );
    becomes(
        "https://kl.dk/s%C3%B8g?q=ledelse+p%C3%A5&tomt=&flag",
        "https://kl.dk/s%C3%B8g?q=ledelse+p%C3%A5&tomt=&flag",
    );
    becomes("https://x.com/kl/status/1?s=20&t=abc", "https://x.com/kl/status/1");
    becomes("https://kl.dk/?s=20&t=abc", "https://kl.dk/?s=20&t=abc");
    becomes("https://open.spotify.com/episode/4?si=9", "https://open.spotify.com/episode/4");
    becomes("https://kl.dk/?si=9", "https://kl.dk/?si=9");
    becomes(
        "https://www.linkedin.com/posts/kl_ledelsesugen-activity-7250?utm_source=share&utm_medium=member_desktop&rcm=AC",
        "https://www.linkedin.com/posts/kl_ledelsesugen-activity-7250",
    );
}

#[test]
fn redirectors_are_unwrapped() {
    let inside = "https%3A%2F%2Fkl.dk%2Fa%3Futm_source%3Dx%26b%3D1";
    for raw in [
        format!("https://www.google.com/url?sa=t&url={inside}&usg=1"),
        format!("https://www.google.dk/url?q={inside}"),
        format!("https://l.facebook.com/l.php?u={inside}&h=AT1"),
        format!("https://lm.facebook.com/l.php?u={inside}"),
        format!("https://l.instagram.com/?u={inside}&e=1"),
        format!("https://www.linkedin.com/redir/redirect?url={inside}&urlhash=x"),
        format!("https://eur02.safelinks.protection.outlook.com/?url={inside}&data=05"),
        format!("https://www.youtube.com/redirect?event=video&q={inside}"),
        "https://urldefense.proofpoint.com/v2/url?u=https-3A__kl.dk_a-3Futm-5Fsource-3Dx-26b-3D1&d=1"
            .to_owned(),
        "https://urldefense.com/v3/__https://kl.dk/a?utm_source=x&b=1__;!!abc$".to_owned(),
    ] {
        becomes(&raw, "https://kl.dk/a?b=1");
    }
    becomes("https://lnkd.in/eAbC", "https://lnkd.in/eAbC");
    becomes(
        "https://l.facebook.com/l.php?u=javascript%3Aalert(1)",
        "https://l.facebook.com/l.php?u=javascript%3Aalert(1)",
    );
    let twice = format!(
        "https://l.facebook.com/l.php?u={}",
        "https%3A%2F%2Fwww.google.com%2Furl%3Fq%3Dhttps%253A%252F%252Fkl.dk%252F"
    );
    becomes(&twice, "https://kl.dk/");
}

#[test]
fn mobile_addresses_become_the_usual_ones() {
    becomes("https://m.facebook.com/kl/posts/1", "https://www.facebook.com/kl/posts/1");
    becomes("https://mobile.twitter.com/kl/status/1", "https://x.com/kl/status/1");
    becomes("https://da.m.wikipedia.org/wiki/Ledelse", "https://da.wikipedia.org/wiki/Ledelse");
    becomes("https://youtu.be/dQw4w9WgXcQ?si=a&t=30", "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=30");
    becomes("https://m.youtube.com/shorts/dQw4w9WgXcQ", "https://www.youtube.com/watch?v=dQw4w9WgXcQ");
    becomes("https://m.kl.dk/a", "https://m.kl.dk/a");
}

#[test]
fn links_for_people_keep_their_place_in_the_page() {
    assert_eq!(
        canonical_href("https://kl.dk/a?fbclid=1#afsnit-2").as_deref(),
        Some("https://kl.dk/a#afsnit-2")
    );
    assert_eq!(canonical_href("https://kl.dk/a#:~:text=ord").as_deref(), Some("https://kl.dk/a"));
    assert_eq!(canonical_href("javascript:alert(1)#a"), None);
}

fn messy_url() -> impl Strategy<Value = String> {
    let part = "[a-zåÆ0-9%._~!$&'()*+,;=:@ /?#\\[\\]|\"<>^`{}\\\\-]{0,20}";
    let host = prop_oneof![
        Just("kl.dk".to_owned()),
        Just("www.google.com".to_owned()),
        Just("l.facebook.com".to_owned()),
        Just("youtu.be".to_owned()),
        Just("urldefense.com".to_owned()),
        Just("da.m.wikipedia.org".to_owned()),
        "[a-zå.]{1,9}",
    ];
    ("(https?://|//|HTTP://)", host, part, "(/url|/l.php|/v3/__|)", part)
        .prop_map(|(scheme, host, a, path, b)| format!("{scheme}{host}{path}/{a}?u=https://{b}&q={a}&{b}"))
}

proptest! {
    #[test]
    fn twice_is_once(raw in messy_url()) {
        if let Some(once) = canonical_url(&raw) {
            prop_assert_eq!(canonical_url(&once), Some(once.clone()));
            prop_assert!(once.starts_with("http"));
        }
        if let Some(once) = canonical_href(&raw) {
            prop_assert_eq!(canonical_href(&once), Some(once.clone()));
        }
    }

    #[test]
    fn any_string_is_survived(raw in "\\PC{0,80}") {
        canonical_url(&raw);
        canonical_href(&raw);
    }
}
