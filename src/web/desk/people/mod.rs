//! The administrator's page of accounts: who may sign in, as what, since when not.

mod act;
mod show;

pub use act::{LINK_GOOD_FOR, act, invite};
pub use show::show;
