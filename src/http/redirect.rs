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
