//! The peer: tantivy as one finds it, with its own Danish analyser (lower case, stop words, stemmer).

use std::path::Path;
use std::time::{Duration, Instant};

use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, Query, RangeQuery, TermQuery};
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{
    Language, LowerCaser, RemoveLongFilter, SimpleTokenizer, Stemmer, StopWordFilter, TextAnalyzer,
};
use tantivy::{Index, IndexReader, IndexWriter, Order, TantivyDocument, Term};

use super::generator::Generator;
use super::measure::Question;

/// The index and its fields.
pub struct Raw {
    reader: IndexReader,
    analyser: TextAnalyzer,
    text: Field,
    time: Field,
    filters: [Field; 4],
}

impl Raw {
    /// Fills an index with the same commits as ours; with the time that took, without making up the posts.
    pub fn fill(folder: &Path, words: &Generator, posts: u64, commit: u64) -> (Self, Duration) {
        let analyser = TextAnalyzer::builder(SimpleTokenizer::default())
            .filter(RemoveLongFilter::limit(40))
            .filter(LowerCaser)
            .filter(StopWordFilter::new(Language::Danish).expect("Danish"))
            .filter(Stemmer::new(Language::Danish))
            .build();
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("danish")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let text =
            schema.add_text_field("text", TextOptions::default().set_indexing_options(indexing).set_stored());
        let time = schema.add_i64_field("time", FAST | INDEXED);
        let stored = schema.add_bytes_field("stored", STORED);
        let filters =
            ["network", "sector", "kind", "tag"].map(|name| schema.add_text_field(name, STRING | FAST));
        let index = Index::create_in_dir(folder, schema.build()).expect("a new index");
        index.tokenizers().register("danish", analyser.clone());
        let mut writer: IndexWriter = index.writer_with_num_threads(1, 100_000_000).expect("a writer");
        let (mut start, mut took) = (0, Duration::ZERO);
        while start < posts {
            let end = (start + commit).min(posts);
            let samples: Vec<_> = (start..end).map(|number| words.sample(number, posts)).collect();
            let begun = Instant::now();
            for sample in samples {
                let mut made = TantivyDocument::default();
                made.add_text(
                    text,
                    format!("{}\n{}\n{}\n{}", sample.title, sample.text, sample.author, sample.organisation),
                );
                made.add_i64(time, sample.time);
                made.add_bytes(stored, sample.text.repeat(2).as_bytes());
                for (field, value) in filters.iter().zip([sample.network, sample.sector, sample.kind]) {
                    made.add_text(*field, value);
                }
                sample.tags.iter().for_each(|tag| made.add_text(filters[3], tag));
                writer.add_document(made).expect("a document");
            }
            writer.commit().expect("a commit");
            took += begun.elapsed();
            start = end;
        }
        let begun = Instant::now();
        writer.wait_merging_threads().expect("merges");
        took += begun.elapsed();
        (Self { reader: index.reader().expect("a reader"), analyser, text, time, filters }, took)
    }

    fn query(&mut self, question: &Question) -> Box<dyn Query> {
        let mut terms = Vec::new();
        self.analyser
            .token_stream(&question.words)
            .process(&mut |token| terms.push(Term::from_field_text(self.text, &token.text)));
        let values = [question.network, question.sector, question.kind, question.tag];
        let filters = self.filters.iter().zip(values);
        terms.extend(filters.filter_map(|(field, value)| Some(Term::from_field_text(*field, value?))));
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = terms
            .into_iter()
            .map(|term| {
                (Occur::Must, Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)) as Box<dyn Query>)
            })
            .collect();
        if let Some(since) = question.since {
            let from = std::ops::Bound::Included(Term::from_field_i64(self.time, since));
            clauses.push((Occur::Must, Box::new(RangeQuery::new(from, std::ops::Bound::Unbounded))));
        }
        if clauses.is_empty() {
            Box::new(tantivy::query::AllQuery)
        } else {
            Box::new(BooleanQuery::new(clauses))
        }
    }

    /// The newest 20, read.
    pub fn newest(&mut self, question: &Question) {
        let (query, searcher) = (self.query(question), self.reader.searcher());
        let top = TopDocs::with_limit(20).order_by_fast_field::<i64>("time", Order::Desc);
        for (_, address) in searcher.search(&query, &top).expect("an answer") {
            searcher.doc::<TantivyDocument>(address).expect("a document");
        }
    }

    /// The best 20, read.
    pub fn best(&mut self, question: &Question) {
        let (query, searcher) = (self.query(question), self.reader.searcher());
        for (_, address) in
            searcher.search(&query, &TopDocs::with_limit(20).order_by_score()).expect("an answer")
        {
            searcher.doc::<TantivyDocument>(address).expect("a document");
        }
    }
}
