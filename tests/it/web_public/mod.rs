//! What a visitor's browser gets: pages, streams, widget, headers, words.

mod cards;
mod filters;
mod house;
mod kept;
mod live;
mod pages;
mod suggest;
mod wall;
mod words;
