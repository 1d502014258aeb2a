//! How good the search is on a graded set: nDCG@10 per class of query and over all, precision, and the worst queries.
//!
//! `cargo run -q -p hashwall-index --example relevance [FILE …] [--beside N]`
//!
//! A file has `docs` (`id`, `text`) and `queries` (`class`, `query`, `rel`: post → grade 2, 1 or 0). Without files: the two
//! sets in `index/data/`. `--beside N` mixes N generated posts on other things in between.

use std::error::Error;
use std::io::{Write, stdout};
use std::time::Instant;

use hashwall_index::Engine;

#[path = "../tests/common/grading.rs"]
mod grading;

use grading::{Set, classes, index, mean, run};

/// Words of the posts on other things: everyday Danish that has nothing to do with public leadership.
const OTHER: &str = "fodbold cykel sommerferie strand kaffe hund kat haven tomater jordbær opskrift pandekager biograf koncert \
    guitar sneen regnvejr solskin cykeltur skoven fugle havet båden lystfisker kagen rugbrød smørrebrød pølsevogn bussen toget \
    forsinket mobilen opladeren computeren spillet brætspil skakbræt løbesko maraton svømmehal badminton håndbold landskamp \
    målmand straffespark billetter festival teltet myggene grillen bålet marsvin kanin akvarium maling pensel hammer søm \
    skruetrækker gulvet vinduet gardiner lampen sofaen rødvin øllet juleaften påskeæg nytår fyrværkeri bageren osten mælken";

fn main() -> Result<(), Box<dyn Error>> {
    let mut files = Vec::new();
    let mut beside = 0_usize;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        if argument == "--beside" {
            beside = arguments.next().ok_or("--beside wants a number")?.parse()?;
        } else {
            files.push(argument);
        }
    }
    if files.is_empty() {
        let data = concat!(env!("CARGO_MANIFEST_DIR"), "/data");
        files = ["dev", "own"].map(|name| format!("{data}/relevance-{name}.json")).to_vec();
    }
    for file in files {
        let text = std::fs::read_to_string(&file).map_err(|error| format!("{file}: {error}"))?;
        let set: Set = serde_json::from_str(&text).map_err(|error| format!("{file}: {error}"))?;
        report(&file, &set, beside)?;
    }
    Ok(())
}

fn report(file: &str, set: &Set, beside: usize) -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let engine = Engine::open(folder.path())?;
    let others = others(beside).into_iter().enumerate().map(|(at, text)| (format!("other-{at}"), text));
    let own = set.docs.iter().map(|post| (post.id.to_string(), post.text.clone()));
    let posts: Vec<(String, String)> = own.chain(others).collect();
    let (count, start) = (posts.len(), Instant::now());
    index(&engine, posts.into_iter())?;
    let indexing = start.elapsed();
    let start = Instant::now();
    let scores = run(&engine, set)?;
    let searching = start.elapsed();
    let mut out = stdout().lock();
    writeln!(out, "{file}: {} posts beside {beside} others, {} queries", set.docs.len(), scores.len())?;
    let each = searching.as_secs_f64() * 1e3 / scores.len().max(1) as f64;
    writeln!(out, "indexed {:.0} posts/s, {each:.2} ms a query", count as f64 / indexing.as_secs_f64())?;
    writeln!(out, "{:<16}{:>8}{:>10}{:>8}{:>8}", "class", "queries", "nDCG@10", "P@10", "P@20")?;
    let groups = classes(&scores).into_iter();
    for (class, scores) in groups.chain([("all", scores.iter().collect())]) {
        writeln!(
            out,
            "{class:<16}{:>8}{:>10.3}{:>8.3}{:>8.3}",
            scores.len(),
            mean(scores.iter().copied(), |score| score.ndcg),
            mean(scores.iter().copied(), |score| score.precision[0]),
            mean(scores.iter().copied(), |score| score.precision[1]),
        )?;
    }
    let mut worst: Vec<_> = scores.iter().filter(|score| score.ndcg < 0.995).collect();
    worst.sort_by(|one, other| one.ndcg.total_cmp(&other.ndcg));
    writeln!(out, "worst queries (found but not graded; graded but not among 20):")?;
    for score in worst.into_iter().take(25) {
        let (wrong, missing) = (score.wrong.join(" "), score.missing.join(" "));
        writeln!(out, "  {:.3}  {}  [{} found; {wrong}; {missing}]", score.ndcg, score.query, score.found)?;
    }
    Ok(writeln!(out)?)
}

/// The same posts every time: a small generator of pseudo-random numbers (Numerical Recipes' LCG) picks the words.
fn others(count: usize) -> Vec<String> {
    let words: Vec<&str> = OTHER.split_whitespace().collect();
    let mut state = 44_u32;
    let mut next = move |below: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        usize::try_from(state >> 8).unwrap_or(0) % below
    };
    (0..count)
        .map(|_| {
            let mut post = String::new();
            for _ in 0..8 + next(16) {
                post.push_str(words[next(words.len())]);
                // One word in five is a compound.
                if next(5) > 0 {
                    post.push(' ');
                }
            }
            post
        })
        .collect()
}
