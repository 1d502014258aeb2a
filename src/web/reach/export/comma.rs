//! A paper as CSV: each table under its name, each with its definition; single figures first.

use crate::domain::time::Timestamp;
use crate::web::i18n::Language;
use crate::web::numbers;
use crate::web::page::Page;
use crate::web::reach::paper::Paper;
use crate::web::reach::table::Cell;

/// What makes a Danish spreadsheet read the letters as they are.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The text.
///
/// # Errors
/// None that is known: a string does not refuse to be written to.
pub fn comma(page: &Page, paper: &Paper) -> anyhow::Result<String> {
    // Where the comma is the decimal sign, spreadsheets take the semicolon to part cells.
    let parting = if page.language == Language::Danish { b';' } else { b',' };
    let mut file = csv::WriterBuilder::new().delimiter(parting).flexible(true).from_writer(Vec::new());
    file.write_record([guarded(&paper.title), guarded(&paper.days)])?;
    for line in paper.filters.iter().chain(&paper.notes) {
        file.write_record([guarded(line)])?;
    }
    let heads = ["csv-section", "csv-figure", "csv-value", "csv-change", "csv-facts", "csv-definition"];
    file.write_record([""])?;
    file.write_record(heads.map(|key| page.text(key)))?;
    for section in &paper.sections {
        for figure in &section.figures {
            file.write_record([
                guarded(&section.title),
                guarded(&figure.title),
                cell(page, &figure.value),
                guarded(figure.change.as_deref().unwrap_or_default()),
                guarded(&figure.facts.join(" · ")),
                guarded(&figure.definition),
            ])?;
        }
    }
    for (section, part) in paper.tables() {
        file.write_record([""])?;
        let definition = part.note.as_ref().unwrap_or(&section.definition);
        file.write_record([guarded(&part.table.title), guarded(definition)])?;
        file.write_record(part.table.columns.iter().map(|column| guarded(&column.title)))?;
        for row in &part.table.rows {
            file.write_record(row.cells.iter().map(|value| cell(page, value)))?;
        }
    }
    Ok(format!("{BYTE_ORDER_MARK}{}", String::from_utf8(file.into_inner()?)?))
}

/// Numbers stand bare, so that a spreadsheet reads them as numbers; times in Danish time in the form it reads as a time.
fn cell(page: &Page, cell: &Cell) -> String {
    match cell {
        Cell::Whole(number) => number.to_string(),
        Cell::Decimal(number, places) => numbers::bare(page.language, *number, *places),
        Cell::Share(part, all) if *all > 0 => {
            numbers::bare(page.language, *part as f64 * 100.0 / *all as f64, 1)
        }
        Cell::Range(low, high) => format!("{low}–{high}"),
        Cell::Day(day) => day.to_string(),
        Cell::Moment(at) => minute(*at),
        other => guarded(&other.written(page)),
    }
}

fn minute(at: Timestamp) -> String {
    at.to_copenhagen().format("%Y-%m-%d %H:%M:%S").to_string()
}

/// A text that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, "CSV Injection").
pub fn guarded(text: &str) -> String {
    let runs = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if runs { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::guarded;

    #[test]
    fn a_formula_is_made_text() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(guarded(formula), format!("'{formula}"));
        }
        assert_eq!(guarded("LinkedIn"), "LinkedIn");
    }
}
