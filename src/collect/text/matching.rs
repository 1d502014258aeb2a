//! Whether a source wants a post. Decided on the whole text, before anything is cut.

use crate::domain::hashtag::{Hashtag, fold};
use crate::domain::link::find_links;
use crate::domain::source::Matching;

/// True if the post carries one of the wanted hashtags or, where the source says so, names one as a plain word.
/// `hashtags` are those of text, title and structure; `texts` are title and text.
pub fn is_wanted(matching: &Matching, hashtags: &[Hashtag], texts: &[&str]) -> bool {
    let carries = |wanted: &[Hashtag]| {
        hashtags.iter().any(|tag| wanted.iter().any(|wanted| wanted.folded == tag.folded))
    };
    match matching {
        Matching::All => true,
        Matching::Tag(wanted) => carries(wanted),
        Matching::TagOrWord(wanted) => {
            carries(wanted)
                || wanted.iter().any(|wanted| texts.iter().any(|text| names(text, &wanted.folded)))
        }
    }
}

/// True if the text has the word (folded) as a whole word. A genitive ("Ledelsesugens", "Ledelsesugen's") and a hyphen
/// compound ("Ledelsesugen-program") count; addresses, and a longer word that merely contains it, do not.
fn names(text: &str, word: &str) -> bool {
    let mut bare = String::with_capacity(text.len());
    let mut from = 0;
    for link in find_links(text) {
        bare.push_str(&text[from..link.start]);
        from = link.end;
    }
    bare.push_str(&text[from..]);
    let bare = fold(&bare);
    !word.is_empty()
        && bare.match_indices(word).any(|(at, _)| {
            let before = bare[..at].chars().next_back();
            let after = &bare[at + word.len()..];
            let after = after.strip_prefix('s').filter(|rest| ends_word(rest)).unwrap_or(after);
            // `info@ledelsesugen.dk` and a bare `ledelsesugen.dk` are addresses, however they are written.
            let domain = after.strip_prefix('.').is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
            let opens = !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '/' | '.'));
            opens && ends_word(after) && !domain
        })
}

fn ends_word(after: &str) -> bool {
    !after.starts_with(|c: char| c.is_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_whole_words() {
        for text in [
            "Ledelsesugen begynder",
            "i LEDELSESUGEN!",
            "Ledelsesugens program",
            "ledelsesugen's",
            "Ledelsesugen-program",
        ] {
            assert!(names(text, "ledelsesugen"), "{text}");
        }
        for text in [
            "Ledelsesugen2026",
            "forledelsesugen",
            "ledelsesugenst",
            "https://kl.dk/ledelsesugen",
            "a@ledelsesugen.dk",
            "ledelsesugen.dk/a",
            "ledelse",
        ] {
            assert!(!names(text, "ledelsesugen"), "{text}");
        }
    }
}
