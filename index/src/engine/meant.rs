//! What was perhaps meant: a word that nobody wrote, beside one that many did.

use std::collections::HashMap;

use tantivy::Term;
use tantivy::query::FuzzyTermQuery;

use super::error::IndexError;
use super::open::Engine;
use super::request::Search;
use crate::fold::fold_word;
use crate::suggestions::{BETWEEN, TAG, WORD};
use crate::words::{Kind, units};

/// Matches that are enough: then nothing else was meant.
const ENOUGH: usize = 3;
/// Bytes of a text that is looked at.
const LONGEST: usize = 500;
/// Words of a text that are put right.
const MOST_WORDS: usize = 5;
/// Near words of one segment that are looked at.
const MOST_NEAR: usize = 2_000;

impl Engine {
    /// What was perhaps meant by `text`, as a whole search text: each word that finds nothing is replaced by the nearest
    /// word of the index, if the text then finds more. `None` if it finds enough as it is or nothing is near.
    ///
    /// # Errors
    /// tantivy or disk.
    pub fn did_you_mean(&self, text: &str) -> Result<Option<String>, IndexError> {
        let total = |text: &str| self.total(&Search { text: text.to_owned(), ..Search::default() }, ENOUGH);
        if text.len() > LONGEST {
            return Ok(None);
        }
        let before = total(text)?;
        if before >= ENOUGH {
            return Ok(None);
        }
        let mut meant = String::with_capacity(text.len());
        let mut written = 0;
        let mut replaced = 0;
        for unit in units(text) {
            let word = &text[unit.body.clone()];
            let letter = match unit.kind {
                Kind::Tag => TAG,
                Kind::Word if word.chars().all(|c| c.is_alphabetic() || c == '-') => WORD,
                _ => continue,
            };
            // `fra:kim` is a name of the language, and a value that need not be a word of the posts.
            let beside = |at: Option<char>| at.is_some_and(|c| c == ':' || c == '"');
            let in_field = beside(text[unit.range.end..].chars().next())
                || beside(text[..unit.range.start].chars().next_back());
            if in_field || replaced == MOST_WORDS || self.finds(&text[unit.range.clone()])? {
                continue;
            }
            if let Some(near) = self.nearest(letter, &fold_word(word).replace('-', ""))? {
                meant.push_str(&text[written..unit.body.start]);
                meant.push_str(&near);
                written = unit.body.end;
                replaced += 1;
            }
        }
        meant.push_str(&text[written..]);
        Ok(if replaced > 0 && total(&meant)? > before { Some(meant) } else { None })
    }

    /// The nearest word of the index, the most frequent of equals.
    fn nearest(&self, letter: char, word: &str) -> Result<Option<String>, IndexError> {
        let letters = word.chars().count();
        let most: u8 = match letters {
            0..=2 => return Ok(None),
            3..=4 => 1,
            _ => 2,
        };
        let field = self.inner.fields.suggest;
        let term = Term::from_field_text(field, &format!("{letter}{word}"));
        let view = self.view();
        let mut near: HashMap<String, (usize, u32)> = HashMap::new();
        for segment in &view.segments {
            let index = view.reader(segment).inverted_index(field)?;
            let automaton = FuzzyTermQuery::new_prefix(term.clone(), most, true).automaton()?;
            let mut stream = index.terms().search(automaton).into_stream()?;
            let mut looked_at = 0;
            while looked_at < MOST_NEAR && stream.advance() {
                let Ok(found) = std::str::from_utf8(stream.key()) else { continue };
                let Some((folded, shown)) =
                    found.strip_prefix(letter).and_then(|rest| rest.split_once(BETWEEN))
                else {
                    continue;
                };
                if folded.chars().count().abs_diff(letters) > usize::from(most) {
                    continue;
                }
                looked_at += 1;
                let distance = distance(word, folded);
                if distance <= usize::from(most) {
                    let entry = near.entry(shown.to_owned()).or_insert((distance, 0));
                    entry.1 += stream.value().doc_freq;
                }
            }
        }
        let mut near: Vec<(String, (usize, u32))> = near.into_iter().collect();
        near.sort_unstable_by(|(left, (a, x)), (right, (b, y))| {
            a.cmp(b).then_with(|| y.cmp(x)).then_with(|| left.cmp(right))
        });
        for (shown, _) in near {
            // What only a removed document had is not proposed.
            let tried = if letter == TAG { format!("#{shown}") } else { shown.clone() };
            if self.finds(&tried)? {
                return Ok(Some(shown));
            }
        }
        Ok(None)
    }
}

/// Letters to change, add, leave out or swap with their neighbour (optimal string alignment).
fn distance(left: &str, right: &str) -> usize {
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let mut rows: [Vec<usize>; 3] = [Vec::new(), Vec::new(), (0..=right.len()).collect()];
    for row in 1..=left.len() {
        rows.rotate_left(1);
        let mut now = vec![row];
        for column in 1..=right.len() {
            let changed = usize::from(left[row - 1] != right[column - 1]);
            let mut best = (rows[1][column] + 1).min(now[column - 1] + 1).min(rows[1][column - 1] + changed);
            let swapped = row > 1
                && column > 1
                && left[row - 1] == right[column - 2]
                && left[row - 2] == right[column - 1];
            if swapped {
                best = best.min(rows[0][column - 2] + 1);
            }
            now.push(best);
        }
        rows[2] = now;
    }
    rows[2][right.len()]
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn swapped_letters_are_one_mistake() {
        for (left, right, expected) in [
            ("ledelse", "ledelse", 0),
            ("ledesle", "ledelse", 1),
            ("ledlse", "ledelse", 1),
            ("", "abc", 3),
            ("ca", "abc", 3),
        ] {
            assert_eq!(distance(left, right), expected, "{left} {right}");
        }
    }
}
