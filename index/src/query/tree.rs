//! The query as a tree, and how it is printed. What is printed reads back as the same tree.

use std::fmt;

use super::date::Day;
use super::field::Field;

/// A part of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    /// One word, number or emoji, inflections included.
    Word(String),
    /// These words side by side, as written.
    Phrase(String),
    /// Words that begin so.
    Prefix(String),
    /// A hashtag, without `#`.
    Tag(String),
    /// Hashtags that begin so.
    TagPrefix(String),
    /// A handle, without the first `@`.
    Handle(String),
    /// A field has this value.
    Is(Field, String),
    /// Published on this day or later.
    Since(Day),
    /// Published on this day or earlier.
    Until(Day),
    /// Not this.
    Not(Box<Node>),
    /// All of these; at least two.
    All(Vec<Node>),
    /// Any of these; at least two.
    Any(Vec<Node>),
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => f.write_str(word),
            Self::Phrase(words) => write!(f, "\"{words}\""),
            Self::Prefix(start) => write!(f, "{start}*"),
            Self::Tag(tag) => write!(f, "#{tag}"),
            Self::TagPrefix(start) => write!(f, "#{start}*"),
            Self::Handle(handle) => write!(f, "@{handle}"),
            Self::Is(field, value) if value.contains(|c: char| c.is_whitespace() || "()|*".contains(c)) => {
                write!(f, "{}:\"{value}\"", field.name())
            }
            Self::Is(field, value) => write!(f, "{}:{value}", field.name()),
            Self::Since(day) => write!(f, "since:{day}"),
            Self::Until(day) => write!(f, "until:{day}"),
            Self::Not(node) => {
                f.write_str("-")?;
                in_brackets(f, node)
            }
            Self::All(nodes) => joined(f, nodes, " AND "),
            Self::Any(nodes) => joined(f, nodes, " OR "),
        }
    }
}

fn joined(f: &mut fmt::Formatter<'_>, nodes: &[Node], between: &str) -> fmt::Result {
    for (at, node) in nodes.iter().enumerate() {
        if at > 0 {
            f.write_str(between)?;
        }
        in_brackets(f, node)?;
    }
    Ok(())
}

fn in_brackets(f: &mut fmt::Formatter<'_>, node: &Node) -> fmt::Result {
    match node {
        Node::All(_) | Node::Any(_) => write!(f, "({node})"),
        _ => write!(f, "{node}"),
    }
}
