//! Fields of the index and their version. Knows documents as fields, nothing of queries or disk.

use std::collections::BTreeSet;

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value,
};
use tantivy::tokenizer::{
    PreTokenizedString, RAW_TOKENIZER_NAME, TextAnalyzer, TokenStream, Tokenizer, TokenizerManager,
};
use tantivy::{IndexSettings, IndexSortByField, Order, TantivyDocument, Term};

use crate::analyser::Danish;
use crate::document::Doc;
use crate::fold::{fold_exact, fold_word};
use crate::suggestions::terms;

/// Raise it with every change of fields, analyser or folding: an index of another version is rebuilt.
pub(crate) const VERSION: u32 = 9;

/// The fields one can filter by and count, besides `tag`.
pub(crate) const KEYWORDS: [&str; 13] = [
    "network",
    "source",
    "sector",
    "organisation",
    "author",
    "language",
    "kind",
    "state",
    "media",
    "mark",
    "label",
    "same",
    "writer",
];

/// Columns of numbers, for sums over everything that matches; a document has each once or not at all.
pub(crate) const NUMBERS: [&str; 8] =
    ["reactions", "comments", "shares", "views", "followers", "fetched", "starts", "ends"];

/// Field name of hashtags.
pub(crate) const TAG: &str = "tag";
/// Field name of the sort key.
pub(crate) const TIME: &str = "time";
/// Field name of the document id.
pub(crate) const ID: &str = "id";

const TEXT_TOKENIZER: &str = "danish";
const NAMES_TOKENIZER: &str = "danish_names";

/// Handles of all fields.
#[derive(Clone, Debug)]
pub(crate) struct Fields {
    pub schema: Schema,
    pub id: Field,
    pub time: Field,
    /// Kept for snippets; searched in `words`.
    pub title: Field,
    /// Kept for snippets; searched in `words`.
    pub text: Field,
    /// Kept for snippets; searched in `words`.
    attached: Field,
    /// Every word one can search for: title, text, what hangs on it, tags and names. One field, so that a word of a query is one or two
    /// terms and not as many in each of four fields.
    pub words: Field,
    pub names: Field,
    pub tag: Field,
    /// Words of the author's and the organisation's name.
    pub author_words: Field,
    pub organisation_words: Field,
    /// `field:value`, folded: what the query language asks for (people do not type our capitals).
    pub facts: Field,
    /// What a document offers while one types, see [`crate::suggestions`].
    pub suggest: Field,
    stored: Field,
    keywords: [Field; KEYWORDS.len()],
    numbers: [Field; NUMBERS.len()],
}

/// Texts of a document from the store.
pub(crate) struct Shown<'a> {
    pub title: &'a str,
    pub text: &'a str,
    pub attached: &'a str,
}

impl Fields {
    /// Builds the schema.
    pub fn new() -> Self {
        let mut builder = Schema::builder();
        let words = |tokenizer: &str| {
            let indexing = TextFieldIndexing::default()
                .set_tokenizer(tokenizer)
                .set_index_option(IndexRecordOption::WithFreqsAndPositions);
            TextOptions::default().set_indexing_options(indexing)
        };
        let exact = || STRING.set_fast(RAW_TOKENIZER_NAME);
        Self {
            id: builder.add_text_field(ID, exact().set_stored()),
            time: builder.add_i64_field(TIME, FAST | INDEXED | STORED),
            title: builder.add_text_field("title", STORED),
            text: builder.add_text_field("text", STORED),
            attached: builder.add_text_field("attached", STORED),
            words: builder.add_text_field("words", words(TEXT_TOKENIZER)),
            names: builder.add_text_field("names", words(NAMES_TOKENIZER)),
            tag: builder.add_text_field(TAG, exact()),
            author_words: builder.add_text_field("author_words", words(NAMES_TOKENIZER)),
            organisation_words: builder.add_text_field("organisation_words", words(NAMES_TOKENIZER)),
            facts: builder.add_text_field("facts", STRING),
            suggest: builder.add_text_field("suggest", STRING),
            stored: builder.add_bytes_field("stored", STORED),
            keywords: KEYWORDS.map(|name| builder.add_text_field(name, exact())),
            numbers: NUMBERS.map(|name| builder.add_i64_field(name, FAST)),
            schema: builder.build(),
        }
    }

    /// A field to filter by or count; `None` if there is none of that name.
    pub fn exact(&self, name: &str) -> Option<Field> {
        if name == TAG {
            return Some(self.tag);
        }
        KEYWORDS.iter().position(|keyword| *keyword == name).map(|at| self.keywords[at])
    }

