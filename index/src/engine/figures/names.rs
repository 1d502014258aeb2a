//! Values as small numbers, the same in every segment, so that sums of segments are added by place.

use std::collections::HashMap;

/// Stands for "has none".
pub(super) const NONE: u32 = u32::MAX;

/// The values of one field, in the order in which they were met.
#[derive(Default)]
pub(super) struct Names {
    ids: HashMap<String, u32>,
    names: Vec<String>,
}

impl Names {
    /// The number of a value, a new one if it was not met before.
    pub fn number(&mut self, name: &str) -> u32 {
        if let Some(id) = self.ids.get(name) {
            return *id;
        }
        // More values than fit in 32 bits are not told apart from none.
        let id = u32::try_from(self.names.len()).unwrap_or(NONE);
        self.names.push(name.to_owned());
        self.ids.insert(name.to_owned(), id);
        id
    }

    /// The number of a value; `None` if no document has it.
    pub fn known(&self, name: &str) -> Option<u32> {
        self.ids.get(name).copied()
    }

    /// The value of a number; empty for [`NONE`].
    pub fn name(&self, id: u32) -> &str {
        self.names.get(id as usize).map_or("", String::as_str)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }
}
