//! Calendars: the reader against a corpus, the collector against a server that behaves and one that does not, and what
//! becomes of an approved happening that is moved, cancelled or withdrawn.

mod collector;
mod corpus;
mod hostile;
mod journey;
