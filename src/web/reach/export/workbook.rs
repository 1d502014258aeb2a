//! A paper as a workbook: what it is and how it is counted on the first sheet, the single figures on the second, and one
//! sheet a table. The same paper gives the same bytes: the workbook carries the moment of its numbers, not of its making.

use std::collections::HashSet;

use chrono::NaiveDate;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::domain::time::Timestamp;
use crate::web::page::Page;
use crate::web::reach::paper::Paper;
use crate::web::reach::table::{Cell, Column, Row, Table};

/// How cells look.
struct Looks {
    title: Format,
    head: Format,
    number_head: Format,
    text: Format,
    whole: Format,
    share: Format,
    day: Format,
    moment: Format,
    absent: Format,
}

impl Looks {
    fn new() -> Self {
        let head = Format::new().set_bold().set_border_bottom(FormatBorder::Thin).set_text_wrap();
        Self {
            title: Format::new().set_bold().set_font_size(14),
            number_head: head.clone().set_align(FormatAlign::Right),
            head,
            text: Format::new().set_text_wrap().set_align(FormatAlign::Top),
            // Thousands as the reader's own spreadsheet sets them apart.
            whole: Format::new().set_num_format("#,##0"),
            share: Format::new().set_num_format("0.0%"),
            day: Format::new().set_num_format("yyyy-mm-dd"),
            moment: Format::new().set_num_format("yyyy-mm-dd hh:mm"),
            absent: Format::new().set_italic().set_align(FormatAlign::Right),
        }
    }
}

/// The file.
///
/// # Errors
/// What the writer refuses: more rows than a sheet holds.
pub fn workbook(page: &Page, paper: &Paper) -> Result<Vec<u8>, XlsxError> {
    let looks = Looks::new();
    let mut book = Workbook::new();
    let made = excel_moment(paper.as_of).unwrap_or(ExcelDateTime::from_ymd(2000, 1, 1)?);
    book.set_properties(
        &DocProperties::new()
            .set_title(&paper.title)
            .set_subject(&paper.days)
            .set_author(&page.site.owner)
            .set_creation_datetime(&made),
    );
    let mut names = HashSet::new();
    about(page, paper, &looks, book.add_worksheet().set_name(named(&mut names, &page.text("sheet-about")))?)?;
    let table = headlines(page, paper);
    sheet(page, &table, None, &looks, book.add_worksheet().set_name(named(&mut names, &table.title))?)?;
    for (section, part) in paper.tables() {
        let definition = part.note.as_ref().unwrap_or(&section.definition);
        let worksheet = book.add_worksheet().set_name(named(&mut names, &part.table.title))?;
        sheet(page, &part.table, Some(definition), &looks, worksheet)?;
    }
    book.save_to_buffer()
}

/// A sheet's name: at most 31 characters, none of `[]:*?/\`, unlike any other.
fn named(taken: &mut HashSet<String>, title: &str) -> String {
    let plain: String = title.chars().map(|c| if "[]:*?/\\'".contains(c) { ' ' } else { c }).collect();
    // A name that ends in a space is found by nobody who types it.
    let cut = |most| plain.trim().chars().take(most).collect::<String>().trim_end().to_owned();
    let mut name = cut(31);
    let mut number = 2;
    while !taken.insert(name.to_lowercase()) {
        name = format!("{} {number}", cut(27));
        number += 1;
    }
    name
}

fn about(page: &Page, paper: &Paper, looks: &Looks, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_column_width(0, 34)?.set_column_width(1, 100)?;
    sheet.write_with_format(0, 0, &paper.title, &looks.title)?;
    let mut row = 1;
    let mut line = |sheet: &mut Worksheet, first: &str, second: &str| -> Result<(), XlsxError> {
        sheet.write_with_format(row, 0, first, &looks.text)?;
        sheet.write_with_format(row, 1, second, &looks.text)?;
        row += 1;
        Ok(())
    };
    line(sheet, &page.text("sheet-days"), &paper.days)?;
    for filter in &paper.filters {
        line(sheet, &page.text("sheet-filter"), filter)?;
    }
    for note in &paper.notes {
        line(sheet, "", note)?;
    }
    line(sheet, "", "")?;
    for section in &paper.sections {
        if !section.definition.is_empty() {
            line(sheet, &section.title, &section.definition)?;
        }
        for figure in &section.figures {
            line(sheet, &figure.title, &figure.definition)?;
        }
        for part in &section.parts {
            if let Some(note) = &part.note {
                line(sheet, &part.table.title, note)?;
            }
        }
    }
    Ok(())
}

