//! What to type next.

use std::collections::HashMap;
use std::sync::Arc;

use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, TERMINATED, Term};

use super::ask::ask_strictly;
use super::error::IndexError;
use super::open::Engine;
use super::request::Search;
use super::sieve::{self, Bits};
use super::view::View;
use crate::fold::{fold_exact, fold_word};
use crate::query::is_stop_word;
use crate::suggestions::{AUTHOR, BETWEEN, ORGANISATION, TAG, WORD, folded_name};

/// Bytes of a text that is completed; nobody types a longer one.
const LONGEST: usize = 1_000;
/// Suggestions given, however many are wanted.
const MOST: usize = 50;
/// Words of a name that are looked at together: `kommunernes lands` is the beginning of one name.
const MOST_NAME_WORDS: usize = 3;

/// Suggestions of a kind that are looked at, the most frequent first.
const MOST_LOOKED_AT: usize = 100;
/// Suggestions that are tried out and found to find nothing with what stands before; after those no more are tried.
const MOST_TRIES: usize = 3;
/// Documents of a suggestion in one segment that are looked for among those that what stands before finds; then it is tried.
const MOST_DOCUMENTS: usize = 2_000;

/// What a suggestion is; in the order in which a list shows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SuggestionKind {
    /// A hashtag; searched as `#tag`.
    Tag,
    /// An organisation; searched as `organisation:"name"`.
    Organisation,
    /// An author; searched as `fra:"name"`.
    Author,
    /// A word of the posts.
    Word,
}

/// One suggestion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What it is.
    pub kind: SuggestionKind,
    /// As people read it: `Kommunernes Landsforening`, `ledelsesevaluering`; a tag without `#`.
    pub text: String,
    /// What the whole search text becomes when it is chosen, in query language.
    pub query: String,
    /// Documents that have it, whatever else was typed.
    pub count: usize,
}

impl SuggestionKind {
    const fn letter(self) -> char {
        match self {
            Self::Tag => TAG,
            Self::Organisation => ORGANISATION,
            Self::Author => AUTHOR,
            Self::Word => WORD,
        }
    }

    fn query(self, text: &str) -> String {
        match self {
            Self::Tag => format!("#{text}"),
            Self::Organisation => format!("organisation:\"{text}\""),
            Self::Author => format!("fra:\"{text}\""),
            Self::Word => text.to_owned(),
        }
    }

    /// What forms of it are the same suggestion.
    fn group(self, folded: &str, shown: &str) -> String {
        match self {
            Self::Tag => fold_exact(shown),
            Self::Organisation | Self::Author => shown.to_owned(),
            Self::Word => folded.to_owned(),
        }
    }
}

impl Engine {
    /// Completions of the last word of `text`, the most frequent first within each kind; at most `limit`, and at most 50. Only of what
    /// the index holds: the public index suggests nothing that is not approved, and nothing that only a removed document
    /// had. What would find nothing together with the words before it is not suggested.
    ///
    /// # Errors
    /// tantivy or disk.
    pub fn suggest(&self, text: &str, limit: usize) -> Result<Vec<Suggestion>, IndexError> {
        let limit = limit.min(MOST);
        let view = self.view();
        let mut lists: Vec<Vec<Suggestion>> = Vec::new();
        let mut befores: Vec<Before<'_>> = Vec::new();
        let mut tries = MOST_TRIES;
        for (kind, heads) in completed(text) {
            let mut list = Vec::new();
            for (before, head) in heads {
                let at = match befores.iter().position(|known| known.text == before) {
                    Some(at) => at,
                    None => {
                        befores.push(Before::new(self, &view, before)?);
                        befores.len() - 1
                    }
                };
                let wanted = limit - list.len().min(limit);
                self.complete(kind, (&view, &befores[at], &mut tries), &head, wanted, &mut list)?;
            }
            list.sort_by_key(|suggestion| std::cmp::Reverse(suggestion.count));
            lists.push(list);
        }
        // Each kind has its share; what one leaves over, the others take.
        let share = limit.div_ceil(lists.len().max(1));
        let mut over = lists.iter().map(|list| share.saturating_sub(list.len())).sum::<usize>();
        for list in lists.iter_mut().rev() {
            let more = list.len().saturating_sub(share).min(over);
            over -= more;
            list.truncate(share + more);
        }
        let mut all: Vec<Suggestion> = lists.into_iter().flatten().collect();
        all.truncate(limit);
        Ok(all)
    }

