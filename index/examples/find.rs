//! What finds what: posts (words or texts) one a line on stdin, an empty line, then queries one a line → the query, a tab,
//! the posts found, best first, separated by ` | `. Through the real engine.
//!
//! `printf 'ledelsesevaluering\nfølelse\n\nledelse\nøl\n' | cargo run -q -p hashwall-index --example find`
//!
//! Bytes that are no UTF-8 are read as `�`. A post that is empty but for spaces cannot be given: it ends the posts.

use std::error::Error;
use std::io::{BufRead, Write, stdin, stdout};

use hashwall_index::{Doc, Engine, Op, Search};

fn main() -> Result<(), Box<dyn Error>> {
    let mut lines = Vec::new();
    for line in stdin().lock().split(b'\n') {
        lines.push(String::from_utf8_lossy(&line?).trim_end_matches('\r').to_owned());
    }
    let end = lines.iter().position(|line| line.trim().is_empty()).unwrap_or(lines.len());
    let (posts, queries) = lines.split_at(end);
    let folder = tempfile::tempdir()?;
    let engine = Engine::open(folder.path())?;
    let mut ops = Vec::with_capacity(posts.len());
    for (at, text) in (0_i64..).zip(posts) {
        let doc = Doc {
            id: at.to_string(),
            time: -at,
            text: text.clone(),
            stored: text.clone().into_bytes(),
            ..Doc::default()
        };
        ops.push(Op::Put(Box::new(doc)));
    }
    engine.apply(ops, 1)?;
    let mut out = stdout().lock();
    for query in queries.iter().skip(1) {
        let search = Search { text: query.clone(), by_relevance: true, limit: 1_000, ..Search::default() };
        let page = engine.search(&search)?;
        let found: Vec<String> =
            page.hits.iter().map(|hit| String::from_utf8_lossy(&hit.stored).into_owned()).collect();
        writeln!(out, "{query}\t{}", found.join(" | "))?;
    }
    Ok(())
}
