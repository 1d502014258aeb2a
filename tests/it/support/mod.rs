//! What tests share: databases, a TestApp, a browser.

pub mod app;
pub mod build;
pub mod database;
pub mod postgres;
pub mod process;
pub mod collecting;
pub mod fixtures;
