//! What an address that somebody pasted is: of which network, by which id, and whether its page may be looked at. Asks
//! nobody.

use url::Url;

use crate::collect::text::canonical::canonical_url;
use crate::domain::link::find_links;
use crate::domain::linkedin;
use crate::domain::network::Network;
use crate::http;

/// Sites that forbid programs to read their pages (their terms and robots.txt), or show them a sign-in instead. What stands
/// there is shown as a link with the words that were handed in.
const UNREAD: [&str; 15] = [
    "linkedin.com",
    "lnkd.in",
    "facebook.com",
    "fb.com",
    "fb.me",
    "fb.watch",
    "instagram.com",
    "threads.net",
    "threads.com",
    "x.com",
    "twitter.com",
    "t.co",
    "tiktok.com",
    "snapchat.com",
    "pinterest.com",
];
const FACEBOOK: [&str; 4] = ["facebook.com", "fb.com", "fb.me", "fb.watch"];

/// An address that may be handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Canonical.
    pub url: Url,
    /// Where it leads.
    pub network: Network,
    /// What the post is known by there.
    pub native_id: String,
    /// Its page may be looked at.
    pub readable: bool,
}

/// Why an address is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoAddress {
    /// It cannot be read as one.
    Unreadable,
    /// It leads into somebody's own network.
    Private,
}

/// Reads what was pasted: an address, without `https://` too, or a text with one in it, as apps share it. `allow_private`
/// as in the configuration of the outbound client.
///
/// # Errors
/// What is wrong with it.
pub fn read(pasted: &str, allow_private: &[String]) -> Result<Address, NoAddress> {
    let pasted = pasted.trim();
    let found = find_links(pasted).into_iter().next().and_then(|range| pasted.get(range));
    let typed = found.unwrap_or(pasted);
    let typed = if typed.contains("://") { typed.to_owned() } else { format!("https://{typed}") };
    let url = Url::parse(&typed).map_err(|_no_url| NoAddress::Unreadable)?;
    if !matches!(url.scheme(), "http" | "https") || typed.contains(char::is_whitespace) {
        return Err(NoAddress::Unreadable);
    }
    // A bare word is a machine on somebody's own network, as is a private number.
    let named = url.host_str().is_some_and(|host| host.contains('.') || host.contains(':'));
    if http::refusal(&url, false, allow_private).is_some() || !named {
        return Err(NoAddress::Private);
    }
    let canonical = canonical_url(&typed).ok_or(NoAddress::Unreadable)?;
    let url = Url::parse(&canonical).map_err(|_no_url| NoAddress::Unreadable)?;
    // A redirector may have hidden where it leads.
    if http::refusal(&url, false, allow_private).is_some() {
        return Err(NoAddress::Private);
    }
    let network = if linkedin::is_linkedin(&url) {
        Network::LinkedIn
    } else if is_of(&url, &FACEBOOK) {
        Network::Facebook
    } else {
        Network::Submitted
    };
    let native_id = linkedin::urn(url.as_str()).unwrap_or_else(|| url.as_str().to_owned());
    Ok(Address { readable: readable(&url), url, network, native_id })
}

/// True if a program may look at the page at all, as far as the site's terms go.
pub fn readable(url: &Url) -> bool {
    !is_of(url, &UNREAD)
}

fn is_of(url: &Url, sites: &[&str]) -> bool {
    let host = url.host_str().unwrap_or_default();
    sites.iter().any(|site| host == *site || host.strip_suffix(site).is_some_and(|sub| sub.ends_with('.')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pasted_things_are_read_as_people_paste_them() {
        let read = |pasted| read(pasted, &[]).unwrap();
        let post =
            read("www.linkedin.com/posts/lone_tillid-activity-7388500000000000000-aBcD?utm_source=share");
        assert_eq!(post.native_id, "urn:li:activity:7388500000000000000");
        assert_eq!((post.network, post.readable), (Network::LinkedIn, false));
        let shared = read(
            "Se hvad jeg skrev: https://www.linkedin.com/feed/update/urn:li:activity:7388500000000000000/",
        );
        assert_eq!(shared.native_id, post.native_id, "one post by two addresses");
        let blog = read("https://blog.example/2026/tillid?utm_campaign=x#top");
        assert_eq!((blog.network, blog.readable), (Network::Submitted, true));
        assert_eq!(blog.native_id, "https://blog.example/2026/tillid");
        assert!(!read("https://m.facebook.com/story.php?id=1").readable);
        assert!(read("https://notx.com/a").readable, "another site that ends alike");
    }

    #[test]
    fn what_is_no_public_address_is_refused() {
        for (pasted, why) in [
            ("", NoAddress::Unreadable),
            ("hej med jer", NoAddress::Unreadable),
            ("javascript:alert(1)", NoAddress::Unreadable),
            ("ftp://example.org/a", NoAddress::Unreadable),
            ("data:text/html,<script>x</script>", NoAddress::Unreadable),
            ("http://intranet/nyt", NoAddress::Private),
            ("http://127.0.0.1/", NoAddress::Private),
            ("http://2130706433/", NoAddress::Private),
            ("http://192.168.1.1/admin", NoAddress::Private),
            ("http://[::1]/", NoAddress::Private),
            ("http://169.254.169.254/latest/meta-data", NoAddress::Private),
        ] {
            assert_eq!(read(pasted, &[]), Err(why), "{pasted}");
        }
    }
}
