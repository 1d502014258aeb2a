//! `hashwall`: reads the command line and calls one file of `cli`.

use std::process::ExitCode;

use clap::Parser;
use hashwall::cli::{self, Arguments};

fn main() -> ExitCode {
    match cli::run(Arguments::parse()) {
        Ok(code) => code,
        Err(broken) => cli::complain(&broken),
    }
}
