//! Searching: request → query → page of hits.

use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, EnableScoring, Occur, Query, TermQuery,
    TermSetQuery,
};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocSet, Searcher, TERMINATED, TantivyDocument, Term};

use super::collect::{Top, quality};
use super::cursor::Key;
use super::error::IndexError;
use super::open::Engine;
use super::request::{Filter, Hit, Page, Search};
use super::snippet::Snippets;
use crate::query::{Builder, Marks, Parsed, parse, times};
use crate::schema::Fields;

/// Hits on a page, however many are wanted.
const MOST_HITS: usize = 1_000;

/// A word that fewer documents have is, by relevance, looked for in its parts too: a page is not full.
const ENOUGH_OF_A_WORD: usize = 10;
/// Several words that are together in fewer documents are, by relevance, also looked for one without the other.
const ENOUGH: usize = 3;

/// A search as tantivy is asked.
pub(super) struct Asked {
    pub query: Box<dyn Query>,
    /// What to highlight; `None` if nothing was searched for.
    pub marks: Option<Marks>,
    /// True if nothing restricts it.
    pub everything: bool,
}

impl Engine {
    /// Searches. Blocking, but quick.
    ///
    /// # Errors
    /// tantivy or disk; never because of what was typed.
    pub fn search(&self, search: &Search) -> Result<Page, IndexError> {
        let searcher = self.inner.reader.searcher();
        let fields = &self.inner.fields;
        let asked = ask(&searcher, fields, search)?;
        // Without words every match is equally good, and newest is best.
        let by_relevance = search.by_relevance && asked.marks.is_some();
        let limit = search.limit.min(MOST_HITS);
        let mut after = search.cursor.as_deref().and_then(|cursor| Key::read(cursor, by_relevance));
        if let Some(key) = after.as_mut().filter(|_| by_relevance)
            && let Some(now) = quality_now(&searcher, fields, asked.query.as_ref(), &key.id)?
        {
            // Scores drift as documents arrive. What the last hit is worth today says where it stands today.
            key.quality = now;
        }
        // One more than wanted, to know whether there is a next page.
        let top = Top {
            limit: if limit == 0 { 0 } else { limit + 1 },
            by_relevance,
            after,
            everything: asked.everything,
        };
        let mut found = searcher.search(asked.query.as_ref(), &top)?;
        let has_more = found.top.len() > limit;
        found.top.truncate(limit);
        let next = found.top.last().filter(|_| has_more).map(|(key, _)| key.write(by_relevance));
        let mut snippets = asked.marks.map(Snippets::new);
        let mut hits = Vec::with_capacity(found.top.len());
        for (_, address) in found.top {
            hits.push(self.hit(&searcher, address, snippets.as_mut())?);
        }
        Ok(Page { hits, total: found.total, next })
    }

    /// One document.
    ///
    /// # Errors
    /// tantivy or disk.
    pub fn get(&self, id: &str) -> Result<Option<Hit>, IndexError> {
        let searcher = self.inner.reader.searcher();
        match address(&searcher, &self.inner.fields, id)? {
            Some(address) => Ok(Some(self.hit(&searcher, address, None)?)),
            None => Ok(None),
        }
    }

    /// Every document as (id, stored), by id: for comparing an index with a rebuilt one.
    ///
    /// # Errors
    /// tantivy or disk.
    pub fn dump(&self) -> Result<Vec<(String, Vec<u8>)>, IndexError> {
        let searcher = self.inner.reader.searcher();
        let mut all = Vec::with_capacity(self.len());
        for segment in searcher.segment_readers() {
            let store = segment.get_store_reader(10)?;
            for document in store.iter::<TantivyDocument>(segment.alive_bitset()) {
                let (id, _, stored) = self.inner.fields.hit_parts(&document?);
                all.push((id, stored));
            }
        }
        all.sort_unstable();
        Ok(all)
    }

    fn hit(
        &self,
        searcher: &Searcher,
        address: DocAddress,
        snippets: Option<&mut Snippets>,
    ) -> Result<Hit, IndexError> {
        let fields = &self.inner.fields;
        let document: TantivyDocument = searcher.doc(address)?;
        let (id, time, stored) = fields.hit_parts(&document);
        let snippet = snippets.map_or_else(String::new, |snippets| {
            snippets
                .of(fields.stored_text(&document, fields.text), fields.stored_text(&document, fields.title))
        });
        Ok(Hit { id, time, stored, snippet })
    }
}

/// Words, filters and times of a search as one query.
pub(super) fn ask(searcher: &Searcher, fields: &Fields, search: &Search) -> Result<Asked, IndexError> {
    let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
    let marks = match parse(&search.text) {
        Parsed::Everything => None,
        Parsed::Nothing => {
            clauses.push((Occur::Must, Box::new(EmptyQuery)));
            Some(Marks::default())
        }
        Parsed::Tree(node) => {
            // Newest first, what is only nearly meant would stand between what is meant: then only if there is nothing.
            let (enough, of_a_word) = if search.by_relevance { (ENOUGH, ENOUGH_OF_A_WORD) } else { (1, 1) };
            let mut builder = Builder::new(fields, searcher, of_a_word);
            let mut query = builder.query(&node);
            if !builder.is_found(query.as_ref(), enough)?
                && let Some(loose) = builder.loosely(&node)
            {
                query = Box::new(BooleanQuery::union(vec![Box::new(BoostQuery::new(query, 10.0)), loose]));
            }
            clauses.push((Occur::Must, query));
            Some(builder.into_marks())
        }
    };
    clauses.extend(search.filters.iter().map(|filter| (Occur::Must, any_of(fields, filter))));
    if search.since.is_some() || search.until.is_some() {
        clauses.push((Occur::Must, times(fields.time, search.since, search.until)));
    }
    let everything = clauses.is_empty();
    let query: Box<dyn Query> = match clauses.len() {
        0 => Box::new(AllQuery),
        1 => clauses.remove(0).1,
        _ => Box::new(BooleanQuery::new(clauses)),
    };
    Ok(Asked { query, marks, everything })
}

fn any_of(fields: &Fields, filter: &Filter) -> Box<dyn Query> {
    let Some(field) = fields.exact(filter.field) else {
        tracing::warn!(
            field = filter.field,
            "a filter on a field that the index does not have matches nothing"
        );
        return Box::new(EmptyQuery);
    };
    let values: Vec<Term> = filter.any_of.iter().map(|value| fields.exact_term(field, value)).collect();
    let query: Box<dyn Query> = match &values[..] {
        [] => return Box::new(EmptyQuery),
        [one] => Box::new(TermQuery::new(one.clone(), IndexRecordOption::Basic)),
        _ => Box::new(TermSetQuery::new(values)),
    };
    Box::new(ConstScoreQuery::new(query, 0.0))
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

/// What a query gives a document today; `None` if it is gone or does not match any more.
fn quality_now(
    searcher: &Searcher,
    fields: &Fields,
    query: &dyn Query,
    id: &str,
) -> Result<Option<i64>, IndexError> {
    let Some(address) = address(searcher, fields, id)? else { return Ok(None) };
    let weight = query.weight(EnableScoring::enabled_from_searcher(searcher))?;
    let mut scorer = weight.scorer(searcher.segment_reader(address.segment_ord), 1.0)?;
    let mut doc = scorer.doc();
    if doc < address.doc_id {
        doc = scorer.seek(address.doc_id);
    }
    Ok((doc == address.doc_id).then(|| quality(scorer.score())))
}