    fn complete(
        &self,
        kind: SuggestionKind,
        (view, before, tries): (&View, &Before<'_>, &mut usize),
        head: &str,
        limit: usize,
        list: &mut Vec<Suggestion>,
    ) -> Result<(), IndexError> {
        let mut groups: HashMap<String, (u32, Vec<String>)> = HashMap::new();
        let head = format!("{}{head}", kind.letter());
        for segment in &view.segments {
            let index = view.reader(segment).inverted_index(self.inner.fields.suggest)?;
            for (term, count) in segment.known.heads.of(index.terms(), &head)? {
                let Some((folded, shown)) = term.split_once(BETWEEN) else { continue };
                let group = groups.entry(kind.group(&folded[1..], shown)).or_default();
                group.0 += count;
                if !group.1.contains(&term) {
                    group.1.push(term);
                }
            }
        }
        let mut groups: Vec<(String, (u32, Vec<String>))> = groups.into_iter().collect();
        groups.sort_unstable_by(|left, right| right.1.0.cmp(&left.1.0).then_with(|| left.0.cmp(&right.0)));
        let mut found = 0;
        for (group, (_, terms)) in groups.into_iter().take(MOST_LOOKED_AT) {
            if found == limit {
                break;
            }
            if kind == SuggestionKind::Word && is_stop_word(&group) {
                continue;
            }
            let mut counted = Vec::with_capacity(terms.len());
            for term in &terms {
                counted.push((live(self, view, term)?, term.split(BETWEEN).nth(1).unwrap_or_default()));
            }
            let count = match kind {
                // A document has one form of a word or tag, but every beginning of a name.
                SuggestionKind::Word | SuggestionKind::Tag => counted.iter().map(|(count, _)| count).sum(),
                SuggestionKind::Organisation | SuggestionKind::Author => {
                    counted.iter().map(|(count, _)| *count).max().unwrap_or(0)
                }
            };
            let Some((_, shown)) = counted.into_iter().filter(|(count, _)| *count > 0).max() else {
                continue;
            };
            let query = format!("{}{}", before.text, kind.query(shown));
            let is_known = list.iter().any(|known| known.text == shown);
            if is_known || !before.is_with(self, view, &terms)? && !self.is_worth(&query, tries)? {
                continue;
            }
            found += 1;
            list.push(Suggestion { kind, text: shown.to_owned(), query, count });
        }
        Ok(())
    }

    /// True if a text finds anything; but only so many are tried that do not.
    fn is_worth(&self, text: &str, tries: &mut usize) -> Result<bool, IndexError> {
        let is_worth = *tries > 0 && self.finds(text)?;
        if !is_worth {
            *tries = tries.saturating_sub(1);
        }
        Ok(is_worth)
    }

    /// True if a text finds anything.
    pub(super) fn finds(&self, text: &str) -> Result<bool, IndexError> {
        Ok(self.total(&Search { text: text.to_owned(), ..Search::default() }, 1)? > 0)
    }
}

/// What stands before the word that is completed, and the documents that it finds.
struct Before<'a> {
    text: &'a str,
    /// By segment, in the view's order; `None` where they are not quick to know.
    found: Option<Vec<Arc<Bits>>>,
}

impl<'a> Before<'a> {
    fn new(engine: &Engine, view: &View, text: &'a str) -> Result<Self, IndexError> {
        if text.trim().is_empty() {
            return Ok(Self { text, found: None });
        }
        let search = Search { text: text.to_owned(), ..Search::default() };
        let query = ask_strictly(view, &engine.inner.fields, &search)?.unscored();
        let found = sieve::is_plain(query.as_ref()).then(|| {
            let each = view.segments.iter().map(|segment| sieve::matching(view, segment, query.as_ref()));
            each.collect::<tantivy::Result<Vec<_>>>()
        });
        let mut found = found.transpose()?;
        if let Some(found) = &mut found
            && found.iter().all(|bits| sieve::size(bits) == 0)
        {
            found.clear();
        }
        Ok(Self { text, found })
    }

