//! Where web addresses stand in plain text, and whose they are. Used wherever a `#` in an address must not count as a hashtag, and where
//! plain text gets its links. Knows nothing of what an address means.

use std::ops::Range;

use url::Url;

/// Byte ranges of what a reader would take for a web address: `http://…`, `https://…` and `www.…`, in order.
///
/// Punctuation that ends a sentence and brackets that were opened before the address are not part of it:
/// `(se https://da.wikipedia.org/wiki/Ledelse_(organisation)).` gives the address with its own bracket.
pub fn find_links(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        let may_begin = matches!(c, 'h' | 'H' | 'w' | 'W') && !before.is_some_and(char::is_alphanumeric);
        if at >= from
            && may_begin
            && let Some(end) = link_end(&text[at..])
        {
            found.push(at..at + end);
            from = at + end;
        }
        before = Some(c);
    }
    found
}

/// The host of an address, in lower case and without `www.`; `None` of what has none.
pub fn host_of(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    let host = url.host_str()?;
    Some(host.strip_prefix("www.").unwrap_or(host).to_owned())
}

/// Length in bytes of the address `text` begins with.
fn link_end(text: &str) -> Option<usize> {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| starts_with(text, scheme));
    let host_at = match scheme {
        Some(scheme) => scheme.len(),
        None if starts_with(text, "www.") => 4,
        None => return None,
    };
    let host = text.get(host_at..)?;
    let begins_well = host.starts_with(|c: char| c.is_alphanumeric() || c == '[');
    // A bare `www.` needs a domain of two parts, or "www.ledelse" in a sentence would become a link. Looked for in the
    // first characters only: no host is longer, and a text full of such beginnings must stay cheap.
    let proper = scheme.is_some() || {
        let mut host =
            host.chars().take(255).take_while(|c| !ends_link(*c) && !matches!(c, '/' | '?' | '#')).peekable();
        std::iter::from_fn(|| {
            host.next().map(|c| c == '.' && host.peek().is_some_and(|next| next.is_alphanumeric()))
        })
        .any(|dot| dot)
    };
    (begins_well && proper).then(|| without_tail(&text[..text.find(ends_link).unwrap_or(text.len())]))
}

fn ends_link(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '«' | '»' | '“' | '”')
}

fn starts_with(text: &str, ascii: &str) -> bool {
    text.get(..ascii.len()).is_some_and(|head| head.eq_ignore_ascii_case(ascii))
}

fn without_tail(link: &str) -> usize {
    // Counted once, then kept up to date while the tail shrinks, so that ")))))…" stays cheap.
    let count = |c: char| link.matches(c).count();
    let mut open =
        [('(', ')'), ('[', ']'), ('{', '}')].map(|(open, close)| (close, count(open), count(close)));
    let mut rest = link;
    while let Some(last) = rest.chars().next_back() {
        let bracket = open.iter_mut().find(|(close, ..)| *close == last);
        let falls = match bracket {
            Some((_, opened, closed)) if *closed > *opened => {
                *closed -= 1;
                true
            }
            Some(_) => false,
            None => matches!(
                last,
                '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '’' | '‘' | '…' | '*' | '_' | '~' | '|' | '·'
            ),
        };
        if !falls {
            break;
        }
        rest = &rest[..rest.len() - last.len_utf8()];
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(text: &str) -> Vec<&str> {
        find_links(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn sentences_keep_their_punctuation() {
        assert_eq!(links("Læs mere på https://kl.dk/ledelse."), ["https://kl.dk/ledelse"]);
        assert_eq!(links("(se www.lederweb.dk), tak!"), ["www.lederweb.dk"]);
        assert_eq!(
            links("(https://da.wikipedia.org/wiki/Ledelse_(organisation))."),
            ["https://da.wikipedia.org/wiki/Ledelse_(organisation)"]
        );
        assert_eq!(links("»https://kl.dk/å?ø=1« og HTTP://X.DK!"), ["https://kl.dk/å?ø=1", "HTTP://X.DK"]);
    }

    #[test]
    fn words_are_no_links() {
        assert!(links("www.ledelse og http:// og xhttps://a.dk og www.").is_empty());
    }
}
