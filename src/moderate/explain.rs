//! Where in a post a rule found what it looked for, for a person to see. Pure; asked again for each card that is shown,
//! so that the post's own words are written down nowhere else.

use regex::Regex;

use super::folding::{Folded, Listed};
use super::own::{Own, beginning};
use super::reading::shown;
use super::rulebook::Rulebook;
use super::sensitive;
use crate::domain::post::Draft;

/// Words of a text that are looked at; a card shows no more.
const MOST_WORDS: usize = 3_000;
/// Pieces a spelt-out word may be cut into (`i d i o t`), beyond those of the phrase itself.
const PIECES: usize = 10;
/// Matches that are told.
const MOST: usize = 20;

/// The pieces of the post's texts that made `rule` (a name, as in [`crate::domain::post::Post::rule`]) speak, as they are
/// written there, each once. Empty where the rule looks at something else than words, or no longer matches.
pub fn explain(draft: &Draft, rule: &str, book: &Rulebook) -> Vec<String> {
    let (words, expressions): (Vec<&Listed>, Vec<&Regex>) = match rule {
        "hold-words" => (book.hold_words.iter().collect(), Vec::new()),
        "reject-words" => (book.reject_words.iter().collect(), Vec::new()),
        "sensitive" => sensitive::cues(),
        own => book.own.iter().find(|rule| rule.name == own).map(Own::looks_for).unwrap_or_default(),
    };
    let mut found = Vec::new();
    for text in shown(draft) {
        pieces(text, &words, &mut found);
        for expression in &expressions {
            let matches = expression.find_iter(beginning(text)).take(MOST);
            for piece in matches.map(|found| found.as_str()).filter(|piece| !piece.trim().is_empty()) {
                if !found.iter().any(|known| known == piece) {
                    found.push(piece.to_owned());
                }
            }
        }
    }
    found.truncate(MOST);
    found
}

/// Adds the shortest runs of whole words in which one of the listed stands.
fn pieces(text: &str, listed: &[&Listed], found: &mut Vec<String>) {
    let words: Vec<(usize, usize)> = text
        .split_whitespace()
        .take(MOST_WORDS)
        .map(|word| {
            let from = word.as_ptr() as usize - text.as_ptr() as usize;
            (from, from + word.len())
        })
        .collect();
    let whole = Folded::new(text);
    for wanted in listed.iter().filter(|wanted| whole.has(wanted)) {
        let mut at = 0;
        while at < words.len() && found.len() < MOST {
            let longest = (at + wanted.words() + PIECES).min(words.len());
            let hit =
                (at + 1..=longest).find(|to| Folded::new(&text[words[at].0..words[to - 1].1]).has(wanted));
            let Some(to) = hit else {
                at += 1;
                continue;
            };
            // What stands before it in the window is no part of it.
            let from = (at..to)
                .rev()
                .find(|from| Folded::new(&text[words[*from].0..words[to - 1].1]).has(wanted))
                .unwrap_or(at);
            let piece = text[words[from].0..words[to - 1].1].trim_matches(is_around);
            if !piece.is_empty() && !found.iter().any(|known| known == piece) {
                found.push(piece.to_owned());
            }
            at = to;
        }
    }
}

fn is_around(c: char) -> bool {
    !c.is_alphanumeric() && !matches!(c, '@' | '$')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, words: &[&str]) -> Vec<String> {
        let listed: Vec<Listed> = words.iter().map(|word| Listed::new(word)).collect();
        let mut found = Vec::new();
        pieces(text, &listed.iter().collect::<Vec<_>>(), &mut found);
        found
    }

    #[test]
    fn the_words_are_told_as_they_are_written() {
        assert_eq!(found("Sikke en 1D10T, i dag!", &["idiot"]), ["1D10T"]);
        assert_eq!(found("du er en i d i o t nu", &["idiot"]), ["i d i o t"]);
        assert_eq!(
            found("Få en GRATIS  iPhone her: gratis iphone", &["gratis iphone"]),
            ["GRATIS  iPhone", "gratis iphone"]
        );
        assert_eq!(found("#idioter og #idiot #idiot", &["idiot", "fjols"]), ["idioter", "idiot"]);
        assert!(found("intet her", &["idiot"]).is_empty());
    }
}
