//! Facebook's world: Pages, their posts, tokens and limits, behind a Graph API under `{base}/facebook`.

mod handle;
mod insights;
mod limits;
mod post;
mod serve;
mod wire;
mod world;

pub use handle::Facebook;
pub use post::Post;
pub use world::{Quirks, Token};
