//! Bars that lie: one a row, so that long names of organisations have room. Several series are parts of one bar.

use super::plot::{description, fitted, key, scale, text_width, tick};
use super::svg::{Anchor, Svg};
use crate::web::page::Page;
use crate::web::reach::table::Table;

/// Units across: a phone shows it whole.
const WIDTH: f64 = 480.0;
/// Room for a row's name, and for its number.
const NAMES: f64 = 150.0;
const ROW: f64 = 24.0;
/// A bar among those that lie beside each other.
const THIN: f64 = 14.0;
/// More bars than this are a wall; the table has them all.
const MOST: usize = 20;

/// The chart.
pub fn draw(page: &Page, id: &str, table: &Table, series: &[usize]) -> String {
    let rows = table.rows.len().min(MOST);
    let sum = |row: usize| -> f64 {
        series.iter().filter_map(|column| table.number(row, *column)).map(|number| number.max(0.0)).sum()
    };
    let most = (0..rows).map(sum).fold(0.0, f64::max);
    let (top, step) = scale(most);
    let (count, keys) = (rows as f64, if series.len() > 1 { 60.0 } else { 0.0 });
    let height = keys + count * ROW + 22.0;
    let mut svg = Svg::new(id, WIDTH, height, &table.title, &description(page, table, series));
    svg.patterns(series.len());
    let begins = key(&mut svg, table, series, WIDTH);
    let written: Vec<String> = (0..rows).map(|row| total(page, table, series, row, sum(row))).collect();
    let numbers = written.iter().map(|text| text_width(text)).fold(30.0, f64::max) + 8.0;
    let room = (WIDTH - NAMES - numbers).max(80.0);
    let across = |number: f64| number / top * room;
    let bottom = begins + count * ROW;
    let mut line = 0.0;
    while line <= top {
        svg.rule((NAMES + across(line), begins), (NAMES + across(line), bottom));
        svg.soft(NAMES + across(line), bottom + 14.0, Anchor::Middle, &tick(page, line));
        line += step;
    }
    for (row, total) in written.iter().enumerate() {
        let y = begins + row as f64 * ROW;
        let name = table.head(page, row);
        svg.soft(NAMES - 8.0, y + 16.0, Anchor::End, &fitted(&name, NAMES - 10.0));
        let mut x = NAMES;
        for (place, column) in series.iter().enumerate() {
            let Some(number) = table.number(row, *column).filter(|number| *number > 0.0) else { continue };
            // A single post is still seen beside a thousand.
            let wide = across(number).max(1.0);
            let cell = table.rows[row].cells[*column].written(page);
            let says = format!("{name}, {}: {cell}", table.columns[*column].title);
            svg.bar(place, x, y + 4.0, wide, ROW - 8.0, &says);
            x += wide;
        }
        svg.strong(x + 5.0, y + 16.0, Anchor::Start, total);
    }
    svg.finish()
}

/// Several bars a row, one under the other: what is set against each other is no part of one whole.
pub fn beside(page: &Page, id: &str, table: &Table, series: &[usize]) -> String {
    let rows = table.rows.len().min(MOST);
    let number = |row: usize, column: usize| table.number(row, column).map(|number| number.max(0.0));
    let all = (0..rows).flat_map(|row| series.iter().filter_map(move |column| number(row, *column)));
    let (top, step) = scale(all.fold(0.0, f64::max));
    let tall = series.len() as f64 * THIN + 10.0;
    let mut svg = Svg::new(
        id,
        WIDTH,
        40.0 + rows as f64 * tall + 22.0,
        &table.title,
        &description(page, table, series),
    );
    svg.patterns(series.len());
    let begins = key(&mut svg, table, series, WIDTH);
    let room = WIDTH - NAMES - 60.0;
    let bottom = begins + rows as f64 * tall;
    let mut line = 0.0;
    while line <= top {
        let x = NAMES + line / top * room;
        svg.rule((x, begins), (x, bottom));
        svg.soft(x, bottom + 14.0, Anchor::Middle, &tick(page, line));
        line += step;
    }
    for row in 0..rows {
        let y = begins + row as f64 * tall + 5.0;
        let name = table.head(page, row);
        svg.soft(NAMES - 8.0, y + (tall - 10.0) / 2.0 + 4.0, Anchor::End, &fitted(&name, NAMES - 10.0));
        for (place, column) in series.iter().enumerate() {
            let Some(number) = number(row, *column) else { continue };
            let y = y + place as f64 * THIN;
            let written = table.rows[row].cells[*column].written(page);
            let wide = if number > 0.0 { (number / top * room).max(1.0) } else { 0.0 };
            if number > 0.0 {
                let says = format!("{name}, {}: {written}", table.columns[*column].title);
                svg.bar(place, NAMES, y, wide, THIN - 3.0, &says);
            }
            svg.strong(NAMES + wide + 5.0, y + THIN - 4.0, Anchor::Start, &written);
        }
    }
    svg.finish()
}

/// The number at a bar's end: the cell itself, or the sum of its parts.
fn total(page: &Page, table: &Table, series: &[usize], row: usize, sum: f64) -> String {
    match series {
        [one] => table.rows[row].cells[*one].written(page),
        _ => tick(page, sum),
    }
}
