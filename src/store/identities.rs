//! Single sign-on: what must be remembered while a browser is away, and which account an identity opens. An identity is
//! issuer and subject; a name or an address is never enough by itself.

use sha2::{Digest, Sha256};

use super::conflict::Conflict;
use super::db::{Db, StoreError, Tx};
use super::sql::args;
use super::users::{By, begin, end_sessions, lower, somebody_administrates, tell};
use crate::domain::time::Timestamp;
use crate::domain::user::Role;

/// Sign-ons that may be under way; beyond it the oldest are forgotten, whoever began them.
const UNDER_WAY: u64 = 2_000;

/// A sign-on under way.
#[derive(Clone)]
pub struct SignOn {
    /// Must come back inside the token.
    pub nonce: String,
    /// Proves that we began.
    pub verifier: String,
    /// Where the person was going; may be empty.
    pub onward: String,
}

/// Somebody whom the provider sent, and the role her groups give.
#[derive(Clone, Copy, Debug)]
pub struct Arrival<'a> {
    /// The provider.
    pub issuer: &'a str,
    /// Its lasting name for her.
    pub subject: &'a str,
    /// The host of the issuer, to tell her from somebody of the same name.
    pub host: &'a str,
    /// What the account is called, if that is free.
    pub name: &'a str,
    /// An account of this name may be taken over: the provider verified the address, and the operator trusts it in this.
    pub email: Option<&'a str>,
    /// What she may do.
    pub role: Role,
}

/// Remembers a sign-on by the hash of its state. What nobody came back for is forgotten, and there are never more than
/// [`UNDER_WAY`]: anybody may begin one.
///
/// # Errors
/// Database.
pub async fn begin_sign_on(
    db: &Db,
    state: &str,
    sign_on: &SignOn,
    expires: Timestamp,
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut tx = db.write_aside().await?;
    tx.run("DELETE FROM sign_ons WHERE expires_at <= $1", args![now]).await?;
    let row = tx.first("SELECT COUNT(*) AS under_way FROM sign_ons", args![]).await?;
    let under_way = row.map_or(Ok(0), |row| row.count("under_way"))?;
    if under_way >= UNDER_WAY {
        let sql = "DELETE FROM sign_ons WHERE state IN \
                   (SELECT state FROM sign_ons ORDER BY expires_at, state LIMIT $1)";
        tx.run(sql, args![under_way - UNDER_WAY + 1]).await?;
    }
    tx.run(
        "INSERT INTO sign_ons (state, nonce, verifier, onward, expires_at) VALUES ($1, $2, $3, $4, $5)",
        args![state, &sign_on.nonce, &sign_on.verifier, &sign_on.onward, expires],
    )
    .await?;
    tx.commit().await
}

/// Takes it back: once.
///
/// # Errors
/// Database.
pub async fn take_sign_on(db: &Db, state: &str, now: Timestamp) -> Result<Option<SignOn>, StoreError> {
    let mut tx = db.write_aside().await?;
    let sql = "DELETE FROM sign_ons WHERE state = $1 AND expires_at > $2 RETURNING nonce, verifier, onward";
    let row = tx.first(sql, args![state, now]).await?;
    tx.commit().await?;
    row.map(|row| {
        Ok(SignOn { nonce: row.get("nonce")?, verifier: row.get("verifier")?, onward: row.get("onward")? })
    })
    .transpose()
}

