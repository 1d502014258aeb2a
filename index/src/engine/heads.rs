//! The most frequent suggestions of one segment by how they begin: so that one letter is answered as quickly as ten.
//! Made once when a segment is first seen. Deleted documents are counted in; whoever shows a suggestion counts it anew.

use std::cmp::Reverse;
use std::collections::HashMap;

use tantivy::InvertedIndexReader;
use tantivy::termdict::{TermDictionary, TermOrdinal};

use crate::suggestions::BETWEEN;

/// Characters of a beginning that is remembered.
const LONGEST: usize = 24;
/// Suggestions remembered for a beginning.
const MOST: usize = 24;
/// Suggestions that are looked through; a beginning of more is remembered.
const FEW: usize = 64;

/// By beginning, the kind's letter first: places of the most frequent, and how many documents have them.
pub(super) struct Heads(HashMap<String, Vec<(u32, u32)>>);

/// Beginnings that terms still come for, the shortest first: the beginning, and how many terms were before its first.
type Open = Vec<(String, usize)>;

impl Heads {
    /// Reads the whole dictionary once.
    pub fn new(index: &InvertedIndexReader) -> std::io::Result<Self> {
        let mut heads = HashMap::new();
        let mut all: Vec<(u32, u32)> = Vec::new();
        // Terms come in order, so a beginning that ended never comes back.
        let mut open: Open = Vec::new();
        let mut stream = index.terms().stream()?;
        while stream.advance() {
            let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
            let Ok(ord) = u32::try_from(stream.term_ord()) else { break };
            let folded = term.split(BETWEEN).next().unwrap_or_default();
            let same = open.iter().take_while(|(head, _)| folded.starts_with(head.as_str())).count();
            close(&mut open, same, &all, &mut heads);
            let ends = folded.char_indices().skip(1).map(|(at, _)| at).chain([folded.len()]);
            for end in ends.take(LONGEST + 1).skip(same) {
                open.push((folded[..end].to_owned(), all.len()));
            }
            all.push((ord, stream.value().doc_freq));
        }
        close(&mut open, 0, &all, &mut heads);
        Ok(Self(heads))
    }

    /// Terms that begin so and how many documents have them, the most frequent among them.
    pub fn of(&self, dictionary: &TermDictionary, head: &str) -> std::io::Result<Vec<(String, u32)>> {
        let mut found = Vec::new();
        if let Some(known) = self.0.get(head) {
            for (ord, count) in known {
                let mut term = Vec::new();
                if dictionary.ord_to_term(TermOrdinal::from(*ord), &mut term)?
                    && let Ok(term) = String::from_utf8(term)
                {
                    found.push((term, *count));
                }
            }
            return Ok(found);
        }
        let mut stream = dictionary.range().ge(head.as_bytes()).into_stream()?;
        // Of a beginning longer than any that is remembered there may be more; nobody types that far.
        while found.len() < FEW && stream.advance() && stream.key().starts_with(head.as_bytes()) {
            if let Ok(term) = std::str::from_utf8(stream.key()) {
                found.push((term.to_owned(), stream.value().doc_freq));
            }
        }
        Ok(found)
    }
}

/// Remembers those from `from` on for which many terms came.
fn close(open: &mut Open, from: usize, all: &[(u32, u32)], heads: &mut HashMap<String, Vec<(u32, u32)>>) {
    for (head, before) in open.drain(from.min(open.len())..) {
        let Some(these) = all.get(before..).filter(|these| these.len() > FEW) else { continue };
        let mut best = these.to_vec();
        best.select_nth_unstable_by_key(MOST, |(ord, count)| (Reverse(*count), *ord));
        best.truncate(MOST);
        heads.insert(head, best);
    }
}
