//! Draws what was laid out and writes the file.

use std::num::NonZeroU16;

use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Size, Transform};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, SpanTag, TableHeaderScope, Tag, TagGroup, TagTree,
};
use krilla::text::{Font, TextDirection};
use krilla::{Document, SerializeSettings};
use krilla_svg::{SurfaceExt, SvgSettings};

use super::blocks::blocks;
use super::layout::{ACROSS, DOWN, Laid, MARGIN, Mark, Part, What, lay};
use crate::domain::time::Timestamp;
use crate::raster;
use crate::web::page::Page;
use crate::web::reach::paper::Paper;

struct Fonts {
    regular: Font,
    bold: Font,
}

/// The file.
///
/// # Errors
/// A font or a chart that cannot be read, or what the writer refuses.
pub fn pdf(page: &Page, paper: &Paper) -> anyhow::Result<Vec<u8>> {
    let laid = lay(&blocks(page, paper));
    let font = |bytes: &'static [u8]| {
        Font::new(bytes.to_vec().into(), 0).ok_or_else(|| anyhow::anyhow!("the font cannot be read"))
    };
    let fonts = Fonts { regular: font(dejavu::sans::regular())?, bold: font(dejavu::sans::bold())? };
    let settings = SerializeSettings { enable_tagging: true, ..SerializeSettings::default() };
    let mut document = Document::new_with(settings);
    let mut leaves: Vec<Option<Identifier>> = Vec::new();
    leaves.resize_with(laid.leaves, || None);
    let count = laid.pages.len();
    for (number, marks) in laid.pages.iter().enumerate() {
        let size = PageSettings::from_wh(ACROSS, DOWN).ok_or_else(|| anyhow::anyhow!("no such page"))?;
        let mut sheet = document.start_page_with(size);
        let mut surface = sheet.surface();
        for mark in marks {
            draw(&mut surface, mark, &fonts, &mut leaves)?;
        }
        foot(
            &mut surface,
            &format!("{} · {}", paper.title, paper.days),
            &format!("{}/{count}", number + 1),
            &fonts,
        );
        surface.finish();
        sheet.finish();
    }
    document.set_tag_tree(tree(&laid, leaves, page.language.as_str()));
    document.set_metadata(metadata(page, paper));
    document.finish().map_err(|error| anyhow::anyhow!("the PDF cannot be written: {error:?}"))
}

fn metadata(page: &Page, paper: &Paper) -> Metadata {
    let metadata = Metadata::new()
        .title(format!("{}, {}", paper.title, paper.days))
        .authors(vec![page.site.owner.clone()])
        .language(page.language.as_str().to_owned());
    match moment(paper.as_of) {
        Some(at) => metadata.creation_date(at),
        None => metadata,
    }
}

fn moment(at: Timestamp) -> Option<DateTime> {
    use chrono::{Datelike, Timelike};
    let at = at.to_utc();
    let part = |number: u32| u8::try_from(number).ok();
    Some(
        DateTime::new(u16::try_from(at.year()).ok()?)
            .month(part(at.month())?)
            .day(part(at.day())?)
            .hour(part(at.hour())?)
            .minute(part(at.minute())?)
            .second(part(at.second())?)
            .utc_offset_hour(0)
            .utc_offset_minute(0),
    )
}

fn ink(soft: bool) -> Fill {
    let colour = if soft { rgb::Color::new(0x4a, 0x56, 0x53) } else { rgb::Color::new(0x16, 0x20, 0x1e) };
    Fill { paint: colour.into(), opacity: NormalizedF32::ONE, rule: Default::default() }
}

