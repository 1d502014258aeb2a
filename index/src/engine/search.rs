//! Searching: request → page of hits.

use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocSet, Searcher, TERMINATED, TantivyDocument, Term};

use super::ask::{ask, ask_strictly};
use super::cursor::Cursor;
use super::error::IndexError;
use super::open::Engine;
use super::ranking::Ranking;
use super::request::{Hit, Page, Search};
use super::snippet::Snippets;
use super::statistics::{Numbers, Statistics};
use super::top::{Top, count};
use crate::schema::Fields;

/// Hits on a page, however many are wanted.
const MOST_HITS: usize = 1_000;
/// Matches counted exactly where a search does not say how many: enough for a week's posts, and quick at a million.
const COUNTED: usize = 10_000;

impl Engine {
    /// Searches. Blocking, but quick.
    ///
    /// # Errors
    /// tantivy or disk; never because of what was typed.
    pub fn search(&self, search: &Search) -> Result<Page, IndexError> {
        let view = self.view();
        let fields = &self.inner.fields;
        let asked = ask(&view, fields, search)?;
        // Without words every match is equally good, and newest is best.
        let words = asked.words.as_deref().filter(|_| search.by_relevance);
        let by_relevance = words.is_some();
        let limit = search.limit.min(MOST_HITS);
        let cursor = search.cursor.as_deref().and_then(|cursor| Cursor::read(cursor, by_relevance));
        let (after, numbers) =
            cursor.map_or((None, Numbers::new()), |cursor| (Some(cursor.key), cursor.numbers));
        let statistics = Statistics::new(&view.searcher, &numbers)?;
        let unscored = asked.unscored();
        let bound = search.count_to.unwrap_or(COUNTED);
        let counted = match bound {
            _ if asked.everything => self.len(),
            0 => 0,
            bound => count(&view, unscored.as_ref(), bound)?,
        };
        let total_is_exact = asked.everything || (bound > 0 && counted <= bound);
        // One more than wanted, to know whether there is a next page.
        let mut top = Top::new(if limit == 0 { 0 } else { limit + 1 }, after);
        match words {
            Some(words) => {
                let ranking = Ranking::new(words, fields.words, &view.searcher, &statistics)?;
                top.best(&view, &ranking, asked.rules().as_deref())?;
            }
            None => top.newest(&view, unscored.as_ref())?,
        }
        let mut found = top.into_found();
        let has_more = found.len() > limit;
        found.truncate(limit);
        let numbers = statistics.into_numbers();
        let last = found.last().filter(|_| has_more).map(|last| last.key(&view)).transpose()?;
        let next = last.map(|key| Cursor { key, numbers }.write(by_relevance));
        let snippets = asked.marks.map(Snippets::new);
        let mut hits = Vec::with_capacity(found.len());
        for found in found {
            hits.push(self.hit(&view.searcher, found.address, snippets.as_ref())?);
        }
        let total = if total_is_exact { counted } else { counted.min(bound).max(hits.len()) };
        Ok(Page { hits, total, total_is_exact, next })
    }

    /// How many a search, taken at its word, matches, counted up to `bound`; more than that is `bound + 1`.
    pub(super) fn total(&self, search: &Search, bound: usize) -> Result<usize, IndexError> {
        let view = self.view();
        let asked = ask_strictly(&view, &self.inner.fields, search)?;
        Ok(count(&view, asked.unscored().as_ref(), bound)?)
    }

    /// One document.
    ///
    /// # Errors
    /// tantivy or disk.
    pub fn get(&self, id: &str) -> Result<Option<Hit>, IndexError> {
        let view = self.view();
        match address(&view.searcher, &self.inner.fields, id)? {
            Some(address) => Ok(Some(self.hit(&view.searcher, address, None)?)),
            None => Ok(None),
        }
    }

    /// Every document as (id, stored), by id: for comparing an index with a rebuilt one.
    ///
    /// # Errors
    /// tantivy or disk.
    pub fn dump(&self) -> Result<Vec<(String, Vec<u8>)>, IndexError> {
        let view = self.view();
        let mut all = Vec::with_capacity(self.len());
        for segment in view.searcher.segment_readers() {
            let store = segment.get_store_reader(10)?;
            for document in store.iter::<TantivyDocument>(segment.alive_bitset()) {
                let (id, _, stored) = self.inner.fields.hit_parts(&document?);
                all.push((id, stored));
            }
        }
        all.sort_unstable();
        Ok(all)
    }

    /// What is told of a document that was found.
    ///
    /// # Errors
    /// tantivy or disk.
    pub(super) fn hit(
        &self,
        searcher: &Searcher,
        address: DocAddress,
        snippets: Option<&Snippets>,
    ) -> Result<Hit, IndexError> {
        let fields = &self.inner.fields;
        let document: TantivyDocument = searcher.doc(address)?;
        let (id, time, stored) = fields.hit_parts(&document);
        let (mut snippet, mut title) = (String::new(), String::new());
        if let Some(snippets) = snippets {
            let shown = fields.shown(&document);
            snippet = snippets.of(shown.text, shown.attached, shown.title);
            title = snippets.title(shown.title);
        }
        Ok(Hit { id, time, stored, snippet, title })
    }
}

/// Where a document is; `None` if there is none of that id.
fn address(searcher: &Searcher, fields: &Fields, id: &str) -> Result<Option<DocAddress>, IndexError> {
    let term = Term::from_field_text(fields.id, id);
    for (ord, segment) in (0..).zip(searcher.segment_readers()) {
        let postings = segment.inverted_index(fields.id)?.read_postings(&term, IndexRecordOption::Basic)?;
        let Some(mut postings) = postings else { continue };
        while postings.doc() != TERMINATED {
            if segment.alive_bitset().is_none_or(|alive| alive.is_alive(postings.doc())) {
                return Ok(Some(DocAddress::new(ord, postings.doc())));
            }
            postings.advance();
        }
    }
    Ok(None)
}
