//! Who came: subject, name and groups out of a provider's claims.

use serde_json::{Map, Value};

use super::settings::OidcSettings;

/// The longest name an account gets.
const LONGEST_NAME: usize = 100;

/// A person as a provider tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The provider.
    pub issuer: String,
    /// Its lasting name for the person.
    pub subject: String,
    /// What the account is called, if the name is free; never empty.
    pub name: String,
    /// An address the provider has verified.
    pub email: Option<String>,
    /// Groups.
    pub groups: Vec<String>,
}

/// Reads an identity; `None` without a subject.
pub fn identity(settings: &OidcSettings, claims: &Map<String, Value>) -> Option<Identity> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    let subject = text("sub")?.to_owned();
    let verified = claims.get("email_verified").is_some_and(|v| *v == Value::Bool(true) || *v == "true");
    let email = text("email").filter(|_| verified).map(|email| email.trim().to_lowercase());
    let name = [at(claims, &settings.name_claim).and_then(Value::as_str), email.as_deref(), Some(&*subject)]
        .into_iter()
        .flatten()
        .map(clean)
        .find(|name| !name.is_empty())?;
    let groups = at(claims, &settings.group_claim).map(listed).unwrap_or_default();
    Some(Identity { issuer: settings.issuer.clone(), subject, name, email, groups })
}

/// True if the claim of groups is there, be it empty.
pub fn has_groups(settings: &OidcSettings, claims: &Map<String, Value>) -> bool {
    at(claims, &settings.group_claim).is_some()
}

/// A claim by its name, else by its path.
fn at<'a>(claims: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    claims.get(name).or_else(|| {
        let (first, rest) = name.split_once('.')?;
        at(claims.get(first)?.as_object()?, rest)
    })
}

fn listed(value: &Value) -> Vec<String> {
    match value {
        Value::String(one) => vec![one.clone()],
        Value::Array(many) => many.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

fn clean(name: &str) -> String {
    let plain: String = name.trim().to_lowercase().chars().filter(|c| !c.is_control()).collect();
    plain.chars().take(LONGEST_NAME).collect()
}
