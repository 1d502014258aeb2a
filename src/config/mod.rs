//! Settings: `config/default.toml` compiled in ← a file ← environment. Every mistake names its key, what was found and
//! what is expected.

pub mod settings;

pub use settings::Settings;