/// The account an identity opens; made if there is none. Its role becomes what the groups give.
///
/// # Errors
/// [`Conflict::UserUnknown`] if the account is disabled; [`Conflict::LastAdmin`] if her groups would take the last
/// administrator away; database.
pub async fn arrive(db: &Db, who: &Arrival<'_>, now: Timestamp) -> Result<String, StoreError> {
    let mut tx = begin(db).await?;
    let sql = "SELECT name FROM identities WHERE issuer = $1 AND subject = $2";
    let known = tx.first(sql, args![who.issuer, who.subject]).await?;
    let name: String = match known {
        Some(row) => row.get("name")?,
        None => {
            let name = newcomer(&mut tx, who, now).await?;
            let sql = "INSERT INTO identities (issuer, subject, name) VALUES ($1, $2, $3)";
            tx.run(sql, args![who.issuer, who.subject, &name]).await?;
            let by = By { actor: "system", at: now };
            tell(&mut tx, by, "user.linked", &name, who.issuer).await?;
            name
        }
    };
    let sql = "SELECT role, disabled FROM users WHERE name = $1";
    let Some(row) = tx.first(sql, args![&name]).await? else { return Err(Conflict::UserUnknown.into()) };
    if row.get::<bool>("disabled")? {
        return Err(Conflict::UserUnknown.into());
    }
    if row.word::<Role>("role")? != who.role {
        tx.run("UPDATE users SET role = $2 WHERE name = $1", args![&name, who.role.as_str()]).await?;
        if row.word::<Role>("role")? == Role::Admin {
            somebody_administrates(&mut tx).await?;
        }
        end_sessions(&mut tx, &name).await?;
        let by = By { actor: "system", at: now };
        tell(&mut tx, by, "user.role", &name, who.role.as_str()).await?;
    }
    tx.commit().await?;
    Ok(name)
}

/// The provider sent somebody whom no group gives a role any more: her sessions, known browsers, open links and her password
/// end. Back in a group she comes in as before. The last administrator who could open the house keeps the password; somebody
/// who never had an account leaves nothing.
///
/// # Errors
/// Database.
pub async fn depart(db: &Db, issuer: &str, subject: &str, now: Timestamp) -> Result<(), StoreError> {
    let mut tx = begin(db).await?;
    let sql = "SELECT name FROM identities WHERE issuer = $1 AND subject = $2";
    let Some(row) = tx.first(sql, args![issuer, subject]).await? else { return Ok(()) };
    let name: String = row.get("name")?;
    end_sessions(&mut tx, &name).await?;
    tx.run("DELETE FROM access_links WHERE name = $1", args![&name]).await?;
    tx.run("DELETE FROM known_browsers WHERE name = $1", args![&name]).await?;
    let others = "SELECT 1 AS one FROM users WHERE role = 'admin' AND NOT disabled AND name <> $1";
    let role = "SELECT role FROM users WHERE name = $1";
    let role: Option<Role> = tx.first(role, args![&name]).await?.map(|row| row.word("role")).transpose()?;
    if role != Some(Role::Admin) || tx.first(others, args![&name]).await?.is_some() {
        tx.run("UPDATE users SET password_hash = '' WHERE name = $1", args![&name]).await?;
    }
    tell(&mut tx, By { actor: "system", at: now }, "user.no-group", &name, issuer).await?;
    tx.commit().await
}

/// A name for somebody new: an account she may take over, or the first free one of her name, her name at the provider,
/// and that with a piece of her subject's hash.
async fn newcomer(tx: &mut Tx, who: &Arrival<'_>, now: Timestamp) -> Result<String, StoreError> {
    let taken = "SELECT 1 AS one FROM users WHERE name = $1";
    if let Some(email) = who.email.map(lower)
        && tx.first(taken, args![&email]).await?.is_some()
    {
        return Ok(email);
    }
    let name = lower(who.name);
    let far = format!("{name} ({})", who.host);
    let mark = hex::encode(&Sha256::digest(who.subject.as_bytes())[..4]);
    for name in [name.clone(), far, format!("{name} ({mark})")] {
        let added = tx
            .run(
                "INSERT INTO users (name, role, password_hash, created_at) VALUES ($1, $2, '', $3) \
                 ON CONFLICT (name) DO NOTHING",
                args![&name, who.role.as_str(), now],
            )
            .await?;
        if added == 1 {
            return Ok(name);
        }
    }
    Err(Conflict::UserExists.into())
}
