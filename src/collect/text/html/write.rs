//! The only writer of a post's HTML: well formed, few elements, escaped text, and the plain text beside it.
//! Elements are opened when there is something to put in them, so nothing empty is ever written.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::super::plain::visible;
use crate::domain::markup::escaped;

/// An element inside a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// `strong`, `em`, `u`, `s`, `code`.
    Plain(&'static str),
    /// A link: its address as written to the page, and the canonical link to remember, if it is one to remember.
    Link { href: String, remember: Option<String> },
    /// A link to a hashtag, written as plain text.
    Unlinked,
}

/// What every link says: not our recommendation, written by a stranger, and nobody is told where the reader comes from.
const REL: &str = "nofollow ugc noopener noreferrer";

/// An element around paragraphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Block {
    Quote,
    List,
    /// An ordered list; its next number.
    Numbered(usize),
    Item,
}

/// Lists and quotes inside one another beyond this are written flat.
const DEEPEST: usize = 6;

/// Links of a document that are remembered; a post keeps fewer. Each is compared with those before it.
const MOST_LINKS: usize = 200;

/// Writes one document.
#[derive(Default)]
pub struct Writer {
    html: String,
    text: String,
    links: Vec<String>,
    blocks: Vec<Block>,
    /// How many of `blocks` are already in `html`.
    blocks_written: usize,
    inlines: Vec<Inline>,
    inlines_written: usize,
    /// Text not yet written, so that a letter and its accent from two nodes become one character.
    run: String,
    in_paragraph: bool,
    in_pre: bool,
    /// The innermost block is an item nobody opened.
    stray_item: bool,
    /// Something stands on the current line.
    line_has_text: bool,
    space: bool,
    breaks: usize,
    /// The separator the plain text needs before its next words.
    gap: &'static str,
}

impl Writer {
    /// Adds characters; white space collapses outside `pre`.
    pub fn text(&mut self, text: &str) {
        self.run.push_str(text);
    }

    /// A line break; two in a row make a paragraph.
    pub fn line_break(&mut self) {
        self.flush();
        self.breaks += 1;
    }

    /// True if the current line already has words.
    pub fn is_in_line(&mut self) -> bool {
        self.flush();
        self.line_has_text && self.breaks == 0
    }

    /// Ends the paragraph, if there is one.
    pub fn boundary(&mut self) {
        self.flush();
        self.close_paragraph();
    }

    /// Begins text whose white space counts.
    pub fn open_pre(&mut self) {
        self.boundary();
        self.in_pre = true;
    }

    /// Ends it.
    pub fn close_pre(&mut self) {
        self.boundary();
        self.in_pre = false;
    }

    /// Begins an inline element; false if it would stand inside one of its kind, and then it must not be closed.
    pub fn open_inline(&mut self, inline: Inline) -> bool {
        self.flush();
        let same = |open: &Inline| match (open, &inline) {
            (Inline::Link { .. } | Inline::Unlinked, Inline::Link { .. }) => true,
            (open, inline) => open == inline,
        };
        let fits = !self.inlines.iter().any(same);
        if fits {
            self.inlines.push(inline);
        }
        fits
    }

    /// Ends the innermost inline element.
    pub fn close_inline(&mut self) {
        self.flush();
        self.close_inlines(self.inlines.len().saturating_sub(1));
        self.inlines.pop();
    }

    /// Begins a list, item or quote; false if it is not written here, and then it must not be closed.
    pub fn open_block(&mut self, block: Block) -> bool {
        self.boundary();
        self.close_stray();
        let in_list = self.in_list();
        // An item needs a list around it, a list takes nothing but items.
        let fits = (block == Block::Item) == in_list && self.blocks.len() < DEEPEST;
        if fits {
            self.blocks.push(block);
        }
        fits
    }

    /// Ends the innermost list, item or quote.
    pub fn close_block(&mut self) {
        self.boundary();
        self.close_stray();
        self.close_top();
    }

    fn in_list(&self) -> bool {
        matches!(self.blocks.last(), Some(Block::List | Block::Numbered(_)))
    }

    /// Ends the item that was made for text standing in a list outside its items.
    fn close_stray(&mut self) {
        if std::mem::take(&mut self.stray_item) {
            self.close_top();
        }
    }

    fn close_top(&mut self) {
        if self.blocks_written == self.blocks.len()
            && let Some(block) = self.blocks.last()
        {
            self.html.push_str(match block {
                Block::Quote => "</blockquote>",
                Block::List => "</ul>",
                Block::Numbered(_) => "</ol>",
                Block::Item => "</li>",
            });
            self.blocks_written -= 1;
            self.gap = match block {
                Block::Item => "\n",
                _ if self.blocks.contains(&Block::Item) => "\n",
                _ => "\n\n",
            };
            self.line_has_text = false;
        }
        self.blocks.pop();
    }

    /// The document.
    pub fn finish(mut self) -> (String, String, Vec<String>) {
        self.boundary();
        while !self.blocks.is_empty() {
            self.close_block();
        }
        let text: String = self.text.nfc().collect();
        (self.html, text, self.links)
    }

    fn flush(&mut self) {
        if self.run.is_empty() {
            return;
        }
        let run = visible(&std::mem::take(&mut self.run));
        if self.in_pre {
            for (at, line) in run.split('\n').enumerate() {
                self.breaks += usize::from(at > 0);
                if !line.trim().is_empty() || self.line_has_text && self.breaks == 0 {
                    self.write(&line.replace(['\t', '\u{a0}'], " "));
                }
            }
            return;
        }
        let mut words = run.split(char::is_whitespace).peekable();
        while let Some(word) = words.next() {
            if !word.is_empty() {
                self.write(word);
            }
            if words.peek().is_some() {
                self.space = true;
            }
        }
    }

