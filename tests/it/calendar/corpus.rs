//! Documents beside what they must be read as: a new case is two new files in `tests/fixtures/calendar/`.

use std::path::Path;

use chrono::NaiveDate;
use hashwall::cli::inspect::{InspectArgs, What, run};
use serde_json::Value;

fn read(document: &[u8]) -> Value {
    let what = What::Calendar {
        from: NaiveDate::from_ymd_opt(2026, 10, 12),
        to: NaiveDate::from_ymd_opt(2026, 11, 16),
        url: Some("https://kommune.example/kalender".to_owned()),
    };
    let mut output = Vec::new();
    run(&InspectArgs { what }, document, &mut output).unwrap();
    serde_json::from_slice(&output).unwrap()
}

#[test]
fn every_document_is_read_as_it_is_meant() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/calendar");
    let mut cases = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_some_and(|kind| kind == "json") {
            continue;
        }
        let expected = std::fs::read(path.with_extension("expected.json"));
        let expected: Value = serde_json::from_slice(&expected.unwrap()).unwrap();
        let found = read(&std::fs::read(&path).unwrap());
        assert_eq!(found, expected, "{}:\n{}", path.display(), serde_json::to_string_pretty(&found).unwrap());
        cases += 1;
    }
    assert!(cases >= 10, "{cases}");
}
