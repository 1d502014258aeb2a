//! LinkedIn's URNs: what one looks like, how it is sent, where it leads. Knows nothing of calls or posts.

/// The type of a URN (`share`, `organization`, `image` …), or `None` if it is not one we could send back:
/// `urn:li:{type}:{id}` with ids of ASCII letters, digits, `_` and `-`.
pub fn kind_of(urn: &str) -> Option<&str> {
    let (kind, id) = urn.strip_prefix("urn:li:")?.split_once(':')?;
    let plain = |part: &str| {
        !part.is_empty()
            && part.len() <= 200
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
    };
    (plain(kind) && plain(id)).then_some(kind)
}

/// Percent-encoded for a path or a query. The structure around it (`List(…)`) stays raw: Rest.li 2.0.0.
pub fn encoded(urn: &str) -> String {
    url::form_urlencoded::byte_serialize(urn.as_bytes()).collect()
}

/// `List(…)` of encoded URNs.
pub fn list<S: AsRef<str>>(urns: &[S]) -> String {
    let urns: Vec<String> = urns.iter().map(|urn| encoded(urn.as_ref())).collect();
    format!("List({})", urns.join(","))
}

/// Where a visitor reads a post.
pub fn permalink(urn: &str) -> String {
    format!("https://www.linkedin.com/feed/update/{urn}/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_urns_that_can_be_sent_back_are_urns() {
        assert_eq!(kind_of("urn:li:ugcPost:7375600000000000001"), Some("ugcPost"));
        assert_eq!(kind_of("urn:li:image:D4E10AQE71V5w_-aalA"), Some("image"));
        for not in [
            "",
            "urn:li:share",
            "urn:li:share:",
            "urn:li:share:1 2",
            "urn:li:share:../x",
            "7375512004417306624",
        ] {
            assert_eq!(kind_of(not), None, "{not:?}");
        }
    }

    #[test]
    fn a_list_keeps_its_structure_raw() {
        assert_eq!(
            list(&["urn:li:share:1", "urn:li:ugcPost:2"]),
            "List(urn%3Ali%3Ashare%3A1,urn%3Ali%3AugcPost%3A2)"
        );
    }
}
