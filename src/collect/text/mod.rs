//! Normalising: a network's words become safe HTML, plain text, one canonical URL, hashtags, language and sector.

pub mod canonical;
pub mod html;
pub mod language;
pub mod normalise;
pub mod plain;
pub mod sectors;
pub mod tracking;
pub mod unwrap;
