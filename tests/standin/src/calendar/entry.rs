//! One event, as its organiser typed it in.

/// An event. Times are Danish clock times, `2026-10-26T09:00`; a date alone is a whole day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The calendar's id.
    pub uid: String,
    /// Its name.
    pub title: String,
    /// Description, plain text.
    pub text: String,
    /// When it begins.
    pub start: String,
    /// When it ends; of whole days the last of them. Empty: not told.
    pub end: String,
    /// A hall or house.
    pub place: String,
    /// Street and town.
    pub address: String,
    /// Where one takes part online.
    pub online: String,
    /// Who invites.
    pub organiser: String,
    /// Categories.
    pub tags: Vec<String>,
    /// RRULE.
    pub rule: String,
    /// `CONFIRMED`, `CANCELLED`.
    pub cancelled: bool,
    /// Revision.
    pub sequence: u32,
    /// µs of the last change.
    pub modified: i64,
    /// Lines added to its VEVENT as they are.
    pub raw: String,
}

impl Entry {
    /// An event with a name and a time.
    pub fn new(uid: &str, title: &str, start: &str, end: &str) -> Self {
        Self {
            uid: uid.to_owned(),
            title: title.to_owned(),
            start: start.to_owned(),
            end: end.to_owned(),
            ..Self::default()
        }
    }

    /// Where it is.
    #[must_use]
    pub fn at(mut self, place: &str, address: &str) -> Self {
        (self.place, self.address) = (place.to_owned(), address.to_owned());
        self
    }

    /// What is said of it.
    #[must_use]
    pub fn saying(mut self, text: &str) -> Self {
        text.clone_into(&mut self.text);
        self
    }

    /// Where it is online.
    #[must_use]
    pub fn online(mut self, link: &str) -> Self {
        link.clone_into(&mut self.online);
        self
    }

    /// Who invites.
    #[must_use]
    pub fn by(mut self, organiser: &str) -> Self {
        organiser.clone_into(&mut self.organiser);
        self
    }

    /// Its categories.
    #[must_use]
    pub fn tagged(mut self, tags: &[&str]) -> Self {
        self.tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
        self
    }

    /// How it repeats.
    #[must_use]
    pub fn repeating(mut self, rule: &str) -> Self {
        rule.clone_into(&mut self.rule);
        self
    }

    pub(super) fn is_all_day(&self) -> bool {
        !self.start.contains('T')
    }
}

/// How an event's page is marked up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Markup {
    /// `<script type="application/ld+json">`.
    #[default]
    JsonLd,
    /// `itemscope`.
    Microdata,
    /// Not at all.
    None,
}
