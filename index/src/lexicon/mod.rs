//! What is known of Danish words: which lemma a form belongs to, which words a compound is made of, what means the same.
//! Knows folded words, nothing of texts, fields, queries or tantivy's index.

mod compound;
mod lemma;
mod related;
mod synonym;
mod table;

pub(crate) use compound::{WordTerms, word_terms};
pub(crate) use lemma::is_listed;
use lemma::lemmas;
pub(crate) use related::related;
pub(crate) use synonym::synonyms_of;
