//! Everything at once: pick, sum, name.

use std::sync::{Arc, PoisonError};

use tantivy::DocAddress;

use super::answer::{AroundOne, Cell, Figured, Sum, TopDocument, WriterLine};
use super::ask::Figuring;
use super::columns::{Columns, UNTOLD};
use super::grouped::{by_several, by_single};
use super::pick::{Picked, pick};
use super::sums::{engagement, networks, timeline};
use super::tags::tags;
use super::times::{Dated, around, heat};
use super::tops::{Placed, documents};
use super::writers::{Writer, writers};
use crate::engine::error::IndexError;
use crate::engine::open::Engine;
use crate::engine::view::View;

/// From so many documents on, two threads share the work: below, starting one costs more than it saves.
const WORTH_SHARING: usize = 50_000;
/// Happenings told of.
const MOST_AROUND: usize = 200;

impl Engine {
    /// Sums up everything that matches. Blocking: the first call after a start decodes the columns (about a second for a
    /// million documents), later ones take a few tens of milliseconds at a million documents.
    ///
    /// # Errors
    /// tantivy or disk.
    pub fn figures(&self, figuring: &Figuring) -> Result<Figured, IndexError> {
        let position = self.position();
        let view = self.view();
        let mut guard = self.inner.columns.lock().unwrap_or_else(PoisonError::into_inner);
        let columns = guard.of(&view)?;
        let cache = &*guard;
        let picked = pick(&view, &self.inner.fields, &columns, &cache.names, figuring)?;
        let [network_names, sector_names, language_names, organisation_names, writer_names] =
            &cache.names.single;
        let [media_names, tag_names] = &cache.names.several;
        let writers_known = writer_names.len();
        let (cap, all, tops) = (figuring.cap, usize::MAX, figuring.tops);
        let dated = figuring.around.map_or_else(Vec::new, |_| happenings(&view, &columns, figuring));
        let by_who = || {
            let writers = writers(&picked, writers_known);
            let organisations = by_single(&picked, 3, organisation_names.len(), writers_known);
            let sectors = by_single(&picked, 1, sector_names.len(), writers_known);
            (writers, organisations, sectors)
        };
        let by_what = || {
            (
                networks(&picked, network_names.len()),
                timeline(&picked, &figuring.bounds, network_names.len()),
                heat(&picked),
                around(&picked, &dated, figuring.around.unwrap_or_default(), MOST_AROUND),
                tags(&picked, tag_names, writers_known, cap, tops),
                by_several(&picked, 0, media_names.len(), writers_known),
                by_single(&picked, 2, language_names.len(), writers_known),
                documents(&picked, network_names.len(), tops),
            )
        };
        let total: usize = picked.iter().map(|segment| segment.docs.len()).sum();
        let (whats, whos) = if total < WORTH_SHARING {
            (by_what(), by_who())
        } else {
            std::thread::scope(|scope| {
                let whos = scope.spawn(by_who);
                let whats = by_what();
                // A panic over there is ours to pass on.
                (whats, whos.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            })
        };
        let (cells, points, heat, around, (top_tags, pairs), media, languages, placed) = whats;
        let (writers, organisations, sectors) = whos;
        let mut figured = Figured {
            position,
            documents: total as u64,
            engagement: engagement(&picked),
            organised: (total as u64).saturating_sub(organisations.without()),
            organisations: organisations.distinct() as u64,
            heat,
            top_tags,
            pairs,
            media: media.finish(cap, all, |id| media_names.name(id).to_owned()),
            languages: languages.finish(cap, all, |id| language_names.name(id).to_owned()),
            sectors: sectors.finish(cap, all, |id| sector_names.name(id).to_owned()),
            top_organisations: organisations.finish(cap, tops, |id| organisation_names.name(id).to_owned()),
            ..Figured::default()
        };
        let mut by_network = vec![0_u64; network_names.len()];
        for writer in writers.iter().filter(|writer| writer.documents > 0) {
            figured.writers += 1;
            figured.written += writer.documents;
            if let Some(count) = by_network.get_mut(writer.network as usize) {
                *count += 1;
            }
            if writer.followers != UNTOLD {
                figured.followers.add(writer.followers);
                figured.covered += writer.documents;
            }
        }
        let named = |cells: Vec<Cell>| {
            let named = (0..).zip(cells).filter(|(_, cell)| cell.documents > 0);
            named.map(|(id, cell)| (id, network_names.name(id).to_owned(), cell)).collect::<Vec<_>>()
        };
        figured.networks = named(cells)
            .into_iter()
            .map(|(id, name, cell)| (name, cell, by_network.get(id as usize).copied().unwrap_or(0)))
            .collect();
        figured.points = points
            .into_iter()
            .map(|cells| named(cells).into_iter().map(|(_, name, cell)| (name, cell)).collect())
            .collect();
        for (segment, doc, starts, ends, documents) in around {
            let Some(segment) = view.segments.get(segment) else { continue };
            let stored = self.hit(&view.searcher, DocAddress::new(segment.ord, doc), None)?.stored;
            figured.around.push(AroundOne { stored, starts, ends, documents });
        }
        figured.top_documents = self.top_documents(&view, &picked, placed, |id| network_names.name(id))?;
        figured.top_writers = self.top_writers(&view, writers, tops, |id| writer_names.name(id))?;
        Ok(figured)
    }

    fn top_documents<'a>(
        &self,
        view: &View,
        picked: &[Picked],
        placed: Vec<Vec<Placed>>,
        name: impl Fn(u32) -> &'a str,
    ) -> Result<Vec<TopDocument>, IndexError> {
        let mut top = Vec::new();
        for (network, placed) in (0..).zip(placed) {
            for (engagement, _, at, doc) in placed {
                let (Some(segment), Some(picked)) = (view.segments.get(at), picked.get(at)) else { continue };
                let hit = self.hit(&view.searcher, DocAddress::new(segment.ord, doc), None)?;
                let number = |column: usize| {
                    Some(picked.columns.numbers[column][doc as usize]).filter(|number| *number != UNTOLD)
                };
                top.push(TopDocument {
                    network: name(network).to_owned(),
                    stored: hit.stored,
                    engagement,
                    counts: [number(0), number(1), number(2), number(3)],
                    fetched: number(5),
                });
            }
        }
        Ok(top)
    }

