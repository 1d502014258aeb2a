//! A paper for machines: numbers bare, instants in RFC 3339, what is not told as null with a word beside it.

use serde_json::{Map, Value, json};

use crate::web::page::Page;
use crate::web::reach::paper::Paper;
use crate::web::reach::table::Cell;

/// The whole of it.
pub fn json(page: &Page, paper: &Paper) -> Value {
    let figures: Vec<Value> = paper
        .sections
        .iter()
        .flat_map(|section| &section.figures)
        .map(|figure| {
            json!({
                "id": figure.id,
                "title": figure.title,
                "value": value(&figure.value),
                "unavailable": unavailable(page, &figure.value),
                "change": figure.change,
                "facts": figure.facts,
                "definition": figure.definition,
            })
        })
        .collect();
    let tables: Vec<Value> = paper
        .tables()
        .map(|(section, part)| {
            let rows: Vec<Value> = part
                .table
                .rows
                .iter()
                .map(|row| Value::Array(row.cells.iter().map(value).collect()))
                .collect();
            json!({
                "id": part.table.id,
                "title": part.table.title,
                "columns": part.table.columns.iter().map(|column| &column.title).collect::<Vec<_>>(),
                "rows": rows,
                "definition": part.note.as_ref().unwrap_or(&section.definition),
            })
        })
        .collect();
    json!({
        "title": paper.title,
        "days": paper.days,
        "filters": paper.filters,
        "notes": paper.notes,
        "as_of": paper.as_of.rfc3339(),
        "language": page.language.as_str(),
        "figures": figures,
        "tables": tables,
    })
}

fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Text(words) => Value::from(words.as_str()),
        Cell::Whole(number) => Value::from(*number),
        Cell::Decimal(number, _) => Value::from(*number),
        Cell::Share(part, all) => {
            Value::Object(Map::from_iter([("part".into(), (*part).into()), ("of".into(), (*all).into())]))
        }
        Cell::Range(low, high) => json!({ "low": low, "high": high }),
        Cell::Day(day) => Value::from(day.to_string()),
        Cell::Moment(at) => Value::from(at.rfc3339()),
        Cell::NotSince(at) => json!({ "unavailable_since": at.rfc3339() }),
        Cell::NotTold | Cell::Nothing => Value::Null,
    }
}

/// Why there is no number, in words.
fn unavailable(page: &Page, cell: &Cell) -> Option<String> {
    matches!(cell, Cell::NotTold | Cell::NotSince(_)).then(|| cell.written(page))
}
