//! What the operator says of an identity provider: plain values, and whose group gives which role.

use secrecy::SecretString;
use url::Url;

use crate::domain::user::Role;

/// `[oidc]`.
#[derive(Clone, Debug)]
pub struct OidcSettings {
    /// The provider's issuer, letter for letter as its discovery document has it.
    pub issuer: String,
    /// The same, parsed.
    pub issuer_url: Url,
    /// What the provider calls us.
    pub client_id: String,
    /// None for a public client, which PKCE alone protects.
    pub client_secret: Option<SecretString>,
    /// Asked for beside `openid`.
    pub scopes: Vec<String>,
    /// The claim that lists groups; dots lead into objects (`realm_access.roles`).
    pub group_claim: String,
    /// The claim that becomes the account's name.
    pub name_claim: String,
    /// On the button: "Log ind med …".
    pub title: String,
    /// No passwords beside it.
    pub only: bool,
    /// A verified e-mail address that is the name of an account opens that account.
    pub link_by_email: bool,
    /// Group and the role it gives.
    pub roles: Vec<(String, Role)>,
}

impl OidcSettings {
    /// The role these groups give: the first of admin, moderator, communicator. None: no access.
    pub fn role(&self, groups: &[String]) -> Option<Role> {
        let given =
            |role: Role| self.roles.iter().any(|(group, gives)| *gives == role && groups.contains(group));
        [Role::Admin, Role::Moderator, Role::Communicator].into_iter().find(|role| given(*role))
    }
}
