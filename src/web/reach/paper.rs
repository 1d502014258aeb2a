//! What is said about a window of days: sections of figures, tables and charts, each with how it came about. The page, the
//! report on paper, the spreadsheet and the file for machines are all written from one of these, so that they cannot
//! differ. Knows no database and no form.

use super::chart::{self, Kind};
use super::table::{Cell, Table};
use crate::domain::time::Timestamp;
use crate::web::page::Page;

/// All of it.
#[derive(Clone, Debug, Default)]
pub struct Paper {
    /// The wall's name and what this is.
    pub title: String,
    /// The days: `uge 44, 26. oktober – 1. november 2026`.
    pub days: String,
    /// What it is narrowed down to, in words; empty where it is everything.
    pub filters: Vec<String>,
    /// The main points in sentences that can be sent on.
    pub sentences: Vec<String>,
    /// Formula version and where the numbers stand.
    pub notes: Vec<String>,
    /// When the numbers were as they are here: what a report says instead of the moment it was made.
    pub as_of: Timestamp,
    /// In the order they are read.
    pub sections: Vec<Section>,
}

/// One heading and what stands under it.
#[derive(Clone, Debug, Default)]
pub struct Section {
    /// Its anchor.
    pub id: &'static str,
    /// Its heading.
    pub title: String,
    /// Single figures.
    pub figures: Vec<Figure>,
    /// Tables with their charts.
    pub parts: Vec<Part>,
    /// How all of it is counted.
    pub definition: String,
}

/// One figure that stands alone.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Its anchor and its name in files.
    pub id: &'static str,
    /// What it counts.
    pub title: String,
    /// How many.
    pub value: Cell,
    /// Against the last edition at the same day, in words.
    pub change: Option<String>,
    /// The days as a line; numbers in order.
    pub trend: Vec<f64>,
    /// Coverage, version of the formula, time of fetch: a line each.
    pub facts: Vec<String>,
    /// How it is counted.
    pub definition: String,
    /// The posts it comes from.
    pub href: Option<String>,
}

/// A table and how it is drawn.
#[derive(Clone, Debug)]
pub struct Part {
    /// The numbers.
    pub table: Table,
    /// The chart of them; a table alone where there is none.
    pub kind: Option<Kind>,
    /// How this table is counted, where that is not the section's definition.
    pub note: Option<String>,
}

impl Part {
    /// Drawn.
    pub fn drawn(kind: Kind, table: Table) -> Self {
        Self { table, kind: Some(kind), note: None }
    }

    /// Not drawn.
    pub fn plain(table: Table) -> Self {
        Self { table, kind: None, note: None }
    }

    /// With how it is counted.
    #[must_use]
    pub fn noted(mut self, note: String) -> Self {
        self.note = Some(note);
        self
    }

    /// True for what wants the whole width of a page.
    pub fn is_wide(&self) -> bool {
        // A table behind a chart is folded away; one by itself is what there is to see.
        let most = if self.kind.is_none() { 4 } else { 6 };
        matches!(self.kind, Some(Kind::Timeline | Kind::Heat)) || self.table.columns.len() > most
    }

    /// What the chart shows, in words.
    pub fn says(&self, page: &Page) -> Option<String> {
        self.kind.map(|_| chart::says(page, &self.table))
    }

    /// The chart as SVG.
    pub fn svg(&self, page: &Page) -> Option<String> {
        chart::draw(page, &format!("g-{}", self.table.id), self.kind?, &self.table)
    }
}

impl Figure {
    /// The days as a small line.
    pub fn spark(&self) -> String {
        chart::sparkline(&self.trend)
    }
}

impl Paper {
    /// Every table, in order.
    pub fn tables(&self) -> impl Iterator<Item = (&Section, &Part)> {
        self.sections.iter().flat_map(|section| section.parts.iter().map(move |part| (section, part)))
    }

    /// The part of this table.
    pub fn part(&self, id: &str) -> Option<&Part> {
        self.tables().map(|(_, part)| part).find(|part| part.table.id == id)
    }
}
