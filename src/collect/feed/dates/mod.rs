//! Dates as feeds write them, which is every way there is → an instant.

mod calendar;
mod iso;
mod names;
mod words;

pub use calendar::{Date, parse};