/// The single figures as one table.
fn headlines(page: &Page, paper: &Paper) -> Table {
    let heads = ["csv-figure", "csv-value", "csv-change", "csv-facts", "csv-definition"];
    let mut table = Table::of(page, "figures", "sheet-figures", &heads).words_in(&[2, 3, 4]);
    for figure in paper.sections.iter().flat_map(|section| &section.figures) {
        table.push(
            vec![
                Cell::Text(figure.title.clone()),
                figure.value.clone(),
                Cell::Text(figure.change.clone().unwrap_or_default()),
                Cell::Text(figure.facts.join(" · ")),
                Cell::Text(figure.definition.clone()),
            ],
            None,
        );
    }
    table
}

fn sheet(
    page: &Page,
    table: &Table,
    definition: Option<&String>,
    looks: &Looks,
    sheet: &mut Worksheet,
) -> Result<(), XlsxError> {
    for (place, column) in (0_u16..).zip(&table.columns) {
        let look = if column.numeric { &looks.number_head } else { &looks.head };
        sheet.write_with_format(0, place, &column.title, look)?;
        sheet.set_column_width(place, width(page, column, usize::from(place), &table.rows))?;
    }
    sheet.set_freeze_panes(1, 1)?;
    let mut line = 1;
    for row in &table.rows {
        for (place, cell) in (0_u16..).zip(&row.cells) {
            write(page, sheet, line, place, cell, looks)?;
        }
        line += 1;
    }
    if let Some(definition) = definition.filter(|text| !text.is_empty()) {
        sheet.write(line + 1, 0, definition)?;
    }
    Ok(())
}

fn width(page: &Page, column: &Column, place: usize, rows: &[Row]) -> f64 {
    let cells =
        rows.iter().filter_map(|row| row.cells.get(place)).map(|cell| cell.written(page).chars().count());
    let widest = cells.chain([column.title.chars().count()]).max().unwrap_or(8);
    widest.clamp(8, 60) as f64 + 2.0
}

fn write(
    page: &Page,
    sheet: &mut Worksheet,
    line: u32,
    place: u16,
    cell: &Cell,
    looks: &Looks,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Whole(number) => sheet.write_with_format(line, place, *number as f64, &looks.whole)?,
        Cell::Decimal(number, _) => sheet.write(line, place, *number)?,
        Cell::Share(part, all) if *all > 0 => {
            sheet.write_with_format(line, place, *part as f64 / *all as f64, &looks.share)?
        }
        Cell::Day(day) => match excel_day(*day) {
            Some(day) => sheet.write_with_format(line, place, &day, &looks.day)?,
            None => sheet.write_with_format(line, place, cell.written(page), &looks.absent)?,
        },
        Cell::Moment(at) => match excel_moment(*at) {
            Some(at) => sheet.write_with_format(line, place, &at, &looks.moment)?,
            None => sheet.write_with_format(line, place, cell.written(page), &looks.absent)?,
        },
        Cell::Nothing => sheet,
        Cell::NotTold | Cell::NotSince(_) | Cell::Share(..) | Cell::Range(..) => {
            sheet.write_with_format(line, place, cell.written(page), &looks.absent)?
        }
        Cell::Text(words) => sheet.write_with_format(line, place, words, &looks.text)?,
    };
    Ok(())
}

/// An instant on a Danish clock, which is what the reader's clock shows; none before 1900 or after 9999.
fn excel_moment(at: Timestamp) -> Option<ExcelDateTime> {
    ExcelDateTime::parse_from_str(&at.to_copenhagen().format("%Y-%m-%dT%H:%M:%S").to_string()).ok()
}

fn excel_day(day: NaiveDate) -> Option<ExcelDateTime> {
    ExcelDateTime::parse_from_str(&day.to_string()).ok()
}
