//! `hashwall user add`: people who may sign in.

use std::io::{BufRead, IsTerminal, Write};

use anyhow::Context;

use super::arguments::UserCommand;
use crate::app::App;
use crate::domain::user::Role;
use crate::password;
use crate::store::users;

/// NIST SP 800-63B: length is what counts.
const SHORTEST: usize = 10;

/// Runs a user command.
///
/// # Errors
/// The database, standard input, or a password too short.
pub async fn run(app: &App, command: UserCommand) -> anyhow::Result<()> {
    match command {
        UserCommand::Add { name, role } => add(app, &name, role).await,
    }
}

async fn add(app: &App, name: &str, role: Role) -> anyhow::Result<()> {
    let name = name.trim().to_lowercase();
    anyhow::ensure!(!name.is_empty(), "the name is empty");
    let typed = asked_for_password()?;
    let made_up = typed.is_empty();
    let secret = if made_up { made_up_password() } else { typed };
    anyhow::ensure!(
        secret.chars().count() >= SHORTEST,
        "the password has {} characters, expected at least {SHORTEST}",
        secret.chars().count()
    );
    let hash = password::hash(&secret).map_err(anyhow::Error::msg)?;
    users::put(&app.db, &name, role, &hash, (app.clock)()).await?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{name} may sign in as {}.", role.as_str())?;
    if made_up {
        writeln!(out, "Password: {secret}")?;
    }
    Ok(())
}

fn asked_for_password() -> anyhow::Result<String> {
    if std::io::stdin().is_terminal() {
        let mut err = std::io::stderr().lock();
        write!(err, "Password (it is shown while you type; empty = make one up): ")?;
        err.flush()?;
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).context("reading the password")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// 120 random bits in letters and digits that cannot be mistaken for each other.
pub fn made_up_password() -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let bits: u128 = rand::random();
    (0..24).map(|at| char::from(LETTERS[(bits >> (at * 5)) as usize & 31])).collect()
}

#[cfg(test)]
mod tests {
    use super::made_up_password;

    #[test]
    fn made_up_passwords_are_long_and_differ() {
        let one = made_up_password();
        assert_eq!(one.len(), 24);
        assert_ne!(one, made_up_password());
    }
}
