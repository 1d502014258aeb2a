//! Tests of normalising: what a network's words become.

mod canonical;
mod hashtag;
mod hostile;
mod html;
mod language;
mod normalise;
