//! What `/log` is asked for, read from its address, and the form that asks it.

use super::problem::Problem;
use super::review::known_or_raw;
use crate::domain::log::Action;
use crate::domain::network::Network;
use crate::domain::post::{PostId, State};
use crate::domain::reason::Reason;
use crate::domain::time::{COPENHAGEN, Timestamp};
use crate::store::db::Db;
use crate::store::decisions::{self, Wanted, Who};
use crate::web::page::{Page, encode};
use chrono::{NaiveDate, TimeZone};

/// Names of the filter in the address, in the order of the form.
const NAMES: [&str; 10] =
    ["hvem", "hvad", "til", "regel", "grund", "netvaerk", "opslag", "dag-fra", "dag-til", "ord"];

/// What can be done, as the filter offers it.
const ACTIONS: [Action; 4] = [Action::Decided, Action::Undone, Action::Marked, Action::Erased];

/// The filter of a page.
pub struct Filter {
    /// As the store is asked.
    pub wanted: Wanted,
    /// As it stands in the address.
    given: Vec<(String, String)>,
}

/// A choice of the form: value, words, chosen.
pub type Choice = (String, String, bool);

impl Filter {
    /// From the address. What cannot be read is not asked for, as if it were not there; a post that cannot be found is
    /// looked for all the same, and nothing is found.
    ///
    /// # Errors
    /// Database.
    pub async fn read(db: &Db, page: &Page, reasons: &[Reason]) -> Result<Self, Problem> {
        let text = |name: &str| Some(page.parameter(name).to_owned()).filter(|text| !text.is_empty());
        let words = text("ord");
        let keys = words.as_deref().map(|words| holding(reasons, words)).unwrap_or_default();
        let post = match text("opslag") {
            Some(typed) => Some(post(db, page, &typed).await?),
            None => None,
        };
        let wanted = Wanted {
            who: match page.parameter("hvem") {
                "" => Who::People,
                "regler" => Who::Rules,
                "alle" => Who::Everybody,
                name => Who::One(format!("user:{name}")),
            },
            action: page.parameter("hvad").parse().ok(),
            to: page.parameter("til").parse().ok(),
            rule: text("regel"),
            reason: text("grund"),
            network: page.parameter("netvaerk").parse().ok(),
            post,
            from: day(page.parameter("dag-fra"), 0),
            before: day(page.parameter("dag-til"), 1),
            words,
            keys,
        };
        // A rule or a post is looked for among all decisions unless it is said whose.
        let about_all = wanted.rule.is_some() || wanted.post.is_some();
        let who = if about_all && wanted.who == Who::People { Who::Everybody } else { wanted.who.clone() };
        let given =
            NAMES.into_iter().filter_map(|name| text(name).map(|value| (name.to_owned(), value))).collect();
        Ok(Self { wanted: Wanted { who, ..wanted }, given })
    }

    /// True if anything is asked for.
    pub fn is_set(&self) -> bool {
        !self.given.is_empty()
    }

    /// In words for the audit trail: `hvem=mette grund=spam`.
    pub fn told(&self) -> String {
        let pairs: Vec<_> = self.given.iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join(" ")
    }

    /// A path with this filter and one more parameter.
    pub fn href(&self, page: &Page, path: &str, more: Option<(&str, String)>) -> String {
        let mut query = self.given.clone();
        query.extend(more.map(|(name, value)| (name.to_owned(), value)));
        let query = encode(&query);
        page.href(if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") })
    }

    /// Whose decisions can be chosen.
    pub fn people(&self, page: &Page, known: &[String]) -> Vec<Choice> {
        let chosen = page.parameter("hvem");
        let groups = [("", "log-by-people"), ("regler", "log-by-rules"), ("alle", "log-by-all")];
        let groups = groups.into_iter().map(|(value, key)| (value.to_owned(), page.text(key)));
        let names = known.iter().filter_map(|actor| actor.strip_prefix("user:"));
        let names = names.map(|name| (name.to_owned(), name.to_owned()));
        groups.chain(names).map(|(value, words)| (value.clone(), words, value == chosen)).collect()
    }

    /// What was done.
    pub fn actions(&self, page: &Page) -> Vec<Choice> {
        choices(
            page,
            "hvad",
            ACTIONS.map(|action| (action.as_str().to_owned(), page.word("log-action", action.as_str()))),
        )
    }

    /// To which state.
    pub fn states(&self, page: &Page) -> Vec<Choice> {
        choices(
            page,
            "til",
            State::ALL.map(|state| (state.as_str().to_owned(), page.word("one", state.as_str()))),
        )
    }

    /// By which rule.
    pub fn rules(&self, page: &Page, known: &[String]) -> Vec<Choice> {
        choices(page, "regel", known.iter().map(|rule| (rule.clone(), known_or_raw(page, "rule", rule))))
    }

    /// For which reason.
    pub fn reasons(&self, page: &Page, known: &[Reason]) -> Vec<Choice> {
        let language = page.language.as_str();
        choices(
            page,
            "grund",
            known.iter().map(|reason| (reason.key.clone(), reason.label.of(language).to_owned())),
        )
    }

    /// Of which network.
    pub fn networks(&self, page: &Page) -> Vec<Choice> {
        let named = |network: Network| (network.as_str().to_owned(), page.word("network", network.as_str()));
        choices(page, "netvaerk", Network::ALL.map(named))
    }
}

fn choices(page: &Page, name: &str, all: impl IntoIterator<Item = (String, String)>) -> Vec<Choice> {
    let chosen = page.parameter(name);
    all.into_iter().map(|(value, words)| (value.clone(), words, value == chosen)).collect()
}

/// Keys of the reasons whose words, in either language or any version, hold this.
fn holding(reasons: &[Reason], words: &str) -> Vec<String> {
    let words = words.to_lowercase();
    let holds = |reason: &&Reason| {
        let texts = [&reason.label.da, &reason.label.en, &reason.statement.da, &reason.statement.en];
        texts.iter().any(|text| text.to_lowercase().contains(&words))
    };
    let mut keys: Vec<String> = reasons.iter().filter(holds).map(|reason| reason.key.clone()).collect();
    keys.dedup();
    keys
}

/// An id, the address of a page of ours, or the post's address at its network.
async fn post(db: &Db, page: &Page, typed: &str) -> Result<PostId, Problem> {
    let ours = typed
        .split_once("/opslag/")
        .filter(|(site, _)| site.is_empty() || page.site.base_url.as_str().trim_end_matches('/') == *site);
    if let Some((_, id)) = ours {
        return Ok(PostId(id.split(['/', '?', '#']).next().unwrap_or(id).to_owned()));
    }
    if typed.starts_with("http") {
        let found = decisions::post_of_link(db, typed).await?;
        return Ok(found.unwrap_or_else(|| PostId(typed.to_owned())));
    }
    Ok(PostId(typed.to_owned()))
}

/// The beginning of a Danish day, `2026-10-26`, or of the one `later` days after it.
fn day(text: &str, later: u64) -> Option<Timestamp> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    let day = day.checked_add_days(chrono::Days::new(later))?;
    let midnight = COPENHAGEN.from_local_datetime(&day.and_hms_opt(0, 0, 0)?).earliest()?;
    Some(Timestamp::from(midnight.to_utc()))
}
