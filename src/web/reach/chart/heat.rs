//! Days by hours: a square in each cell, the larger the more, so that it needs no colour to be read.

use super::plot::{description, highest};
use super::svg::{Anchor, Svg};
use crate::web::page::Page;
use crate::web::reach::table::Table;

const CELL: f64 = 26.0;
/// Room for the days' names.
const NAMES: f64 = 76.0;

/// The chart.
pub fn draw(page: &Page, id: &str, table: &Table) -> String {
    let columns: Vec<usize> = (1..table.columns.len()).collect();
    let (across, down) = (columns.len() as f64, table.rows.len() as f64);
    let (width, height) = (NAMES + across * CELL + 4.0, 20.0 + down * CELL + 4.0);
    let mut svg = Svg::new(id, width, height, &table.title, &description(page, table, &columns));
    let most = highest(table, &columns).map_or(1.0, |(_, _, most)| most).max(1.0);
    for (place, column) in columns.iter().enumerate() {
        let x = NAMES + place as f64 * CELL;
        svg.soft(x + CELL / 2.0, 13.0, Anchor::Middle, &table.columns[*column].title);
        svg.rule((x, 20.0), (x, height - 4.0));
    }
    svg.rule((width - 4.0, 20.0), (width - 4.0, height - 4.0));
    for row in 0..table.rows.len() {
        let y = 20.0 + row as f64 * CELL;
        svg.rule((NAMES, y), (width - 4.0, y));
        svg.soft(NAMES - 8.0, y + 17.0, Anchor::End, &table.head(page, row));
        for (place, column) in columns.iter().enumerate() {
            let Some(number) = table.number(row, *column).filter(|number| *number > 0.0) else { continue };
            let x = NAMES + place as f64 * CELL;
            // The area is what the eye compares.
            let side = ((number / most).sqrt() * (CELL - 4.0)).max(2.5);
            let (inset, says) = (
                (CELL - side) / 2.0,
                format!(
                    "{}, {}: {}",
                    table.head(page, row),
                    table.columns[*column].title,
                    table.rows[row].cells[*column].written(page)
                ),
            );
            svg.bar(0, x + inset, y + inset, side, side, &says);
        }
    }
    svg.rule((NAMES, height - 4.0), (width - 4.0, height - 4.0));
    svg.finish()
}
