//! What a server said of a document when it was last read, so that the next run can ask whether it is still the same
//! (RFC 9110, section 13). Knows no format.

use serde::{Deserialize, Serialize};

use crate::http::{Request, Response};

/// Part of a cursor, and written into it flat.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Validators {
    /// `ETag`, verbatim with quotes and `W/`.
    pub etag: Option<String>,
    /// `Last-Modified`, verbatim.
    pub modified: Option<String>,
}

impl Validators {
    /// The question, with what was remembered.
    pub fn ask(&self, mut request: Request) -> Request {
        if let Some(etag) = &self.etag {
            request = request.header("if-none-match", etag);
        }
        if let Some(modified) = &self.modified {
            request = request.header("if-modified-since", modified);
        }
        request
    }

    /// Remembers what an answer says; a 304 repeats it only if it wants to.
    pub fn remember(&mut self, response: &Response) {
        let header = |name| response.header(name).map(str::to_owned);
        if response.status != 304 {
            *self = Self { etag: header("etag"), modified: header("last-modified") };
        } else if let Some(etag) = header("etag") {
            self.etag = Some(etag);
        }
    }

    /// Nothing is known of the document any more: the next answer is a whole one.
    pub fn forget(&mut self) {
        *self = Self::default();
    }
}
