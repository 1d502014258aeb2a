//! Graded relevance: a set of posts and queries, run through the engine. Used by the relevance test and the example
//! `relevance`.

use std::collections::{BTreeMap, HashMap};
use std::error::Error;

use hashwall_index::{Doc, Engine, Op, Search};
use serde::Deserialize;

/// A set as it stands in a file.
#[derive(Deserialize)]
pub struct Set {
    /// The posts.
    pub docs: Vec<Post>,
    /// The queries.
    pub queries: Vec<Query>,
}

/// A post.
#[derive(Deserialize)]
pub struct Post {
    /// Its number.
    pub id: u64,
    /// Its text.
    pub text: String,
}

/// A query and what it should find.
#[derive(Deserialize)]
pub struct Query {
    /// What kind of query it is.
    pub class: String,
    /// What is typed.
    pub query: String,
    /// Post → grade: 2 named, 1 in part or by synonym; others 0.
    pub rel: HashMap<String, f64>,
}

/// How a query did.
pub struct Score {
    /// Its class.
    pub class: String,
    /// What was typed.
    pub query: String,
    /// nDCG at 10.
    pub ndcg: f64,
    /// Of the first 10 found (or fewer), the share with a grade; likewise 20.
    pub precision: [f64; 2],
    /// Posts found in all.
    pub found: usize,
    /// What was found that should not be, and what should have been found among the first ten, best first.
    pub wrong: Vec<String>,
    pub missing: Vec<String>,
}

/// Indexes posts in a new engine: texts, with hashtags as the collectors give them.
pub fn index(engine: &Engine, posts: impl Iterator<Item = (String, String)>) -> Result<(), Box<dyn Error>> {
    let mut ops = Vec::new();
    let mut position = engine.position();
    for (id, text) in posts {
        let tags = text
            .split(|c: char| c.is_whitespace() || ",.!?()".contains(c))
            .filter_map(|word| Some(word.strip_prefix('#')?.to_lowercase()))
            .filter(|tag| !tag.is_empty())
            .collect();
        position += 1;
        let time = i64::try_from(position)?;
        ops.push(Op::Put(Box::new(Doc { id, time, text, tags, ..Doc::default() })));
    }
    engine.apply(ops, position)?;
    Ok(())
}

/// Runs every query.
pub fn run(engine: &Engine, set: &Set) -> Result<Vec<Score>, Box<dyn Error>> {
    let mut scores = Vec::with_capacity(set.queries.len());
    for query in &set.queries {
        let search = Search { text: query.query.clone(), by_relevance: true, limit: 20, ..Search::default() };
        let page = engine.search(&search)?;
        let ids: Vec<&str> = page.hits.iter().map(|hit| hit.id.as_str()).collect();
        let grade = |id: &str| query.rel.get(id).copied().unwrap_or(0.0);
        let gain = |grades: &mut dyn Iterator<Item = f64>| -> f64 {
            grades
                .take(10)
                .zip(2_u32..)
                .map(|(grade, place)| (grade.exp2() - 1.0) / f64::from(place).log2())
                .sum()
        };
        let mut ideal: Vec<f64> = query.rel.values().copied().collect();
        ideal.sort_by(|a, b| b.total_cmp(a));
        let best = gain(&mut ideal.into_iter());
        let got = gain(&mut ids.iter().map(|id| grade(id)));
        let precision = [10, 20].map(|most| {
            let shown = ids.len().min(most);
            let right = ids.iter().take(most).filter(|id| grade(id) > 0.0).count();
            if shown == 0 { 0.0 } else { right as f64 / shown as f64 }
        });
        let missing = query.rel.iter().filter(|(id, grade)| **grade > 0.0 && !ids.contains(&id.as_str()));
        let mut missing: Vec<String> = missing.map(|(id, grade)| format!("{id}({grade})")).collect();
        missing.sort();
        scores.push(Score {
            class: query.class.clone(),
            query: query.query.clone(),
            ndcg: if best == 0.0 { f64::from(u8::from(ids.is_empty())) } else { got / best },
            precision,
            found: page.total,
            wrong: ids.iter().take(10).filter(|id| grade(id) == 0.0).map(|&id| id.to_owned()).collect(),
            missing,
        });
    }
    Ok(scores)
}

/// Mean nDCG at 10 per class.
pub fn classes(scores: &[Score]) -> BTreeMap<&str, Vec<&Score>> {
    let mut classes: BTreeMap<&str, Vec<&Score>> = BTreeMap::new();
    for score in scores {
        classes.entry(&score.class).or_default().push(score);
    }
    classes
}

/// Mean of a figure.
pub fn mean<'a>(scores: impl IntoIterator<Item = &'a Score>, of: impl Fn(&Score) -> f64) -> f64 {
    let (sum, count) =
        scores.into_iter().fold((0.0, 0.0), |(sum, count), score| (sum + of(score), count + 1.0));
    if count == 0.0 { 0.0 } else { sum / count }
}
