//! What can be typed. The help texts are the operator's first documentation.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use super::inspect::InspectArgs;
use crate::domain::user::Role;

/// A hashtag wall: collects, moderates, searches and shows the public posts of one week.
///
/// Without a command it does everything in one process: collects, serves the wall and enforces storage limits.
#[derive(Debug, Parser)]
#[command(
    version,
    max_term_width = 100,
    after_help = "\
First steps:
  hashwall check --defaults             every key, with its meaning and its default
  hashwall check --config wall.toml     what is wrong with yours, or what it will do
  hashwall user add NAME --config wall.toml
  hashwall --config wall.toml"
)]
pub struct Arguments {
    /// Configuration file laid over the built-in defaults (print them with: hashwall check --defaults).
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
    ///
    /// Exit status: 0 if nothing is wrong, 1 if something is. It calls nobody and shows no secret.
    Check(CheckArgs),
    /// Collect now, whatever the schedule says.
    Collect(CollectArgs),
    /// Throw both indexes away and make them again from the posts. Stop the server first.
    Reindex,
    /// Write a frozen edition as a folder that opens without a server.
    Export(ExportArgs),
    /// People who may sign in.
    #[command(subcommand)]
    User(UserCommand),
    /// Show why something was read as it was: standard input in, JSON out.
    Inspect(InspectArgs),
}

/// `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Print config/default.toml instead: every key with its meaning and default, to write one's own file from.
    #[arg(long)]
    pub defaults: bool,
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

/// `export`.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// The year of the edition.
    #[arg(long, value_name = "YEAR")]
    pub edition: i32,
    /// The folder; made if it is not there.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
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
    /// Everybody, a line each: name, role, open or disabled, second factor, last seen.
    List,
    /// Close an account: no way in, sessions end. The last administrator stays.
    Disable {
        /// Sign-in name.
        name: String,
    },
    /// Open a closed account again.
    Enable {
        /// Sign-in name.
        name: String,
    },
    /// Give another role; sessions end.
    Role {
        /// Sign-in name.
        name: String,
        /// moderator, communicator or admin.
        role: Role,
    },
    /// Print a one-time link to choose a password with, good for 24 hours. A person who has no account gets one.
    ResetLink {
        /// Sign-in name.
        name: String,
        /// The role of somebody new: moderator, communicator or admin.
        #[arg(long, default_value = "moderator")]
        role: Role,
    },
    /// Forget a second factor and its recovery codes: a lost phone.
    #[command(name = "reset-2fa")]
    ResetFactor {
        /// Sign-in name.
        name: String,
    },
}
