//! The default word lists: `config/words.toml`, compiled in. Data, not logic.

use std::sync::LazyLock;

use serde::Deserialize;

use super::folding::Listed;
use super::rulebook::Rulebook;
use crate::domain::house::House;

/// The file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Words and phrases that hold a post.
    pub hold: Vec<String>,
    /// Words and phrases that reject a post.
    pub reject: Vec<String>,
}

static WORDS: LazyLock<Words> =
    LazyLock::new(|| match toml::from_str(include_str!("../../config/words.toml")) {
        Ok(words) => words,
        // A test reads the file, so a build that passed cannot come here.
        Err(error) => {
            tracing::error!(%error, "config/words.toml is not readable");
            Words::default()
        }
    });

/// The compiled-in words.
pub fn words() -> &'static Words {
    &WORDS
}

/// What the rules are told where the operator says nothing: the compiled-in words, no authors, nothing automatic.
pub fn default_rulebook() -> Rulebook {
    Rulebook::of_house(House {
        hold_words: WORDS.hold.clone(),
        reject_words: WORDS.reject.clone(),
        hold_sensitive: true,
        ..House::default()
    })
}

/// A list, folded.
pub fn listed(words: &[String]) -> Vec<Listed> {
    words.iter().map(|word| Listed::new(word)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_reads_and_no_word_stands_twice() {
        let words: Words = toml::from_str(include_str!("../../config/words.toml")).unwrap();
        let all: Vec<_> = words.hold.iter().chain(&words.reject).collect();
        let unique: std::collections::HashSet<_> = all.iter().collect();
        assert!(!words.hold.is_empty() && !words.reject.is_empty());
        assert_eq!(all.len(), unique.len());
    }
}
