//! How a feed's server behaves: everything a real one has been seen to do.

use std::time::Duration;

/// Manners of one feed; all off is a good server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manners {
    /// Answers with this status and nothing else: 401, 403, 404, 410, 500 …
    pub status: Option<u16>,
    /// Answers 429 (or `status`) with this `Retry-After`, in seconds.
    pub retry_after: Option<u32>,
    /// Redirects with this status to this address: 301, 302, 307, 308.
    pub redirect: Option<(u16, String)>,
    /// Waits this long (real time) before the body.
    pub slow: Option<Duration>,
    /// Sends windows-1252 and says it is UTF-8.
    pub wrong_charset: bool,
    /// Bare `&`, undeclared entities, unclosed `<br>`, control characters and blank lines first.
    pub broken_xml: bool,
    /// Sends half of the document.
    pub truncated: bool,
    /// 200 with a web page instead of the feed.
    pub html_page: bool,
    /// Sends the right feed as `text/html`.
    pub html_type: bool,
    /// A new guid for every item on every fetch.
    pub changing_guids: bool,
    /// One guid for all items.
    pub same_guids: bool,
    /// Tracking parameters that change on every fetch.
    pub tracking: bool,
    /// An ETag that changes on every fetch.
    pub changing_etag: bool,
    /// Neither ETag nor Last-Modified.
    pub no_validators: bool,
    /// Every item dated with the moment of the fetch.
    pub redated: bool,
    /// Items in no order.
    pub unsorted: bool,
    /// Sent as it is.
    pub cache_control: Option<String>,
    /// Minutes, in RSS.
    pub ttl: Option<u32>,
    /// Items on a page; the rest on `?page=2` …
    pub page_size: Option<usize>,
    /// Every page names a next one, for ever.
    pub endless: bool,
}
