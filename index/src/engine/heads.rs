//! The most frequent suggestions of one segment by how they begin: so that one letter is answered as quickly as ten.
//! Made once when a segment is first seen. Deleted documents are counted in; whoever shows a suggestion counts it anew.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use tantivy::InvertedIndexReader;
use tantivy::termdict::{TermDictionary, TermOrdinal};

use crate::suggestions::BETWEEN;

/// Characters of a beginning that are remembered; a longer one stands for few enough to be looked through.
pub(super) const LONGEST: usize = 4;
/// Suggestions remembered for a beginning.
const MOST: usize = 24;
/// Suggestions of a longer beginning that are looked through in one segment.
const MOST_LOOKED_THROUGH: usize = 4_000;

/// Beginnings that terms still come for, the shortest first: documents and place of the most frequent, the rarest on top.
type Open = Vec<(String, BinaryHeap<Reverse<(u32, u32)>>)>;

/// By beginning, the kind's letter first.
pub(super) struct Heads(HashMap<String, Vec<u32>>);

impl Heads {
    /// Reads the whole dictionary once.
    pub fn new(index: &InvertedIndexReader) -> std::io::Result<Self> {
        let mut heads = HashMap::new();
        // One open heap for each length: terms come in order, so a beginning that ended never comes back.
        let mut open: Open = Vec::new();
        let mut stream = index.terms().stream()?;
        while stream.advance() {
            let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
            let (Ok(ord), count) = (u32::try_from(stream.term_ord()), stream.value().doc_freq) else { break };
            let folded = term.split(BETWEEN).next().unwrap_or_default();
            let ends =
                folded.char_indices().skip(1).map(|(at, _)| at).chain([folded.len()]).take(LONGEST + 1);
            for (length, end) in ends.enumerate() {
                let head = &folded[..end];
                if open.get(length).is_none_or(|(before, _)| before != head) {
                    close(&mut open, length, &mut heads);
                    open.push((head.to_owned(), BinaryHeap::with_capacity(MOST + 1)));
                }
                if let Some((_, best)) = open.get_mut(length) {
                    best.push(Reverse((count, ord)));
                    if best.len() > MOST {
                        best.pop();
                    }
                }
            }
        }
        close(&mut open, 0, &mut heads);
        Ok(Self(heads))
    }

    /// Terms that begin so and how many documents have them, the most frequent among them.
    pub fn of(&self, dictionary: &TermDictionary, head: &str) -> std::io::Result<Vec<(String, u32)>> {
        let mut found = Vec::new();
        // The first character is the kind's.
        if head.chars().count() <= LONGEST + 1 {
            for ord in self.0.get(head).into_iter().flatten() {
                let (ord, mut term) = (TermOrdinal::from(*ord), Vec::new());
                if dictionary.ord_to_term(ord, &mut term)?
                    && let Ok(term) = String::from_utf8(term)
                {
                    let count = dictionary.get(term.as_bytes())?.map_or(0, |info| info.doc_freq);
                    found.push((term, count));
                }
            }
            return Ok(found);
        }
        let mut stream = dictionary.range().ge(head.as_bytes()).into_stream()?;
        while found.len() < MOST_LOOKED_THROUGH
            && stream.advance()
            && stream.key().starts_with(head.as_bytes())
        {
            if let Ok(term) = std::str::from_utf8(stream.key()) {
                found.push((term.to_owned(), stream.value().doc_freq));
            }
        }
        Ok(found)
    }
}

fn close(open: &mut Open, from: usize, heads: &mut HashMap<String, Vec<u32>>) {
    for (head, best) in open.drain(from.min(open.len())..) {
        heads.insert(head, best.into_iter().map(|Reverse((_, ord))| ord).collect());
    }
}
