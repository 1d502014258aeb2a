//! Single sign-on by OpenID Connect: the code flow with PKCE, state and nonce, against any provider that keeps to the
//! standard. Calls through `crate::http` alone; knows no store and no page.

pub mod claims;
pub mod discovery;
pub mod keys;
pub mod provider;
pub mod settings;
pub mod token;

pub use provider::Provider;
