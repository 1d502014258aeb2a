//! `GET /raekkevidde` and `/raekkevidde.csv`: what the week achieved, each figure with its definition, its coverage and the
//! time it was fetched.

mod chart;
mod export;
mod figures;
mod show;
mod window;

pub use export::{csv, guarded};
pub use show::show;
