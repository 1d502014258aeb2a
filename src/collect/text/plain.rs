//! Plain text from strangers: NFC, nothing invisible, nothing that turns the reading direction of a page around.

use unicode_normalization::UnicodeNormalization;

use crate::domain::link::find_links;

/// The same text in NFC without control characters (line ends and tabs stay), zero-width characters, soft hyphens and
/// direction overrides. Joiners stay where emoji and non-Latin scripts need them.
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = '\0';
    for c in text.nfc() {
        let kept = match c {
            '\n' | '\t' => true,
            '\u{200c}' | '\u{200d}' => joins(before),
            // Tag characters spell the flags of England, Scotland and Wales; elsewhere they hide text.
            '\u{e0020}'..='\u{e007f}' => {
                before == '\u{1f3f4}' || ('\u{e0020}'..='\u{e007e}').contains(&before)
            }
            // A lone variation selector stays with what it follows; the rest of the plane is for nobody to see.
            '\u{e0000}'..='\u{e0fff}' => false,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' => false,
            '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' => false,
            '\u{2028}' | '\u{2029}' => {
                out.push('\n');
                before = '\n';
                false
            }
            c if c.is_control() && c.is_whitespace() => {
                out.push(' ');
                before = ' ';
                false
            }
            c => !c.is_control() && !is_noncharacter(c),
        };
        if kept {
            out.push(c);
            before = c;
        }
    }
    // Removing a character can bring a letter and its accent together.
    out.nfc().collect()
}

/// One line: [`visible`] with white space collapsed.
pub fn one_line(text: &str) -> String {
    visible(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// At most `most` characters. Cut at a word where one ends in the last fifth and never inside a web address, with `…` as
/// the last character.
pub fn shorten(text: &str, most: usize) -> String {
    if text.chars().nth(most).is_none() {
        return text.to_owned();
    }
    let end = text.char_indices().nth(most.saturating_sub(1)).map_or(text.len(), |(at, _)| at);
    let head = &text[..end];
    // If the cut falls between two words nothing is lost; otherwise the broken word goes.
    let at_word = text[end..].starts_with(char::is_whitespace).then_some(end);
    let cut =
        at_word.or_else(|| head.rfind(char::is_whitespace)).filter(|at| *at >= end / 5 * 4).unwrap_or(end);
    // Half an address would lead somewhere else.
    let cut = find_links(text).into_iter().find(|link| link.contains(&cut)).map_or(cut, |link| link.start);
    let head =
        head[..cut].trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '-' | '–'));
    // A joiner or half a flag at the cut would dangle.
    format!("{}…", head.trim_end_matches(['\u{200d}', '\u{200c}']))
}

fn joins(before: char) -> bool {
    let latin = before < '\u{370}' || ('\u{1e00}'..='\u{1eff}').contains(&before);
    !latin && !before.is_whitespace()
}

fn is_noncharacter(c: char) -> bool {
    matches!(u32::from(c) & 0xffff, 0xfffe | 0xffff) || ('\u{fdd0}'..='\u{fdef}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_invisible_goes_and_emoji_stay_whole() {
        assert_eq!(visible("Le\u{ad}del\u{200b}se\u{200d}s\u{202e}ugen a\u{30a}"), "Ledelsesugen å");
        assert_eq!(visible("👩\u{200d}💻 ❤\u{fe0f}\u{200d}🔥"), "👩\u{200d}💻 ❤\u{fe0f}\u{200d}🔥");
        let scotland = "🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}";
        assert_eq!(visible(scotland), scotland);
        assert_eq!(visible("a\u{e0061}"), "a");
    }

    #[test]
    fn texts_are_cut_between_words() {
        assert_eq!(shorten("kort", 10), "kort");
        assert_eq!(shorten("ledelse på tværs, hele ugen", 18), "ledelse på tværs…");
        assert_eq!(shorten("æøåæøåæøåæøå", 6), "æøåæø…");
        assert_eq!(shorten("se https://kl.dk/en/lang/adresse nu", 20), "se…");
        assert!(shorten(&"ord ".repeat(100), 50).chars().count() <= 50);
    }
}
