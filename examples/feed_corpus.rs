//! Prints how our feed reader and `feed-rs` do on the corpus in `tests/fixtures/feed`, and how far `quick-xml` at its
//! most lenient gets through its XML: what the choice of a reader of our own rests on. The third column, Python's
//! Universal Feed Parser, is printed by `script/feed-corpus --oracle`.
#![allow(clippy::unwrap_used, clippy::print_stdout)] // a report for people, about files of our own

#[path = "../tests/it/feed/corpus.rs"]
mod corpus;

use std::collections::BTreeMap;

use corpus::{Case, Item, Reading, difference};
use hashwall::collect::feed::{charset, read::read};
use hashwall::domain::time::Timestamp;

fn main() {
    std::panic::set_hook(Box::new(|_| ()));
    let mut table: BTreeMap<String, [u32; 4]> = BTreeMap::new();
    let cases = corpus::cases();
    for case in &cases {
        let ours =
            difference(case, &corpus::reading(&read(&case.bytes, case.content_type(), Some(case.url()))));
        // It panics on some charsets; that counts as not read.
        let theirs =
            std::panic::catch_unwind(|| feed_rs(case)).unwrap_or_else(|_| Err("panicked".to_owned()));
        let theirs = theirs.map_or_else(Some, |reading| difference(case, &reading));
        let row = table.entry(case.name.split('-').next().unwrap_or_default().to_owned()).or_default();
        for (count, right) in row.iter_mut().zip([true, ours.is_none(), theirs.is_none(), quick_xml(case)]) {
            *count += u32::from(right);
        }
        if let Some(why) = ours {
            println!("ours     {}: {why}", case.name);
        }
        if let Some(why) = theirs.filter(|_| std::env::args().any(|argument| argument == "--all")) {
            println!("feed-rs  {}: {}", case.name, why.chars().take(160).collect::<String>());
        }
    }
    println!("{:10} {:>6} {:>6} {:>8} {:>22}", "", "cases", "ours", "feed-rs", "quick-xml to the end");
    let mut all = [0; 4];
    for (kind, counts) in &table {
        println!("{kind:10} {:>6} {:>6} {:>8} {:>22}", counts[0], counts[1], counts[2], counts[3]);
        all.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
    }
    println!("{:10} {:>6} {:>6} {:>8} {:>22}", "all", all[0], all[1], all[2], all[3]);
}

/// The corpus as `feed-rs` reads it; it has no format names of ours and makes up ids, so neither is held against it.
fn feed_rs(case: &Case) -> Result<Reading, String> {
    let parser = feed_rs::parser::Builder::new().base_uri(Some(case.url())).build();
    let feed = match parser.parse(case.bytes.as_slice()) {
        Ok(feed) => feed,
        Err(_) if case.expected["format"] == "" => return Ok(Reading::default()),
        Err(broken) => return Err(broken.to_string()),
    };
    let at = |at: Option<chrono::DateTime<chrono::Utc>>| {
        at.map_or_else(|| "none".to_owned(), |at| Timestamp::from(at).rfc3339())
    };
    let page = |links: &[feed_rs::model::Link]| {
        let is_page = |link: &&feed_rs::model::Link| link.rel.as_deref().is_none_or(|rel| rel == "alternate");
        links.iter().find(is_page).map(|link| link.href.clone()).unwrap_or_default()
    };
    let rel = |links: &[feed_rs::model::Link], wanted: &str| -> Vec<String> {
        links
            .iter()
            .filter(|link| link.rel.as_deref() == Some(wanted))
            .map(|link| link.href.clone())
            .collect()
    };
    let entries = feed.entries.iter().map(|entry| {
        let media: Vec<String> = entry
            .media
            .iter()
            .flat_map(|media| {
                let files =
                    media.content.iter().filter_map(|file| file.url.as_ref().map(ToString::to_string));
                files.chain(media.thumbnails.iter().map(|thumb| thumb.image.uri.clone()))
            })
            .collect();
        let body = entry.content.as_ref().and_then(|content| content.body.clone());
        let summary = entry.summary.as_ref().map(|text| text.content.clone());
        let mut enclosures = rel(&entry.links, "enclosure");
        // It files RSS enclosures under media.
        enclosures.extend(
            media.iter().filter(|url| case.expected["entries"].to_string().contains(url.as_str())).cloned(),
        );
        enclosures.dedup();
        Item {
            title: entry
                .title
                .as_ref()
                .map(|text| hashwall::collect::feed::text::plain_guess(&text.content))
                .unwrap_or_default(),
            link: page(&entry.links),
            id: entry.id.clone(),
            published: at(entry.published),
            updated: at(entry.updated),
            author: entry.authors.first().and_then(|person| person.name.clone()).unwrap_or_default(),
            tags: entry.categories.iter().map(|tag| tag.term.clone()).collect(),
            words: [summary, body].into_iter().flatten().collect::<Vec<_>>().join(" "),
            enclosures,
            media,
        }
    });
    Ok(Reading {
        format: None,
        title: feed.title.as_ref().map(|text| text.content.clone()).unwrap_or_default(),
        link: page(&feed.links),
        language: feed.language.clone().unwrap_or_default(),
        next: rel(&feed.links, "next").into_iter().next().unwrap_or_default(),
        entries: entries.collect(),
    })
}

/// True if `quick-xml`, told to forgive all it can, reads the document to its end without an error.
fn quick_xml(case: &Case) -> bool {
    let text = charset::decode(&case.bytes, case.content_type()).text;
    let mut reader = quick_xml::Reader::from_str(&text);
    let config = reader.config_mut();
    config.allow_dangling_amp = true;
    config.allow_unmatched_ends = true;
    config.check_end_names = false;
    config.check_comments = false;
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => return true,
            Ok(quick_xml::events::Event::Start(start) | quick_xml::events::Event::Empty(start)) => {
                if start.attributes().with_checks(false).any(|attribute| attribute.is_err()) {
                    return false;
                }
            }
            Ok(_) => {}
            Err(_) => return false,
        }
    }
}
