//! Which documents match: words by the index, everything else by the decoded columns.

use std::sync::Arc;

use tantivy::DocId;
use tantivy::query::EnableScoring;

use super::ask::Figuring;
use super::columns::{AllNames, Columns, SEVERAL, SINGLE};
use super::names::NONE;
use super::times::Calendar;
use crate::engine::ask::ask_strictly;
use crate::engine::request::{Filter, Search};
use crate::engine::view::View;
use crate::query::run;
use crate::schema::Fields;

/// The documents of one segment that match, newest first.
pub(super) struct Picked {
    pub columns: Arc<Columns>,
    pub docs: Vec<DocId>,
    /// Its place in the state's list of segments.
    pub segment: usize,
}

impl Picked {
    /// Places in the columns.
    pub fn places(&self) -> impl Iterator<Item = usize> + '_ {
        self.docs.iter().map(|doc| *doc as usize)
    }
}

/// Picks them, segment by segment.
pub(super) fn pick(
    view: &View,
    fields: &Fields,
    columns: &[Arc<Columns>],
    names: &AllNames,
    figuring: &Figuring,
) -> tantivy::Result<Vec<Picked>> {
    let text = Search { text: figuring.text.clone(), now: figuring.now, ..Search::default() };
    let asked = ask_strictly(view, fields, &text)?;
    let weight = asked.unscored().weight(EnableScoring::disabled_from_searcher(&view.searcher))?;
    let checks: Vec<Check> = figuring.filters.iter().map(|filter| Check::of(filter, names)).collect();
    let mut picked = Vec::with_capacity(view.segments.len());
    for (place, (segment, columns)) in view.segments.iter().zip(columns).enumerate() {
        let reader = view.reader(segment);
        let span = run(&segment.known.times, figuring.since, figuring.until);
        let mut calendar = Calendar::default();
        let alive = reader.alive_bitset();
        let mut passes = |doc: DocId| {
            let at = doc as usize;
            alive.is_none_or(|alive| alive.is_alive(doc))
                && checks.iter().all(|check| check.passes(columns, at))
                && !(figuring.without_happenings && columns.happening[at])
                && figuring.weekday_hour.is_none_or(|(weekday, hour)| {
                    calendar.slot(columns.times[at]) == (usize::from(weekday), usize::from(hour))
                })
        };
        let mut docs = Vec::new();
        if asked.everything {
            docs.extend(span.filter(|doc| passes(*doc)));
        } else if !span.is_empty() {
            weight.for_each_no_score(reader, &mut |found| {
                docs.extend(
                    found.iter().filter(|doc| span.contains(doc)).copied().filter(|doc| passes(*doc)),
                );
            })?;
        }
        picked.push(Picked { columns: Arc::clone(columns), docs, segment: place });
    }
    Ok(picked)
}

/// A filter, as it is checked.
enum Check {
    Nothing,
    Single(usize, Values),
    Several(usize, Values),
}

/// Which values are wanted, by number.
struct Values {
    wanted: Vec<bool>,
    none: bool,
}

impl Values {
    fn has(&self, value: u32) -> bool {
        if value == NONE { self.none } else { self.wanted.get(value as usize).copied().unwrap_or(false) }
    }
}

impl Check {
    fn of(filter: &Filter, names: &AllNames) -> Self {
        let place = |fields: &[&str]| fields.iter().position(|field| *field == filter.field);
        let values = |names: &super::names::Names| {
            let mut wanted = vec![false; names.len()];
            for value in &filter.any_of {
                if let Some(known) = names.known(value).and_then(|id| wanted.get_mut(id as usize)) {
                    *known = true;
                }
            }
            Values { wanted, none: filter.any_of.iter().any(String::is_empty) }
        };
        match (place(&SINGLE), place(&SEVERAL)) {
            (Some(field), _) => Self::Single(field, values(&names.single[field])),
            (None, Some(field)) => Self::Several(field, values(&names.several[field])),
            (None, None) => {
                tracing::warn!(field = filter.field, "figures cannot be narrowed by this field");
                Self::Nothing
            }
        }
    }

    fn passes(&self, columns: &Columns, doc: usize) -> bool {
        match self {
            Self::Nothing => false,
            Self::Single(field, values) => values.has(columns.single(*field)[doc]),
            Self::Several(field, values) => {
                let own = columns.several(*field).of(doc);
                if own.is_empty() { values.none } else { own.iter().any(|value| values.has(*value)) }
            }
        }
    }
}
