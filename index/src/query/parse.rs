//! Text → tree. Never an error: what is no query language is plain text.
//!
//! - What stands side by side must all be found; `OR` joins less tightly: `a b OR c` is `(a b) OR c`.
//! - Empty text is everything. Text in which there is nothing to search for (`()`, `***`) is nothing.
//! - `-foo` alone is everything but foo.
//! - A quote or bracket that is not closed, or brackets deeper than [`DEEPEST`]: all of it is plain words.
//! - An unknown field, or a date that is none, is plain words, and the rest stands.

use super::date::Day;
use super::field::Name;
use super::lex::{Lexeme, lex};
use super::tree::Node;
use crate::fold::is_invisible;
use crate::words::{Kind, Unit, units};

/// Bytes of a query that are read; the rest is cut off.
const LONGEST: usize = 10_000;
/// Terms of a query that are searched for; the rest is left out.
const MOST_TERMS: usize = 200;
/// Prefixes of a query, when there is nothing else.
const MOST_PREFIXES: usize = 10;
/// Brackets inside brackets.
const DEEPEST: usize = 20;

/// What was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Parsed {
    /// Nothing was typed.
    Everything,
    /// Something was typed, but there is nothing to search for in it.
    Nothing,
    /// A query.
    Tree(Node),
}

/// Reads a query. Linear in its length.
pub(crate) fn parse(text: &str, now: Option<i64>) -> Parsed {
    let _today = now.map(Day::of);
    let visible: String = cut(text).chars().filter(|&c| !is_invisible(c)).collect();
    if visible.trim().is_empty() {
        return Parsed::Everything;
    }
    let read = lex(&visible).and_then(|lexemes| Reader { lexemes, at: 0, terms: 0 }.all());
    // Someone who types `OR` alone may be looking for Oregon.
    match read.unwrap_or_else(|| plain(&visible)).or_else(|| words(&visible)) {
        Some(node) => Parsed::Tree(node),
        None => Parsed::Nothing,
    }
}

/// The query as understood, for an operator who wants to see why something was found. Brackets and AND are written out;
/// dates are ISO; `(everything)` and `(nothing)` stand for themselves.
pub fn explain(text: &str) -> String {
    match parse(text, None) {
        Parsed::Everything => "(everything)".to_owned(),
        Parsed::Nothing => "(nothing)".to_owned(),
        Parsed::Tree(node) => node.to_string(),
    }
}

