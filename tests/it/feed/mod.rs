//! Feeds: the reader against its corpus and hostile input, the collector below and above HTTP.

mod collector;
mod corpus;
mod harvest;
mod hostile;

use hashwall::collect::feed::read::read;

/// Every file of the corpus is read as expected. A new case is a new pair of files.
#[test]
fn the_corpus_is_read_as_expected() {
    let cases = corpus::cases();
    assert!(cases.len() >= 120, "the corpus has {} cases", cases.len());
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            let feed = read(&case.bytes, case.content_type(), Some(case.url()));
            let why = corpus::difference(case, &corpus::reading(&feed))?;
            Some(format!("{}: {why}\n  problems: {:?}", case.name, feed.problems))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {} cases are wrong:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}
