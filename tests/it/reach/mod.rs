//! Figures: they follow the log; each equals what SQL says, each list adds up to its number; counts over time; own pages; our own counting.

mod following;
mod moderated;
mod own;
mod seen;
mod snapshots;
mod sql;
mod stopped;
mod summed;
mod truth;
