//! Sums of the index as figures.

use hashwall_index::{Cell, Counted, Sum};

use crate::domain::figures::{Coverage, Drill, Figure, Formula, Group, NetworkFigures, Only, PointNetwork};
use crate::domain::network::Network;
use crate::domain::time::Timestamp;

/// Posts of a group, with the way to them.
pub(super) fn group(counted: Counted, drill: impl Fn(&str) -> Drill) -> Group {
    let Counted { value, documents, voices, engagement } = counted;
    Group {
        posts: posts(documents, drill(&value)),
        value,
        capped: voices.capped,
        authors: voices.writers,
        largest_author: voices.largest,
        engagement: engagement.value(),
    }
}

/// A number of posts.
pub(super) fn posts(documents: u64, drill: Drill) -> Figure {
    Figure::exact(Formula::Posts, documents, Coverage::full(documents), Some(drill))
}

/// A sum of counts that a network told for some of its posts.
fn counts(only: Only, sum: Sum, cell: &Cell, network: Network) -> Figure {
    let coverage = Coverage { told: sum.told, of: cell.documents };
    let drill = Drill { network: Some(network), only, ..Drill::default() };
    let mut figure = Figure::exact(only.formula(), 0, coverage, Some(drill));
    figure.value = sum.value();
    if sum.told > 0 {
        figure.oldest_fetch = cell.oldest.map(Timestamp);
        figure.newest_fetch = cell.newest.map(Timestamp);
    }
    figure
}

/// One network's part.
pub(super) fn network_figures(network: Network, cell: &Cell, authors: u64) -> NetworkFigures {
    let of_network = |only| Drill { network: Some(network), only, ..Drill::default() };
    let [reactions, comments, shares, views] = cell.counts;
    NetworkFigures {
        network,
        posts: posts(cell.documents, of_network(Only::Posts)),
        authors: Figure::exact(
            Formula::Authors,
            authors,
            Coverage::full(cell.documents),
            Some(of_network(Only::Authors)),
        ),
        reactions: counts(Only::Reactions, reactions, cell, network),
        comments: counts(Only::Comments, comments, cell, network),
        shares: counts(Only::Shares, shares, cell, network),
        views: counts(Only::Views, views, cell, network),
    }
}

/// One network in one point of a timeline.
pub(super) fn point(network: Network, cell: &Cell) -> PointNetwork {
    let [reactions, comments, shares, views] = cell.counts.map(Sum::value);
    PointNetwork { network, posts: cell.documents, reactions, comments, shares, views }
}
