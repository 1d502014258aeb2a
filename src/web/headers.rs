//! The headers that make a browser hold the house's promises: no third party, no inline script, no framing but the
//! widget's. Knows nothing of pages.

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

/// What every page may load. The players, LinkedIn's own view of a post, and other sites' video files are for a visitor who pressed "play here":
/// the server writes no frame and no `<video>`, so that nothing of them is asked for before. `style-src 'self'` also allows scripts to set styles through the DOM, not in markup.
const SELF_ONLY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
     connect-src 'self'; font-src 'self'; manifest-src 'self'; media-src 'self' https:; \
     frame-src 'self' https://www.youtube-nocookie.com https://player.vimeo.com https://www.linkedin.com; form-action 'self'; base-uri 'none'";

const PERMISSIONS: &str = "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), \
     geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()";

/// What the widget loads from a page of another site: everybody's, without a cookie, and the same for all.
fn is_shared(path: &str) -> bool {
    const PATHS: [&str; 6] = ["/live", "/kort.json", "/embed", "/embed.js", "/embed.css", "/embed-size.js"];
    // Frames in a sandbox are of no origin at all: to them our own files are another site's, too.
    let for_frames = ["/assets/", "/media/"].iter().any(|folder| path.starts_with(folder));
    let of_a_wall = path.starts_with("/w/") && (path.ends_with("/kort.json") || path.ends_with("/embed"));
    PATHS.contains(&path) || for_frames || of_a_wall || path == "/oembed" || path.ends_with("/preview.png")
}

/// Middleware for every answer; what a handler set itself stays.
pub async fn secure(request: Request, next: Next) -> Response {
    let shared = is_shared(request.uri().path());
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut unless_set = |name: HeaderName, value: HeaderValue| {
        headers.entry(name).or_insert(value);
    };
    unless_set(header::CONTENT_SECURITY_POLICY, policy("'none'"));
    unless_set(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    unless_set(header::REFERRER_POLICY, HeaderValue::from_static("strict-origin-when-cross-origin"));
    unless_set(HeaderName::from_static("permissions-policy"), HeaderValue::from_static(PERMISSIONS));
    if shared {
        unless_set(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    }
    unless_set(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static(if shared { "cross-origin" } else { "same-origin" }),
    );
    unless_set(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

/// The policy of the widget's page: framed by the origins of the configuration (and by our own partner page), or by any
/// when it names none.
pub fn widget_policy(frame_ancestors: &[String]) -> HeaderValue {
    if frame_ancestors.is_empty() {
        policy("*")
    } else {
        policy(&format!("'self' {}", frame_ancestors.join(" ")))
    }
}

fn policy(frame_ancestors: &str) -> HeaderValue {
    // An origin that cannot stand in a header is refused by the configuration; were it not, nobody may frame us.
    HeaderValue::from_str(&format!("{SELF_ONLY}; frame-ancestors {frame_ancestors}"))
        .unwrap_or(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"))
}
