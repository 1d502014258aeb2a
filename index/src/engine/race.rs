//! The best documents of one segment, looking into no more of it than can reach the page.
//!
//! What each window of a few documents can be worth at most is added up first, for all windows, which is quick because a
//! frequent word has that laid out. Then the windows that promise most are looked into, and with the bar that those set, what
//! can still be above it. Where a word that must be there is rare, its documents are looked at and nothing else.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::{Scorer, Weight};
use tantivy::{DocId, Score, SegmentReader, TERMINATED};

use super::lists::{Lengths, WINDOW};
use super::ranking::Lists;
use super::top::{Best, Heap};
use super::view::Known;

/// Rules that leave less than one document in so many are followed; others are only asked.
const SELECTIVE: u32 = 16;
/// Windows that are taken together when the most promising are looked for, and how many of those are looked into first.
const NEIGHBOURS: usize = 64;
const FIRST: usize = 32;

/// Score → quality, in thousandths.
fn quality(score: Score) -> i64 {
    // Saturates at the ends; a BM25 score is far from both.
    (f64::from(score) * 1_000.0).round() as i64
}

/// Scores above this have at least this quality.
fn least_score(quality: i64) -> Score {
    ((quality as f64 - 0.501) / 1_000.0) as Score
}

/// One segment's documents on their way to the page.
pub(super) struct Race<'a> {
    best: Best,
    /// Quality and time of the last of a page that other segments have filled.
    floor: Option<(i64, i64)>,
    /// The bar for the newest documents; for older ones it is a little higher.
    bar: Score,
    reader: &'a SegmentReader,
    known: &'a Known,
    norms: FieldNormReader,
    lengths: &'a Lengths,
    lists: Vec<Lists>,
}

