//! Figures: each equals what SQL says, each list adds up to its number; counts over time; own pages; our own counting.

mod moderated;
mod own;
mod seen;
mod snapshots;
mod summed;
mod truth;
