//! One post of the queue as a moderator sees it: the card visitors get, and beside it why it is here and what is known.

use super::{cpr, difference, matched};
use crate::domain::log::{Action, LogEntry};
use crate::domain::network::Network;
use crate::domain::post::{AttachmentKind, Post, State};
use crate::domain::public::PublicPost;
use crate::domain::source::Source;
use crate::domain::submission::SOURCE;
use crate::moderate::personal_number;
use crate::store::notes::Note;
use crate::store::queue::QueueItem;
use crate::store::trust::{TRUST_REMOVED, TRUST_RESTORED};
use crate::store::{moderation, versions};
use crate::web::i18n::{Language, text_with};
use crate::web::numbers;
use crate::web::page::Page;
use crate::web::public::card::{Card, Place};
use crate::web::public::query::language_name;

/// Characters of a near-duplicate that tell what differs.
const BEGINNING: usize = 160;

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
            hide(&mut post.text);
            hide(&mut post.author);
            hide(&mut post.handle);
            let attached = post.attachments.iter_mut();
            let attached = attached.flat_map(|one| [&mut one.alt, &mut one.title, &mut one.description]);
            post.title.iter_mut().chain(post.warning.iter_mut()).chain(attached).for_each(hide);
            // Both are HTML: what a search found is marked in the middle of a number, too.
            for html in [&mut post.html, &mut snippet] {
                if let Some(hidden) = cpr::masked_html(html) {
                    (*html, masked) = (hidden, true);
                }
            }
        }
        let draft = &item.post.draft;
        // Where a word of a list put it here, the word is shown where it stands.
        let listed =
            item.post.rule.as_ref().and(item.post.reason.as_deref()).map(matched::quoted).unwrap_or_default();
        if let Some(marked) = matched::marked(&post.html, &listed) {
            post.html = marked;
        }
        let source = sources.iter().find(|source| source.id == draft.source);
        let source = match source {
            Some(source) => source.title.clone(),
            None if draft.source == SOURCE => page.word("network", Network::Submitted.as_str()),
            None => draft.source.clone(),
        };
        // With near-duplicates on the card, one approval shows them all.
        let all = std::iter::once(draft).chain(item.alike.iter().map(|post| &post.draft));
        let confirm = all.into_iter().any(|draft| personal_number::is_in(draft, page.now));
        Self { page, item, post, source, masked, confirm, snippet }
    }

    /// The card, by the one template there is.
    pub fn card(&self) -> Result<String, askama::Error> {
        let card = Card::new(self.page, &self.post, &self.snippet, Place::List);
        askama::Template::render(&card.on_desk(self.item.post.state == State::Approved))
    }

    /// What is decided on, for the form: a post that was edited meanwhile is not approved unread.
    pub fn seen(&self) -> String {
        format!("{}:{}", self.item.post.id.0, moderation::as_seen(&self.item.post))
    }

    /// The others of its kind, as forms name them: id and what was seen.
    pub fn alike(&self) -> Vec<Alike<'_>> {
        let others = self.item.alike.iter();
        others
            .map(|post| Alike {
                post,
                seen: format!("{}:{}", post.id.0, moderation::as_seen(post)),
                page: self.page,
            })
            .collect()
    }

    /// Every post of the card, by id.
    pub fn ids(&self) -> String {
        let others = self.item.alike.iter().map(|post| post.id.0.as_str());
        std::iter::once(self.post.id.0.as_str()).chain(others).collect::<Vec<_>>().join(" ")
    }

    /// What an edit changed since it was approved, as HTML.
    pub fn difference(&self) -> Option<String> {
        // Masked before they are compared: markup must not fall into the middle of a number.
        let before = self.item.approved.as_deref().filter(|_| self.item.post.changed)?;
        difference::marked(&cpr::hidden(before), &cpr::hidden(&versions::words(&self.item.post.draft)))
    }

    /// Pictures of the post: place, and the words that stand for it.
    pub fn pictures(&self) -> Vec<(usize, &str)> {
        let all = self.post.attachments.iter().enumerate();
        all.filter(|(_, one)| one.kind == AttachmentKind::Image)
            .map(|(place, one)| (place, one.alt.trim()))
            .collect()
    }

    /// True if something on it is a picture or has one.
    pub fn has_pictures(&self) -> bool {
        self.post
            .attachments
            .iter()
            .any(|one| one.kind == AttachmentKind::Image || !one.preview_url.is_empty())
    }

    /// Pictures whose network told no words for them.
    pub fn undescribed(&self) -> usize {
        self.pictures().iter().filter(|(_, alt)| alt.is_empty()).count()
    }

    /// The author's posts here.
    pub fn authors_posts(&self) -> String {
        self.page.href(format!("/moderation?tilstand=alle&forfatter={}", self.post.id))
    }

    /// Language and sector, for people.
    pub fn traits(&self) -> Vec<String> {
        let draft = &self.item.post.draft;
        let language = draft.language.as_deref().map(|code| language_name(self.page, code));
        let sector = self.page.word("sector", draft.sector.as_str());
        language.into_iter().chain([sector]).collect()
    }

    /// A note's author and time.
    pub fn signed(&self, note: &Note) -> String {
        format!("{}, {}", note.author, self.page.moment(&note.at))
    }

    /// What was declared when it was handed in: whose it is, and the sentence agreed to with its version.
    pub fn declared(&self) -> Option<(String, String)> {
        let submission = self.item.submission.as_ref()?;
        let declaration = &submission.declaration;
        let whose =
            self.page.text(if declaration.own { "desk-submitted-own" } else { "desk-submitted-others" });
        let values = [
            ("number", submission.number.to_string().into()),
            ("when", self.page.moment(&submission.at).into()),
            ("wording", declaration.wording.as_str().into()),
            ("words", declaration.words.as_str().into()),
        ];
        Some((whose, text_with(self.page.language, "desk-submitted-words", &values)))
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

/// A near-duplicate beside the first of its kind.
pub struct Alike<'a> {
    page: &'a Page,
    /// The post.
    pub post: &'a Post,
    /// For the form.
    pub seen: String,
}

impl Alike<'_> {
    /// Who, where and how it begins.
    pub fn line(&self) -> String {
        let draft = &self.post.draft;
        let name = if draft.author.name.is_empty() { &draft.author.handle } else { &draft.author.name };
        // Masked before it is cut: half a number is not known for one.
        let beginning: String = cpr::hidden(&draft.text).chars().take(BEGINNING).collect();
        let name = cpr::hidden(name);
        format!("{name}, {}: {beginning}…", self.page.word("network", draft.network.as_str()))
    }
}

/// A log entry as a sentence: "mette godkendte 26. oktober kl. 9.00 – Reklame".
pub fn sentence(page: &Page, entry: &LogEntry) -> String {
    let key = match (entry.action, entry.to) {
        (Action::Undone, _) => "log-undone",
        (Action::Erased, _) => "log-erased",
        (Action::Marked, _) if is_of_trust(entry) => "log-trust",
        (Action::Marked, _) => "log-marked",
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

fn is_of_trust(entry: &LogEntry) -> bool {
    matches!(entry.reason.as_deref(), Some(TRUST_REMOVED | TRUST_RESTORED))
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
        Some(("key", name)) => page.text_with("log-by-key", "name", name),
        Some(("submission", number)) => page.text_with("submission-number", "number", number),
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
