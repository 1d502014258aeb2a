//! The report as PDF, drawn by ourselves from the same paper as the HTML: text stays text, charts stay lines, and tags
//! tell a screen reader what is a heading, a table and a figure. Carries no clock and no number by chance, so that the
//! same paper gives the same bytes.

mod blocks;
mod draw;
mod layout;
mod measure;

pub use draw::pdf;
