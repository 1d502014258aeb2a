//! What people see in a real browser: the house served on a port, with the system's clock and its own loops.

mod access;
mod accounts;
mod api;
mod desk;
mod desk_pages;
mod display;
mod english;
mod feed;
mod fit;
pub mod house;
mod keyboard;
mod live;
mod own_wall;
pub mod partner;
mod plain;
mod player;
mod privacy;
mod reach;
mod rules;
mod seen;
mod sound;
mod submit;
mod takedown;
mod tree;
mod widget;
mod widget_crowd;
mod widget_looks;
