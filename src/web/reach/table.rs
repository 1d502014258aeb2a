//! A table of figures: typed cells, so that a page, a spreadsheet and a printed report write the same numbers each in its
//! own way. Knows nothing of where the numbers come from.

use chrono::NaiveDate;

use crate::domain::time::Timestamp;
use crate::web::i18n::{text, text_with};
use crate::web::page::Page;
use crate::web::{dates, numbers};

/// One value.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A part of a whole; nothing to be a part of is "not told".
    Share(u64, u64),
    /// A number with so many decimals.
    Decimal(f64, usize),
    /// From here to there.
    Range(i64, i64),
    /// A day on a Danish calendar.
    Day(NaiveDate),
    /// An instant.
    Moment(Timestamp),
    /// Nobody told. Never a zero.
    NotTold,
    /// Not told any more, since then.
    NotSince(Timestamp),
    /// Does not apply.
    Nothing,
}

impl Cell {
    /// A count that can be unknown.
    pub fn told(count: Option<i64>) -> Self {
        count.map_or(Self::NotTold, Self::Whole)
    }

    /// A count of ours.
    pub fn counted(count: u64) -> Self {
        Self::Whole(i64::try_from(count).unwrap_or(i64::MAX))
    }

    /// An instant that can be unknown.
    pub fn moment(at: Option<Timestamp>) -> Self {
        at.map_or(Self::NotTold, Self::Moment)
    }

    /// As people read it.
    pub fn written(&self, page: &Page) -> String {
        let language = page.language;
        match self {
            Self::Text(words) => words.clone(),
            Self::Whole(number) => numbers::whole(language, *number),
            Self::Share(part, all) => numbers::share(page, *part, *all),
            Self::Decimal(number, places) => numbers::decimal(language, *number, *places),
            Self::Range(low, high) => {
                format!("{}–{}", numbers::whole(language, *low), numbers::whole(language, *high))
            }
            Self::Day(day) => dates::date(language, *day),
            Self::Moment(at) => page.moment(at),
            Self::NotTold => text(language, "not-told"),
            Self::NotSince(at) => {
                text_with(language, "figure-not-since", &[("moment", page.moment(at).into())])
            }
            Self::Nothing => String::new(),
        }
    }

    /// What a chart draws: a number, or a gap.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Whole(number) => Some(*number as f64),
            Self::Decimal(number, _) => Some(*number),
            Self::Share(part, all) if *all > 0 => Some(*part as f64 * 100.0 / *all as f64),
            _ => None,
        }
    }

    /// True for what stands at the right edge of its column.
    pub fn is_number(&self) -> bool {
        matches!(self, Self::Whole(_) | Self::Share(..) | Self::Decimal(..) | Self::Range(..))
    }
}

/// One column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its head.
    pub title: String,
    /// True if it holds numbers.
    pub numeric: bool,
}

/// One row; as many cells as the table has columns.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// The first one is the row's head.
    pub cells: Vec<Cell>,
    /// The list of posts that the row's first number comes from.
    pub href: Option<String>,
}

/// The whole table.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Unique in a report: the name of its file, its sheet's key, an anchor.
    pub id: &'static str,
    /// What it shows.
    pub title: String,
    /// Heads.
    pub columns: Vec<Column>,
    /// In order.
    pub rows: Vec<Row>,
    /// A row is opened by its head: it is a post, not a number of posts.
    pub opened_by_heads: bool,
}

impl Table {
    /// A table whose columns after the first hold numbers.
    pub fn of(page: &Page, id: &'static str, title: &str, heads: &[&str]) -> Self {
        let columns = heads
            .iter()
            .enumerate()
            .map(|(place, key)| Column { title: page.text(key), numeric: place > 0 })
            .collect();
        Self { id, title: page.text(title), columns, rows: Vec::new(), opened_by_heads: false }
    }

    /// Says that columns hold words.
    #[must_use]
    pub fn words_in(mut self, places: &[usize]) -> Self {
        for place in places {
            if let Some(column) = self.columns.get_mut(*place) {
                column.numeric = false;
            }
        }
        self
    }

    /// Says that a row is opened by its head.
    #[must_use]
    pub fn of_posts(mut self) -> Self {
        self.opened_by_heads = true;
        self
    }

    /// One more row.
    pub fn push(&mut self, cells: Vec<Cell>, href: Option<String>) {
        self.rows.push(Row { cells, href });
    }

    /// The columns a chart draws: those that hold a number anywhere.
    pub fn series(&self) -> Vec<usize> {
        (1..self.columns.len())
            .filter(|place| {
                self.columns[*place].numeric
                    && self.rows.iter().any(|row| row.cells.get(*place).and_then(Cell::number).is_some())
            })
            .collect()
    }

    /// A cell's number; a gap where there is none.
    pub fn number(&self, row: usize, column: usize) -> Option<f64> {
        self.rows.get(row)?.cells.get(column)?.number()
    }

    /// The place of the cell that carries a row's link: the head, or the first number.
    pub fn linked(&self, row: &Row) -> usize {
        let number = || row.cells.iter().position(|cell| matches!(cell, Cell::Whole(_)));
        if self.opened_by_heads { 0 } else { number().unwrap_or(0) }
    }

    /// The head of a row.
    pub fn head(&self, page: &Page, row: usize) -> String {
        self.rows
            .get(row)
            .and_then(|row| row.cells.first())
            .map(|cell| cell.written(page))
            .unwrap_or_default()
    }
}
