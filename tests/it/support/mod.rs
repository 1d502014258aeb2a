//! What tests share: databases, a TestApp, a browser.

pub mod build;
pub mod collecting;
pub mod fixtures;
