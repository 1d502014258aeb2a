//! `[outputs]` and `[limits]`: what other people's programs are told, and how much they may ask.

use url::Url;

use super::reader::Section;
use super::settings::Limits;
use super::values::{number, web_url};

/// `[outputs]`: the hub, if there is one.
pub fn outputs(mut section: Section<'_>) -> Option<Option<Url>> {
    let hub = section.has("websub_hub");
    let websub_hub = section.optional("websub_hub", web_url);
    section.finish();
    // One that cannot be read is a mistake by now.
    if hub && websub_hub.is_none() { None } else { Some(websub_hub) }
}

/// `[limits]`.
pub fn limits(mut section: Section<'_>) -> Option<Limits> {
    let per_address = section.required("per_address", number(0, 10_000_000_u32));
    let per_key = section.required("per_key", number(0, 10_000_000_u32));
    section.finish();
    Some(Limits { per_address: per_address?, per_key: per_key? })
}