fn cut(text: &str) -> &str {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

struct Reader {
    lexemes: Vec<Lexeme>,
    at: usize,
    terms: usize,
}

/// `None` where brackets do not match; `Some(None)` where there is nothing to search for.
type Read = Option<Option<Node>>;

impl Reader {
    fn all(mut self) -> Read {
        let node = self.any(0)?;
        // A bracket that closes what was never opened.
        if self.at == self.lexemes.len() { Some(node) } else { None }
    }

    fn any(&mut self, depth: usize) -> Read {
        let mut nodes = Vec::new();
        nodes.extend(self.side_by_side(depth)?);
        while self.lexemes.get(self.at) == Some(&Lexeme::Or) {
            self.at += 1;
            nodes.extend(self.side_by_side(depth)?);
        }
        Some(join(nodes, Node::Any))
    }

    fn side_by_side(&mut self, depth: usize) -> Read {
        let mut nodes = Vec::new();
        let mut negated = false;
        while let Some(lexeme) = self.lexemes.get(self.at).cloned() {
            let node = match lexeme {
                Lexeme::Or | Lexeme::Close => break,
                Lexeme::And => {
                    self.at += 1;
                    continue;
                }
                Lexeme::Not => {
                    self.at += 1;
                    // Twice is once: nobody means the double negation that they wrote.
                    negated = true;
                    continue;
                }
                Lexeme::Open => {
                    if depth == DEEPEST {
                        return None;
                    }
                    self.at += 1;
                    let inside = self.any(depth + 1)?;
                    if self.lexemes.get(self.at) != Some(&Lexeme::Close) {
                        return None;
                    }
                    inside
                }
                _ if self.terms >= MOST_TERMS => None,
                Lexeme::Quoted(words) => phrase(&words),
                Lexeme::FieldQuoted(name, value) => {
                    field(&name, &value).or_else(|| all_words(&name, &phrase(&value)))
                }
                Lexeme::Bare(word) => term(&word),
            };
            self.at += 1;
            if let Some(node) = node {
                self.terms += size(&node);
                nodes.push(match (negated, node) {
                    (false, node) => node,
                    (true, Node::Not(inside)) => *inside,
                    (true, node) => Node::Not(Box::new(node)),
                });
            }
            negated = false;
        }
        Some(all(nodes))
    }
}

fn size(node: &Node) -> usize {
    match node {
        Node::All(nodes) => nodes.len(),
        // Brackets counted their own terms.
        Node::Any(_) => 0,
        Node::Phrase(words) => units(words).len(),
        // It stands for many words.
        Node::Prefix(_) | Node::TagPrefix(_) => MOST_TERMS / MOST_PREFIXES,
        _ => 1,
    }
}

/// `a (b c)` is `a b c`.
fn all(nodes: Vec<Node>) -> Option<Node> {
    let mut flat = Vec::with_capacity(nodes.len());
    for node in nodes {
        match node {
            Node::All(inside) => flat.extend(inside),
            other => flat.push(other),
        }
    }
    join(flat, Node::All)
}

fn join(mut nodes: Vec<Node>, several: fn(Vec<Node>) -> Node) -> Option<Node> {
    if nodes.len() > 1 { Some(several(nodes)) } else { nodes.pop() }
}

/// A word without quotes: a field, a prefix, or words.
fn term(text: &str) -> Option<Node> {
    if let Some((name, value)) = text.split_once(':')
        && let Some(node) = field(name, value)
    {
        return Some(node);
    }
    if let Some(start) = text.strip_suffix('*')
        && let [unit] = &units(start)[..]
        && unit.range == (0..start.len())
    {
        let body = &start[unit.body.clone()];
        match unit.kind {
            Kind::Word if unit.pieces.is_empty() => return Some(Node::Prefix(body.to_owned())),
            Kind::Tag => return Some(Node::TagPrefix(body.to_owned())),
            _ => {}
        }
    }
    words(text)
}

fn field(name: &str, value: &str) -> Option<Node> {
    let name = Name::read(name)?;
    let value = value.trim();
    if units(value).is_empty() || value.contains('"') {
        return None;
    }
    match name {
        Name::Tag => {
            let tag = value.trim_start_matches(['#', '＃']);
            match &units(&format!("#{tag}"))[..] {
                [unit] if unit.kind == Kind::Tag && unit.body.end == tag.len() + 1 => {
                    Some(Node::Tag(tag.to_owned()))
                }
                _ => None,
            }
        }
        Name::Since => Day::read(value, false).map(Node::Since),
        Name::Until => Day::read(value, true).map(Node::Until),
        Name::Field(field) => Some(Node::Is(field, value.to_owned())),
    }
}

/// What stands between quotes. One word in quotes is a phrase too: exactly this word.
fn phrase(text: &str) -> Option<Node> {
    let text: Vec<&str> = text.split_whitespace().collect();
    let text = text.join(" ");
    if units(&text).is_empty() { None } else { Some(Node::Phrase(text)) }
}

fn all_words(text: &str, and: &Option<Node>) -> Option<Node> {
    all(words(text).into_iter().chain(and.clone()).collect())
}

/// The words in a text, whatever else is in it.
fn words(text: &str) -> Option<Node> {
    let nodes = units(text).iter().take(MOST_TERMS).map(|unit| word(text, unit)).collect();
    all(nodes)
}

fn word(text: &str, unit: &Unit) -> Node {
    let body = text[unit.body.clone()].to_owned();
    match unit.kind {
        Kind::Tag => Node::Tag(body),
        Kind::Mention => Node::Handle(body),
        // An operator that is searched for as a word must not print as one.
        Kind::Word if is_operator(&body) => Node::Word(body.to_lowercase()),
        Kind::Word | Kind::Emoji => Node::Word(body),
    }
}

fn is_operator(word: &str) -> bool {
    matches!(word, "OR" | "AND" | "NOT" | "ELLER" | "OG" | "IKKE")
}

/// The whole text as words, its operators left out.
fn plain(text: &str) -> Option<Node> {
    let rest: Vec<&str> = text.split_whitespace().filter(|word| !is_operator(word)).collect();
    words(&rest.join(" "))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_text_is_read(text in any::<String>()) {
            let _understood = parse(&text, None);
        }

        #[test]
        fn what_is_printed_reads_back(
            text in r#"(ledelse|og|møder|"god ledelse"|-x|-\(a|OR|AND|\(|\)|#Uge44|#l*|@kim|led\*|fra:kim|org:"KL Hus"|siden:2026|til:1/2 2026|x:y|e-mail|a_b|1.000|👍| |"){0,12}"#
        ) {
            if let Parsed::Tree(node) = parse(&text, None) {
                prop_assert_eq!(parse(&node.to_string(), None), Parsed::Tree(node.clone()), "{} → {}", text, node);
            }
        }
    }

    #[test]
    fn what_cannot_be_read_is_plain_text() {
        assert_eq!(explain("(ledelse OR trivsel"), "ledelse AND trivsel");
        assert_eq!(explain(&format!("{}dybt{}", "(".repeat(500), ")".repeat(500))), "dybt");
        assert_eq!(explain("OR"), "or");
        assert_eq!(explain("( )"), "(nothing)");
    }

    #[test]
    fn size_is_bounded() {
        let Parsed::Tree(Node::All(nodes)) = parse(&"ord ".repeat(5_000), None) else { unreachable!() };
        assert_eq!(nodes.len(), MOST_TERMS);
        assert_eq!(parse(&"æ".repeat(20_000), None), Parsed::Nothing);
    }
}
