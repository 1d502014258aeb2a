//! Counts by network, and by network and time.

use super::answer::{Cell, Sum};
use super::columns::UNTOLD;
use super::names::NONE;
use super::pick::Picked;
use super::times::Points;

const NETWORK: usize = 0;
const FETCHED: usize = 5;

/// By network number, the last place for those without one.
pub(super) fn networks(picked: &[Picked], networks: usize) -> Vec<Cell> {
    let mut cells = vec![Cell::default(); networks + 1];
    for segment in picked {
        let places = segment.columns.single(NETWORK);
        for doc in segment.places() {
            let cell = &mut cells[slot(places[doc], networks)];
            cell.documents += 1;
            count(cell, segment, doc);
        }
    }
    cells
}

/// By point, then network number.
pub(super) fn timeline(picked: &[Picked], bounds: &[i64], networks: usize) -> Vec<Vec<Cell>> {
    let points = bounds.len().saturating_sub(1);
    let mut cells = vec![vec![Cell::default(); networks + 1]; points];
    if points == 0 {
        return cells;
    }
    for segment in picked {
        let mut finder = Points::new(bounds);
        let places = segment.columns.single(NETWORK);
        for doc in segment.places() {
            let Some(point) = finder.of(segment.columns.times[doc]) else { continue };
            let cell = &mut cells[point][slot(places[doc], networks)];
            cell.documents += 1;
            count(cell, segment, doc);
        }
    }
    cells
}

/// Reactions, comments and shares of all together.
pub(super) fn engagement(picked: &[Picked]) -> Sum {
    let mut sum = Sum::default();
    for segment in picked {
        segment.places().filter_map(|doc| segment.columns.engagement(doc)).for_each(|value| sum.add(value));
    }
    sum
}

fn slot(network: u32, networks: usize) -> usize {
    if network == NONE { networks } else { (network as usize).min(networks) }
}

fn count(cell: &mut Cell, segment: &Picked, doc: usize) {
    let mut told = false;
    for (sum, column) in cell.counts.iter_mut().zip(&segment.columns.numbers) {
        if column[doc] != UNTOLD {
            sum.add(column[doc]);
            told = true;
        }
    }
    let fetched = segment.columns.numbers[FETCHED][doc];
    if told && fetched != UNTOLD {
        cell.oldest = Some(cell.oldest.map_or(fetched, |oldest| oldest.min(fetched)));
        cell.newest = Some(cell.newest.map_or(fetched, |newest| newest.max(fetched)));
    }
}
