//! `hashwall`.

fn main() {}
