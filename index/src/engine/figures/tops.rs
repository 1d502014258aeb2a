//! The documents that moved people most, each network by itself.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::pick::Picked;

/// Engagement, time, segment, document.
pub(super) type Placed = (i64, i64, usize, u32);

/// The most engaging documents of each network by number, best first, then newest.
pub(super) fn documents(picked: &[Picked], networks: usize, limit: usize) -> Vec<Vec<Placed>> {
    let mut best: Vec<BinaryHeap<Reverse<Placed>>> = vec![BinaryHeap::new(); networks];
    if limit == 0 {
        return vec![Vec::new(); networks];
    }
    for segment in picked {
        let column = segment.columns.single(0);
        for doc in &segment.docs {
            let at = *doc as usize;
            let Some(heap) = best.get_mut(column[at] as usize) else { continue };
            let Some(engagement) = segment.columns.engagement(at) else { continue };
            let placed = (engagement, segment.columns.times[at], segment.segment, *doc);
            if heap.len() < limit {
                heap.push(Reverse(placed));
            } else if heap.peek().is_some_and(|Reverse(worst)| *worst < placed) {
                heap.pop();
                heap.push(Reverse(placed));
            }
        }
    }
    let sorted = best.into_iter().map(|heap| {
        let mut placed: Vec<Placed> = heap.into_iter().map(|Reverse(placed)| placed).collect();
        placed.sort_unstable_by(|left, right| right.cmp(left));
        placed
    });
    sorted.collect()
}