impl<'a> Race<'a> {
    pub fn new(
        best: Best,
        floor: Option<(i64, i64)>,
        (reader, known): (&'a SegmentReader, &'a Known),
        (norms, lengths): (FieldNormReader, &'a Lengths),
        lists: Vec<Lists>,
    ) -> Self {
        let mut race = Self { best, floor, bar: Score::MIN, reader, known, norms, lengths, lists };
        race.bar = race.bar(i64::MAX);
        race
    }

    pub fn into_heap(self) -> Heap {
        self.best.heap
    }

    /// Runs it; `rules` say what may take part.
    ///
    /// # Errors
    /// tantivy or disk.
    pub fn run(&mut self, rules: Option<&dyn Weight>) -> tantivy::Result<()> {
        let rules = || rules.map(|rules| rules.scorer(self.reader, 1.0)).transpose();
        let asked = rules()?;
        let followed = asked.as_ref().map_or(u32::MAX, |rules| rules.size_hint());
        let rare = self.rarest();
        if followed < self.reader.max_doc() / SELECTIVE
            && rare.as_ref().is_none_or(|rare| rare.len() > followed as usize)
        {
            if let Some(mut rules) = asked {
                let mut doc = rules.doc();
                while doc != TERMINATED {
                    self.look_at(doc, &mut None);
                    doc = rules.advance();
                }
            }
            return Ok(());
        }
        let mut asked = asked;
        if let Some(docs) = rare {
            docs.into_iter().for_each(|doc| self.look_at(doc, &mut asked));
            return Ok(());
        }
        let bounds = self.bounds();
        let start = start(&bounds);
        // Twice from the newest to the oldest: postings and rules are only read forwards.
        let again = rules()?;
        self.look_into(&bounds, |bound| bound >= start, &mut asked);
        self.lists.iter_mut().flat_map(|lists| &mut lists.ways).for_each(|list| list.rewind());
        asked = again;
        self.look_into(&bounds, |bound| bound < start, &mut asked);
        Ok(())
    }

    /// The documents of the group that must be there and is in fewest, if all of its lists are rare.
    fn rarest(&self) -> Option<Vec<DocId>> {
        let mut rarest: Option<(usize, &Lists)> = None;
        for lists in self.lists.iter().filter(|lists| lists.is_must) {
            let sizes: Option<usize> = lists.ways.iter().map(|list| list.docs().map(<[DocId]>::len)).sum();
            if let Some(size) = sizes
                && rarest.is_none_or(|(least, _)| size < least)
            {
                rarest = Some((size, lists));
            }
        }
        let (size, lists) = rarest?;
        let mut docs = Vec::with_capacity(size);
        lists.ways.iter().filter_map(|list| list.docs()).for_each(|list| docs.extend_from_slice(list));
        if lists.ways.len() > 1 {
            docs.sort_unstable();
            docs.dedup();
        }
        Some(docs)
    }

    /// What each window can be worth at most; 0 where something that must be there is not.
    fn bounds(&self) -> Vec<Score> {
        let windows = (self.reader.max_doc() as usize).div_ceil(WINDOW);
        let mut all = vec![0.0; windows];
        let mut of_group = vec![0.0; windows];
        for (at, lists) in self.lists.iter().enumerate() {
            if at == 0 {
                lists.ways.iter().for_each(|list| list.add_bounds(self.lengths, &mut all));
                continue;
            }
            of_group.fill(0.0);
            lists.ways.iter().for_each(|list| list.add_bounds(self.lengths, &mut of_group));
            let is_must = lists.is_must;
            for (all, bound) in all.iter_mut().zip(&of_group) {
                *all = if *all > 0.0 && (*bound > 0.0 || !is_must) { *all + *bound } else { 0.0 };
            }
        }
        all
    }

    /// Looks at the documents of the windows whose bound is wanted and above the bar.
    fn look_into(
        &mut self,
        bounds: &[Score],
        wanted: impl Fn(Score) -> bool,
        rules: &mut Option<Box<dyn Scorer>>,
    ) {
        let end = self.reader.max_doc();
        for (first, bound) in (0..end).step_by(WINDOW).zip(bounds) {
            if *bound <= self.bar.max(0.0) || !wanted(*bound) {
                continue;
            }
            self.look_into_window(first, rules);
        }
    }

    /// All documents of a window at once, which a processor does in little more time than one.
    fn look_into_window(&mut self, first: DocId, rules: &mut Option<Box<dyn Scorer>>) {
        let end = self.reader.max_doc();
        let mut lengths = [1.0; WINDOW];
        for (doc, length) in (first..end).zip(&mut lengths) {
            *length = self.lengths.of(self.norms.fieldnorm_id(doc));
        }
        let mut scores = [0.0; WINDOW];
        for lists in &mut self.lists {
            let mut of_group = [0.0; WINDOW];
            lists.ways.iter_mut().for_each(|list| list.add_scores(first, &lengths, &mut of_group));
            for (score, this) in scores.iter_mut().zip(of_group) {
                *score += if lists.is_must && this <= 0.0 { Score::NEG_INFINITY } else { this };
            }
        }
        for (doc, score) in (first..end).zip(scores) {
            if score > self.bar && score > 0.0 {
                self.offer(doc, score, rules);
            }
        }
    }

    /// What scores above this may still reach the page, for documents of a time.
    fn bar(&self, time: i64) -> Score {
        let places = [self.floor, self.best.worst().map(|(quality, time, _)| (quality, time))];
        let bars = places.into_iter().flatten().map(|(quality, placed)| {
            least_score(if time < placed { quality.saturating_add(1) } else { quality })
        });
        bars.fold(Score::MIN, Score::max)
    }

    #[inline]
    fn look_at(&mut self, doc: DocId, rules: &mut Option<Box<dyn Scorer>>) {
        let length = self.lengths.of(self.norms.fieldnorm_id(doc));
        let mut score = 0.0;
        for lists in &mut self.lists {
            let of_group: Score = lists.ways.iter_mut().map(|list| list.score(doc, length)).sum();
            if lists.is_must && of_group <= 0.0 {
                return;
            }
            score += of_group;
        }
        if score > self.bar {
            self.offer(doc, score, rules);
        }
    }

    fn offer(&mut self, doc: DocId, score: Score, rules: &mut Option<Box<dyn Scorer>>) {
        let time = self.known.times.first(doc).unwrap_or(i64::MIN);
        let is_alive = self.reader.alive_bitset().is_none_or(|alive| alive.is_alive(doc));
        if !is_alive || score <= self.bar(time) {
            return;
        }
        if let Some(rules) = rules {
            let at = if rules.doc() < doc { rules.seek(doc) } else { rules.doc() };
            if at != doc {
                return;
            }
        }
        self.best.offer((quality(score), time, self.known.id(doc)), doc);
        self.bar = self.bar(i64::MAX);
    }
}

/// The bound of the least of the most promising windows.
fn start(bounds: &[Score]) -> Score {
    let mut best: Vec<Score> =
        bounds.chunks(NEIGHBOURS).map(|bounds| bounds.iter().copied().fold(0.0, Score::max)).collect();
    let place = FIRST.min(best.len()).saturating_sub(1);
    if best.is_empty() {
        return 0.0;
    }
    *best.select_nth_unstable_by(place, |left, right| right.total_cmp(left)).1
}

#[cfg(test)]
mod tests {
    use tantivy::TERMINATED;
    use tantivy::query::EnableScoring;

