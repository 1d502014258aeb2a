//! Redirectors that carry their target in the link: the target is what the author meant. Nothing is fetched.

use url::Url;

use super::tracking::is_on;

/// The target of a redirector, as it stands in the link; `None` if the link is no redirector we know.
pub fn unwrap_redirector(url: &Url) -> Option<String> {
    let host = url.host_str()?;
    let path = url.path();
    let parameter = |names: &[&str]| {
        url.query_pairs()
            .find(|(name, _)| names.contains(&name.as_ref()))
            .map(|(_, value)| value.into_owned())
    };
    let target = if is_google(host) && matches!(path, "/url" | "/imgres") {
        parameter(&["q", "url", "imgrefurl"])
    } else if is_on(host, "facebook.com") && path == "/l.php"
        || host == "l.instagram.com"
        || host == "l.messenger.com"
    {
        parameter(&["u"])
    } else if is_on(host, "linkedin.com") && path.starts_with("/redir/")
        || host == "l.threads.com"
        || host == "l.threads.net"
    {
        parameter(&["url", "u"])
    } else if is_on(host, "safelinks.protection.outlook.com") {
        parameter(&["url"])
    } else if is_on(host, "youtube.com") && path == "/redirect" {
        parameter(&["q"])
    } else if host == "out.reddit.com"
        || host == "away.vk.com"
        || host == "steamcommunity.com" && path == "/linkfilter/"
    {
        parameter(&["url", "to"])
    } else if host == "duckduckgo.com" && path == "/l/" {
        parameter(&["uddg"])
    } else if is_on(host, "urldefense.proofpoint.com") || is_on(host, "urldefense.com") {
        urldefense(url, parameter(&["u"]))
    } else {
        None
    };
    // What is no web address is not unwrapped: the redirector itself is then the better link.
    target.filter(|target| {
        let head = target.get(..8).unwrap_or(target).to_ascii_lowercase();
        head.starts_with("http://") || head.starts_with("https://")
    })
}

fn is_google(host: &str) -> bool {
    host.strip_prefix("www.").unwrap_or(host).strip_prefix("google.").is_some_and(|tld| {
        matches!(tld, "com" | "dk" | "se" | "no" | "de" | "co.uk" | "fi" | "nl" | "fr" | "fo" | "gl" | "is")
    })
}

/// Proofpoint's URL Defense. Version 2 writes `-` for `%` and `_` for `/`; version 3 puts the target between `__`.
/// Version 3's replaced characters (`*`) are only undone where there are none.
fn urldefense(url: &Url, v2: Option<String>) -> Option<String> {
    if url.path().starts_with("/v1/") {
        return v2;
    }
    if url.path().starts_with("/v2/") {
        let encoded = format!("u={}", v2?.replace('-', "%").replace('_', "/"));
        return url::form_urlencoded::parse(encoded.as_bytes()).next().map(|(_, target)| target.into_owned());
    }
    let inner = url.as_str().split_once("/v3/__")?.1;
    let target = inner.split("__;").next()?;
    // The path writes `https:/host` where a proxy squeezed the slashes.
    let target = target.replacen(":/", "://", usize::from(!target.contains("://")));
    (!target.contains('*')).then_some(target)
}
