//! The paper of one answer, section by section: which figures stand where, with which chart, and how each is counted.

mod answer;
mod compare;
mod groups;
mod headline;
mod house;
mod networks;
mod paper;
mod people;
mod sentences;
mod shared;
mod time;

pub use answer::{Answer, Voice};
pub use compare::compared;
pub use paper::paper;
