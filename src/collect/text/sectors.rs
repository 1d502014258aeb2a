//! Which sector an organisation belongs to: `config/sectors.toml`, compiled in.

use crate::domain::sector::Sector;

/// The sector of an organisation by its name, or `None` if the data does not know it.
pub fn sector_of(_organisation: &str) -> Option<Sector> {
    None
}