    /// A value of a field to filter by, as the index has it.
    pub fn exact_value(&self, name: &str, value: &str) -> String {
        if name == TAG { fold_exact(value) } else { value.to_owned() }
    }

    /// The term of `name:value` as people type it.
    pub fn fact(&self, name: &str, value: &str) -> Term {
        Term::from_field_text(self.facts, &format!("{name}:{}", fold_word(value.trim())))
    }

    /// A document as tantivy takes it.
    pub fn document(&self, doc: &Doc) -> TantivyDocument {
        let mut made = TantivyDocument::default();
        made.add_text(self.id, &doc.id);
        made.add_i64(self.time, doc.time);
        made.add_text(self.title, &doc.title);
        made.add_text(self.text, &doc.text);
        made.add_text(self.names, &doc.names);
        if !doc.title.is_empty() {
            // Twice: a word in the title says more about a post than one in its text.
            made.add_text(self.words, &doc.title);
            made.add_text(self.words, &doc.title);
        }
        made.add_text(self.words, &doc.text);
        // A value of its own: no phrase reaches from the text into what hangs on it.
        if !doc.attached.is_empty() {
            made.add_text(self.attached, &doc.attached);
            made.add_text(self.words, &doc.attached);
        }
        made.add_pre_tokenized_text(self.words, name_tokens(&doc.names));
        // Each once, or a count would count the document twice.
        let tags: BTreeSet<String> = doc.tags.iter().map(|tag| fold_exact(tag)).collect();
        for tag in &tags {
            made.add_text(self.tag, tag);
            made.add_text(self.words, format!("#{tag}"));
        }
        terms(doc).iter().for_each(|term| made.add_text(self.suggest, term));
        let mut seen = BTreeSet::new();
        for (name, value) in doc.keywords.iter().filter(|keyword| seen.insert(*keyword)) {
            let Some(field) = self.exact(name).filter(|field| *field != self.tag) else {
                tracing::warn!(field = name, "a keyword of a field that the index does not have is left out");
                continue;
            };
            made.add_text(field, value);
            // Nobody types a writer's key.
            if *name != "writer" {
                made.add_text(self.facts, format!("{name}:{}", fold_word(value.trim())));
            }
            match *name {
                "author" => made.add_text(self.author_words, value),
                "organisation" => made.add_text(self.organisation_words, value),
                _ => {}
            }
        }
        for (name, number) in &doc.numbers {
            match NUMBERS.iter().position(|known| known == name) {
                Some(at) => made.add_i64(self.numbers[at], *number),
                None => tracing::warn!(field = name, "a number that the index has no column for is left out"),
            }
        }
        made.add_bytes(self.stored, &doc.stored);
        made
    }

    /// The id, time and stored bytes of a document from the store.
    pub fn hit_parts(&self, document: &TantivyDocument) -> (String, i64, Vec<u8>) {
        let id = self.stored_text(document, self.id).to_owned();
        let time = document.get_first(self.time).and_then(|value| value.as_i64()).unwrap_or(0);
        let stored = document.get_first(self.stored).and_then(|value| value.as_bytes()).unwrap_or(&[]);
        (id, time, stored.to_vec())
    }

    /// What of a document is shown to say why it was found.
    pub fn shown<'a>(&self, document: &'a TantivyDocument) -> Shown<'a> {
        Shown {
            title: self.stored_text(document, self.title),
            text: self.stored_text(document, self.text),
            attached: self.stored_text(document, self.attached),
        }
    }

    /// A stored text field; every document has them, so a missing one is an empty one.
    fn stored_text<'a>(&self, document: &'a TantivyDocument, field: Field) -> &'a str {
        document.get_first(field).and_then(|value| value.as_str()).unwrap_or("")
    }
}

/// Names among the words: as written, for a name has no inflections and no parts.
fn name_tokens(names: &str) -> PreTokenizedString {
    let mut analyser = Danish::names();
    let mut stream = analyser.token_stream(names);
    let mut tokens = Vec::new();
    stream.process(&mut |token| tokens.push(token.clone()));
    PreTokenizedString { text: names.to_owned(), tokens }
}

/// The analysers under the names the schema uses.
pub(crate) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(TEXT_TOKENIZER, TextAnalyzer::from(Danish::text()));
    manager.register(NAMES_TOKENIZER, TextAnalyzer::from(Danish::names()));
    manager
}

/// Segments are kept newest first, so that the wall's own query stops early.
pub(crate) fn settings() -> IndexSettings {
    IndexSettings {
        sort_by_field: Some(IndexSortByField { field: TIME.to_owned(), order: Order::Desc }),
        // Hits are spread over the index, and for each a whole block is unpacked.
        docstore_blocksize: 4_096,
        ..IndexSettings::default()
    }
}
