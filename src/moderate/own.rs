//! The moderators' own rules, made ready: every regular expression compiled, every word folded, every mistake named. Pure.

use std::time::Duration;

use regex::{Regex, RegexBuilder};

use super::author_list;
use super::folding::Listed;
use super::mistake::Mistake;
use super::only_links::says_nothing;
use super::reading::{Reading, shown};
use super::rule::Rule;
use super::rulebook::Rulebook;
use super::values;
use crate::domain::hashtag::fold;
use crate::domain::link::host_of;
use crate::domain::post::{AttachmentKind, State};
use crate::domain::rule::{self, Asked, Outcome, Takes, Together};
use crate::domain::similarity::Fingerprint;
use crate::domain::verdict::{Knowledge, Verdict};

/// Bytes a compiled expression may take. The engine's time is linear in text times expression: this bounds the second.
const LARGEST_REGEX: usize = 64 * 1024;
/// Bytes of one text that an expression looks at; longer than any network's posts but a feed's.
const LONGEST_TEXT: usize = 20_000;

/// A rule that can be asked.
#[derive(Clone, Debug)]
pub struct Own {
    /// Its name.
    pub name: String,
    note: String,
    together: Together,
    then: Option<Outcome>,
    labels: Vec<String>,
    blur: bool,
    tests: Vec<Test>,
}

#[derive(Clone, Debug)]
struct Test {
    not: bool,
    what: What,
}

#[derive(Clone, Debug)]
enum What {
    Words(Vec<Listed>),
    Regex(Vec<Regex>),
    Author(Vec<String>),
    NewAuthor(Option<u64>),
    /// Folded values against what the post has of it.
    Equal(Asked, Vec<String>),
    Media(Vec<String>),
    Domain(Vec<String>),
    OlderThan(Duration),
    Similar(Vec<Fingerprint>),
    NearDuplicate,
    AuthorPerHour(u64),
    OrganisationPerHour(u64),
    HashtagOnly,
}

impl Own {
    /// Makes a rule ready.
    ///
    /// # Errors
    /// Every mistake in it, in the order of its fields.
    pub fn new(rule: &rule::Rule) -> Result<Self, Vec<Mistake>> {
        let mut mistakes = values::of_rule(rule);
        let mut tests = Vec::new();
        for (place, condition) in rule.conditions.iter().enumerate() {
            match what(condition) {
                Ok(what) => tests.push(Test { not: condition.not, what }),
                Err((key, value)) => mistakes.push(Mistake { condition: Some(place), key, value }),
            }
        }
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        Ok(Self {
            name: rule.name.clone(),
            note: rule.note.clone(),
            together: rule.when,
            then: rule.then,
            labels: rule.labels.clone(),
            blur: rule.blur,
            tests,
        })
    }

    /// What it says of a post; `None` if its conditions do not hold.
    pub fn opinion(&self, post: &Reading<'_>, knowledge: &Knowledge, book: &Rulebook) -> Option<Verdict> {
        let mut holds = self.tests.iter().map(|test| test.not != test.what.holds(post, knowledge, book));
        let speaks = match self.together {
            Together::All => holds.all(|holds| holds),
            Together::Any => holds.any(|holds| holds),
        };
        speaks.then(|| {
            let state = match self.then {
                Some(Outcome::Approve) => State::Approved,
                Some(Outcome::Hold) => State::Held,
                Some(Outcome::Reject) => State::Rejected,
                None => State::Pending,
            };
            let (labels, blurred) = (self.labels.clone(), self.blur);
            Verdict { labels, blurred, ..Verdict::new(state, self.name.clone(), self.reason(post)) }
        })
    }

    /// The words of the rule that were found, else what its author noted.
    fn reason(&self, post: &Reading<'_>) -> String {
        let found: Vec<String> =
            self.tests.iter().filter(|test| !test.not).filter_map(|test| test.found(post)).collect();
        if found.is_empty() { self.note.clone() } else { found.join(", ") }
    }

    /// The words and expressions it looks for, for [`super::explain`].
    pub(super) fn looks_for(&self) -> (Vec<&Listed>, Vec<&Regex>) {
        let (mut words, mut expressions) = (Vec::new(), Vec::new());
        for test in self.tests.iter().filter(|test| !test.not) {
            match &test.what {
                What::Words(listed) => words.extend(listed),
                What::Regex(regexes) => expressions.extend(regexes),
                _ => {}
            }
        }
        (words, expressions)
    }
}

impl Test {
    fn found(&self, post: &Reading<'_>) -> Option<String> {
        match &self.what {
            What::Words(listed) => post.first_listed(listed).map(|word| format!("“{}”", word.written)),
            What::Regex(regexes) => {
                regexes.iter().find(|regex| is_in(regex, post)).map(|regex| format!("“{}”", regex.as_str()))
            }
            _ => None,
        }
    }
}

impl What {
    fn holds(&self, post: &Reading<'_>, knowledge: &Knowledge, book: &Rulebook) -> bool {
        match self {
            Self::Words(listed) => post.first_listed(listed).is_some(),
            Self::Regex(regexes) => regexes.iter().any(|regex| is_in(regex, post)),
            Self::Author(list) => author_list::named(list, post).is_some(),
            Self::NewAuthor(below) => {
                let known = below.unwrap_or(book.house.approve_after).max(1);
                post.author.native_id.is_empty() || knowledge.author_approved < known
            }
            Self::Equal(asked, values) => equal(*asked, values, post, knowledge),
            Self::Media(kinds) => kinds.iter().any(|kind| has_media(kind, post)),
            Self::Domain(domains) => post.links.iter().chain([&post.url]).any(|link| {
                let Some(host) = host_of(link) else { return false };
                domains.iter().any(|domain| {
                    host.strip_suffix(domain.as_str())
                        .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
                })
            }),
            Self::OlderThan(age) => knowledge.now.since(post.published_at) > *age,
            Self::Similar(texts) => {
                post.fingerprint().is_some_and(|own| texts.iter().any(|text| own.is_near(*text)))
            }
            Self::NearDuplicate => knowledge.duplicate_of.is_some() || knowledge.near_duplicate_of.is_some(),
            // The counts are of the others: this one comes on top.
            Self::AuthorPerHour(most) => knowledge.author_last_hour >= *most,
            Self::OrganisationPerHour(most) => knowledge.organisation_last_hour >= *most,
            Self::HashtagOnly => says_nothing(post),
        }
    }
}

