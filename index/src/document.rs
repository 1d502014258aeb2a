//! What goes into an index.

/// One document. Everything but `stored` is for finding; `stored` comes back with a hit, untouched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Doc {
    /// Unique; a second put of the same id replaces the first.
    pub id: String,
    /// Sort key of newest-first, µs since the epoch.
    pub time: i64,
    /// Analysed as Danish.
    pub title: String,
    /// Analysed as Danish.
    pub text: String,
    /// What hangs on it: titles and descriptions of links and pictures. Searched like the text, shown apart from it.
    pub attached: String,
    /// The name of who wrote it as people read it: what a visitor is offered while typing.
    pub author: String,
    /// Who it is from: the author's name and handle, the organisation. Searched with the text, and by `fra:`; so people who
    /// are only mentioned do not belong here. Not stemmed.
    pub names: String,
    /// Hashtags in folded form, without `#`.
    pub tags: Vec<String>,
    /// Exact values to filter by and count: (field, value); a field may come several times. Fields: network, source, sector, organisation, author, language, kind,
    /// state, media (what hangs on it), mark (pinned, featured), label, same, writer (a key that stands for who wrote it).
    pub keywords: Vec<(&'static str, String)>,
    /// Numbers to sum up, each at most once: reactions, comments, shares, views, followers (of the writer), fetched (when
    /// the counts were, µs), starts and ends (of a happening, µs). One that is not told is left out.
    pub numbers: Vec<(&'static str, i64)>,
    /// Given back with a hit.
    pub stored: Vec<u8>,
}

/// A change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Op {
    /// Adds or replaces.
    Put(Box<Doc>),
    /// Removes by id; nothing if absent.
    Remove(String),
}
