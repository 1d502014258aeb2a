//! A fingerprint of what a source reads and with which secrets: when it changes, a paused source is worth a try.

use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

use crate::domain::source::{Settings, Source};

/// SHA-256, in hex, over the source's network settings, secrets included. Title, schedule and matching are left out: they
/// do not bring a dead source back.
pub fn fingerprint(source: &Source) -> String {
    let secret = |secret: &SecretString| secret.expose_secret().to_owned();
    let parts: Vec<String> = match &source.settings {
        Settings::Feed(feed) => vec![feed.url.clone()],
        Settings::LinkedIn(own) => {
            vec![own.api.clone(), own.organization.clone(), own.version.clone(), secret(&own.token)]
        }
        Settings::Facebook(own) => vec![
            own.api.clone(),
            own.version.clone(),
            own.page.clone(),
            secret(&own.token),
            own.app_secret.as_ref().map(secret).unwrap_or_default(), // none and empty read the same
            own.tagged.to_string(),
        ],
        Settings::Calendar(own) => vec![own.url.clone(), own.follow.clone().unwrap_or_default()], // none and empty alike
        Settings::Mastodon(own) => vec![
            own.server.clone(),
            own.tag.clone(),
            own.token.as_ref().map(secret).unwrap_or_default(), // none and empty read the same
        ],
    };
    let mut hash = Sha256::new();
    for part in std::iter::once(source.network().as_str()).chain(parts.iter().map(String::as_str)) {
        // Each part with its length, so that no two lists of parts look alike.
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    hex::encode(hash.finalize())
}
