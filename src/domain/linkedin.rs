//! LinkedIn's public addresses of posts: which post one names, and where its owner lets others show it. Asks nobody.
//!
//! The shapes: `/posts/<name>_<words>-activity-<id>-<check>`, `/feed/update/urn:li:activity:<id>/`; the embed is what
//! LinkedIn's own "Embed this post" gives out
//! (<https://www.linkedin.com/help/linkedin/answer/a522525>).

use url::Url;

use super::time::Timestamp;

/// Kinds of posts that addresses name.
const KINDS: [&str; 3] = ["activity", "share", "ugcPost"];

/// True for LinkedIn's own hosts, its short links included.
pub fn is_linkedin(url: &Url) -> bool {
    url.host_str().is_some_and(|host| {
        ["linkedin.com", "lnkd.in"].iter().any(|own| host == *own || host.ends_with(&format!(".{own}")))
    })
}

/// The URN of the post an address names: `urn:li:activity:7123456789012345678`.
pub fn urn(address: &str) -> Option<String> {
    let url = Url::parse(address).ok().filter(is_linkedin)?;
    let path = url.path().replace("%3A", ":").replace("%3a", ":");
    KINDS.iter().find_map(|kind| {
        let named = [format!("urn:li:{kind}:"), format!("-{kind}-")];
        named.iter().find_map(|before| {
            let (_, rest) = path.rsplit_once(before.as_str())?;
            let id: String = rest.chars().take_while(char::is_ascii_digit).collect();
            (15..=20).contains(&id.len()).then(|| format!("urn:li:{kind}:{id}"))
        })
    })
}

/// Where LinkedIn shows the post in a frame, once a visitor asked for that.
pub fn embed(address: &str) -> Option<String> {
    urn(address).map(|urn| format!("https://www.linkedin.com/embed/feed/update/{urn}"))
}

/// When the post was published: the upper bits of its id are milliseconds since 1970.
pub fn published(urn: &str) -> Option<Timestamp> {
    let id: i64 = urn.rsplit(':').next()?.parse().ok()?;
    Some(Timestamp((id >> 22).checked_mul(1_000)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_post_of_an_address_is_found_whatever_its_shape() {
        for (address, named) in [
            (
                "https://www.linkedin.com/posts/lone-kj%C3%A6r_ledelsesugen-activity-7388500000000000000-aBcD?utm_source=share",
                Some("urn:li:activity:7388500000000000000"),
            ),
            (
                "https://dk.linkedin.com/feed/update/urn:li:share:7388500000000000001/",
                Some("urn:li:share:7388500000000000001"),
            ),
            (
                "https://www.linkedin.com/feed/update/urn%3Ali%3AugcPost%3A7388500000000000002",
                Some("urn:li:ugcPost:7388500000000000002"),
            ),
            ("https://www.linkedin.com/in/lone", None),
            ("https://www.linkedin.com/posts/x-activity-12", None),
            ("https://linkedin.com.evil.example/posts/x-activity-7388500000000000000-a", None),
            ("javascript:alert(1)", None),
        ] {
            assert_eq!(urn(address).as_deref(), named, "{address}");
        }
    }

    #[test]
    fn the_id_tells_the_time() {
        let at = published("urn:li:activity:7388500000000000000").unwrap();
        assert_eq!(at.to_utc().format("%Y-%m").to_string(), "2025-10");
    }
}
