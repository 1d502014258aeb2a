//! `hashwall user …`: people who may sign in.

use std::io::{BufRead, IsTerminal, Write};

use anyhow::Context;

use super::arguments::UserCommand;
use crate::app::App;
use crate::domain::user::Role;
use crate::password;
use crate::store::conflict::Conflict;
use crate::store::db::StoreError;
use crate::store::factors;
use crate::store::users::{self, By, Change};
use crate::web::desk::people::LINK_GOOD_FOR;
use crate::web::desk::session;

/// Runs a user command.
///
/// # Errors
/// The database, standard input, a weak password, or what the store refuses.
pub async fn run(app: &App, command: UserCommand) -> anyhow::Result<()> {
    let by = By { actor: "system", at: (app.clock)() };
    let change = async |name: &str, change: Change, said: &str| -> anyhow::Result<()> {
        users::change(&app.db, name, change, by).await?;
        writeln!(std::io::stdout().lock(), "{}: {said}.", name.trim().to_lowercase())?;
        Ok(())
    };
    match command {
        UserCommand::Add { name, role } => add(app, &name, role).await,
        UserCommand::List => list(app).await,
        UserCommand::Disable { name } => change(&name, Change::Disable, "disabled").await,
        UserCommand::Enable { name } => change(&name, Change::Enable, "enabled").await,
        UserCommand::Role { name, role } => change(&name, Change::Role(role), role.as_str()).await,
        UserCommand::ResetFactor { name } => change(&name, Change::ForgetFactor, "no second factor").await,
        UserCommand::ResetLink { name, role } => reset_link(app, &name, role, by).await,
    }
}

async fn list(app: &App) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    for account in users::accounts(&app.db).await? {
        let state = if account.disabled { "disabled" } else { "open" };
        let factor = if account.has_factor { "2fa" } else { "no-2fa" };
        let seen = account.seen_at.map_or_else(|| "never".to_owned(), |at| at.rfc3339());
        writeln!(out, "{}\t{}\t{state}\t{factor}\t{seen}", account.name, account.role.as_str())?;
    }
    Ok(())
}

async fn reset_link(app: &App, name: &str, role: Role, by: By<'_>) -> anyhow::Result<()> {
    match users::invite(&app.db, name, role, by).await {
        Ok(()) | Err(StoreError::Conflict(Conflict::UserExists)) => {}
        Err(broken) => return Err(broken.into()),
    }
    let token = session::new_token();
    factors::make_link(&app.db, name, &session::hash(&token), by.at.plus(LINK_GOOD_FOR), by).await?;
    let base = app.settings.site.base_url.as_str().trim_end_matches('/').to_owned();
    writeln!(std::io::stdout().lock(), "{base}/adgang?kode={token}")?;
    Ok(())
}

async fn add(app: &App, name: &str, role: Role) -> anyhow::Result<()> {
    let name = name.trim().to_lowercase();
    anyhow::ensure!(!name.is_empty(), "the name is empty");
    let typed = asked_for_password()?;
    let made_up = typed.is_empty();
    let secret = if made_up { made_up_password() } else { typed };
    if let Some(weakness) = password::weakness(&secret, &name) {
        anyhow::bail!("this password will not do: {weakness}");
    }
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
