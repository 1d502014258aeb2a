//! Hashtags: the most frequent ones, and which of them travel together.

use super::answer::{Counted, TaggedPair};
use super::grouped::Groups;
use super::names::{NONE, Names};
use super::pick::Picked;

const TAG: usize = 1;

/// The most frequent tags, and their most frequent pairs.
pub(super) fn tags(
    picked: &[Picked],
    names: &Names,
    writers: usize,
    cap: u32,
    limit: usize,
) -> (Vec<Counted>, Vec<TaggedPair>) {
    let mut documents = vec![0_u64; names.len()];
    for segment in picked {
        let column = segment.columns.several(TAG);
        for doc in segment.places() {
            for tag in column.of(doc) {
                documents[*tag as usize] += 1;
            }
        }
    }
    let mut numbers = (0..).zip(&documents).filter(|(_, count)| **count > 0).collect::<Vec<(u32, &u64)>>();
    numbers.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    let floor = numbers.get(limit.saturating_sub(1)).map(|(_, count)| **count);
    numbers.retain(|(_, count)| floor.is_none_or(|floor| **count >= floor));
    numbers
        .sort_by(|left, right| right.1.cmp(left.1).then_with(|| names.name(left.0).cmp(names.name(right.0))));
    numbers.truncate(limit);
    // Place of each of them; the second walk looks at these alone.
    let mut place = vec![NONE; names.len()];
    for (at, (tag, _)) in (0..).zip(&numbers) {
        place[*tag as usize] = at;
    }
    let size = numbers.len();
    let mut groups = Groups::new(size, writers);
    let mut together = vec![0_u64; size * size];
    let mut own = Vec::new();
    for segment in picked {
        let column = segment.columns.several(TAG);
        for doc in segment.places() {
            own.clear();
            own.extend(column.of(doc).iter().map(|tag| place[*tag as usize]).filter(|at| *at != NONE));
            for (at, one) in own.iter().enumerate() {
                groups.add(*one, segment, doc);
                for other in &own[at + 1..] {
                    let (low, high) = (one.min(other), one.max(other));
                    together[*low as usize * size + *high as usize] += 1;
                }
            }
        }
    }
    let name = |at: usize| numbers.get(at).map_or("", |(tag, _)| names.name(*tag));
    let mut pairs: Vec<TaggedPair> = together
        .iter()
        .enumerate()
        .filter(|(_, count)| **count > 0)
        .map(|(at, count)| {
            let (one, other) = (name(at / size), name(at % size));
            let (one, other) = if one <= other { (one, other) } else { (other, one) };
            TaggedPair { one: one.to_owned(), other: other.to_owned(), documents: *count }
        })
        .collect();
    pairs.sort_by(|left, right| {
        let order = right.documents.cmp(&left.documents);
        order.then_with(|| (&left.one, &left.other).cmp(&(&right.one, &right.other)))
    });
    pairs.truncate(limit);
    (groups.finish(cap, limit, |at| name(at as usize).to_owned()), pairs)
}
