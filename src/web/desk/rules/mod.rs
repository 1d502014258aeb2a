//! The moderators' rules, edited and tried out: `/regler` and what is below it.

pub mod apply;
pub mod dry_run;
pub mod edit;
pub mod exchange;
pub mod fields;
pub mod house;
pub mod list;
pub mod said;
pub mod trust;
