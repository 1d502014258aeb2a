//! Normalising: a network's words become safe HTML, plain text, one canonical URL, hashtags, language and sector.

pub mod canonical;
pub mod html;
pub mod kind;
pub mod language;
pub mod matching;
pub mod normalise;
pub mod parts;
pub mod plain;
pub mod sectors;
pub mod tracking;
pub mod unwrap;