fn is_in(regex: &Regex, post: &Reading<'_>) -> bool {
    shown(post).into_iter().any(|text| regex.is_match(beginning(text)))
}

/// As much of a text as expressions look at.
pub(super) fn beginning(text: &str) -> &str {
    &text[..text.floor_char_boundary(LONGEST_TEXT)]
}

fn equal(asked: Asked, values: &[String], post: &Reading<'_>, knowledge: &Knowledge) -> bool {
    let is = |word: &str| values.iter().any(|value| *value == fold(word));
    match asked {
        Asked::Organisation => post.organisation.as_deref().is_some_and(is),
        Asked::Network => is(post.network.as_str()),
        Asked::Source => is(&post.source),
        Asked::Language => is(post.language.as_deref().unwrap_or("unknown")),
        Asked::Sector => is(post.sector.as_str()),
        Asked::Kind => is(post.kind.as_str()),
        Asked::Label => knowledge.labels.iter().any(|label| is(label)),
        _ => false,
    }
}

fn has_media(kind: &str, post: &Reading<'_>) -> bool {
    let of = |wanted: fn(AttachmentKind) -> bool| post.attachments.iter().any(|one| wanted(one.kind));
    let any = of(|kind| !matches!(kind, AttachmentKind::Link | AttachmentKind::Poll));
    match kind {
        "any" => any,
        "none" => !any,
        "image" => of(|kind| matches!(kind, AttachmentKind::Image)),
        "video" => of(|kind| matches!(kind, AttachmentKind::Video)),
        "audio" => of(|kind| matches!(kind, AttachmentKind::Audio)),
        "document" => of(|kind| matches!(kind, AttachmentKind::Document)),
        "link" => of(|kind| matches!(kind, AttachmentKind::Link)),
        _ => of(|kind| matches!(kind, AttachmentKind::Poll)),
    }
}

/// A condition made ready, or the mistake in it: message key and what was found.
fn what(condition: &rule::Condition) -> Result<What, (&'static str, String)> {
    let asked = condition.kind;
    let list: Vec<String> = condition
        .values
        .iter()
        .map(|value| value.trim().to_owned())
        .filter(|value| !value.is_empty())
        .collect();
    values::fit(asked, &list)?;
    let number = || values::number(list.first().map_or("", String::as_str));
    let folded = || list.iter().map(|value| fold(value)).collect::<Vec<_>>();
    Ok(match asked {
        Asked::Words => What::Words(listed(&list)?),
        Asked::Regex => What::Regex(list.iter().map(|text| regex(text)).collect::<Result<_, _>>()?),
        Asked::Author => What::Author(list),
        Asked::NewAuthor if list.is_empty() => What::NewAuthor(None),
        Asked::NewAuthor => What::NewAuthor(Some(number()?)),
        Asked::Media => What::Media(list),
        Asked::LinkDomain => {
            What::Domain(list.iter().map(|text| values::domain(text)).collect::<Result<_, _>>()?)
        }
        Asked::OlderThan => What::OlderThan(Duration::from_secs(number()?.saturating_mul(3_600))),
        Asked::Similar => {
            What::Similar(list.iter().map(|text| values::fingerprint(text)).collect::<Result<_, _>>()?)
        }
        Asked::NearDuplicate => What::NearDuplicate,
        Asked::AuthorPerHour => What::AuthorPerHour(number()?.max(1)),
        Asked::OrganisationPerHour => What::OrganisationPerHour(number()?.max(1)),
        Asked::HashtagOnly => What::HashtagOnly,
        asked => {
            debug_assert!(asked.takes() == Takes::List);
            What::Equal(asked, folded())
        }
    })
}

fn listed(list: &[String]) -> Result<Vec<Listed>, (&'static str, String)> {
    let listed: Vec<Listed> = list.iter().map(|word| Listed::new(word)).collect();
    match listed.iter().find(|word| word.words() == 0) {
        Some(silent) => Err(("no-letters", silent.written.clone())),
        None => Ok(listed),
    }
}

fn regex(text: &str) -> Result<Regex, (&'static str, String)> {
    let made =
        RegexBuilder::new(text).case_insensitive(true).size_limit(LARGEST_REGEX).nest_limit(20).build();
    let regex = made.map_err(|wrong| match wrong {
        regex::Error::CompiledTooBig(_) => ("regex-large", text.to_owned()),
        // The last line says what; those before draw an arrow.
        other => {
            let why = other.to_string();
            ("regex", why.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned())
        }
    })?;
    if regex.is_match("") { Err(("regex-empty", text.to_owned())) } else { Ok(regex) }
}

/// All of them as one of the registry: the strongest speaks, every one marks.
pub struct OwnRules;

impl Rule for OwnRules {
    fn name(&self) -> &'static str {
        "own-rules"
    }

    fn opinion(&self, draft: &Reading<'_>, knowledge: &Knowledge, book: &Rulebook) -> Option<Verdict> {
        super::strongest(book.own.iter().filter_map(|rule| rule.opinion(draft, knowledge, book)))
    }
}
