//! The house under attack: by what networks send, by strangers at the door, and by addresses that lead inside.

mod depth;
mod house;
mod mutants;
mod pages;
mod scripts;
mod transport;
