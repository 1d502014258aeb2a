//! Sums over everything that matches: the columns of a segment are decoded once and kept, the documents that match are
//! picked once, and each sum walks the one or two columns it needs. Exact: nothing is estimated.

mod answer;
mod ask;
mod columns;
mod grouped;
mod list;
mod names;
mod pick;
mod run;
mod sums;
mod tags;
mod times;
mod tops;
mod writers;

pub use answer::{AroundOne, Cell, Counted, Figured, Sum, TaggedPair, TopDocument, Voices, WriterLine};
pub use ask::{Adds, Figuring};
pub use list::Listed;

pub(super) use columns::Cache;
