//! Cues that a post tells of somebody's health, union membership or child: a person looks before it is shown, and the
//! label says why. What cues there are is data, in `config/sensitive.toml`.
//!
//! Health data and trade-union membership are special categories of personal data (Regulation (EU) 2016/679, article 9);
//! children merit specific protection (its recital 38).

use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use super::folding::Listed;
use super::own::beginning;
use super::reading::{Reading, shown};
use super::rule::Rule;
use super::rulebook::Rulebook;
use super::words::listed;
use crate::domain::post::State;
use crate::domain::verdict::{Knowledge, Verdict};

/// The rule.
pub struct Sensitive;

/// The file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    topic: Vec<Cues>,
}

/// One topic, as the file has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cues {
    label: String,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    patterns: Vec<String>,
}

struct Topic {
    label: String,
    words: Vec<Listed>,
    patterns: Vec<Regex>,
}

static TOPICS: LazyLock<Vec<Topic>> = LazyLock::new(|| match topics() {
    Ok(topics) => topics,
    // A test reads the file, so a build that passed cannot come here.
    Err(error) => {
        tracing::error!(error, "config/sensitive.toml is not readable");
        Vec::new()
    }
});

fn topics() -> Result<Vec<Topic>, String> {
    let file: File =
        toml::from_str(include_str!("../../config/sensitive.toml")).map_err(|wrong| wrong.to_string())?;
    let ready = |cues: Cues| {
        let patterns = cues.patterns.iter().map(|text| Regex::new(text).map_err(|wrong| wrong.to_string()));
        Ok(Topic {
            patterns: patterns.collect::<Result<_, String>>()?,
            words: listed(&cues.words),
            label: cues.label,
        })
    };
    file.topic.into_iter().map(ready).collect()
}

impl Rule for Sensitive {
    fn name(&self) -> &'static str {
        "sensitive"
    }

    fn opinion(&self, draft: &Reading<'_>, _knowledge: &Knowledge, book: &Rulebook) -> Option<Verdict> {
        if !book.house.hold_sensitive {
            return None;
        }
        let found: Vec<(&Topic, Option<&Listed>)> = TOPICS
            .iter()
            .filter_map(|topic| {
                let word = draft.first_listed(&topic.words);
                let pattern = || {
                    let texts = shown(draft);
                    topic
                        .patterns
                        .iter()
                        .any(|regex| texts.iter().any(|text| regex.is_match(beginning(text))))
                };
                (word.is_some() || pattern()).then_some((topic, word))
            })
            .collect();
        let (first, word) = found.first()?;
        let cue = word.map(|word| format!(": {}", word.written)).unwrap_or_default();
        let reason = format!("it may tell of somebody “{}{cue}”", first.label);
        let labels = found.iter().map(|(topic, _)| topic.label.clone()).collect();
        Some(Verdict { labels, ..Verdict::new(State::Held, self.name(), reason) })
    }
}

/// The cues found, for [`super::explain`].
pub(super) fn cues() -> (Vec<&'static Listed>, Vec<&'static Regex>) {
    let words = TOPICS.iter().flat_map(|topic| &topic.words);
    (words.collect(), TOPICS.iter().flat_map(|topic| &topic.patterns).collect())
}

#[cfg(test)]
mod tests {
    use super::topics;

    #[test]
    fn the_file_reads() {
        let topics = topics().unwrap();
        assert!(topics.iter().all(|topic| !topic.words.is_empty() || !topic.patterns.is_empty()));
        assert_eq!(topics.len(), 3);
    }
}
