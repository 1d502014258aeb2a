//! Where a word of a query is in one segment and what it is worth there. A frequent word is laid out once, a byte for each
//! document and one for each window of them, and kept with the segment: then a score is one look, and a window that cannot
//! reach the page is passed over without looking into it. A rare word is read each time.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::TermInfo;
use tantivy::query::Weight;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, Score, SegmentReader, TERMINATED};

/// Documents of a window.
pub(super) const WINDOW: usize = 16;
/// A word that fewer documents have, or fewer than one in so many, is read each time.
const FREQUENT: u32 = 512;
const ONE_IN: u32 = 64;
/// Frequent words kept for a segment, each of a byte a document and a sixteenth.
const MOST_KEPT: usize = 96;
/// A bound may not be below a score because a rounding went the other way.
const ROUNDING: Score = 1.000_1;

/// BM25's constants, tantivy's own values.
const K1: Score = 1.2;
const B: Score = 0.75;
/// What the highest score of a word with a rarity of one is.
pub(super) const HIGHEST: Score = K1 + 1.0;

/// How much the length of a document takes away, by the length as tantivy writes it in a byte.
pub(super) struct Lengths {
    average: Score,
    by_id: [Score; 256],
}

impl Lengths {
    /// For documents of so many words on average.
    pub fn new(average: Score) -> Self {
        let mut by_id = [0.0; 256];
        for (id, length) in (0..=u8::MAX).zip(&mut by_id) {
            *length = K1 * (1.0 - B + B * FieldNormReader::id_to_fieldnorm(id) as Score / average);
        }
        Self { average, by_id }
    }

    pub fn of(&self, id: u8) -> Score {
        self.by_id[usize::from(id)]
    }
}

/// A frequent word of a segment.
pub(super) struct Frequent {
    /// How often it is in each document; 255 stands for more.
    times: Vec<u8>,
    /// The best that is in each window, of 255.
    best: Vec<u8>,
    /// The average length for which `best` holds.
    average: Score,
}

/// A word, or something else that is scored, in one segment.
pub(super) enum List {
    Frequent {
        word: Arc<Frequent>,
        worth: Score,
    },
    /// In order, with scores.
    Rare {
        docs: Vec<DocId>,
        scores: Vec<Score>,
        at: usize,
    },
}

/// Frequent words of a segment, by term: when each was last wanted.
#[derive(Default)]
pub(super) struct Kept(Mutex<(u64, Words)>);

type Words = HashMap<Vec<u8>, (u64, Arc<Frequent>)>;

impl Kept {
    fn get(&self, term: &[u8]) -> Option<Arc<Frequent>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.0 += 1;
        let now = kept.0;
        let (last, word) = kept.1.get_mut(term)?;
        *last = now;
        Some(Arc::clone(word))
    }

    fn put(&self, term: &[u8], word: &Arc<Frequent>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = kept.0;
        if kept.1.len() >= MOST_KEPT {
            let oldest = kept.1.iter().min_by_key(|(_, (last, _))| *last).map(|(term, _)| term.clone());
            oldest.and_then(|term| kept.1.remove(&term));
        }
        kept.1.insert(term.to_vec(), (now, Arc::clone(word)));
    }
}

impl List {
    /// A term that is worth so much.
    ///
    /// # Errors
    /// Disk.
    pub fn of_term(
        index: &InvertedIndexReader,
        (term, info): (&[u8], &TermInfo),
        worth: Score,
        (norms, lengths): (&FieldNormReader, &Lengths),
        kept: &Kept,
    ) -> std::io::Result<Self> {
        let is_frequent = info.doc_freq >= FREQUENT && info.doc_freq >= norms.num_docs() / ONE_IN;
        if is_frequent && let Some(word) = kept.get(term) {
            return Ok(Self::Frequent { word, worth });
        }
        let mut postings = index.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
        let mut left = info.doc_freq as usize;
        let mut read = |take: &mut dyn FnMut(DocId, u8)| {
            while left > 0 && postings.block_len() > 0 {
                left -= postings.block_len();
                for (doc, times) in postings.docs().iter().zip(postings.freqs()) {
                    take(*doc, u8::try_from(*times).unwrap_or(u8::MAX));
                }
                postings.advance();
            }
        };
        if !is_frequent {
            let mut docs = Vec::with_capacity(info.doc_freq as usize);
            let mut scores = Vec::with_capacity(info.doc_freq as usize);
            read(&mut |doc, times| {
                docs.push(doc);
                scores.push(score(worth, times, lengths.of(norms.fieldnorm_id(doc))));
            });
            return Ok(Self::Rare { docs, scores, at: 0 });
        }
        let size = norms.num_docs() as usize;
        let mut word =
            Frequent { times: vec![0; size], best: vec![0; size.div_ceil(WINDOW)], average: lengths.average };
        read(&mut |doc, times| {
            let share = score(1.0, times, lengths.of(norms.fieldnorm_id(doc)));
            let (doc, share) = (doc as usize, (share * 255.0).ceil().min(255.0) as u8);
            if let (Some(place), Some(best)) = (word.times.get_mut(doc), word.best.get_mut(doc / WINDOW)) {
                *place = times;
                *best = share.max(*best);
            }
        });
        let word = Arc::new(word);
        kept.put(term, &word);
        Ok(Self::Frequent { word, worth })
    }

