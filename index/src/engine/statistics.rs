//! How frequent words are, as the first page of a search saw it. A score depends on that, so it changes for all documents
//! with each that arrives, and what was below the end of a page may be above it by the time the next one is asked for.
//! The cursor therefore carries the numbers, and all pages of a search are ranked alike.

use std::sync::{Mutex, PoisonError};

use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

/// Words whose numbers a cursor carries; a search of more is ranked anew for each page.
const MOST_WORDS: usize = 48;
/// Documents that a cursor may claim: it comes from an address that anybody may write.
const MOST_DOCUMENTS: u64 = 1 << 40;

/// Numbers of a search: documents, words in all of them, then documents of each word in the order in which tantivy asks,
/// which is the same for the same search. Empty if there is nothing to carry.
pub(super) type Numbers = Vec<u64>;

/// Today's numbers, or those of the first page as far as they go.
pub(super) struct Statistics<'a> {
    searcher: &'a Searcher,
    before: &'a [u64],
    documents: u64,
    asked: Mutex<Asked>,
}

#[derive(Default)]
struct Asked {
    /// The field of all words; others are asked about too rarely to be carried.
    field: Option<Field>,
    length: u64,
    words: Vec<u64>,
}

impl<'a> Statistics<'a> {
    /// `before` are the numbers of a cursor, or none.
    ///
    /// # Errors
    /// tantivy or disk.
    pub fn new(searcher: &'a Searcher, before: &'a [u64]) -> tantivy::Result<Self> {
        let documents = match before.first() {
            Some(documents) => *documents,
            None => searcher.total_num_docs()?,
        };
        let documents = documents.clamp(1, MOST_DOCUMENTS);
        Ok(Self { searcher, before, documents, asked: Mutex::default() })
    }

    /// The numbers that were given, for the next cursor.
    pub fn into_numbers(self) -> Numbers {
        let asked = self.asked.into_inner().unwrap_or_else(PoisonError::into_inner);
        if asked.words.len() > MOST_WORDS {
            return Numbers::new();
        }
        [self.documents, asked.length].into_iter().chain(asked.words).collect()
    }
}

impl Bm25StatisticsProvider for Statistics<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let is_first = *asked.field.get_or_insert(field) == field;
        let length = match self.before.get(1).filter(|_| is_first) {
            Some(length) => *length,
            None => self.searcher.total_num_tokens(field)?,
        };
        // Nothing is divided by nothing.
        let length = length.max(1);
        if is_first {
            asked.length = length;
        }
        Ok(length)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.documents)
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let number = match self.before.get(2 + asked.words.len()) {
            Some(number) => *number,
            None => self.searcher.doc_freq(term)?,
        };
        // No word is in more documents than there are, whatever a cursor says: tantivy would panic.
        let number = number.min(self.documents);
        asked.words.push(number);
        Ok(number)
    }
}
