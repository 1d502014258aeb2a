//! Configuration: what a newcomer, an operator and a hurried typist get.

mod check;
mod layers;
mod mistakes;
mod secrets;

use std::collections::BTreeMap;

use hashwall::config::{Mistakes, Settings, from_toml_texts};

pub fn env(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

pub fn read(text: &str) -> Result<Settings, Mistakes> {
    from_toml_texts(&[text], &env(&[]))
}

/// The one mistake of a text, as `key: found …; expected …`.
pub fn only_mistake(text: &str) -> String {
    let mistakes = read(text).unwrap_err();
    assert_eq!(mistakes.0.len(), 1, "{text}\n{mistakes}");
    mistakes.to_string()
}

/// A source of a network with these lines more.
pub fn source(network: &str, lines: &str) -> String {
    format!(
        "[[source]]\nid = \"one\"\nnetwork = \"{network}\"\ntitle = \"One\"\nright = \"own-page\"\n\
         right_note = \"a note\"\n{lines}"
    )
}
