//! Files to take along: whole, alike when made twice, and read by the programs they are for.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use hashwall::web::reach::export;
use hashwall::web::reach::paper::Paper;
use hashwall::web::reach::report;
use hashwall::web::reach::sections::{Voice, paper};
use hashwall::web::reach::table::Cell;

use super::fixture::{answer, page};

fn written(address: &str, voice: Voice) -> (hashwall::web::page::Page, Paper) {
    let page = page(address);
    let answer = answer(&page);
    let page = page.at(answer.as_of);
    let paper = paper(&page, &answer, voice);
    (page, paper)
}

#[test]
fn the_same_figures_give_the_same_bytes() {
    for address in ["/raekkevidde?fra=2026-10-26&til=2026-11-01", "/raekkevidde?lang=en"] {
        let (page, paper) = written(address, Voice::Pseudonyms);
        assert_eq!(report::html(&page, &paper).unwrap(), report::html(&page, &paper).unwrap());
        let book = export::workbook(&page, &paper).unwrap();
        assert!(book.starts_with(b"PK") && book == export::workbook(&page, &paper).unwrap());
    }
}

#[cfg(feature = "pdf")]
#[test]
fn the_same_figures_give_the_same_pdf() {
    let (page, paper) = written("/raekkevidde?fra=2026-10-26&til=2026-11-01", Voice::Pseudonyms);
    let started = std::time::Instant::now();
    let pdf = report::pdf(&page, &paper).unwrap();
    println!("the PDF: {} bytes in {:?}", pdf.len(), started.elapsed());
    assert!(pdf.starts_with(b"%PDF-") && pdf == report::pdf(&page, &paper).unwrap());
}

#[test]
fn a_report_stands_alone() {
    let (page, paper) = written("/raekkevidde", Voice::Pseudonyms);
    let text = report::html(&page, &paper).unwrap();
    for outward in ["<link", "<script", "<img", " src=", "url(http", "@import", "href="] {
        assert!(!text.contains(outward), "{outward}");
    }
    let policy = report::policy().to_str().unwrap().to_owned();
    assert!(policy.contains("default-src 'none'; style-src 'sha256-"), "{policy}");
}

#[test]
fn machines_get_numbers_and_the_reason_where_there_is_none() {
    let (page, paper) = written("/raekkevidde?fra=2026-10-26&til=2026-11-01", Voice::Named);
    let json = export::json(&page, &paper);
    assert_eq!(json["figures"][0]["value"], 1_955);
    assert_eq!(json["figures"][4]["value"]["high"], 185_185);
    let tables = json["tables"].as_array().unwrap();
    let counts = tables.iter().find(|table| table["id"] == "engagement").unwrap();
    assert_eq!(counts["rows"][1][4]["unavailable_since"], "2026-10-29T10:00:00Z");
    assert_eq!(counts["rows"][2][2], serde_json::Value::Null);
    let text = export::comma(&page, &paper).unwrap();
    let text = text.strip_prefix('\u{feff}').unwrap();
    assert!(text.contains("LinkedIn;24310;3011;1204;402118"), "{text}");
    assert!(text.contains("ikke tilgængelig siden"));
}

/// Where the files are left to be looked at: `script/report-check` says.
fn folder() -> PathBuf {
    let folder =
        std::env::var_os("HASHWALL_REPORT_DIR").expect("script/report-check sets HASHWALL_REPORT_DIR");
    fs::create_dir_all(&folder).unwrap();
    folder.into()
}

#[test]
#[ignore = "needs LibreOffice and poppler: script/report-check"]
fn other_programs_read_what_was_written() {
    let folder = folder();
    for (name, address) in
        [("da", "/raekkevidde?fra=2026-10-26&til=2026-11-01"), ("en", "/raekkevidde?lang=en")]
    {
        let (page, paper) = written(address, Voice::Pseudonyms);
        fs::write(folder.join(format!("report-{name}.html")), report::html(&page, &paper).unwrap()).unwrap();
        #[cfg(feature = "pdf")]
        fs::write(folder.join(format!("report-{name}.pdf")), report::pdf(&page, &paper).unwrap()).unwrap();
        fs::write(folder.join(format!("figures-{name}.xlsx")), export::workbook(&page, &paper).unwrap())
            .unwrap();
        let json = serde_json::to_string_pretty(&export::json(&page, &paper)).unwrap();
        fs::write(folder.join(format!("figures-{name}.json")), json).unwrap();
        for (_, part) in paper.tables() {
            if let Some(svg) = part.svg(&page) {
                fs::write(folder.join(format!("{}-{name}.svg", part.table.id)), svg).unwrap();
            }
        }
    }
    let (page, paper) = written("/raekkevidde?fra=2026-10-26&til=2026-11-01", Voice::Pseudonyms);
    spreadsheet(&folder, &page, &paper);
    #[cfg(feature = "pdf")]
    printed(&folder, &page, &paper);
}

