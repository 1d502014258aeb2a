//! A Mastodon server's world: accounts, statuses, limits, behind its API under `{base}/mastodon`.

mod handle;
mod limits;
mod serve;
mod status;
mod wire;

pub use handle::Mastodon;
pub use limits::Limits;
pub use status::{Account, Status};
