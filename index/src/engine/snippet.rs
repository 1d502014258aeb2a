//! The piece of a text that shows why it was found. What it gives is safe to put in a page.

use std::ops::Range;

use crate::analyser::{Danish, LEMMA_MARK};
use crate::fold::is_invisible;
use crate::query::Marks;

/// Characters shown.
const LONGEST: usize = 200;
/// Characters of a title that are shown.
const LONGEST_TITLE: usize = 400;
/// Characters shown before the first match.
const LEAD: usize = 40;
/// Bytes of a text that are looked through; the rest of a very long article is not.
const LOOKED_THROUGH: usize = 60_000;

/// Makes snippets for one search.
pub(super) struct Snippets {
    /// A handful: compared one by one.
    words: Vec<String>,
    lemmas: Vec<String>,
    prefixes: Vec<String>,
    danish: Danish,
}

impl Snippets {
    /// For what was searched for.
    pub fn new(marks: Marks) -> Self {
        let (lemmas, words): (Vec<String>, Vec<String>) =
            marks.terms.into_iter().partition(|term| term.starts_with(LEMMA_MARK));
        let lemmas = lemmas.into_iter().map(|lemma| lemma[LEMMA_MARK.len_utf8()..].to_owned()).collect();
        Self { words, lemmas, prefixes: marks.prefixes, danish: Danish::text() }
    }

    /// Of the text if something in it matches, else of what hangs on it, else of the title, else the beginning of the
    /// first of them that says anything. Never of two of them at once.
    pub fn of(&self, text: &str, attached: &str, title: &str) -> String {
        let texts = [text, attached, title].map(beginning);
        for text in texts {
            let found = self.matches(text);
            if !found.is_empty() {
                return show(text, &found, LONGEST);
            }
        }
        // Where nothing matched word for word, what hangs on it says less than its title.
        let first = [text, title, attached].into_iter().find(|text| !text.trim().is_empty());
        show(beginning(first.unwrap_or_default()), &[], LONGEST)
    }

    /// The whole title where something in it matches, else nothing.
    pub fn title(&self, title: &str) -> String {
        let title = beginning(title);
        let found = self.matches(title);
        if found.is_empty() { String::new() } else { show(title, &found, LONGEST_TITLE) }
    }

    /// Bytes that match, in order, without overlap: always whole words, also where a part of one, its base form or
    /// another word for it was looked for.
    fn matches(&self, text: &str) -> Vec<Range<usize>> {
        if self.words.is_empty() && self.lemmas.is_empty() && self.prefixes.is_empty() {
            return Vec::new();
        }
        let is_word = |word: &str| {
            self.words.iter().any(|wanted| wanted == word)
                || self.prefixes.iter().any(|start| word.starts_with(start))
        };
        self.danish.places(text, is_word, |lemma| self.lemmas.iter().any(|wanted| wanted == lemma))
    }
}

fn beginning(text: &str) -> &str {
    let mut end = text.len().min(LOOKED_THROUGH);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The window with most matches, escaped and marked.
fn show(text: &str, found: &[Range<usize>], longest: usize) -> String {
    let window = window(text, found, longest);
    let mut html = String::with_capacity(window.len() + 64);
    if window.start > 0 {
        html.push('…');
    }
    let mut at = window.start;
    for range in found.iter().filter(|range| range.start >= window.start && range.end <= window.end) {
        escape(&text[at..range.start], &mut html);
        html.push_str("<mark>");
        escape(&text[range.clone()], &mut html);
        html.push_str("</mark>");
        at = range.end;
    }
    escape(&text[at..window.end], &mut html);
    if window.end < text.trim_end().len() {
        html.push('…');
    }
    html
}

fn window(text: &str, found: &[Range<usize>], longest: usize) -> Range<usize> {
    let mut best: Option<(usize, usize)> = None;
    let mut last = 0;
    for (first, range) in found.iter().enumerate() {
        // Bytes stand for characters here: a little less than LONGEST with many æøå, never more.
        while found.get(last).is_some_and(|next| next.end - range.start <= longest - LEAD) {
            last += 1;
        }
        let count = last.saturating_sub(first).max(1);
        if best.is_none_or(|(most, _)| count > most) {
            best = Some((count, range.start));
        }
    }
    let first_match = best.map_or(0, |(_, start)| start);
    // What fits as a whole begins at its beginning.
    let first_match = if text.chars().nth(longest).is_none() { 0 } else { first_match };
    let start = start_of_word(text, back(text, first_match, LEAD), first_match);
    let longest = text[start..].char_indices().nth(longest).map_or(text.len(), |(at, _)| start + at);
    if longest == text.len() {
        return start..text.trim_end().len().max(start);
    }
    // Not in the middle of a word, unless the word fills it all; and never before the match ends.
    let match_end = found.iter().find(|range| range.start == first_match).map_or(start, |range| range.end);
    let end = text[start..longest].rfind(char::is_whitespace).map_or(longest, |at| start + at);
    start..if end > match_end { end } else { longest }
}

fn back(text: &str, from: usize, chars: usize) -> usize {
    text[..from].char_indices().rev().nth(chars).map_or(0, |(at, _)| at)
}

/// The first word that begins at `from` or later, but not after `no_later`.
fn start_of_word(text: &str, from: usize, no_later: usize) -> usize {
    if from == 0 {
        return text.len() - text.trim_start().len();
    }
    let space = text[from..no_later].char_indices().find(|(_, c)| c.is_whitespace());
    space.map_or(no_later, |(at, c)| from + at + c.len_utf8())
}

/// Invisible characters go too: a bidirectional override would turn the rest of the page around.
fn escape(text: &str, html: &mut String) {
    // The joiners that make one emoji of several stay.
    for c in text.chars().filter(|&c| !is_invisible(c) || matches!(c, '\u{200d}' | '\u{fe0f}')) {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            c if c.is_whitespace() => html.push(' '),
            c => html.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn snippets(terms: &[&str]) -> Snippets {
        let terms = terms.iter().map(|&term| term.to_owned()).collect();
        Snippets::new(Marks { terms, prefixes: vec!["le".to_owned()] })
    }

    #[test]
    fn shows_the_match_deep_in_a_long_text() {
        let text = format!("{} Her er <god> ledelse & mere. {}", "ord ".repeat(200), "ord ".repeat(200));
        let html = snippets(&["god"]).of(&text, "", "");
        assert!(html.starts_with("…ord ") && html.ends_with(" ord…"), "{html}");
        assert!(html.contains("&lt;<mark>god</mark>&gt; <mark>ledelse</mark> &amp; mere."), "{html}");
    }

    #[test]
    fn falls_back_to_the_title_and_the_beginning() {
        assert_eq!(snippets(&[]).of("intet", "", "God ledelse"), "God <mark>ledelse</mark>");
        assert_eq!(snippets(&[]).of("intet", "", "her"), "intet");
        assert_eq!(snippets(&[]).of("", "", "her"), "her");
    }

    proptest! {
        #[test]
        fn any_text_is_safe_and_short(text in r#"(le |lex|æø|<|&|\u{202e}|"|[^x]|    |#LeDer|👍){0,300}"#) {
            let html = snippets(&["æø"]).of(&text, &text, &text);
            let plain = html.replace("<mark>", "").replace("</mark>", "");
            let is_clean = !plain.contains(['<', '>', '"', '\u{202e}']);
            prop_assert!(is_clean, "{}", html);
            prop_assert_eq!(html.matches("<mark>").count(), html.matches("</mark>").count());
            prop_assert!(plain.chars().count() <= 6 * (LONGEST + 2));
        }
    }
}
