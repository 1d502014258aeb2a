//! `/raekkevidde` and what is under it: what the week achieved, each figure with its definition, its coverage and the time
//! it was fetched, and the ways to take it along.

mod compare;
mod drawing;
mod editions;
mod form;
mod frozen;
mod live;
mod parcel;
mod posts;
mod read;
mod report;
mod show;
mod take;

pub use compare::show as compare;
pub use drawing::show as drawing;
pub use editions::{file as edition_file, show as editions, step as edition_step};
pub use live::stream as live;
pub use parcel::{Parcel, parcel};
pub use posts::show as posts;
pub use report::{html as report, pdf as report_pdf};
pub use show::{fragment, show};
pub use take::{csv, json, xlsx};
