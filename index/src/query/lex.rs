//! Text → the marks and words of the query language. Linear; never fails, but says what stands open.

use super::date::Day;
use super::field::Name;
use super::when;

/// Words after the first that a date may have: *26. oktober 2026*.
const MOST_DATE_WORDS: usize = 3;

/// A piece of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Lexeme {
    /// `(`
    Open,
    /// `)`
    Close,
    /// `OR`, `ELLER` or `|`.
    Or,
    /// `AND` or `OG`: what stands side by side is AND anyway.
    And,
    /// `-` before something, `NOT` or `IKKE`.
    Not,
    /// `"…"`, without the quotes.
    Quoted(String),
    /// `name:"…"`.
    FieldQuoted(String, String),
    /// Anything else up to a space, bracket or quote.
    Bare(String),
}

/// The pieces of a text; `None` if a quote is never closed.
pub(crate) fn lex(text: &str, today: Option<Day>) -> Option<Vec<Lexeme>> {
    let chars: Vec<char> = text.chars().map(plain_quote).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let starts =
            at == 0 || chars[at - 1].is_whitespace() || matches!(chars[at - 1], '(' | ')' | '"' | '|');
        match chars[at] {
            c if c.is_whitespace() => at += 1,
            '(' => {
                found.push(Lexeme::Open);
                at += 1;
            }
            ')' => {
                found.push(Lexeme::Close);
                at += 1;
            }
            '|' => {
                found.push(Lexeme::Or);
                at += 1;
                while chars.get(at) == Some(&'|') {
                    at += 1;
                }
            }
            '"' => {
                let (inside, next) = quoted(&chars, at)?;
                found.push(Lexeme::Quoted(inside));
                at = next;
            }
            // One minus before something, at the start of a word: `--` and ` - ` are how people write a dash.
            '-' if starts && is_negation(&chars, at) => {
                found.push(Lexeme::Not);
                at += 1;
            }
            _ => {
                let end = bare_end(&chars, at);
                let word: String = chars[at..end].iter().collect();
                at = end;
                if let Some(name) = word.strip_suffix(':')
                    && !name.is_empty()
                    && chars.get(at) == Some(&'"')
                {
                    let (inside, next) = quoted(&chars, at)?;
                    found.push(Lexeme::FieldQuoted(name.to_owned(), inside));
                    at = next;
                } else {
                    found.push(keyword(word));
                }
            }
        }
    }
    Some(join_dates(found, today))
}

fn keyword(word: String) -> Lexeme {
    match word.as_str() {
        "OR" | "ELLER" => Lexeme::Or,
        "AND" | "OG" => Lexeme::And,
        "NOT" | "IKKE" => Lexeme::Not,
        _ => Lexeme::Bare(word),
    }
}

/// `siden:26/10 2026` and `siden:i går` is how Danes write it: what belongs to the date before it is joined to it.
fn join_dates(lexemes: Vec<Lexeme>, today: Option<Day>) -> Vec<Lexeme> {
    let mut joined: Vec<Lexeme> = Vec::with_capacity(lexemes.len());
    let mut rest = &lexemes[..];
    while let Some((lexeme, after)) = rest.split_first() {
        rest = after;
        if let Lexeme::Bare(start) = lexeme
            && let Some((name, _)) = start.split_once(':')
            && matches!(Name::read(name), Some(Name::Since | Name::Until | Name::On))
            && let Some((date, taken)) = longest_date(start, after, today)
        {
            joined.push(Lexeme::Bare(date));
            rest = &after[taken..];
            continue;
        }
        joined.push(lexeme.clone());
    }
    joined
}

/// A date that goes on in the words after it, and how many of them.
fn longest_date(start: &str, after: &[Lexeme], today: Option<Day>) -> Option<(String, usize)> {
    let mut text = start.to_owned();
    let mut longest = None;
    for (taken, lexeme) in (1..=MOST_DATE_WORDS).zip(after) {
        let Lexeme::Bare(word) = lexeme else { break };
        let before = text.split_once(':').map_or("", |(_, date)| date);
        let is_year =
            word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit()) && is_day_and_month(before);
        text.push(' ');
        text.push_str(word);
        let date = text.split_once(':').map_or("", |(_, date)| date);
        // Numbers side by side are rather two things than one date.
        let is_one = is_year || date.contains(char::is_alphabetic);
        if is_one && when::read(date, today).is_some() {
            longest = Some((text.clone(), taken));
        }
    }
    longest
}

fn is_day_and_month(date: &str) -> bool {
    let parts: Vec<&str> = date.trim_end_matches('.').split(['/', '.', '-']).collect();
    let is_short =
        |part: &&str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    parts.len() == 2 && parts.iter().all(is_short)
}

fn plain_quote(c: char) -> char {
    // Phones turn quotes into typographic ones.
    if matches!(c, '“' | '”' | '„' | '«' | '»') { '"' } else { c }
}

fn is_negation(chars: &[char], at: usize) -> bool {
    chars.get(at + 1).is_some_and(|&next| !next.is_whitespace() && next != '-' && next != ')')
}

fn quoted(chars: &[char], open: usize) -> Option<(String, usize)> {
    let length = chars[open + 1..].iter().position(|&c| c == '"')?;
    let close = open + 1 + length;
    Some((chars[open + 1..close].iter().collect(), close + 1))
}

fn bare_end(chars: &[char], from: usize) -> usize {
    let ends = |c: &char| c.is_whitespace() || matches!(c, '(' | ')' | '"' | '|');
    // The first character is taken whatever it is, so that every round moves on.
    chars[from + 1..].iter().position(ends).map_or(chars.len(), |length| from + 1 + length)
}
