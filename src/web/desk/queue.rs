//! `GET /moderation`: the queue. One state at a time or all of them, in four orders, filtered, searched with the full query
//! language; what is shown comes from the store, so that nothing in it is stale.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use hashwall_index::Search;

use super::menu::{Menu, here};
use super::problem::Problem;
use super::review::Review;
use super::wanted::{EVERY, Wanted};
use crate::domain::network::Network;
use crate::domain::post::State as PostState;
use crate::domain::reason::{Reason, Use};
use crate::domain::sector::Sector;
use crate::domain::user::User;
use crate::store::listing::{self, Sort};
use crate::store::settings::{self, DeskSettings};
use crate::store::undo::{self, Step};
use crate::store::{log, presence, queue, reasons as reason_list};
use crate::web::error::html;
use crate::web::numbers;
use crate::web::page::Page;
use crate::web::public::choices::{Choice, ChoiceOption};
use crate::web::public::query::language_name;
use crate::web::state::WebState;

/// Posts on one page: an afternoon's worth of reading, and quick to draw.
pub const PAGE: u32 = 50;
/// Values of a drop-down.
const MOST_VALUES: usize = 30;

#[derive(Template)]
#[template(path = "desk/queue.html")]
struct QueuePage<'a> {
    page: &'a Page,
    menu: Menu,
    wanted: &'a Wanted<'a>,
    counts: Vec<(PostState, u64)>,
    /// New authors are on hold.
    flooded: bool,
    /// Cards, rendered.
    cards: Vec<String>,
    total: u64,
    /// Filters as drop-downs.
    choices: Vec<Choice>,
    people: Vec<String>,
    settings: DeskSettings,
    /// What Z takes back first.
    latest: Option<Step>,
    /// The log position the page was made at.
    seq: u64,
    /// The cursor, and the page, of what comes after these.
    next: Option<String>,
    here: String,
}

/// One post of the queue.
#[derive(Template)]
#[template(path = "desk/review.html")]
pub struct ReviewCard<'a> {
    /// The page it stands on.
    pub page: &'a Page,
    /// The post.
    pub review: &'a Review<'a>,
    /// Where its forms come back to.
    pub here: &'a str,
    /// Reasons that are offered, for rejecting and for removing.
    pub reasons: &'a [Reason],
}

/// The handler.
///
/// # Errors
/// Database, or the index cannot be read.
pub async fn show(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
) -> Result<Response, Problem> {
    let db = &state.db;
    presence::seen(db, &user.name, page.now).await?;
    let wanted = Wanted::of(&page, &user);
    let cursor = Some(page.parameter("fra")).filter(|cursor| !cursor.is_empty());
    // Read first: what happens while the page is made is told to it again, which changes nothing.
    let seq = log::head(db).await?;
    let found = wanted.load(&state, cursor, None, PAGE).await?;
    let (here, reasons) = (here(&page), reasons(&state).await?);
    let mut cards = Vec::new();
    for review in &found.reviews {
        let card = ReviewCard { page: &page, review, here: &here, reasons: &reasons };
        cards.push(card.render().map_err(Problem::internal)?);
    }
    let template = QueuePage {
        flooded: state.rules.refresh(db).await?.flooded,
        counts: queue::counts(db).await?,
        cards,
        total: found.total,
        choices: choices(&state, &wanted, &page).await?,
        people: presence::here(db, page.now).await?,
        settings: settings::of(db, &user.name).await?,
        latest: undo::steps(db, &format!("user:{}", user.name)).await?.into_iter().next(),
        seq,
        next: found.next,
        here,
        menu: Menu::of(user),
        wanted: &wanted,
        page: &page,
    };
    Ok(html(&template)?.into_response())
}

/// The reasons that are offered.
///
/// # Errors
/// Database.
pub async fn reasons(state: &WebState) -> Result<Vec<Reason>, Problem> {
    Ok(reason_list::active(&state.db).await?)
}

