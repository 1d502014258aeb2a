//! What a visitor's browser gets: pages, streams, widget, headers, words.

mod cards;
mod filters;
pub mod house;
mod kept;
mod live;
mod pages;
mod share;
mod suggest;
mod wall;
mod widget;
mod words;
