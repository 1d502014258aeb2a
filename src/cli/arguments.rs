//! What can be typed. The help texts are the operator's first documentation.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use super::inspect::InspectArgs;
use crate::domain::user::Role;

/// A hashtag wall: collects, moderates, searches and shows the public posts of one week.
///
/// Without a command it does everything in one process: collects, serves the wall and enforces storage limits.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100)]
pub struct Arguments {
    /// Configuration file laid over the built-in defaults (see config/default.toml).
    #[arg(long, short, env = "HASHWALL_CONFIG", global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the wall and the signed-in pages; collect nothing.
    Serve,
    /// Collect and enforce storage limits; serve nothing.
    Work,
    /// Check the whole configuration and say what is wrong with which key.
    Check,
    /// Collect now, whatever the schedule says.
    Collect(CollectArgs),
    /// Throw both indexes away and make them again from the database. Stop the server first.
    Reindex,
    /// People who may sign in.
    #[command(subcommand)]
    User(UserCommand),
    /// Show why something was read as it was: standard input in, JSON out.
    Inspect(InspectArgs),
}

/// `collect`.
#[derive(Debug, Args)]
pub struct CollectArgs {
    /// Run once and stop; required, so that nobody takes this for the worker.
    #[arg(long, required = true)]
    pub once: bool,
    /// The source's id; all of them if left out.
    pub source: Option<String>,
}

/// `user`.
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Add a person, or give one a new password and role. The password is read from standard input; an empty one is
    /// made up and printed once.
    Add {
        /// Sign-in name.
        name: String,
        /// moderator, communicator or admin.
        #[arg(long, default_value = "moderator")]
        role: Role,
    },
}