    fn top_writers<'a>(
        &self,
        view: &View,
        writers: Vec<Writer>,
        limit: usize,
        name: impl Fn(u32) -> &'a str,
    ) -> Result<Vec<WriterLine>, IndexError> {
        let mut wrote: Vec<(u32, Writer)> =
            (0..).zip(writers).filter(|(_, writer)| writer.documents > 0).collect();
        let floor = {
            let mut counts: Vec<u64> = wrote.iter().map(|(_, writer)| writer.documents).collect();
            let place = limit.min(counts.len()).saturating_sub(1);
            if counts.is_empty() {
                0
            } else {
                *counts.select_nth_unstable_by(place, |left, right| right.cmp(left)).1
            }
        };
        wrote.retain(|(_, writer)| writer.documents >= floor);
        let engaged = |writer: &Writer| writer.engagement.value().unwrap_or(i64::MIN);
        wrote.sort_by(|(one, left), (other, right)| {
            let by_documents = right.documents.cmp(&left.documents);
            let by_engagement = || engaged(right).cmp(&engaged(left));
            by_documents.then_with(by_engagement).then_with(|| name(*one).cmp(name(*other)))
        });
        wrote.truncate(limit);
        let mut lines = Vec::with_capacity(wrote.len());
        for (id, writer) in wrote {
            let (segment, doc) = writer.last;
            let Some(segment) = view.segments.get(segment) else { continue };
            let latest = self.hit(&view.searcher, DocAddress::new(segment.ord, doc), None)?.stored;
            let Writer { documents, followers, engagement, .. } = writer;
            let followers = Some(followers).filter(|followers| *followers != UNTOLD);
            let engagement = Sum { ..engagement };
            lines.push(WriterLine { writer: name(id).to_owned(), documents, latest, followers, engagement });
        }
        Ok(lines)
    }
}

/// Those that begin in the time asked for, whatever else is asked for.
fn happenings(view: &View, columns: &[Arc<Columns>], figuring: &Figuring) -> Vec<Dated> {
    let mut dated = Vec::new();
    for (place, (segment, columns)) in view.segments.iter().zip(columns).enumerate() {
        let alive = view.reader(segment).alive_bitset();
        for (doc, starts, ends) in &columns.dated {
            let is_in = figuring.since.is_none_or(|since| since <= *starts)
                && figuring.until.is_none_or(|until| *starts < until);
            if is_in && alive.is_none_or(|alive| alive.is_alive(*doc)) {
                dated.push((place, *doc, *starts, *ends, 0));
            }
        }
    }
    dated
}
