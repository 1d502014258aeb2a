//! One step of a redirect, decided without any network: what is asked next, and what must not travel along.

use url::Url;

use super::Request;

/// Headers that may follow to another origin. Whatever else a caller set may be a secret.
const HARMLESS: [&str; 4] = ["accept", "accept-language", "if-none-match", "if-modified-since"];

/// True for the statuses that send a client elsewhere.
pub fn is_redirect(status: u16) -> bool {
    matches!(status, 301 | 302 | 303 | 307 | 308)
}

/// True for the redirects whose target is to be remembered.
pub fn is_permanent(status: u16) -> bool {
    matches!(status, 301 | 308)
}

/// The request to send after a redirect.
///
/// # Errors
/// Why it must not be followed.
pub fn follow(mut request: Request, status: u16, location: &str) -> Result<Request, &'static str> {
    let mut to = request.url.join(location.trim()).map_err(|_| "the redirect's address cannot be read")?;
    to.set_fragment(None);
    // Credentials in a redirect's address are not ours to send.
    if to.has_host() && (to.set_username("").is_err() || to.set_password(None).is_err()) {
        return Err("the redirect's address cannot be called");
    }
    if request.url.scheme() == "https" && to.scheme() == "http" && request.bearer.is_some() {
        return Err("the redirect would leave https with a token");
    }
    // RFC 9110, 15.4: 303 becomes GET; 301 and 302 do for POST, as every browser has it.
    if status == 303 && request.method != "HEAD" || matches!(status, 301 | 302) && request.method == "POST" {
        request.method = "GET";
        request.body = None;
    }
    if !same_origin(&request.url, &to) {
        if request.body.is_some() {
            return Err("the redirect would send our data to another site");
        }
        request.bearer = None;
        request.headers.retain(|(name, _)| HARMLESS.contains(&name.to_ascii_lowercase().as_str()));
    }
    request.url = to;
    Ok(request)
}

fn same_origin(a: &Url, b: &Url) -> bool {
    a.origin() == b.origin()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn get(url: &str) -> Request {
        Request::get(Url::parse(url).unwrap())
    }

    #[test]
    fn leaving_https_is_refused_with_a_token_and_allowed_without() {
        let with_token = get("https://a.example/feed").with_bearer("hush".into());
        assert!(follow(with_token, 301, "http://a.example/feed").is_err());
        assert!(follow(get("https://a.example/feed"), 301, "http://a.example/feed").is_ok());
    }

    #[test]
    fn another_port_or_scheme_is_another_origin() {
        for to in ["https://a.example:444/", "https://b.example/", "https://www.a.example/"] {
            let next = follow(get("https://a.example/").with_bearer("hush".into()), 302, to).unwrap();
            assert!(next.bearer.is_none(), "{to}");
        }
        let next =
            follow(get("http://a.example/").with_bearer("hush".into()), 302, "https://a.example/").unwrap();
        assert!(next.bearer.is_none());
    }

    #[test]
    fn credentials_in_the_new_address_are_dropped() {
        let next = follow(get("https://a.example/x/y"), 302, " //user:word@b.example/z?q#f ").unwrap();
        assert_eq!(next.url.as_str(), "https://b.example/z?q");
        assert_eq!(follow(get("https://a.example/x/y"), 302, "../z").unwrap().url.path(), "/z");
    }
}