    use super::quality;
    use crate::engine::ask::ask;
    use crate::engine::ranking::Ranking;
    use crate::engine::statistics::Statistics;
    use crate::engine::top::Top;
    use crate::{Doc, Engine, Filter, Op, Search};

    const WORDS: [&str; 12] = [
        "ledelse",
        "trivsel",
        "kommune",
        "møde",
        "børn",
        "skolen",
        "og",
        "lederne",
        "ældrepleje",
        "hund",
        "mødet",
        "medarbejderudvikling",
    ];

    /// Posts of a few words, the first of them in most posts; the same every time.
    fn posts(from: u32, to: u32) -> Vec<Op> {
        let mut state = from.wrapping_add(7);
        let mut next = move |below: usize| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            usize::try_from(state >> 8).unwrap() % below
        };
        let text = |next: &mut dyn FnMut(usize) -> usize| {
            let words = (0..1 + next(12)).map(|_| WORDS[next(WORDS.len()).min(next(WORDS.len()))]);
            words.collect::<Vec<_>>().join(" ")
        };
        (from..to)
            .map(|number| {
                Op::Put(Box::new(Doc {
                    id: format!("{number:05}"),
                    time: i64::from(number / 3),
                    text: text(&mut next),
                    keywords: vec![("sector", ["stat", "region"][next(2)].to_owned())],
                    ..Doc::default()
                }))
            })
            .collect()
    }

    /// What tantivy itself makes of every document, against what the race finds without looking at most of them.
    #[test]
    fn the_best_are_those_that_scoring_everything_finds() {
        let folder = tempfile::tempdir().unwrap();
        let engine = Engine::open(folder.path()).unwrap();
        engine.apply(posts(0, 2_000), 1).unwrap();
        engine.apply(posts(2_000, 2_300), 2).unwrap();
        engine.apply((0..300).map(|number| Op::Remove(format!("{:05}", number * 7))).collect(), 3).unwrap();
        let region = Filter { field: "sector", any_of: vec!["region".to_owned()] };
        for text in [
            "ledelse",
            "ledelse trivsel",
            "møde og kommune",
            "lede hund",
            "\"og ledelse\" børn",
            "leder OR hund",
        ] {
            for filters in [vec![], vec![region.clone()]] {
                let search = Search {
                    text: text.to_owned(),
                    filters,
                    by_relevance: true,
                    limit: 50,
                    ..Search::default()
                };
                let view = engine.view();
                let asked = ask(&view, &engine.inner.fields, &search).unwrap();
                let words = asked.words.as_deref().unwrap();
                let statistics = Statistics::new(&view.searcher, &[]).unwrap();
                let scoring = EnableScoring::enabled_from_statistics_provider(&statistics, &view.searcher);
                let weight = words.weight(scoring).unwrap();
                let rules = asked.rules();
                let mut expected = Vec::new();
                for segment in &view.segments {
                    let reader = view.reader(segment);
                    let unscored = EnableScoring::disabled_from_searcher(&view.searcher);
                    let rules = rules.as_ref().map(|rules| rules.weight(unscored).unwrap());
                    let mut rules = rules.map(|rules| rules.scorer(reader, 1.0).unwrap());
                    let mut scorer = weight.scorer(reader, 1.0).unwrap();
                    while scorer.doc() != TERMINATED {
                        let doc = scorer.doc();
                        let passes = rules.as_mut().is_none_or(|rules| {
                            (if rules.doc() < doc { rules.seek(doc) } else { rules.doc() }) == doc
                        });
                        if passes && reader.alive_bitset().is_none_or(|alive| alive.is_alive(doc)) {
                            expected.push(quality(scorer.score()));
                        }
                        scorer.advance();
                    }
                }
                expected.sort_unstable_by(|left, right| right.cmp(left));
                expected.truncate(50);
                let ranking =
                    Ranking::new(words, engine.inner.fields.words, &view.searcher, &statistics).unwrap();
                let mut top = Top::new(50, None);
                top.best(&view, &ranking, rules.as_deref()).unwrap();
                let found: Vec<i64> =
                    top.into_found().iter().map(|found| found.key(&view).unwrap().quality).collect();
                assert!(found.len() == expected.len() && !found.is_empty(), "{text} {found:?} {expected:?}");
                // Sums of another order may differ in the last digit.
                let is_near = |(found, expected): (&i64, &i64)| found.abs_diff(*expected) <= 1;
                assert!(found.iter().zip(&expected).all(is_near), "{text} {found:?} {expected:?}");
                assert!(found.is_sorted_by(|left, right| left >= right), "{text}");
            }
        }
    }
}
