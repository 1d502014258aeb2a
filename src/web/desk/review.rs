//! One post of the queue as a moderator sees it: the card visitors get, and beside it why it is here and what is known.

use super::cpr;
use super::numbers;
use crate::domain::log::{Action, LogEntry};
use crate::domain::post::State;
use crate::domain::public::PublicPost;
use crate::domain::source::Source;
use crate::moderate::personal_number;
use crate::store::moderation;
use crate::store::queue::QueueItem;
use crate::web::i18n::{Language, text_with};
use crate::web::page::Page;
use crate::web::public::card::{Card, Place};

/// Reasons of a decision; message keys begin with `reason-`.
pub const REASONS: &[&str] = &["off-topic", "spam", "offensive", "personal-data", "duplicate", "other"];
/// Reasons of a removal for good.
pub const ERASE_REASONS: &[&str] = &["author-request", "personal-data", "copyright", "illegal", "other"];

/// See the module.
pub struct Review<'a> {
    page: &'a Page,
    /// The post and what stands beside it.
    pub item: QueueItem,
    /// As visitors will see it, but for a civil registration number.
    pub post: PublicPost,
    /// Title of its source; its id if it is no longer configured.
    pub source: String,
    /// A number was hidden.
    pub masked: bool,
    /// To approve it takes a confirmation that the number may be shown.
    pub confirm: bool,
    snippet: String,
}

impl<'a> Review<'a> {
    /// For a post of the queue; `snippet` is what a search matched, or empty.
    pub fn new(page: &'a Page, sources: &[Source], item: QueueItem, snippet: String) -> Self {
        let mut post = PublicPost::from(&item.post);
        let mut snippet = snippet;
        let mut masked = false;
        // What is shown to everybody is not hidden from those who must see it.
        if item.post.state != State::Approved {
            let mut hide = |text: &mut String| {
                if let Some(hidden) = cpr::masked(text) {
                    *text = hidden;
                    masked = true;
                }
            };
            hide(&mut post.html);
            hide(&mut post.text);
            hide(&mut snippet);
            let attached = post.attachments.iter_mut();
            let attached = attached.flat_map(|one| [&mut one.alt, &mut one.title, &mut one.description]);
            post.title.iter_mut().chain(post.warning.iter_mut()).chain(attached).for_each(hide);
        }
        let draft = &item.post.draft;
        let source = sources.iter().find(|source| source.id == draft.source);
        let source = source.map_or_else(|| draft.source.clone(), |source| source.title.clone());
        let confirm = personal_number::is_in(draft, page.now);
        Self { page, item, post, source, masked, confirm, snippet }
    }

    /// The card, by the one template there is. Pictures come through the desk: visitors' address serves approved posts
    /// alone.
    pub fn card(&self) -> Result<String, askama::Error> {
        let card = Card::new(self.page, &self.post, &self.snippet, Place::List);
        let html = askama::Template::render(&card)?;
        Ok(html.replace("src=\"/media/", "src=\"/moderation/media/"))
    }

    /// What is decided on, for the form: a post that was edited meanwhile is not approved unread.
    pub fn seen(&self) -> String {
        format!("{}:{}", self.item.post.id.0, moderation::as_seen(&self.item.post))
    }

    /// Name of the rule that put it here, for people.
    pub fn rule(&self) -> Option<String> {
        self.item.post.rule.as_deref().map(|rule| known_or_raw(self.page, "rule", rule))
    }

    /// Why, for people.
    pub fn reason(&self) -> Option<String> {
        let post = &self.item.post;
        let shown = why(self.page, post.rule.as_deref(), post.reason.as_deref()?)?;
        // A rule may quote what it matched.
        Some(if self.masked { cpr::masked(&shown).unwrap_or(shown) } else { shown })
    }

    /// What was decided here before on this author.
    pub fn history(&self) -> String {
        let (approved, rejected) = self.item.author_history;
        if approved + rejected == 0 {
            return self.page.text("desk-author-new");
        }
        text_with(
            self.page.language,
            "desk-author-history",
            &[
                ("approved", numbers::counted(self.page, approved).into()),
                ("rejected", numbers::counted(self.page, rejected).into()),
            ],
        )
    }

