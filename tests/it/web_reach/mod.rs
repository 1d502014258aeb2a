//! What a communicator reads and takes along: the paper of an answer, its charts, its files, and the pages.

mod addresses;
mod charts;
mod compared;
mod files;
mod fixture;
mod lives;
mod measured;
mod sending;
mod words;
