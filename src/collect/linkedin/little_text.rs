//! LinkedIn's "little text": the inline markup of `commentary` becomes plain text, tags and mentions.
//!
//! Elements (LinkedIn's little text format): plain text; a mention `@[Name](urn)`; a hashtag template
//! `{hashtag|\#|Tag}`; reserved characters ``| { } @ [ ] ( ) < > # \ * _ ~`` are escaped by a backslash. A bare
//! `#tag` stays in the text, where the rule of `domain::hashtag` finds it. Malformed markup is kept literally.
//! Scans once: an element never spans another one's opening, so no text makes it look at a place many times.

use crate::domain::post::Mention;

/// What a commentary says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LittleText {
    /// As a reader sees it: `#Tag` for a template, the name for a mention.
    pub text: String,
    /// Tags written as templates, without `#`, in order.
    pub tags: Vec<String>,
    /// Who is mentioned, in order. An organisation's link is its page, a member's is the URN (there is no other).
    pub mentions: Vec<Mention>,
}

/// Reads a commentary.
pub fn read(commentary: &str) -> LittleText {
    let mut out = LittleText::default();
    let mut rest = commentary;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        rest = match c {
            '\\' => match after.chars().next() {
                Some(literal) => {
                    out.text.push(literal);
                    &after[literal.len_utf8()..]
                }
                None => keep(&mut out, c, after),
            },
            '{' => match template(after) {
                Some((tag, behind)) => {
                    out.text.push('#');
                    out.text.push_str(&tag);
                    out.tags.push(tag);
                    behind
                }
                None => keep(&mut out, c, after),
            },
            '@' => match mention(after) {
                Some((mention, behind)) => {
                    out.text.push_str(&mention.name);
                    out.mentions.push(mention);
                    behind
                }
                None => keep(&mut out, c, after),
            },
            _ => keep(&mut out, c, after),
        };
    }
    out
}

fn keep<'a>(out: &mut LittleText, c: char, after: &'a str) -> &'a str {
    out.text.push(c);
    after
}

/// `hashtag|\#|Tag}` → the tag and what is behind it. The sign may be escaped or not, and full width.
fn template(after: &str) -> Option<(String, &str)> {
    let rest = after.strip_prefix("hashtag|")?;
    let rest = rest.strip_prefix('\\').unwrap_or(rest);
    let rest = rest.strip_prefix(['#', '＃'])?;
    let (tag, behind) = until('}', &['{', '|', '\n'], rest.strip_prefix('|')?)?;
    (!tag.trim().is_empty()).then_some((tag, behind))
}

/// `[Name](urn)` → the mention and what is behind it.
fn mention(after: &str) -> Option<(Mention, &str)> {
    let (name, behind) = until(']', &['[', '\n'], after.strip_prefix('[')?)?;
    let (urn, behind) = until(')', &['(', '[', '@', '{', ' ', '\n'], behind.strip_prefix('(')?)?;
    if name.trim().is_empty() {
        return None;
    }
    let url = match urn.strip_prefix("urn:li:")?.split_once(':')? {
        ("organization", id) if id.bytes().all(|b| b.is_ascii_digit()) => {
            format!("https://www.linkedin.com/company/{id}/")
        }
        _ => urn,
    };
    Some((Mention { name, url }, behind))
}

/// Unescaped text up to `end`; `None` if one of `never` or the end of the text comes first, unescaped.
fn until<'a>(end: char, never: &[char], text: &'a str) -> Option<(String, &'a str)> {
    let mut inner = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => inner.push(chars.next()?.1),
            _ if c == end => return Some((inner, &text[at + c.len_utf8()..])),
            _ if never.contains(&c) => return None,
            _ => inner.push(c),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_documented_example_reads_as_a_reader_sees_it() {
        let read = read(
            r"Vi åbner {hashtag|\#|Ledelsesugen} sammen med @[Kommunens Ledelsesakademi](urn:li:organization:2414183) \(kl. 9\)",
        );
        assert_eq!(read.text, "Vi åbner #Ledelsesugen sammen med Kommunens Ledelsesakademi (kl. 9)");
        assert_eq!(read.tags, ["Ledelsesugen"]);
        assert_eq!(read.mentions.len(), 1);
        assert_eq!(read.mentions[0].url, "https://www.linkedin.com/company/2414183/");
    }

    #[test]
    fn escapes_inside_names_and_urns_are_undone() {
        let read =
            read(r"@[Anders \[AU\] Bo](urn:li:person:fukds\_ETss) {hashtag|＃|Ledelses\_uge}{hashtag|#|b}");
        assert_eq!(read.text, "Anders [AU] Bo #Ledelses_uge#b");
        assert_eq!(read.mentions[0].url, "urn:li:person:fukds_ETss");
        assert_eq!(read.tags, ["Ledelses_uge", "b"]);
    }

    #[test]
    fn malformed_markup_is_kept_literally() {
        for text in [
            "@[Åben",
            "@[a](b",
            "@[a](ikke-urn)",
            "@[](urn:li:person:x)",
            "{hashtag|x|y}",
            "{hashtag|#|",
            "a {b} c",
            "mail@eksempel.dk",
            "@[a\nb](urn:li:person:x)",
            "{hashtag|#|}",
            "sti\\",
        ] {
            assert_eq!(read(text), LittleText { text: text.to_owned(), ..LittleText::default() }, "{text:?}");
        }
    }

    #[test]
    fn a_hostile_commentary_is_read_in_one_scan() {
        let hostile =
            "@[".repeat(200_000) + &"{hashtag|#|".repeat(200_000) + &"@[a](urn:li:x".repeat(100_000);
        assert_eq!(read(&hostile).text.len(), hostile.len());
    }

    proptest! {
        #[test]
        fn any_plain_text_survives_being_escaped(plain in any::<String>()) {
            let escaped: String = plain
                .chars()
                .flat_map(|c| r"|{}@[]()<>#\*_~".contains(c).then_some('\\').into_iter().chain([c]))
                .collect();
            prop_assert_eq!(read(&escaped), LittleText { text: plain, ..LittleText::default() });
        }

        #[test]
        fn no_commentary_panics_or_grows(soup in r"(@\[|\]\(|\)|urn:li:person:|\{hashtag\||\\|#|＃|\||\}|æ|🎉| |a){0,60}") {
            let read = read(&soup);
            prop_assert!(read.text.len() <= soup.len());
        }

        #[test]
        fn tags_and_mentions_survive_between_other_text(
            before in "[a-zæøå ]{0,9}", tag in "[A-Za-zÆØÅæøå_]{1,12}", name in r"[A-Za-zæ ]{0,9}[a-z]",
        ) {
            let read = read(&format!(r"{before}{{hashtag|\#|{tag}}} @[{name}](urn:li:organization:7)"));
            prop_assert_eq!(&read.text, &format!("{before}#{tag} {name}"));
            prop_assert_eq!(read.tags, [tag]);
            prop_assert_eq!(&read.mentions[0].name, &name);
        }
    }
}