    /// True if nothing stands before, or a document that it finds has one of the terms.
    fn is_with(&self, engine: &Engine, view: &View, terms: &[String]) -> Result<bool, IndexError> {
        if self.text.trim().is_empty() {
            return Ok(true);
        }
        for (segment, found) in view.segments.iter().zip(self.found.iter().flatten()) {
            let index = view.reader(segment).inverted_index(engine.inner.fields.suggest)?;
            for term in terms {
                let term = Term::from_field_text(engine.inner.fields.suggest, term);
                let Some(mut postings) = index.read_block_postings(&term, IndexRecordOption::Basic)? else {
                    continue;
                };
                let alive = view.reader(segment).alive_bitset();
                let is_found =
                    |doc: &DocId| sieve::has(found, *doc) && alive.is_none_or(|alive| alive.is_alive(*doc));
                let mut left = (postings.doc_freq() as usize).min(MOST_DOCUMENTS);
                while left > 0 && postings.block_len() > 0 {
                    if postings.docs().iter().any(is_found) {
                        return Ok(true);
                    }
                    left = left.saturating_sub(postings.block_len());
                    postings.advance();
                }
            }
        }
        Ok(false)
    }
}

/// What may be completed in a text: by kind, what stands before it and how it begins, folded.
fn completed(text: &str) -> Vec<(SuggestionKind, Vec<(&str, String)>)> {
    use SuggestionKind::{Author, Organisation, Tag, Word};
    // In an open quote one writes down a phrase.
    if text.len() > LONGEST || text.matches('"').count() % 2 == 1 {
        return Vec::new();
    }
    let start = text
        .rfind(|c: char| c.is_whitespace() || "()|\"".contains(c))
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let typed = &text[start..];
    let negated = usize::from(typed.len() > 1 && typed.starts_with('-'));
    let (start, typed) = (start + negated, &typed[negated..]);
    let before = &text[..start];
    let named = |value: &str| vec![(before, folded_name(value))];
    if let Some(tag) = typed.strip_prefix(['#', '＃']) {
        return vec![(Tag, vec![(before, fold_word(tag))])];
    }
    if let Some(handle) = typed.strip_prefix('@') {
        return if handle.is_empty() { Vec::new() } else { vec![(Author, named(handle))] };
    }
    if let Some((field, value)) = typed.split_once(':') {
        return match field.to_lowercase().as_str() {
            "fra" | "from" => vec![(Organisation, named(value)), (Author, named(value))],
            "organisation" | "org" => vec![(Organisation, named(value))],
            "tag" => vec![(Tag, vec![(before, fold_word(value))])],
            _ => Vec::new(),
        };
    }
    let word = fold_word(typed).replace(['-', '\'', '’'], "");
    if word.is_empty() || !word.chars().all(char::is_alphanumeric) {
        return Vec::new();
    }
    let mut names = vec![(before, word.clone())];
    let mut at = start;
    for _ in 1..MOST_NAME_WORDS {
        let earlier = text[..at].trim_end();
        let word_start = earlier
            .rfind(char::is_whitespace)
            .map_or(0, |space| space + earlier[space..].chars().next().map_or(1, char::len_utf8));
        if negated == 1 || earlier.is_empty() || !earlier[word_start..].chars().all(char::is_alphabetic) {
            break;
        }
        at = word_start;
        names.insert(0, (&text[..at], folded_name(&text[at..])));
    }
    let tag = vec![(before, word.clone())];
    vec![(Tag, tag), (Organisation, names.clone()), (Author, names), (Word, vec![(before, word)])]
}

/// Documents that have a term and were not removed.
fn live(engine: &Engine, view: &View, term: &str) -> Result<usize, IndexError> {
    let mut count = 0;
    for segment in &view.segments {
        let reader = view.reader(segment);
        let index = reader.inverted_index(engine.inner.fields.suggest)?;
        let Some(info) = index.terms().get(term.as_bytes())? else { continue };
        count += info.doc_freq as usize;
        if reader.num_deleted_docs() == 0 {
            continue;
        }
        let mut postings = index.read_postings_from_terminfo(&info, IndexRecordOption::Basic)?;
        if view.deleted(segment).len() < info.doc_freq as usize {
            for &doc in view.deleted(segment) {
                let at = if postings.doc() < doc { postings.seek(doc) } else { postings.doc() };
                count -= usize::from(at == doc);
            }
        } else if let Some(alive) = reader.alive_bitset() {
            while postings.doc() != TERMINATED {
                count -= usize::from(alive.is_deleted(postings.doc()));
                postings.advance();
            }
        }
    }
    Ok(count)
}