    /// Writes characters that are no collapsible white space, and everything that had to wait for them.
    fn write(&mut self, word: &str) {
        // An accent whose letter stands in another element belongs to nobody: where the element turns out to be empty,
        // the two would meet unnormalised. With the accent goes the joiner behind it, which then joins nothing.
        let word = word.trim_start_matches(|c| {
            is_combining_mark(c) || matches!(c, '\u{1160}'..='\u{11ff}' | '\u{200c}' | '\u{200d}')
        });
        if word.is_empty() {
            return;
        }
        if self.breaks > 1 && !self.in_pre && !self.blocks.contains(&Block::Item) {
            self.close_paragraph();
        }
        if self.in_list() {
            self.blocks.push(Block::Item);
            self.stray_item = true;
        }
        self.open_blocks();
        if !self.in_paragraph {
            let bare = self.blocks.last() == Some(&Block::Item) && !self.in_pre;
            if bare && self.line_has_text {
                // A second paragraph of an item is a new line of it.
                self.breaks = 1;
            } else if !bare {
                if self.line_has_text {
                    self.text.push('\n');
                    self.line_has_text = false;
                }
                self.html.push_str(if self.in_pre { "<pre>" } else { "<p>" });
            }
            self.in_paragraph = true;
        }
        // Two hashtag links side by side are two hashtags, though without the links they would run together.
        self.space |= word.starts_with(['#', '＃'])
            && self.inlines[self.inlines_written..].iter().any(|inline| !matches!(inline, Inline::Plain(_)))
            && self.text.ends_with(|c: char| c.is_alphanumeric() || c == '_');
        if self.line_has_text && self.breaks > 0 {
            let breaks = if self.in_pre { self.breaks } else { 1 };
            for _ in 0..breaks {
                self.html.push_str(if self.in_pre { "\n" } else { "<br>" });
                self.text.push('\n');
            }
        } else if self.line_has_text && self.space && !self.in_pre {
            self.html.push(' ');
            self.text.push(' ');
        }
        self.breaks = 0;
        self.space = false;
        self.open_inlines(word);
        self.html.push_str(&escaped(word));
        self.text.push_str(word);
        self.line_has_text = true;
    }

    /// A link that begins as a hashtag is none, one that begins as a mention is not remembered: what counts is what
    /// a reader sees, and that is known only now.
    fn open_inlines(&mut self, word: &str) {
        let first = word.trim_start().chars().next();
        while let Some(inline) = self.inlines.get_mut(self.inlines_written) {
            if matches!(first, Some('#' | '＃')) && matches!(inline, Inline::Link { .. }) {
                *inline = Inline::Unlinked;
            }
            match inline {
                Inline::Plain(name) => self.html.push_str(&format!("<{name}>")),
                Inline::Unlinked => {}
                Inline::Link { href, remember } => {
                    let href = escaped(href);
                    self.html.push_str(&format!("<a href=\"{href}\" rel=\"{REL}\">"));
                    if let Some(link) = remember
                        && first != Some('@')
                        && self.links.len() < MOST_LINKS
                        && !self.links.contains(link)
                    {
                        self.links.push(link.clone());
                    }
                }
            }
            self.inlines_written += 1;
        }
    }

    fn open_blocks(&mut self) {
        if self.in_paragraph && self.blocks_written == self.blocks.len() {
            return;
        }
        if self.blocks_written < self.blocks.len() && self.line_has_text {
            self.gap = "\n";
        }
        if !self.text.is_empty() {
            self.text.push_str(self.gap);
        }
        self.gap = "";
        while self.blocks_written < self.blocks.len() {
            let at = self.blocks_written;
            self.blocks_written += 1;
            let block = self.blocks[at];
            self.html.push_str(match block {
                Block::Quote => "<blockquote>",
                Block::List => "<ul>",
                Block::Numbered(_) => "<ol>",
                Block::Item => "<li>",
            });
            if block == Block::Item {
                let depth = self.blocks[..at].iter().filter(|block| **block == Block::Item).count();
                self.text.push_str(&"  ".repeat(depth));
                match at.checked_sub(1).and_then(|list| self.blocks.get_mut(list)) {
                    Some(Block::Numbered(next)) => {
                        self.text.push_str(&format!("{next}. "));
                        *next += 1;
                    }
                    _ => self.text.push_str("• "),
                }
            }
            self.line_has_text = false;
        }
    }

    fn close_paragraph(&mut self) {
        self.breaks = 0;
        self.space = false;
        if !self.in_paragraph {
            return;
        }
        self.close_inlines(0);
        let in_item = self.blocks.last() == Some(&Block::Item);
        if in_item && !self.in_pre {
            // The line goes on in the item: see `write`.
            self.gap = "";
        } else {
            self.html.push_str(if self.in_pre { "</pre>" } else { "</p>" });
            self.gap = if self.blocks.contains(&Block::Item) { "\n" } else { "\n\n" };
            self.line_has_text = false;
        }
        self.in_paragraph = false;
    }

    fn close_inlines(&mut self, keep: usize) {
        while self.inlines_written > keep {
            self.inlines_written -= 1;
            match self.inlines.get(self.inlines_written) {
                Some(Inline::Plain(name)) => self.html.push_str(&format!("</{name}>")),
                Some(Inline::Link { .. }) => self.html.push_str("</a>"),
                Some(Inline::Unlinked) | None => {}
            }
        }
    }
}
