//! Who wrote: each once, with the audience their first document tells.

use super::answer::Sum;
use super::columns::UNTOLD;
use super::names::NONE;
use super::pick::Picked;

const WRITER: usize = 4;
const FOLLOWERS: usize = 4;

/// A writer so far.
#[derive(Clone, Copy)]
pub(super) struct Writer {
    pub documents: u64,
    /// What the first document that tells it tells; [`UNTOLD`] if none does.
    pub followers: i64,
    /// When that was.
    first: i64,
    /// Which that was: segment and document.
    pub telling: (usize, u32),
    latest: i64,
    /// Their latest document.
    pub last: (usize, u32),
    /// Their first document.
    pub opening: (usize, u32),
    earliest: i64,
    pub engagement: Sum,
    /// Number of the network.
    pub network: u32,
}

const NOBODY: Writer = Writer {
    documents: 0,
    followers: UNTOLD,
    first: i64::MAX,
    telling: (0, 0),
    latest: i64::MIN,
    last: (0, 0),
    opening: (0, 0),
    earliest: i64::MAX,
    engagement: Sum { sum: 0, told: 0 },
    network: NONE,
};

/// All writers by number; those who wrote nothing that was picked have no documents.
pub(super) fn writers(picked: &[Picked], size: usize) -> Vec<Writer> {
    let mut writers = vec![NOBODY; size];
    for segment in picked {
        let columns = &segment.columns;
        let (who, networks) = (columns.single(WRITER), columns.single(0));
        for doc in &segment.docs {
            let at = *doc as usize;
            let Some(writer) = writers.get_mut(who[at] as usize) else { continue };
            let (time, followers) = (columns.times[at], columns.numbers[FOLLOWERS][at]);
            writer.documents += 1;
            writer.network = networks[at];
            if time > writer.latest {
                (writer.latest, writer.last) = (time, (segment.segment, *doc));
            }
            // Not only if earlier: newest first, the last of one instant is as good as any.
            if time <= writer.earliest {
                (writer.earliest, writer.opening) = (time, (segment.segment, *doc));
            }
            if followers != UNTOLD
                && (time < writer.first || (time == writer.first && followers > writer.followers))
            {
                (writer.first, writer.followers) = (time, followers);
                writer.telling = (segment.segment, *doc);
            }
            if let Some(engagement) = columns.engagement(at) {
                writer.engagement.add(engagement);
            }
        }
    }
    writers
}
