//! What visitors hand in: an address is read, its page looked at where that is allowed, and what comes of it is judged and
//! stored like any other post, but never shown before a person has seen it.

pub mod address;
mod draft;
pub mod intake;
pub mod meta;
pub mod preview;
