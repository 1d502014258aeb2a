//! What we tell others by ourselves: webhooks after a decision, and the hub of our feeds. One step a call, no loop, no
//! sleep; the loops are in `app`. Never sends a word of a post that is not shown at that moment.

pub mod hub;
pub mod send;
pub mod sign;
