//! Settings: `config/default.toml` compiled in ← a file ← environment. Every mistake names its key, what was found and
//! what is expected. Opens no database and calls nobody.

mod accounts;
mod fingerprint;
mod layers;
mod load;
mod mistake;
mod outputs;
mod reach;
mod reader;
pub mod reasons;
mod report;
mod secret;
mod sections;
pub mod settings;
mod sources;
mod values;
mod walls;

pub use fingerprint::fingerprint;
pub use load::{DEFAULT, from_toml_texts, load};
pub use mistake::{Mistake, Mistakes};
pub use settings::Settings;