/// What the list can be filtered by; of languages, labels and rules those there are.
async fn choices(state: &WebState, wanted: &Wanted<'_>, page: &Page) -> Result<Vec<Choice>, Problem> {
    let index = state.desk_index.clone();
    let counted = move || -> Result<_, hashwall_index::IndexError> {
        let all = Search::default();
        Ok((index.counts(&all, "language", MOST_VALUES)?, index.counts(&all, "label", MOST_VALUES)?))
    };
    let (languages, labels) =
        tokio::task::spawn_blocking(counted).await.map_err(Problem::internal)?.map_err(Problem::internal)?;
    let rules = listing::rules(&state.db).await?;
    let choice = |name: &'static str, label: String, options: Vec<(String, String)>| {
        let chosen = page.parameter(name);
        let mut options: Vec<ChoiceOption> = options
            .into_iter()
            .map(|(value, label)| ChoiceOption { chosen: value == chosen, value, label, count: None })
            .collect();
        if !chosen.is_empty() && !options.iter().any(|option| option.chosen) {
            options.push(ChoiceOption {
                value: chosen.to_owned(),
                label: chosen.to_owned(),
                chosen: true,
                count: None,
            });
        }
        Choice { name, label, options }
    };
    let own = |word: &str| (word.to_owned(), word.to_owned());
    let networks = Network::ALL.map(|one| (one.as_str().to_owned(), page.word("network", one.as_str())));
    let sectors = Sector::ALL.map(|one| (one.as_str().to_owned(), page.word("sector", one.as_str())));
    let languages = languages.into_iter().map(|(code, _)| (code.clone(), language_name(page, &code)));
    let rules = rules.into_iter().map(|rule| {
        let label = super::review::known_or_raw(page, "rule", &rule);
        (rule, label)
    });
    let mut choices = vec![
        choice("netvaerk", page.text("filter-netvaerk"), networks.into()),
        choice("sektor", page.text("filter-sektor"), sectors.into()),
        choice("sprog", page.text("filter-sprog"), languages.collect()),
        choice("regel", page.text("queue-rule"), rules.collect()),
        choice("maerkat", page.text("queue-label"), labels.iter().map(|(label, _)| own(label)).collect()),
    ];
    choices.retain(|choice| !choice.options.is_empty());
    // The order is none of the filters.
    let sorts = Sort::ALL.map(|sort| ChoiceOption {
        count: None,
        value: sort.as_str().to_owned(),
        label: page.word("queue-order", sort.as_str()),
        chosen: sort == wanted.sort(),
    });
    choices.insert(0, Choice { name: "sorter", label: page.text("queue-sort"), options: sorts.into() });
    Ok(choices)
}

impl QueuePage<'_> {
    /// Tabs: the word in the address, its name, how many, whether it is the one shown.
    fn tabs(&self) -> Vec<(&'static str, String, u64, bool)> {
        let all = self.counts.iter().map(|(_, count)| count).sum();
        let tabs = self.counts.iter().map(|(state, count)| {
            (
                state.as_str(),
                self.page.word("state", state.as_str()),
                *count,
                self.wanted.ask.state == Some(*state),
            )
        });
        tabs.chain([(EVERY, self.page.text("state-every"), all, self.wanted.ask.state.is_none())]).collect()
    }

    fn tab(&self, word: &str) -> String {
        self.wanted.address("/moderation", "tilstand", word)
    }

    fn older(&self) -> Option<String> {
        let next = self.next.as_ref()?;
        Some(self.wanted.address("/moderation", "fra", next))
    }

    fn number(&self, count: &u64) -> String {
        numbers::counted(self.page, *count)
    }

    fn found(&self) -> String {
        self.page.count("wall-found", &usize::try_from(self.total).unwrap_or(usize::MAX))
    }

    /// What can be done with many at once: state and message key.
    fn moves(&self) -> Vec<(&'static str, &'static str)> {
        let to = [PostState::Approved, PostState::Rejected, PostState::Held];
        let keys = ["desk-approve", "desk-reject", "desk-hold"];
        let moves = to.into_iter().zip(keys).filter(|(to, _)| Some(*to) != self.wanted.ask.state);
        moves.map(|(to, key)| (to.as_str(), key)).collect()
    }

    fn latest(&self) -> Option<String> {
        let step = self.latest.as_ref()?;
        let what = self.page.word("step", &step.kind);
        let many =
            (step.posts > 1).then(|| format!(" · {}", self.page.count("post-count", &(step.posts as usize))));
        Some(format!("{what}{}", many.unwrap_or_default()))
    }
}

impl ReviewCard<'_> {
    fn moves(&self) -> Vec<(&'static str, &'static str)> {
        let state = self.review.item.post.state;
        let to = [PostState::Approved, PostState::Rejected, PostState::Held];
        let keys = ["desk-approve", "desk-reject", "desk-hold"];
        let moves = to.into_iter().zip(keys).filter(|(to, _)| *to != state);
        moves.map(|(to, key)| (to.as_str(), key)).collect()
    }

    fn reasons_for(&self, wanted: Use) -> Vec<&Reason> {
        self.reasons.iter().filter(|reason| reason.use_for.covers(wanted)).collect()
    }

    fn reject_reasons(&self) -> Vec<&Reason> {
        self.reasons_for(Use::Reject)
    }

    fn erase_reasons(&self) -> Vec<&Reason> {
        self.reasons_for(Use::Remove)
    }

    fn label(&self, reason: &Reason) -> String {
        reason.label.of(self.page.language.as_str()).to_owned()
    }
}
