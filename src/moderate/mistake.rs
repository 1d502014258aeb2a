//! What is wrong with a rule, for the person who wrote it.

/// One mistake. The rule is not saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// In which condition, from 0; `None` if in the rule itself.
    pub condition: Option<usize>,
    /// The message `rule-mistake-<key>`.
    pub key: &'static str,
    /// What was found, for the message's `$value`.
    pub value: String,
}
