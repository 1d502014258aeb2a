//! What is asked, and how long it took.

use std::time::{Duration, Instant};

use cpu_time::ThreadTime;

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
pub struct Times {
    /// By round, each in order.
    rounds: Vec<Vec<Duration>>,
    all: Vec<Duration>,
    /// What the asking thread itself took of a processor.
    own: Vec<Duration>,
}

impl Times {
    /// Asks each question so many times, in turn, after once to warm up.
    pub fn of<Q>(questions: &[Q], rounds: usize, mut ask: impl FnMut(&Q)) -> Self {
        questions.iter().for_each(&mut ask);
        let mut times = Self::default();
        for _ in 0..rounds {
            let mut round = Vec::with_capacity(questions.len());
            for question in questions {
                let (start, own) = (Instant::now(), ThreadTime::now());
                ask(question);
                times.own.push(own.elapsed());
                round.push(start.elapsed());
            }
            round.sort_unstable();
            times.all.extend_from_slice(&round);
            times.rounds.push(round);
        }
        times.all.sort_unstable();
        times.own.sort_unstable();
        times
    }

    /// Milliseconds below which this share of the answers came.
    pub fn at(&self, share: f64) -> f64 {
        place(&self.all, share)
    }

    /// The same of the quietest round: what it is where nothing else runs.
    pub fn quiet(&self, share: f64) -> f64 {
        self.rounds.iter().map(|round| place(round, share)).fold(f64::INFINITY, f64::min)
    }

    /// The same of the processor's time that the asking thread took: says nothing of what another process did for it.
    pub fn own(&self, share: f64) -> f64 {
        place(&self.own, share)
    }
}

fn place(times: &[Duration], share: f64) -> f64 {
    let place = (times.len() as f64 * share) as usize;
    times.get(place.min(times.len().saturating_sub(1))).map_or(0.0, |time| time.as_secs_f64() * 1_000.0)
}

/// A line of the table: of all answers p50 and p99; p99 of the quietest round, which is the slowest question there; p99 of the
/// processor's time.
pub fn line(name: &str, times: &Times) {
    println!(
        "{name:<46} p50 {:>8.3}  p99 {:>8.3}  quietest round p99 {:>8.3}  processor p99 {:>8.3} ms",
        times.at(0.5),
        times.at(0.99),
        times.quiet(0.99),
        times.own(0.99)
    );
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
