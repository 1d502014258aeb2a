//! A rule in words: what a moderator reads in the list, the preview of an import, and beside a mistake.

use crate::domain::rule::{Condition, Rule, Together};
use crate::moderate::mistake::Mistake;
use crate::web::i18n::text_with;
use crate::web::page::Page;

/// Values of a condition that are told before the rest is counted.
const TOLD: usize = 4;

/// "Når alle passer: indeholder “gratis iPhone”; ny forfatter → hold tilbage, mærk “mulig svindel”".
pub fn sentence(page: &Page, rule: &Rule) -> String {
    let conditions: Vec<String> = rule.conditions.iter().map(|one| condition(page, one)).collect();
    let joint = match rule.when {
        Together::All => format!(" {} ", page.text("rules-and")),
        Together::Any => format!(" {} ", page.text("or")),
    };
    format!("{} → {}", conditions.join(&joint), outcome(page, rule))
}

/// What follows: "hold tilbage, slør billeder".
pub fn outcome(page: &Page, rule: &Rule) -> String {
    let mut parts: Vec<String> =
        rule.then.iter().map(|then| page.word("rules-then", then.as_str())).collect();
    if !rule.labels.is_empty() {
        parts.push(page.text_with("rules-labelled", "labels", rule.labels.join(", ")));
    }
    if rule.blur {
        parts.push(page.text("rules-blurred"));
    }
    parts.join(", ")
}

fn condition(page: &Page, condition: &Condition) -> String {
    let mut values: Vec<String> =
        condition.values.iter().take(TOLD).map(|value| format!("“{value}”")).collect();
    if condition.values.len() > TOLD {
        let more = condition.values.len() - TOLD;
        values.push(page.count("rules-more-values", &more));
    }
    let name = page.word("rules-kind", condition.kind.as_str());
    let not = if condition.not { format!("{} ", page.text("rules-not")) } else { String::new() };
    format!("{not}{name} {}", values.join(", ")).trim_end().to_owned()
}

/// A mistake as a sentence, with the condition it is in.
pub fn mistake(page: &Page, mistake: &Mistake) -> String {
    let key = format!("rules-mistake-{}", mistake.key);
    let said = page.text_with(&key, "value", &mistake.value);
    match mistake.condition {
        Some(place) => text_with(
            page.language,
            "rules-mistake-in",
            &[("number", (place + 1).into()), ("mistake", said.into())],
        ),
        None => said,
    }
}
