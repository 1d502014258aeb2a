//! `GET /raekkevidde.csv`: the page's rows for a spreadsheet, each with its definition and the time of fetch.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::figures::Figures;
use crate::domain::time::Timestamp;
use crate::web::desk::problem::Problem;
use crate::web::i18n::Language;
use crate::web::page::Page;
use crate::web::state::WebState;

/// What makes a Danish spreadsheet read the letters as they are.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The handler.
///
/// # Errors
/// Dates that make no sense, database.
pub async fn csv(State(state): State<WebState>, page: Page) -> Result<Response, Problem> {
    let figures = Figures::read(&state.db, &state.settings, &page).await?;
    let body = table(&page, &figures).map_err(Problem::internal)?;
    let name = format!(
        "attachment; filename=\"{}-{}-{}.csv\"",
        if page.language == Language::Danish { "raekkevidde" } else { "reach" },
        figures.window.from,
        figures.window.to
    );
    let kind = "text/csv; charset=utf-8".to_owned();
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], body).into_response())
}

fn table(page: &Page, figures: &Figures) -> Result<String, Box<dyn std::error::Error>> {
    // Where the comma is the decimal sign, spreadsheets take the semicolon to part cells.
    let parting = if page.language == Language::Danish { b';' } else { b',' };
    let mut table = csv::WriterBuilder::new().delimiter(parting).from_writer(Vec::new());
    let heads = [
        "csv-section",
        "reach-day-head",
        "reach-network",
        "reach-posts",
        "reach-authors",
        "count-reactions",
        "count-comments",
        "count-shares",
        "count-views",
        "reach-followers",
        "csv-covered-posts",
        "csv-oldest",
        "csv-newest",
        "csv-definition",
    ];
    table.write_record(heads.map(|key| page.text(key)))?;
    let text = |words: String| guarded(&words);
    let count =
        |number: Option<i64>| number.map_or_else(|| page.text("not-told"), |number| number.to_string());
    // Danish time like the days beside it, in the form that spreadsheets read as a time.
    let time = |at: Option<Timestamp>| {
        at.map_or_else(
            || page.text("not-told"),
            |at| at.to_copenhagen().format("%Y-%m-%d %H:%M:%S").to_string(),
        )
    };
    let nothing = String::new;
    let days = format!("{} – {}", figures.window.from, figures.window.to);
    let potential = &figures.potential;
    let followers = figures.followers().map_or_else(|| page.text("not-told"), |sum| sum.to_string());
    table.write_record([
        text(page.text("reach-potential")),
        text(days.clone()),
        text(page.text("csv-all-networks")),
        potential.posts.to_string(),
        potential.authors.to_string(),
        nothing(),
        nothing(),
        nothing(),
        nothing(),
        followers,
        potential.covered_posts.to_string(),
        nothing(),
        nothing(),
        text(page.text("reach-potential-definition")),
    ])?;
    for line in &figures.networks {
        table.write_record([
            text(page.text("csv-network-section")),
            text(days.clone()),
            text(page.word("network", line.network.as_str())),
            line.posts.to_string(),
            line.authors.to_string(),
            count(line.reactions.sum),
            count(line.comments.sum),
            count(line.shares.sum),
            count(line.views.sum),
            nothing(),
            nothing(),
            time(line.oldest_fetch),
            time(line.newest_fetch),
            text(page.text("reach-networks-definition")),
        ])?;
    }
    for line in &figures.days {
        table.write_record([
            text(page.text("csv-day-section")),
            text(line.day.clone()),
            text(page.word("network", line.network.as_str())),
            line.posts.to_string(),
            line.authors.to_string(),
            count(line.reactions),
            count(line.comments),
            count(line.shares),
            count(line.views),
            nothing(),
            nothing(),
            time(line.oldest_fetch),
            time(line.newest_fetch),
            text(page.text("reach-days-definition")),
        ])?;
    }
    Ok(format!("{BYTE_ORDER_MARK}{}", String::from_utf8(table.into_inner()?)?))
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
