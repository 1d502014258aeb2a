//! Who did what to the house itself (rules, accounts, panic, exports): what the event log, which is about posts, does not
//! hold. It carries names and ids, never content and never a secret.

use super::time::Timestamp;

/// One line of the audit trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    /// From 1, in order of writing.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// `user:<name>` or `system`, as in the event log.
    pub actor: String,
    /// What, as `thing.verb` (`rule.saved`, `user.role`, `panic.on`); each has a message `audit-thing-verb`.
    pub action: String,
    /// About what: a rule's name, a user's name …; may be empty.
    pub subject: String,
    /// More, in words a person reads; may be empty.
    pub detail: String,
}
