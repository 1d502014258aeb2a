//! Hashtags in a post's text become links to the wall's own search. Works on sanitised HTML and touches its text alone:
//! never a tag, an attribute, or what is a link already.

use unicode_normalization::UnicodeNormalization;

use crate::domain::hashtag::Hashtag;
use crate::domain::markup::escaped;

/// `html` with every hashtag linked for which `href` gives an address.
pub(super) fn link(html: &str, href: impl Fn(&Hashtag) -> Option<String>) -> String {
    let mut linked = String::with_capacity(html.len());
    let mut rest = html;
    let mut links = 0_usize;
    while !rest.is_empty() {
        let text = rest.find('<').unwrap_or(rest.len());
        let (words, markup) = rest.split_at(text);
        if links == 0 {
            link_words(words, &href, &mut linked)
        } else {
            linked.push_str(words)
        }
        let (tag, after) = markup.split_at(end_of_tag(markup));
        if is_tag(tag, "<a") {
            links += 1;
        } else if is_tag(tag, "</a") {
            links = links.saturating_sub(1);
        }
        linked.push_str(tag);
        rest = after;
    }
    linked
}

/// Bytes up to the end of the tag that `markup` begins with; a `>` in a quoted attribute ends nothing.
fn end_of_tag(markup: &str) -> usize {
    let mut quote = None;
    for (at, c) in markup.char_indices() {
        match (quote, c) {
            (None, '>') => return at + 1,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if c == open => quote = None,
            _ => {}
        }
    }
    markup.len()
}

fn is_tag(tag: &str, start: &str) -> bool {
    tag.strip_prefix(start)
        .is_some_and(|rest| rest.starts_with(|c: char| c == '>' || c.is_ascii_whitespace()))
}

/// Text as it stands in HTML. What follows an entity up to its `;` is its name and no word; no hashtag holds one.
fn link_words(words: &str, href: &impl Fn(&Hashtag) -> Option<String>, linked: &mut String) {
    if !words.contains(['#', '＃']) {
        return linked.push_str(words);
    }
    let words: String = words.nfc().collect();
    let mut from = 0;
    for (span, tag) in Hashtag::find_spans(&words) {
        let Some(address) = href(&tag) else { continue };
        linked.push_str(&words[from..span.start]);
        linked.push_str("<a href=\"");
        linked.push_str(&escaped(&address));
        linked.push_str("\">");
        linked.push_str(&words[span.clone()]);
        linked.push_str("</a>");
        from = span.end;
    }
    linked.push_str(&words[from..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(html: &str) -> String {
        link(html, |tag| Some(format!("/?q={}&x", tag.folded)))
    }

    #[test]
    fn a_hashtag_in_the_text_is_a_link_and_its_writing_stays() {
        assert_eq!(
            all("<p>Om #Tillid og #ærlighed.</p>"),
            "<p>Om <a href=\"/?q=tillid&amp;x\">#Tillid</a> og <a href=\"/?q=ærlighed&amp;x\">#ærlighed</a>.</p>"
        );
        assert_eq!(
            link("<p>#Tillid #Andet</p>", |tag| (tag.folded == "andet").then(|| "/".to_owned())),
            "<p>#Tillid <a href=\"/\">#Andet</a></p>"
        );
    }

    #[test]
    fn links_attributes_entities_and_addresses_are_left_alone() {
        for html in [
            "<a href=\"https://kl.dk/#tag\">#tag <em>#tag</em></a>",
            "<img alt=\"> #tag\">",
            "<p title='a > #tag'>x</p>",
            "R&amp;D&#39;s &lt;x",
            "https://kl.dk/#tag",
            "&#xe6;",
            "<abbr title=\"#tag\">a</abbr>",
        ] {
            assert_eq!(all(html), html);
        }
        assert!(all("<abbr>#tag</abbr>").contains("<a "), "an abbreviation is no link");
    }

    proptest::proptest! {
        #[test]
        fn any_text_keeps_its_words_and_gains_nothing_but_links(text in "[a-zæ# <>&;\"'=/＃\\u{301}-]{0,60}") {
            let html = escaped(&text).into_owned();
            let linked = link(&html, |_| Some("/".to_owned()));
            let back = linked.replace("<a href=\"/\">", "").replace("</a>", "");
            proptest::prop_assert_eq!(back.nfc().collect::<String>(), html.nfc().collect::<String>());
        }
    }
}
