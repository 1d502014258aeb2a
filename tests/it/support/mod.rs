//! What tests share: databases, a TestApp, a browser.

pub mod app;
pub mod axe;
pub mod browser;
pub mod build;
pub mod collecting;
pub mod database;
pub mod fixtures;
pub mod postgres;
pub mod process;
