//! One URL for one page: two links to the same page become equal, and a visitor who follows one is tracked less.
//! Knows nothing of posts; asks nobody (a short link such as lnkd.in stays what it is).
//!
//! What is done, in order: white space inside goes; scheme-relative links become https; redirectors are unwrapped;
//! host lower case and IDNA, default port and dot segments by the URL standard; user name and password go; mobile
//! hosts become the usual ones; tracking parameters and empty queries go; percent-encoding becomes upper case and
//! is undone where it was never needed. A fragment goes unless it begins with `!` or `/` (pages that route in the
//! browser). Parameters keep their order: some sites answer differently when they are sorted. AMP pages are left
//! alone, for only the site knows their other address.

use url::{Host, Url};

use super::tracking::is_tracking;
use super::unwrap::unwrap_redirector;

/// Longer addresses are no addresses; the longest in honest use have some 2 000 characters.
const LONGEST: usize = 8_000;

/// Redirectors inside redirectors are followed this deep.
const DEEPEST: usize = 4;

/// The canonical form of a link, or `None` if it is not an http(s) URL a visitor could follow: another scheme,
/// relative, malformed, no host, or a host that is a bare word (`http://intranet/`; `localhost` is let through for
/// installations tried out on one machine).
/// Applying it twice gives the same.
pub fn canonical_url(raw: &str) -> Option<String> {
    canonical(raw).map(String::from)
}

/// As [`canonical_url`], with the fragment kept: for a link people click, where `#afsnit-2` matters.
pub fn canonical_href(raw: &str) -> Option<String> {
    let url = canonical(raw)?;
    if url.fragment().is_some() {
        return Some(url.into());
    }
    // Only if the link was not unwrapped: a redirector's own fragment says nothing about the page behind it.
    let before = parse(raw)?;
    let fragment = before.fragment().filter(|text| !text.is_empty() && unwrap_redirector(&before).is_none());
    let mut url = url;
    // A text fragment (`#:~:text=`) names what the sharer searched for.
    url.set_fragment(
        fragment.map(|text| text.split(":~:").next().unwrap_or(text)).filter(|text| !text.is_empty()),
    );
    Some(url.into())
}

/// The link of a media file, checked and otherwise left alone: content networks sign their addresses, and a signature
/// does not survive tidying. http(s) only, without user name and password.
pub fn media_url(raw: &str) -> Option<String> {
    let mut url = parse(raw)?;
    if url.set_username("").is_err() || url.set_password(None).is_err() {
        return None;
    }
    (url.as_str().len() <= LONGEST).then(|| url.into())
}

fn canonical(raw: &str) -> Option<Url> {
    let mut url = parse(raw)?;
    for _ in 0..DEEPEST {
        let Some(inner) = unwrap_redirector(&url).and_then(|inner| parse(&inner)) else { break };
        url = inner;
    }
    // Failures here are impossible for http(s) URLs with a host; leaving the part as it is would be right anyway.
    if url.set_username("").is_err() || url.set_password(None).is_err() {
        return None;
    }
    if let Some(host) = usual_host(url.host_str()?)
        && url.set_host(Some(&host)).is_err()
    {
        return None;
    }
    usual_page(&mut url);
    strip_query(&mut url);
    let path = tidy_percent(url.path());
    url.set_path(&path);
    if !url.fragment().is_some_and(|fragment| fragment.starts_with(['!', '/']) && fragment.len() > 1) {
        url.set_fragment(None);
    }
    (url.as_str().len() <= LONGEST).then_some(url)
}

/// An absolute http(s) URL with a host that could be on the internet.
fn parse(raw: &str) -> Option<Url> {
    if raw.len() > LONGEST * 2 {
        return None;
    }
    // A link broken over lines is joined again; a space within a line is part of the path and gets encoded.
    let joined: String = raw.trim().chars().filter(|c| !c.is_control() && !is_invisible(*c)).collect();
    let joined = joined.trim();
    let joined = if joined.starts_with("//") { format!("https:{joined}") } else { joined.to_owned() };
    let (scheme, rest) = joined.split_once(':')?;
    let http = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    // The URL standard takes `https:kl.dk` and `https:/kl.dk` for absolute. Networks never mean that.
    if !http || !(rest.starts_with("//") || rest.starts_with("\\\\")) {
        return None;
    }
    let mut url = Url::parse(&joined).ok()?;
    let trailing_dot = match url.host()? {
        // Numbers stay: the URL standard has already written `0x7f.1` as 127.0.0.1, and whoever fetches must refuse
        // private ones. A bare word is a machine on somebody's own network.
        Host::Ipv4(_) | Host::Ipv6(_) => None,
        Host::Domain(domain) => {
            let bare = domain.trim_end_matches('.');
            if bare != "localhost" && !bare.contains('.') || bare.split('.').any(str::is_empty) {
                return None;
            }
            (bare.len() < domain.len()).then(|| bare.to_owned())
        }
    };
    if let Some(bare) = trailing_dot {
        url.set_host(Some(&bare)).ok()?;
    }
    Some(url)
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}')
}

