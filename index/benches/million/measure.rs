//! What is asked, and how long it took.

use std::time::{Duration, Instant};

use super::generator::Generator;

/// One question to all four.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// Words that must all be there; empty for none.
    pub words: String,
    pub network: Option<&'static str>,
    pub sector: Option<&'static str>,
    pub kind: Option<&'static str>,
    pub tag: Option<&'static str>,
    /// µs.
    pub since: Option<i64>,
}

/// Words of all frequencies, alone and together, and a narrow question in between.
pub fn best(words: &Generator) -> Vec<Question> {
    let mut asked: Vec<Vec<usize>> = Vec::new();
    // One word: from every third post to a handful.
    asked.extend(
        [42, 45, 50, 60, 80, 120, 200, 300, 500, 900, 2_000, 6_000, 15_000, 25_000].map(|rank| vec![rank]),
    );
    // Two and three words.
    asked.extend(
        [(42, 44), (43, 60), (45, 150), (50, 51), (44, 700), (60, 61), (70, 1_500), (100, 101)]
            .map(|(a, b)| vec![a, b]),
    );
    asked.extend([(42, 43, 44), (45, 60, 90), (50, 80, 300)].map(|(a, b, c)| vec![a, b, c]));
    let mut questions: Vec<Question> = asked
        .into_iter()
        .map(|ranks| Question {
            words: ranks.into_iter().map(|rank| words.word(rank)).collect::<Vec<_>>().join(" "),
            ..Question::default()
        })
        .collect();
    questions.push(Question { network: Some("mastodon"), ..questions[0].clone() });
    questions.push(Question { sector: Some("region"), ..questions[14].clone() });
    questions
}

/// What the wall asks: the newest, with the filters that people put on.
pub fn newest(words: &Generator, middle: i64) -> Vec<Question> {
    let none = Question::default;
    let word = |rank: usize| words.word(rank).to_owned();
    vec![
        none(),
        Question { network: Some("mastodon"), ..none() },
        Question { network: Some("linkedin"), sector: Some("region"), ..none() },
        Question { sector: Some("kommune"), kind: Some("article"), ..none() },
        Question { network: Some("facebook"), sector: Some("stat"), kind: Some("video"), ..none() },
        Question { tag: Some("ledelsesugen"), network: Some("feed"), ..none() },
        Question { tag: Some("trivsel"), sector: Some("kommune"), ..none() },
        Question { words: word(42), network: Some("linkedin"), ..none() },
        Question { words: word(60), sector: Some("region"), ..none() },
        Question { words: word(500), network: Some("mastodon"), ..none() },
        Question { words: format!("{} {}", word(44), word(60)), sector: Some("kommune"), ..none() },
        Question { words: word(6_000), sector: Some("kommune"), ..none() },
        Question { network: Some("mastodon"), since: Some(middle), ..none() },
        Question { words: word(80), kind: Some("article"), since: Some(middle), ..none() },
    ]
}

/// Times of one kind of question.
#[derive(Default)]
pub struct Times(Vec<Duration>);

impl Times {
    /// Asks each question so many times, in turn, after once to warm up.
    pub fn of<Q>(questions: &[Q], rounds: usize, mut ask: impl FnMut(&Q)) -> Self {
        questions.iter().for_each(&mut ask);
        let mut times = Self::default();
        for _ in 0..rounds {
            for question in questions {
                let start = Instant::now();
                ask(question);
                times.0.push(start.elapsed());
            }
        }
        times.0.sort_unstable();
        times
    }

    /// Milliseconds below which this share of the answers came.
    pub fn at(&self, share: f64) -> f64 {
        let place = (self.0.len() as f64 * share) as usize;
        self.0.get(place.min(self.0.len().saturating_sub(1))).map_or(0.0, |time| time.as_secs_f64() * 1_000.0)
    }
}

/// A line of the table.
pub fn line(name: &str, times: &Times) {
    println!("{name:<44} p50 {:>9.3} ms   p99 {:>9.3} ms", times.at(0.5), times.at(0.99));
}

/// Bytes of a folder and what is in it.
pub fn size(folder: &std::path::Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    entries
        .flatten()
        .map(|entry| match entry.metadata() {
            Ok(data) if data.is_dir() => size(&entry.path()),
            Ok(data) => data.len(),
            Err(_) => 0,
        })
        .sum()
}
