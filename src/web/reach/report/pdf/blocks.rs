//! What stands on paper, one below the other.

use crate::web::page::Page;
use crate::web::reach::paper::Paper;
use crate::web::reach::table::Cell;

/// One thing on paper.
pub enum Block {
    /// A heading of level 1 to 3.
    Heading(u16, String),
    /// Words.
    Text(String, Look),
    /// A figure that stands alone: title, number, and what is said of it, a line each with whether it is the definition.
    Figure(String, String, Vec<(String, bool)>),
    /// A chart with what it shows.
    Chart(String, String),
    /// A table: heads with whether they hold numbers, and rows with whether each cell does.
    Table(Vec<(String, bool)>, Vec<Vec<(String, bool)>>),
}

/// How words look.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// As they are read.
    Plain,
    /// Under the title.
    Lead,
    /// Over a chart or a table.
    Caption,
    /// Definitions.
    Small,
}

/// As a line begins: `Uge 44, …`.
fn begun(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The paper in order.
pub fn blocks(page: &Page, paper: &Paper) -> Vec<Block> {
    let mut blocks = vec![
        Block::Text(page.site.owner.clone(), Look::Small),
        Block::Heading(1, paper.title.clone()),
        Block::Text(begun(&paper.days), Look::Lead),
    ];
    if !paper.filters.is_empty() {
        let only = format!("{} {}", page.text("reach-only"), paper.filters.join(" · "));
        blocks.push(Block::Text(only, Look::Plain));
    }
    blocks.push(Block::Heading(2, page.text("reach-in-short")));
    blocks.extend(paper.sentences.iter().map(|sentence| Block::Text(sentence.clone(), Look::Plain)));
    for section in &paper.sections {
        blocks.push(Block::Heading(2, section.title.clone()));
        for figure in &section.figures {
            let mut lines: Vec<(String, bool)> = Vec::new();
            lines.extend(figure.change.iter().map(|change| (change.clone(), false)));
            lines.extend(figure.facts.iter().map(|fact| (fact.clone(), false)));
            lines.push((figure.definition.clone(), true));
            blocks.push(Block::Figure(figure.title.clone(), figure.value.written(page), lines));
        }
        for part in &section.parts {
            // The heading above has said it.
            if part.table.title != section.title {
                blocks.push(Block::Text(part.table.title.clone(), Look::Caption));
            }
            if let (Some(svg), Some(says)) = (part.svg(page), part.says(page)) {
                blocks.push(Block::Chart(svg, says));
            }
            let heads =
                part.table.columns.iter().map(|column| (column.title.clone(), column.numeric)).collect();
            let cell = |cell: &Cell| (cell.written(page), cell.is_number());
            let rows = part.table.rows.iter().map(|row| row.cells.iter().map(cell).collect()).collect();
            blocks.push(Block::Table(heads, rows));
            blocks.extend(part.note.iter().map(|note| Block::Text(note.clone(), Look::Small)));
        }
        if !section.definition.is_empty() {
            blocks.push(Block::Text(section.definition.clone(), Look::Small));
        }
    }
    blocks.extend(paper.notes.iter().map(|note| Block::Text(note.clone(), Look::Small)));
    blocks
}
