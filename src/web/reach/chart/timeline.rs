//! Time from left to right: upright bars for one series, lines for several. A gap in the table is a gap in the line.

use super::plot::{description, highest, key, scale, text_width, tick};
use super::svg::{Anchor, Svg};
use crate::web::page::Page;
use crate::web::reach::table::Table;

const WIDTH: f64 = 720.0;
const TALL: f64 = 170.0;
/// Above, for the highest number.
const HEAD: f64 = 16.0;
/// Below, for the times.
const FOOT: f64 = 22.0;

/// The chart.
pub fn draw(page: &Page, id: &str, table: &Table, series: &[usize]) -> String {
    let lines = series.len() > 1;
    let height = TALL + HEAD + FOOT + if lines { 28.0 } else { 0.0 };
    let mut svg = Svg::new(id, WIDTH, height, &table.title, &description(page, table, series));
    svg.patterns(series.len());
    let above = key(&mut svg, table, series, WIDTH) + HEAD;
    let most = highest(table, series).map_or(0.0, |(_, _, most)| most);
    let (top, step) = scale(most);
    let left = text_width(&tick(page, top)) + 10.0;
    let floor = above + TALL;
    let up = |number: f64| floor - number.max(0.0) / top * TALL;
    let mut line = 0.0;
    while line <= top {
        svg.rule((left, up(line)), (WIDTH, up(line)));
        svg.soft(left - 6.0, up(line) + 4.0, Anchor::End, &tick(page, line));
        line += step;
    }
    let wide = (WIDTH - left) / table.rows.len() as f64;
    let x = |row: usize| left + row as f64 * wide;
    for (place, column) in series.iter().enumerate() {
        let says = |row: usize| {
            let cell = table.rows[row].cells[*column].written(page);
            format!("{}, {}: {cell}", table.head(page, row), table.columns[*column].title)
        };
        if lines {
            draw_line(&mut svg, place, table, *column, (&|row| x(row) + wide / 2.0, &up), &says);
            continue;
        }
        let gap = if wide > 4.0 { wide * 0.2 } else { 0.0 };
        for row in 0..table.rows.len() {
            if let Some(number) = table.number(row, *column).filter(|number| *number > 0.0) {
                // A single post is still seen beside a thousand.
                let tall = (floor - up(number)).max(1.5);
                svg.bar(place, x(row) + gap / 2.0, floor - tall, (wide - gap).max(0.5), tall, &says(row));
            }
        }
    }
    if let (Some((row, column, number)), false) = (highest(table, series), lines) {
        let words = table.rows[row].cells[column].written(page);
        let middle = (x(row) + wide / 2.0).clamp(left + 12.0, WIDTH - 12.0);
        svg.strong(middle, up(number) - 4.0, Anchor::Middle, &words);
    }
    times(page, &mut svg, table, (&x, wide), floor + 15.0);
    svg.finish()
}

/// Where a row stands, and how high a number.
type Places<'a> = (&'a dyn Fn(usize) -> f64, &'a dyn Fn(f64) -> f64);

fn draw_line(
    svg: &mut Svg,
    place: usize,
    table: &Table,
    column: usize,
    (x, up): Places<'_>,
    says: &dyn Fn(usize) -> String,
) {
    let mut run: Vec<(f64, f64)> = Vec::new();
    for row in 0..table.rows.len() {
        match table.number(row, column) {
            Some(number) => {
                run.push((x(row), up(number)));
                svg.dot(place, x(row), up(number), &says(row));
            }
            None => {
                svg.run(place, &run);
                run.clear();
            }
        }
    }
    svg.run(place, &run);
}

/// As many times as fit without touching, the first and the last among them.
fn times(page: &Page, svg: &mut Svg, table: &Table, (x, wide): (&dyn Fn(usize) -> f64, f64), y: f64) {
    let rows = table.rows.len();
    let widest = (0..rows).map(|row| text_width(&table.head(page, row))).fold(0.0, f64::max) + 14.0;
    let every = ((widest / wide).ceil() as usize).max(1);
    for row in (0..rows).step_by(every) {
        // Half of the first name must not stand outside.
        let half = widest / 2.0 - 7.0;
        let middle = x(row) + wide / 2.0;
        if middle - half < 0.0 {
            svg.soft(x(row), y, Anchor::Start, &table.head(page, row));
        } else if middle + half > WIDTH {
            svg.soft(WIDTH, y, Anchor::End, &table.head(page, row));
        } else {
            svg.soft(middle, y, Anchor::Middle, &table.head(page, row));
        }
    }
}
