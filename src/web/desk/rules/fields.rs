//! A rule as the fields of its form, and back. Knows no database.

use sha2::{Digest, Sha256};

use crate::domain::rule::{Asked, Condition, Outcome, Rule, Together};
use crate::web::desk::form::Fields;

/// Rows of conditions a form may carry; more is no form of ours.
const ROWS: usize = 40;
/// Empty rows offered beside those that are filled in.
const SPARE: usize = 2;

/// What the editor shows: a rule that may be unfinished.
pub struct Form {
    /// Id of the rule; empty for a new one.
    pub id: String,
    /// Its version when the form was made; 0 for a new one.
    pub version: u64,
    /// What the fields say.
    pub rule: Rule,
    /// Rows of conditions on the page; those beyond the rule's are empty.
    pub rows: usize,
    /// The rule as it was when a warning was shown: pressing again saves it.
    pub confirmed: String,
}

impl Form {
    /// For a rule that is stored, or a new one.
    pub fn of(id: &str, version: u64, rule: Rule) -> Self {
        let rows = rule.conditions.len() + 1;
        Self { id: id.to_owned(), version, rule, rows, confirmed: String::new() }
    }

    /// An empty one.
    pub fn blank() -> Self {
        let mut form = Self::of("", 0, empty());
        form.rows = SPARE;
        form
    }

    /// What was sent. A row without values and without a kind is none; words that no form of ours sends are taken for
    /// nothing, so that the mistake is named.
    pub fn read(fields: &Fields) -> Self {
        let kinds: Vec<&str> = fields.all("art").take(ROWS).collect();
        let values: Vec<&str> = fields.all("vaerdier").take(ROWS).collect();
        let negated: Vec<&str> = fields.all("ikke").collect();
        let conditions = kinds.iter().enumerate().filter_map(|(place, kind)| {
            let kind: Asked = kind.parse().ok()?;
            let text = values.get(place).copied().unwrap_or_default();
            // A text to compare with has lines of its own.
            let values: Vec<String> = match kind {
                Asked::Similar => vec![text.trim().to_owned()],
                _ => text.lines().map(|line| line.trim().to_owned()).collect(),
            };
            let values = values.into_iter().filter(|value| !value.is_empty()).collect();
            Some(Condition { kind, not: negated.contains(&place.to_string().as_str()), values })
        });
        let rule = Rule {
            name: fields.get("navn").trim().to_owned(),
            note: fields.get("note").trim().to_owned(),
            enabled: !fields.get("til").is_empty(),
            when: if fields.get("naar") == "any" { Together::Any } else { Together::All },
            then: Outcome::ALL.into_iter().find(|then| then.as_str() == fields.get("saa")),
            labels: labels(fields.get("maerker")),
            blur: !fields.get("sloer").is_empty(),
            conditions: conditions.collect(),
        };
        let more = if fields.get("trin") == "flere" { SPARE } else { 0 };
        let rows = (rule.conditions.len() + 1).max(kinds.len()) + more;
        Self {
            id: fields.get("id").to_owned(),
            version: fields.get("version").parse().unwrap_or(0),
            rows: rows.min(ROWS),
            rule,
            confirmed: fields.get("set").to_owned(),
        }
    }

    /// Fills the rows of the page.
    pub fn conditions(&self) -> Vec<Row> {
        (0..self.rows)
            .map(|place| {
                let condition = self.rule.conditions.get(place);
                Row {
                    place,
                    kind: condition.map_or("", |one| one.kind.as_str()),
                    not: condition.is_some_and(|one| one.not),
                    values: condition.map(|one| one.values.join("\n")).unwrap_or_default(),
                }
            })
            .collect()
    }

    /// What stands for the rule as it is now: a warning that was seen is about this rule and no other.
    pub fn mark(&self) -> String {
        let text = serde_json::to_string(&self.rule).unwrap_or_default();
        hex::encode(&Sha256::digest(text.as_bytes())[..8])
    }
}

/// One row of conditions.
pub struct Row {
    /// From 0.
    pub place: usize,
    /// The word of its kind; empty for none.
    pub kind: &'static str,
    /// Turned round.
    pub not: bool,
    /// One a line.
    pub values: String,
}

fn empty() -> Rule {
    Rule {
        name: String::new(),
        note: String::new(),
        enabled: true,
        when: Together::All,
        then: Some(Outcome::Hold),
        labels: Vec::new(),
        blur: false,
        conditions: Vec::new(),
    }
}

/// Labels apart by commas or lines, each once.
fn labels(text: &str) -> Vec<String> {
    let mut labels: Vec<String> = Vec::new();
    for label in text.split([',', '\n']).map(str::trim).filter(|label| !label.is_empty()) {
        if !labels.iter().any(|known| known == label) {
            labels.push(label.to_owned());
        }
    }
    labels
}