/// The PDF says what the paper says: every sentence, and every number of every table.
#[cfg(feature = "pdf")]
fn printed(folder: &std::path::Path, page: &hashwall::web::page::Page, paper: &Paper) {
    let text = Command::new("pdftotext")
        .args(["-layout", "report-da.pdf", "-"])
        .current_dir(folder)
        .output()
        .unwrap();
    let text = String::from_utf8(text.stdout).unwrap();
    let squeezed: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for sentence in &paper.sentences {
        let first: String = sentence.split_whitespace().take(6).collect::<Vec<_>>().join(" ");
        assert!(squeezed.contains(&first), "{first} is not in the PDF");
    }
    for (_, part) in paper.tables() {
        for cell in part.table.rows.iter().flat_map(|row| &row.cells) {
            if matches!(cell, Cell::Whole(_) | Cell::Share(..)) {
                assert!(text.contains(&cell.written(page)), "{}: {cell:?} is not in the PDF", part.table.id);
            }
        }
    }
}

/// LibreOffice opens the workbook and writes each sheet as CSV: the numbers must be those of the paper.
fn spreadsheet(folder: &std::path::Path, page: &hashwall::web::page::Page, paper: &Paper) {
    // 59 = semicolon, 34 = quotes, 76 = UTF-8, -1 = a file a sheet; as shown: false, so numbers are bare.
    let filter = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,false,false,false,false,-1";
    let done = Command::new("soffice")
        .args(["--headless", &format!("-env:UserInstallation=file://{}/profile", folder.display())])
        .args(["--convert-to", filter, "--outdir"])
        .arg(folder.join("sheets"))
        .arg(folder.join("figures-da.xlsx"))
        .output()
        .expect("soffice is needed (Debian: libreoffice-calc)");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let mut compared = 0;
    let sheets: Vec<PathBuf> =
        fs::read_dir(folder.join("sheets")).unwrap().map(|entry| entry.unwrap().path()).collect();
    for (_, part) in paper.tables() {
        let name: String = part.table.title.chars().take(31).collect();
        let sheet = sheets
            .iter()
            .find(|path| path.file_stem().unwrap().to_string_lossy().ends_with(name.trim()))
            .unwrap_or_else(|| panic!("no sheet {name} among {sheets:?}"));
        let mut reader = csv::ReaderBuilder::new().delimiter(b';').flexible(true).from_path(sheet).unwrap();
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        for (row, read) in part.table.rows.iter().zip(&rows) {
            for (cell, read) in row.cells.iter().zip(read.iter()) {
                match cell {
                    Cell::Whole(number) => assert_eq!(read, number.to_string(), "{name}"),
                    Cell::Share(of, all) if *all > 0 => {
                        let read: f64 = read
                            .replace(',', ".")
                            .trim_end_matches('%')
                            .parse()
                            .unwrap_or_else(|_| panic!("{name}: {read}"));
                        let share = *of as f64 / *all as f64;
                        assert!(
                            (read - share).abs() < 1e-6 || (read - share * 100.0).abs() < 0.01,
                            "{name}: {read} {share}"
                        );
                    }
                    Cell::Text(words) => assert_eq!(read, words, "{name}"),
                    Cell::NotTold | Cell::NotSince(_) => assert_eq!(read, cell.written(page), "{name}"),
                    _ => {}
                }
                compared += 1;
            }
        }
        assert!(rows.len() >= part.table.rows.len(), "{name}");
    }
    assert!(compared > 150, "{compared}");
}
