//! What is answered.

/// A sum, and over how many documents: the others do not tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// As told: it may be negative.
    pub sum: i64,
    /// Documents that tell.
    pub told: u64,
}

impl Sum {
    pub(super) fn add(&mut self, value: i64) {
        self.sum = self.sum.saturating_add(value);
        self.told += 1;
    }

    /// `None` if nobody told.
    pub fn value(self) -> Option<i64> {
        (self.told > 0).then_some(self.sum)
    }
}

/// Documents with their counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// Documents.
    pub documents: u64,
    /// Reactions, comments, shares, views.
    pub counts: [Sum; 4],
    /// The oldest fetch among the counts.
    pub oldest: Option<i64>,
    /// The newest fetch among the counts.
    pub newest: Option<i64>,
}

/// By how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Voices {
    /// Unique writers.
    pub writers: u64,
    /// Documents with no writer counted more often than the cap; one of nobody known counts once.
    pub capped: u64,
    /// Documents of the writer who has the most of them.
    pub largest: u64,
}

/// Documents with one value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// The value; empty = they have none.
    pub value: String,
    /// How many.
    pub documents: u64,
    /// By how many.
    pub voices: Voices,
    /// Reactions, comments and shares together.
    pub engagement: Sum,
}

/// Two tags in the same documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaggedPair {
    /// The first by the alphabet.
    pub one: String,
    /// The other.
    pub other: String,
    /// How many have both.
    pub documents: u64,
}

/// A document with its counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopDocument {
    /// Its network.
    pub network: String,
    /// What was stored with it.
    pub stored: Vec<u8>,
    /// Reactions, comments and shares together.
    pub engagement: i64,
    /// Reactions, comments, shares, views.
    pub counts: [Option<i64>; 4],
    /// When they were fetched.
    pub fetched: Option<i64>,
}

/// A happening with the documents around it, happenings left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AroundOne {
    /// What was stored with it.
    pub stored: Vec<u8>,
    /// When it begins.
    pub starts: i64,
    /// When it ends.
    pub ends: i64,
    /// Documents around it that match.
    pub documents: u64,
}

/// A writer with what they wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WriterLine {
    /// The value of field `writer`.
    pub writer: String,
    /// How many documents.
    pub documents: u64,
    /// What was stored with the latest.
    pub latest: Vec<u8>,
    /// The audience told by the first document that tells it; of several at that instant the largest.
    pub followers: Option<i64>,
    /// Reactions, comments and shares together.
    pub engagement: Sum,
}

/// Everything at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figured {
    /// The position of the commit.
    pub position: u64,
    /// Documents.
    pub documents: u64,
    /// Those with a writer.
    pub written: u64,
    /// Unique writers.
    pub writers: u64,
    /// Those with an organisation.
    pub organised: u64,
    /// Unique organisations.
    pub organisations: u64,
    /// Followers over unique writers, each at their first document that tells them.
    pub followers: Sum,
    /// Documents of those writers.
    pub covered: u64,
    /// Reactions, comments and shares of all together.
    pub engagement: Sum,
    /// By network, with unique writers: those without documents are left out.
    pub networks: Vec<(String, Cell, u64)>,
    /// By point of the timeline and network.
    pub points: Vec<Vec<(String, Cell)>>,
    /// By weekday and hour on a Danish clock.
    pub heat: [[u64; 24]; 7],
    /// By start, then end; of too many those with the most documents around.
    pub around: Vec<AroundOne>,
    /// All values, most documents first.
    pub sectors: Vec<Counted>,
    /// All values, most documents first.
    pub languages: Vec<Counted>,
    /// All values, most documents first; a document is in each of its own.
    pub media: Vec<Counted>,
    /// The largest.
    pub top_organisations: Vec<Counted>,
    /// The most frequent.
    pub top_tags: Vec<Counted>,
    /// Of the most frequent tags, those that travel together most.
    pub pairs: Vec<TaggedPair>,
    /// The most engaging of each network.
    pub top_documents: Vec<TopDocument>,
    /// Who wrote most.
    pub top_writers: Vec<WriterLine>,
}
