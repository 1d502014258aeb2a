//! Pages for visitors. Nothing here may import `store`.

pub mod about;
pub mod api;
pub mod card;
pub mod choices;
pub mod display;
pub mod figures;
pub mod happenings;
pub mod live;
pub mod media;
pub mod named;
mod notice;
mod once;
pub mod outputs;
pub mod permalink;
pub mod posts;
pub mod query;
pub mod seen;
pub mod submit;
pub mod suggest;
mod tags;
pub mod takedown;
pub mod wall;
pub mod widget;
