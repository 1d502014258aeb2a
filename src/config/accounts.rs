//! `[accounts]` and `[oidc]`: how people sign in.

use std::net::IpAddr;

use toml::Value;
use url::{Host, Url};

use super::reader::{Section, told};
use super::secret;
use super::settings::Accounts;
use super::values::{duration, list, text, truth, web_url, word};
use crate::domain::user::Role;
use crate::oidc::settings::OidcSettings;

const ROLES: &[(&str, Role)] =
    &[("moderator", Role::Moderator), ("communicator", Role::Communicator), ("admin", Role::Admin)];

/// `[accounts]`.
pub fn accounts(mut section: Section<'_>) -> Option<Accounts> {
    let idle = section.required("idle", duration("1m", "30d"));
    let second_factor = section.required("second_factor", list(word(ROLES)));
    section.finish();
    Some(Accounts { idle: idle?, second_factor: second_factor? })
}

/// `[oidc]`: off without an issuer.
pub fn oidc(mut section: Section<'_>) -> Option<Option<OidcSettings>> {
    let on = section.has("issuer");
    let issuer = section.optional("issuer", issuer);
    let client_id =
        if on { section.required("client_id", text) } else { section.optional("client_id", text) };
    let client_secret = secret::optional(&mut section, "client_secret", on);
    let scopes = section.required("scopes", list(text));
    let group_claim = section.required("group_claim", text);
    let name_claim = section.required("name_claim", text);
    let title = section.required("title", text);
    let only = section.required("only", truth);
    let link_by_email = section.required("link_by_email", truth);
    let roles = roles(&mut section, on);
    section.finish();
    if !on {
        return Some(None);
    }
    let (issuer, issuer_url) = issuer?;
    Some(Some(OidcSettings {
        issuer,
        issuer_url,
        client_id: client_id?,
        client_secret,
        scopes: scopes?,
        group_claim: group_claim?,
        name_claim: name_claim?,
        title: title?,
        only: only?,
        link_by_email: link_by_email?,
        roles: roles?,
    }))
}

/// An issuer is kept as it is written: the provider must call itself exactly so.
fn issuer(value: &Value) -> Result<(String, Url), String> {
    const EXPECTED: &str = "the provider's issuer, a URL that begins with https:// and has no ? and #";
    let url = web_url(value).map_err(|_| EXPECTED.to_owned())?;
    let this_machine = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => IpAddr::V4(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::V6(address).is_loopback(),
        None => false,
    };
    let proper = url.query().is_none() && url.fragment().is_none();
    let safe = url.scheme() == "https" || this_machine;
    match value.as_str() {
        Some(written) if proper && safe => Ok((written.trim().to_owned(), url)),
        _ => Err(EXPECTED.to_owned()),
    }
}

/// `[oidc.roles]`: `"group" = "role"`.
fn roles(section: &mut Section<'_>, on: bool) -> Option<Vec<(String, Role)>> {
    let (book, path) = (section.book, section.key("roles"));
    let table = match section.take("roles") {
        Some(Value::Table(table)) => table,
        None => toml::Table::new(),
        Some(other) => {
            book.note(&path, told(&other), "a table: \"group at the provider\" = \"moderator\"");
            return None;
        }
    };
    if on && table.is_empty() {
        book.note(&path, "nothing", "a table that gives at least one group a role, or nobody gets in");
        return None;
    }
    let read = table.iter().map(|(group, role)| match word(ROLES)(role) {
        Ok(role) => Some((group.clone(), role)),
        Err(expected) => {
            book.note(&format!("{path}.{group}"), told(role), expected);
            None
        }
    });
    let read: Vec<_> = read.collect();
    read.into_iter().collect()
}