/// The host people share where a mobile or old one was given.
fn usual_host(host: &str) -> Option<String> {
    match host {
        "m.facebook.com"
        | "mbasic.facebook.com"
        | "touch.facebook.com"
        | "web.facebook.com"
        | "da-dk.facebook.com"
        | "facebook.com" => Some("www.facebook.com".to_owned()),
        "mobile.twitter.com" | "m.twitter.com" | "www.twitter.com" | "twitter.com" | "mobile.x.com"
        | "www.x.com" => Some("x.com".to_owned()),
        "m.youtube.com" | "youtube.com" | "music.youtube.com" => Some("www.youtube.com".to_owned()),
        "m.linkedin.com" | "dk.linkedin.com" | "linkedin.com" => Some("www.linkedin.com".to_owned()),
        "instagram.com" | "m.instagram.com" => Some("www.instagram.com".to_owned()),
        _ => {
            let (language, rest) = host.split_once(".m.")?;
            let wiki =
                ["wikipedia.org", "wikimedia.org", "wiktionary.org", "wikibooks.org", "wikisource.org"];
            wiki.contains(&rest).then(|| format!("{language}.{rest}"))
        }
    }
}

/// `youtu.be/ID`, `/shorts/ID`, `/live/ID` and `/embed/ID` are the page `www.youtube.com/watch?v=ID`.
fn usual_page(url: &mut Url) {
    let id = match url.host_str() {
        Some("youtu.be") => url.path().strip_prefix('/'),
        Some("www.youtube.com" | "www.youtube-nocookie.com") => {
            ["/shorts/", "/live/", "/embed/"].into_iter().find_map(|prefix| url.path().strip_prefix(prefix))
        }
        _ => None,
    };
    let Some(id) = id.map(|id| id.trim_end_matches('/').to_owned()) else { return };
    let proper = id.len() >= 6 && id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    if !proper || id == "videoseries" {
        return;
    }
    let rest: Vec<String> = url
        .query()
        .into_iter()
        .flat_map(|query| query.split('&'))
        .filter(|pair| !pair.is_empty())
        .map(str::to_owned)
        .collect();
    let query = std::iter::once(format!("v={id}")).chain(rest).collect::<Vec<_>>().join("&");
    if url.set_host(Some("www.youtube.com")).is_ok() {
        url.set_path("/watch");
        url.set_query(Some(&query));
    }
}

fn strip_query(url: &mut Url) {
    let Some(query) = url.query() else { return };
    let host = url.host_str().unwrap_or_default();
    // Pairs are kept as they were written: decoding and encoding again would change what some sites compare bytewise.
    let kept: Vec<String> = query
        .split('&')
        .filter(|pair| !pair.is_empty() && !is_tracking(&decoded_name(pair), host))
        .map(tidy_percent)
        .collect();
    url.set_query((!kept.is_empty()).then(|| kept.join("&")).as_deref());
}

fn decoded_name(pair: &str) -> String {
    url::form_urlencoded::parse(pair.as_bytes())
        .next()
        .map(|(name, _)| name.to_lowercase())
        .unwrap_or_default()
}

/// RFC 3986 6.2.2: hexadecimal digits in upper case, and unreserved characters not encoded.
fn tidy_percent(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let byte = rest.get(1..3).filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()));
        match byte.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            // `.` stays encoded: undone it could make a dot segment.
            Some(byte) if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'~') => {
                out.push(char::from(byte));
                rest = &rest[3..];
            }
            Some(byte) => {
                out.push_str(&format!("%{byte:02X}"));
                rest = &rest[3..];
            }
            None => {
                out.push_str("%25");
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}
