//! Which index terms a word gets: one word (or text) a line on stdin → the line, a tab, its terms separated by spaces.
//!
//! `printf 'ledelsesevalueringerne\nbørn\n' | cargo run -q -p hashwall-index --example terms`

use std::error::Error;
use std::io::{BufRead, Write, stdin, stdout};

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = stdout().lock();
    for line in stdin().lock().split(b'\n') {
        let line = String::from_utf8_lossy(&line?).trim_end_matches('\r').to_owned();
        writeln!(out, "{line}\t{}", hashwall_index::index_terms(&line).join(" "))?;
    }
    Ok(())
}
