//! Which chart is drawn of a table, and what all of them share: scale, key, words for those who do not see it.

use super::svg::{Anchor, Svg};
use super::{bars, heat, timeline};
use crate::web::i18n::text_with;
use crate::web::numbers;
use crate::web::page::Page;
use crate::web::reach::table::Table;

/// How a table is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A bar a row, of the first column of numbers.
    Bars,
    /// A bar a row and column, those of a row under each other.
    Beside,
    /// Rows are times: columns if there is one series, else lines.
    Timeline,
    /// Rows are days, columns hours: the larger the square, the more.
    Heat,
}

/// The chart of a table; `None` where there is nothing to draw. `id` is unique in its page.
pub fn draw(page: &Page, id: &str, kind: Kind, table: &Table) -> Option<String> {
    let series = table.series();
    if table.rows.is_empty() || series.is_empty() {
        return None;
    }
    Some(match kind {
        Kind::Bars => bars::draw(page, id, table, &series[..1]),
        Kind::Beside => bars::beside(page, id, table, &series[..series.len().min(MOST)]),
        Kind::Timeline => timeline::draw(page, id, table, &series[..series.len().min(MOST)]),
        Kind::Heat => heat::draw(page, id, table),
    })
}

/// What a chart of the table shows, in words: its name and [`description`].
pub fn says(page: &Page, table: &Table) -> String {
    format!("{}. {}", table.title, description(page, table, &table.series()))
}

/// Series that can be told apart.
const MOST: usize = 6;

/// The highest number of these columns, and where it stands; a table that shows nothing has none.
pub fn highest(table: &Table, series: &[usize]) -> Option<(usize, usize, f64)> {
    let mut found: Option<(usize, usize, f64)> = None;
    for row in 0..table.rows.len() {
        for column in series {
            if let Some(number) = table.number(row, *column)
                && found.is_none_or(|(_, _, most)| number > most)
            {
                found = Some((row, *column, number));
            }
        }
    }
    found
}

/// What the chart shows in words: what it is about, the highest, and where all the numbers are.
pub fn description(page: &Page, table: &Table, series: &[usize]) -> String {
    let Some((row, column, _)) = highest(table, series) else {
        return page.text("chart-nothing");
    };
    let values = [
        ("what", table.columns[column].title.as_str().into()),
        ("count", table.rows[row].cells[column].written(page).into()),
        ("where", table.head(page, row).into()),
    ];
    text_with(page.language, "chart-says", &values)
}

/// The first round number at or above `most`, and how far apart the lines of the grid are.
pub fn scale(most: f64) -> (f64, f64) {
    if most <= 0.0 || !most.is_finite() {
        return (1.0, 1.0);
    }
    let rough = most / 4.0;
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|times| times * power)
        .find(|step| *step >= rough)
        .unwrap_or(10.0 * power);
    // Half a post is nothing.
    let step = step.max(1.0);
    ((most / step).ceil() * step, step)
}

/// A number of an axis.
pub fn tick(page: &Page, number: f64) -> String {
    numbers::whole(page.language, number.round() as i64)
}

/// The key of several series, from the left edge; gives the height it takes.
pub fn key(svg: &mut Svg, table: &Table, series: &[usize], width: f64) -> f64 {
    if series.len() < 2 {
        return 0.0;
    }
    let (mut x, mut y) = (0.0, 4.0);
    for (place, column) in series.iter().enumerate() {
        let title = &table.columns[*column].title;
        let wide = 26.0 + text_width(title);
        if x > 0.0 && x + wide > width {
            x = 0.0;
            y += 18.0;
        }
        svg.bar(place, x, y, 12.0, 12.0, title);
        svg.soft(x + 17.0, y + 10.0, Anchor::Start, title);
        x += wide;
    }
    y + 22.0
}

/// About how wide a text of 11 units is.
pub fn text_width(text: &str) -> f64 {
    let letters = text.chars().count() as f64;
    letters * 6.4
}

/// A text that fits `width`, shortened by an ellipsis where it must be.
pub fn fitted(text: &str, width: f64) -> String {
    if text_width(text) <= width {
        return text.to_owned();
    }
    let most = (width / 6.4).max(2.0) as usize;
    let mut short: String = text.chars().take(most - 1).collect();
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_end_at_round_numbers() {
        assert_eq!(scale(0.0), (1.0, 1.0));
        assert_eq!(scale(1.0), (1.0, 1.0));
        assert_eq!(scale(7.0), (8.0, 2.0));
        assert_eq!(scale(97.0), (100.0, 50.0));
        assert_eq!(scale(1_234.0), (1_500.0, 500.0));
        assert_eq!(scale(f64::NAN), (1.0, 1.0));
    }

    #[test]
    fn long_names_are_shortened() {
        assert_eq!(fitted("Aarhus", 100.0), "Aarhus");
        assert_eq!(fitted("Digitaliseringsstyrelsen", 64.0), "Digitalis…");
    }
}
