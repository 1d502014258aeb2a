//! Where a post stands after it is seen for the first time, edited at its source, or a decision is taken back. Pure;
//! knows no SQL.

use crate::domain::log::{Action, LogEntry};
use crate::domain::post::{Post, State};
use crate::domain::verdict::Verdict;

/// A state and how it came about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    pub(super) state: State,
    /// The rule that put it there; `None` if a person did.
    pub(super) rule: Option<String>,
    pub(super) reason: Option<String>,
    /// Edited after a decision, and waiting for a new one.
    pub(super) changed: bool,
}

impl Standing {
    fn by(verdict: Option<&Verdict>, changed: bool) -> Self {
        Self {
            state: verdict.map_or(State::Pending, |verdict| verdict.state),
            rule: verdict.map(|verdict| verdict.rule.to_string()),
            reason: verdict.map(|verdict| verdict.reason.clone()),
            changed,
        }
    }

    /// Of a post that is new here.
    pub(super) fn first(verdict: Option<&Verdict>) -> Self {
        Self::by(verdict, false)
    }

    /// Of a post whose content changed. An approval covers what was approved: it waits for a new one, unless the rules
    /// approve it by themselves. Held and rejected posts cannot edit themselves free.
    pub(super) fn after_edit(post: &Post, verdict: Option<&Verdict>) -> Self {
        let asked = verdict.map(|verdict| verdict.state);
        match (post.state, asked) {
            (State::Approved | State::Pending, Some(State::Approved)) => Self::by(verdict, false),
            (State::Approved, _) => Self::by(verdict, true),
            (State::Pending, _) | (State::Held, Some(State::Rejected)) => Self::by(verdict, post.changed),
            (State::Held | State::Rejected, _) => Self {
                state: post.state,
                rule: post.rule.clone(),
                reason: post.reason.clone(),
                changed: post.changed || post.state == State::Held,
            },
        }
    }

    /// Of a post before the entry `seq` of its history (oldest first), which put it into another state than `state`;
    /// `verdict` is what the rules said last (rule, reason).
    pub(super) fn before(
        history: &[LogEntry],
        seq: u64,
        state: State,
        verdict: (Option<String>, Option<String>),
    ) -> Self {
        let mut changed = false;
        for entry in history.iter().rev().filter(|entry| entry.seq < seq) {
            match entry.action {
                Action::Edited => {
                    changed |= matches!(entry.from, Some(State::Approved | State::Held)) && is_edit(entry);
                    if entry.from != entry.to {
                        return Self { state, rule: verdict.0, reason: verdict.1, changed };
                    }
                }
                Action::Decided => {
                    let reason = entry.reason.clone();
                    return Self { state, rule: entry.rule.clone(), reason, changed };
                }
                // An undo brought back what stood before the entry it took back.
                Action::Undone => {
                    let mut earlier = Self::before(history, entry.undoes.unwrap_or(0), state, verdict);
                    earlier.changed |= changed;
                    return earlier;
                }
                _ => {}
            }
        }
        Self { state, rule: verdict.0, reason: verdict.1, changed }
    }
}

/// The reason of an `edited` entry where only what stands around the content changed: the author's name, the address
/// of a picture.
pub(super) const REFRESHED: &str = "refreshed";

/// True if an entry says that the words, pictures or links became others.
pub(super) fn is_edit(entry: &LogEntry) -> bool {
    entry.action == Action::Edited && entry.reason.as_deref() != Some(REFRESHED)
}