    /// Anything else that is scored.
    ///
    /// # Errors
    /// tantivy or disk.
    pub fn of_other(weight: &dyn Weight, boost: Score, reader: &SegmentReader) -> tantivy::Result<Self> {
        let mut scorer = weight.scorer(reader, boost)?;
        let (mut docs, mut scores) = (Vec::new(), Vec::new());
        while scorer.doc() != TERMINATED {
            docs.push(scorer.doc());
            // A rule counts nothing, and yet it is there.
            scores.push(scorer.score().max(Score::MIN_POSITIVE));
            scorer.advance();
        }
        Ok(Self::Rare { docs, scores, at: 0 })
    }

    /// The documents of a rare one.
    pub fn docs(&self) -> Option<&[DocId]> {
        match self {
            Self::Frequent { .. } => None,
            Self::Rare { docs, .. } => Some(docs),
        }
    }

    /// Adds what it can be worth at most in each window.
    pub fn add_bounds(&self, lengths: &Lengths, bounds: &mut [Score]) {
        match self {
            Self::Frequent { word, worth } => {
                // Where documents have become longer since, each of them counts as shorter than it did.
                let longer = (lengths.average / word.average).max(1.0);
                let worth = worth * longer * ROUNDING / 255.0;
                for (bound, best) in bounds.iter_mut().zip(&word.best) {
                    *bound += worth * Score::from(*best);
                }
            }
            Self::Rare { docs, scores, .. } => {
                for (doc, score) in docs.iter().zip(scores) {
                    if let Some(bound) = bounds.get_mut(*doc as usize / WINDOW) {
                        *bound += score * ROUNDING;
                    }
                }
            }
        }
    }

    /// Adds the scores of a window's documents, of which the first is given. Windows are asked about in order.
    pub fn add_scores(&mut self, first: DocId, lengths: &[Score; WINDOW], scores: &mut [Score; WINDOW]) {
        match self {
            Self::Frequent { word, worth } => {
                let start = first as usize;
                let Some(times) = word.times.get(start..start + WINDOW) else { return };
                for ((sum, times), length) in scores.iter_mut().zip(times).zip(lengths) {
                    *sum += score(*worth, *times, *length);
                }
            }
            Self::Rare { docs, scores: all, at } => {
                leap(docs, at, first);
                while let (Some(doc), Some(score)) = (docs.get(*at), all.get(*at))
                    && let Some(sum) = scores.get_mut((doc - first) as usize)
                {
                    *sum += score;
                    *at += 1;
                }
            }
        }
    }

    /// Back to the first document.
    pub fn rewind(&mut self) {
        if let Self::Rare { at, .. } = self {
            *at = 0;
        }
    }

    /// What a document has of it; 0 if nothing. Documents are asked about in order.
    #[inline]
    pub fn score(&mut self, doc: DocId, length: Score) -> Score {
        match self {
            Self::Frequent { word, worth } => match word.times.get(doc as usize) {
                None | Some(0) => 0.0,
                Some(times) => score(*worth, *times, length),
            },
            Self::Rare { docs, scores, at } => {
                leap(docs, at, doc);
                if docs.get(*at) == Some(&doc) { scores[*at] } else { 0.0 }
            }
        }
    }
}

/// To the first document that is not before this: leaps that grow, then halving, because most are near and some far.
fn leap(docs: &[DocId], at: &mut usize, doc: DocId) {
    let mut step = 1;
    while docs.get(*at + step).is_some_and(|&next| next < doc) {
        *at += step;
        step *= 2;
    }
    let end = (*at + step + 1).min(docs.len());
    *at += docs.get(*at..end).map_or(0, |near| near.partition_point(|&near| near < doc));
}

#[inline]
fn score(worth: Score, times: u8, length: Score) -> Score {
    let times = Score::from(times);
    worth * (times / (times + length))
}