fn draw(
    surface: &mut Surface<'_>,
    mark: &Mark,
    fonts: &Fonts,
    leaves: &mut [Option<Identifier>],
) -> anyhow::Result<()> {
    let tag = match (&mark.what, mark.leaf) {
        (_, None) => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)),
        (What::Drawing(..), _) => ContentTag::Other,
        _ => ContentTag::Span(SpanTag::empty()),
    };
    let id = surface.start_tagged(tag);
    if let Some(place) = mark.leaf.and_then(|leaf| leaves.get_mut(leaf)) {
        *place = Some(id);
    }
    match &mark.what {
        What::Text(words, size, bold, soft) => {
            let font = if *bold { &fonts.bold } else { &fonts.regular };
            write(surface, mark.at, words, *size, font, *soft);
        }
        What::Rule(width, strong) => rule(surface, mark.at, *width, *strong),
        What::Drawing(svg, width, height) => {
            let tree = raster::tree(svg)?;
            surface.push_transform(&Transform::from_translate(mark.at.0, mark.at.1));
            if let Some(size) = Size::from_wh(*width, *height) {
                surface.draw_svg(&tree, size, SvgSettings::default());
            }
            surface.pop();
        }
    }
    surface.end_tagged();
    Ok(())
}

fn write(surface: &mut Surface<'_>, at: (f32, f32), words: &str, size: f32, font: &Font, soft: bool) {
    surface.set_fill(Some(ink(soft)));
    surface.set_stroke(None);
    surface.draw_text(
        Point::from_xy(at.0, at.1),
        font.clone(),
        size,
        words,
        false,
        TextDirection::LeftToRight,
    );
}

fn rule(surface: &mut Surface<'_>, at: (f32, f32), width: f32, strong: bool) {
    let mut path = PathBuilder::new();
    path.move_to(at.0, at.1);
    path.line_to(at.0 + width, at.1);
    let Some(path) = path.finish() else { return };
    let colour = if strong { rgb::Color::new(0x0c, 0x5a, 0x54) } else { rgb::Color::new(0xd9, 0xd8, 0xd0) };
    surface.set_fill(None);
    surface.set_stroke(Some(Stroke {
        paint: colour.into(),
        width: if strong { 1.0 } else { 0.5 },
        ..Stroke::default()
    }));
    surface.draw_path(&path);
}

/// At the foot of every page: what it is, and which page.
fn foot(surface: &mut Surface<'_>, what: &str, number: &str, fonts: &Fonts) {
    // What belongs to the page and not to the text is no part of the structure.
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)));
    let y = DOWN - MARGIN + 12.0;
    write(surface, (MARGIN, y), what, 7.0, &fonts.regular, true);
    write(surface, (ACROSS - MARGIN - 24.0, y), number, 7.0, &fonts.regular, true);
    surface.end_tagged();
}

/// What a screen reader is told.
fn tree(laid: &Laid, mut leaves: Vec<Option<Identifier>>, language: &str) -> TagTree {
    let mut tree = TagTree::new().with_lang(Some(language.to_owned()));
    let mut fill = |group: &mut TagGroup, places: &[usize]| {
        for place in places {
            if let Some(id) = leaves.get_mut(*place).and_then(Option::take) {
                group.push(id);
            }
        }
    };
    for part in &laid.parts {
        let group = match part {
            Part::Heading(level, words, places) => {
                let level = NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN);
                let mut group = TagGroup::new(Tag::Hn(level, Some(words.clone())));
                fill(&mut group, places);
                group
            }
            Part::Text(places) => {
                let mut group = TagGroup::new(Tag::P);
                fill(&mut group, places);
                group
            }
            Part::Chart(says, place) => {
                let mut group = TagGroup::new(Tag::Figure(Some(says.clone())));
                fill(&mut group, &[*place]);
                group
            }
            Part::Table(rows) => {
                let mut table = TagGroup::new(Tag::Table);
                for (line, cells) in rows.iter().enumerate() {
                    let mut row = TagGroup::new(Tag::TR);
                    for (place, leaves) in cells.iter().enumerate() {
                        let mut cell = match (line, place) {
                            (0, _) => TagGroup::new(Tag::TH(TableHeaderScope::Column)),
                            (_, 0) => TagGroup::new(Tag::TH(TableHeaderScope::Row)),
                            _ => TagGroup::new(Tag::TD),
                        };
                        fill(&mut cell, leaves);
                        row.push(cell);
                    }
                    table.push(row);
                }
                table
            }
        };
        tree.push(group);
    }
    tree
}
