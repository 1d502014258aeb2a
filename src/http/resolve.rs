//! Name lookup that answers with public addresses alone. The address that is checked is the address that is called, so a
//! name that changes its mind between check and call (DNS rebinding) gains nothing.

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::address::is_public;

/// The name has addresses, but none of them public.
#[derive(Debug, thiserror::Error)]
#[error("the name resolves to private addresses only")]
pub struct OnlyPrivate;

/// The resolver of the strict client.
pub struct PublicOnly;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            // Port 0 makes reqwest use the URL's own port.
            let found: Vec<_> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let public: Vec<_> = found.into_iter().filter(|at| is_public(at.ip())).collect();
            if public.is_empty() {
                return Err(OnlyPrivate.into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}
