//! The moderators' message to the screens: kept, written by form, told to open screens, found by those that start.

mod form;
mod kept;
mod screen;