    /// The network's own counts: message key and number, those it does not tell left out; empty if it tells none.
    pub fn engagement(&self) -> Vec<(&'static str, String)> {
        let Some(counts) = &self.item.engagement else { return Vec::new() };
        [
            ("count-reactions", counts.reactions),
            ("count-comments", counts.comments),
            ("count-shares", counts.shares),
            ("count-views", counts.views),
        ]
        .into_iter()
        .filter_map(|(key, number)| Some((key, numbers::whole(self.page.language, number?))))
        .collect()
    }

    /// When those were fetched.
    pub fn fetched(&self) -> Option<String> {
        let counts = self.item.engagement.as_ref()?;
        Some(self.page.text_with("desk-fetched", "moment", self.page.moment(&counts.fetched_at)))
    }

    /// The last decision in words, with its seq if it can be taken back.
    pub fn last_decision(&self) -> Option<(String, u64)> {
        let entry = self.item.last_decision.as_ref()?;
        Some((sentence(self.page, entry), entry.seq))
    }

    /// The decision that put it here, unless that was taken back.
    pub fn decided(&self) -> Option<String> {
        let entry = self.item.last_decision.as_ref().filter(|entry| entry.action != Action::Undone)?;
        (entry.to == Some(self.item.post.state)).then(|| sentence(self.page, entry))
    }

    /// Followers the author had, if the network told.
    pub fn followers(&self) -> Option<String> {
        let followers = self.item.post.draft.author.followers?;
        Some(numbers::counted(self.page, followers))
    }
}

/// A log entry as a sentence: "mette godkendte 26. oktober kl. 9.00 – Reklame".
pub fn sentence(page: &Page, entry: &LogEntry) -> String {
    let key = match (entry.action, entry.to) {
        (Action::Undone, _) => "log-undone",
        (Action::Erased, _) => "log-erased",
        (_, Some(State::Approved)) => "log-approved",
        (_, Some(State::Rejected)) => "log-rejected",
        (_, Some(State::Held)) => "log-held",
        _ => "log-pending",
    };
    let sentence = text_with(
        page.language,
        key,
        &[("who", actor(page, &entry.actor).into()), ("when", page.moment(&entry.at).into())],
    );
    match entry.reason.as_deref().and_then(|reason| why(page, entry.rule.as_deref(), reason)) {
        Some(reason) => format!("{sentence}: {reason}"),
        None => sentence,
    }
}

/// A reason for people. Rules give theirs in English; beside a rule's name in another language only what they quote
/// (the word that was found) is worth reading.
pub fn why(page: &Page, rule: Option<&str>, reason: &str) -> Option<String> {
    let shown = Some(known_or_raw(page, "reason", reason)).filter(|shown| !shown.is_empty())?;
    let translated = rule.is_some_and(|rule| known_or_raw(page, "rule", rule) != rule);
    if page.language == Language::English || !translated || shown != reason {
        return Some(shown);
    }
    let (start, end) = (shown.find('“')?, shown.rfind('”')?);
    shown.get(start..end + '”'.len_utf8()).map(str::to_owned)
}

/// Who did it, for people.
pub fn actor(page: &Page, actor: &str) -> String {
    match actor.split_once(':') {
        Some(("user", name)) => name.to_owned(),
        Some(("rule", name)) => known_or_raw(page, "rule", name),
        Some(("request", number)) => page.text_with("request-number", "number", number),
        _ => actor.to_owned(),
    }
}

/// The message of a word, or the word itself where the files do not know it.
pub fn known_or_raw(page: &Page, prefix: &str, word: &str) -> String {
    let is_code = word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    let key = format!("{prefix}-{word}");
    let message = if is_code { page.text(&key) } else { key.clone() };
    if message == key { word.to_owned() } else { message }
}
