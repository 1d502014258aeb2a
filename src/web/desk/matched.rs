//! Marks the words a rule matched in the text of a card: `<mark class="matched">`. Works on sanitised HTML and touches its
//! text alone. Knows no rule: a listed word is quoted in the rule's reason.

use crate::moderate::folding::{Folded, Listed};

/// Words in disguise stand apart at most this much ("i d i o t").
const WIDEST: usize = 12;

/// What a reason quotes: “word”.
pub fn quoted(reason: &str) -> Vec<&str> {
    let parts = reason.split('“').skip(1);
    parts
        .filter_map(|part| part.split_once('”'))
        .map(|(word, _)| word)
        .filter(|word| !word.is_empty())
        .collect()
}

/// `html` with every occurrence of the words marked; `None` if there is none.
pub fn marked(html: &str, words: &[&str]) -> Option<String> {
    let listed: Vec<Listed> = words.iter().map(|word| Listed::new(word)).collect();
    let mut shown = String::with_capacity(html.len());
    let mut rest = html;
    let mut found = false;
    while !rest.is_empty() {
        let (text, markup) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        found |= mark(text, &listed, &mut shown);
        // Sanitised HTML has no `>` inside an attribute that is not written `&gt;`.
        let (tag, after) = markup.split_at(markup.find('>').map_or(markup.len(), |end| end + 1));
        shown.push_str(tag);
        rest = after;
    }
    found.then_some(shown)
}

/// Chunks of text between white space, as byte ranges.
fn chunks(text: &str) -> Vec<(usize, usize)> {
    let mut chunks = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        match (c.is_whitespace(), start) {
            (true, Some(from)) => {
                chunks.push((from, at));
                start = None;
            }
            (false, None) => start = Some(at),
            _ => {}
        }
    }
    chunks.extend(start.map(|from| (from, text.len())));
    chunks
}

fn mark(text: &str, listed: &[Listed], shown: &mut String) -> bool {
    let all = Folded::new(text);
    if !listed.iter().any(|word| all.has(word)) {
        shown.push_str(text);
        return false;
    }
    let chunks = chunks(text);
    let mut written = 0;
    let mut at = 0;
    while at < chunks.len() {
        // The narrowest stretch from here that has a word.
        let widest = WIDEST.min(chunks.len() - at);
        let hit = (1..=widest).find(|width| {
            let stretch = Folded::new(&text[chunks[at].0..chunks[at + width - 1].1]);
            listed.iter().any(|word| stretch.has(word))
        });
        // A stretch that still has it without its first chunk begins later.
        let begins = |width: usize| {
            width == 1 || {
                let later = Folded::new(&text[chunks[at + 1].0..chunks[at + width - 1].1]);
                !listed.iter().any(|word| later.has(word))
            }
        };
        match hit.filter(|width| begins(*width)) {
            Some(width) => {
                let (from, to) = (chunks[at].0, chunks[at + width - 1].1);
                shown.push_str(&text[written..from]);
                shown.push_str("<mark class=\"matched\">");
                shown.push_str(&text[from..to]);
                shown.push_str("</mark>");
                written = to;
                at += width;
            }
            None => at += 1,
        }
    }
    shown.push_str(&text[written..]);
    true
}

#[cfg(test)]
mod tests {
    use super::{marked, quoted};

    #[test]
    fn a_reason_quotes_what_it_matched() {
        assert_eq!(quoted("contains the listed word “idiot”"), ["idiot"]);
        assert!(quoted("many hashtags").is_empty());
    }

    #[test]
    fn words_are_marked_however_they_are_spelt_and_markup_is_left_alone() {
        let html = "<p>Sikke en <a href=\"https://a.example/idiot\">IDIOT</a>, en 1d10t og en i d i o t!</p>";
        let shown = marked(html, &["idiot"]).unwrap();
        assert!(
            shown.contains("href=\"https://a.example/idiot\"><mark class=\"matched\">IDIOT</mark></a>"),
            "{shown}"
        );
        assert!(shown.contains("<mark class=\"matched\">1d10t</mark>"), "{shown}");
        assert!(shown.contains("<mark class=\"matched\">i d i o t!</mark>"), "{shown}");
        assert_eq!(shown.replace("<mark class=\"matched\">", "").replace("</mark>", ""), html);
        assert_eq!(marked("<p>god dag</p>", &["idiot"]), None);
        assert_eq!(marked("", &["idiot"]), None);
    }
}
