//! What a rule would have done to the newest posts, before it is saved. The rules themselves are asked, not a copy of them.

use std::sync::Arc;

use crate::domain::post::{Draft, Post, State};
use crate::domain::rule::Rule;
use crate::domain::source::Source;
use crate::domain::verdict::{Knowledge, Verdict};
use crate::ingest::speaks_for_itself;
use crate::moderate::own::Own;
use crate::moderate::rulebook::Rulebook;
use crate::moderate::{explain, judge, would_match};
use crate::store::knowledge;
use crate::web::desk::cpr;
use crate::web::desk::problem::Problem;
use crate::web::state::WebState;

/// Posts that are asked.
pub const POSTS: u32 = 1_000;
/// Matches that are listed; all are counted.
const LISTED: usize = 100;
/// Characters of a post that are shown.
const EXCERPT: usize = 280;

/// What came of it.
pub struct DryRun {
    /// Posts that were asked.
    pub of: usize,
    /// Posts that the conditions hold for.
    pub matched: usize,
    /// Posts that would have stood somewhere else than they do.
    pub moved: usize,
    /// The newest of them.
    pub hits: Vec<Hit>,
}

/// A post that the rule matches.
pub struct Hit {
    /// The post.
    pub post: Post,
    /// Where it would have gone.
    pub then: State,
    /// The rule that would have spoken: a stronger one may be in the way.
    pub by: String,
    /// Its beginning, in pieces: text, and whether the rule matched it.
    pub excerpt: Vec<(String, bool)>,
}

impl Hit {
    /// Who wrote it; empty if the network does not say.
    pub fn author(&self) -> String {
        cpr::hidden(&self.post.draft.author.name)
    }
}

impl DryRun {
    /// True if it matches more than half of everything: most likely not what was meant.
    pub fn is_sweeping(&self) -> bool {
        self.of > 0 && self.matched * 2 > self.of
    }
}

/// Asks a rule of the newest posts. `instead_of` is the name of the stored rule that it replaces.
///
/// # Errors
/// Database.
pub async fn run(state: &WebState, rule: &Rule, own: Own, instead_of: &str) -> Result<DryRun, Problem> {
    let mut book = Rulebook::clone(&*state.rules.refresh(&state.db).await?);
    book.own.retain(|known| known.name != instead_of && known.name != rule.name);
    book.own.push(own.clone());
    let posts = knowledge::newest(&state.db, POSTS).await?;
    let known = knowledge::then(&state.db, &posts).await?;
    let settings = Arc::clone(&state.settings);
    // Folding a thousand posts is work: not on the threads that answer everybody else.
    let asked = move || ask(&settings.sources, &book, &own, posts, known);
    tokio::task::spawn_blocking(asked).await.map_err(Problem::internal)
}

fn ask(sources: &[Source], book: &Rulebook, own: &Own, posts: Vec<Post>, known: Vec<Knowledge>) -> DryRun {
    let mut run = DryRun { of: posts.len(), matched: 0, moved: 0, hits: Vec::new() };
    for (post, known) in posts.into_iter().zip(known) {
        let known = with_source(sources, &post.draft, known);
        if !would_match(own, &post.draft, &known, book) {
            continue;
        }
        run.matched += 1;
        let verdict = judge(&post.draft, &known, book);
        let then = verdict.as_ref().map_or(State::Pending, |verdict| verdict.state);
        run.moved += usize::from(then != post.state);
        if run.hits.len() < LISTED {
            let by = verdict.map(|verdict: Verdict| verdict.rule.into_owned()).unwrap_or_default();
            let pieces = explain(&post.draft, &own.name, book);
            run.hits.push(Hit { excerpt: excerpt(&post.draft, &pieces), post, then, by });
        }
    }
    run
}

/// What the configuration says of a post's source.
pub fn with_source(sources: &[Source], draft: &Draft, mut known: Knowledge) -> Knowledge {
    if let Some(source) = sources.iter().find(|source| source.id == draft.source) {
        known.source_trusted = source.trusted;
        known.organisation_vouched = speaks_for_itself(source, draft);
    }
    known
}

/// The beginning of a post's words, its matches set apart and personal numbers hidden.
fn excerpt(draft: &Draft, pieces: &[String]) -> Vec<(String, bool)> {
    let title = draft.title.as_deref().map(|title| format!("{title} · ")).unwrap_or_default();
    let whole: String = format!("{title}{}", draft.text).split_whitespace().collect::<Vec<_>>().join(" ");
    // Before it is cut: half a number is not known for one.
    let whole = cpr::hidden(&whole);
    let mut text: String = whole.chars().take(EXCERPT).collect();
    if text.len() < whole.len() {
        text.push('…');
    }
    let mut parts: Vec<(String, bool)> = vec![(text, false)];
    for piece in pieces {
        let piece = piece.split_whitespace().collect::<Vec<_>>().join(" ");
        parts = parts.into_iter().flat_map(|(text, found)| cut(text, found, &piece)).collect();
    }
    parts
}

/// Sets every occurrence of a piece apart.
fn cut(text: String, found: bool, piece: &str) -> Vec<(String, bool)> {
    if found || piece.is_empty() {
        return vec![(text, found)];
    }
    let mut parts = Vec::new();
    for (place, between) in text.split(piece).enumerate() {
        if place > 0 {
            parts.push((piece.to_owned(), true));
        }
        if !between.is_empty() {
            parts.push((between.to_owned(), false));
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn pieces_are_set_apart_and_nothing_is_lost() {
        let parts = cut("en idiot og idiot".to_owned(), false, "idiot");
        let text: String = parts.iter().map(|(text, _)| text.as_str()).collect();
        assert_eq!(text, "en idiot og idiot");
        assert_eq!(parts.iter().filter(|(_, found)| *found).count(), 2);
    }
}
