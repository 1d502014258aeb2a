//! The signed-in side on the whole router: who may do what, the queue, and what machines read.

mod at_once;
mod door;
mod journal;
mod live;
mod machines;
mod numbers;
mod numbers_ways;
mod queue;
mod reach;
mod roles;
mod sources;
pub mod support;
mod working;
