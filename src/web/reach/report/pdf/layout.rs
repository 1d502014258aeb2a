//! Where everything stands: blocks onto pages of A4, in points from the upper left corner. Draws nothing.

use super::blocks::{Block, Look};
use super::measure::Ruler;

/// A4.
pub const ACROSS: f32 = 595.28;
/// A4.
pub const DOWN: f32 = 841.89;
/// White at every edge.
pub const MARGIN: f32 = 48.0;
const ROOM: f32 = ACROSS - 2.0 * MARGIN;
const FLOOR: f32 = DOWN - MARGIN - 14.0;
/// White on either side of a cell's text.
const PAD: f32 = 3.0;
/// Of a table's text.
const TABLE: f32 = 7.5;
/// A head is given so much of what is to spare; a longer one breaks.
const WHOLE: f32 = 140.0;
/// Where what is said of a figure begins.
const SAID: f32 = 170.0;

/// Something drawn.
pub struct Mark {
    /// Where.
    pub at: (f32, f32),
    /// What.
    pub what: What,
    /// The leaf of the document's structure it belongs to; decoration has none.
    pub leaf: Option<usize>,
}

/// What is drawn.
pub enum What {
    /// One line of text: size, bold, and whether it is soft.
    Text(String, f32, bool, bool),
    /// A rule of this width, strong or not.
    Rule(f32, bool),
    /// A drawing of this width and height.
    Drawing(String, f32, f32),
}

/// The structure a screen reader is told.
pub enum Part {
    /// A heading.
    Heading(u16, String, Vec<usize>),
    /// A paragraph.
    Text(Vec<usize>),
    /// A chart with what it shows.
    Chart(String, usize),
    /// Rows of cells; the first row and each first cell are heads.
    Table(Vec<Vec<Vec<usize>>>),
}

/// Everything in its place.
#[derive(Default)]
pub struct Laid {
    /// What is drawn on each page.
    pub pages: Vec<Vec<Mark>>,
    /// The structure, in the order it is read.
    pub parts: Vec<Part>,
    /// Leaves given out.
    pub leaves: usize,
}

struct Desk {
    laid: Laid,
    ruler: Ruler,
    y: f32,
}

/// Puts blocks in their places.
pub fn lay(blocks: &[Block]) -> Laid {
    let laid = Laid { pages: vec![Vec::new()], ..Laid::default() };
    let mut desk = Desk { laid, ruler: Ruler::default(), y: MARGIN };
    for (place, block) in blocks.iter().enumerate() {
        if matches!(block, Block::Heading(..) | Block::Text(_, Look::Caption)) {
            // Alone at the foot of a page it would help nobody.
            let room = desk.together(&blocks[place..]);
            desk.need(room);
        }
        match block {
            Block::Heading(level, words) => desk.heading(*level, words),
            Block::Text(words, look) => desk.text(words, *look),
            Block::Figure(title, number, said) => desk.figure(title, number, said),
            Block::Chart(svg, says) => desk.chart(svg, says),
            Block::Table(heads, rows) => desk.table(heads, rows),
        }
    }
    desk.laid
}

impl Desk {
    fn leaf(&mut self) -> usize {
        self.laid.leaves += 1;
        self.laid.leaves - 1
    }

    fn put(&mut self, at: (f32, f32), what: What, leaf: Option<usize>) {
        if let Some(page) = self.laid.pages.last_mut() {
            page.push(Mark { at, what, leaf });
        }
    }

    /// A new page unless so much more fits on this one.
    fn need(&mut self, height: f32) {
        if self.y + height > FLOOR && self.y > MARGIN {
            self.laid.pages.push(Vec::new());
            self.y = MARGIN;
        }
    }

    /// How high the first of these is with what must not be parted from it: a heading with what it is over, a caption with its
    /// chart, a table's heads with its first row.
    fn together(&mut self, blocks: &[Block]) -> f32 {
        let Some((first, rest)) = blocks.split_first() else { return 0.0 };
        match first {
            Block::Heading(level, _) => {
                let (size, above) = heading(*level);
                above + size * 1.4 + 4.0 + self.together(rest)
            }
            Block::Text(_, Look::Caption) => 25.0 + self.together(rest),
            Block::Text(..) => 30.0,
            Block::Figure(..) => 90.0,
            Block::Chart(svg, _) => drawn(svg).1 + 6.0,
            Block::Table(heads, rows) => {
                let widths = self.widths(heads, rows);
                self.height(heads, &widths, true)
                    + rows.first().map_or(0.0, |row| self.height(row, &widths, false))
            }
        }
    }

    /// Lines of text one below the other, each a leaf; `x` from the left edge of the page.
    fn lines(&mut self, lines: &[String], x: f32, size: f32, (bold, soft): (bool, bool)) -> Vec<usize> {
        let mut leaves = Vec::new();
        for line in lines {
            self.need(size * 1.4);
            let leaf = self.leaf();
            self.put((x, self.y + size), What::Text(line.clone(), size, bold, soft), Some(leaf));
            leaves.push(leaf);
            self.y += size * 1.4;
        }
        leaves
    }

    fn heading(&mut self, level: u16, words: &str) {
        let (size, above) = heading(level);
        if self.y > MARGIN {
            self.y += above;
        }
        if level == 2 {
            self.put((MARGIN, self.y - 4.0), What::Rule(ROOM, true), None);
        }
        let lines = self.ruler.lines(words, size, true, ROOM);
        let leaves = self.lines(&lines, MARGIN, size, (true, false));
        self.y += 4.0;
        self.laid.parts.push(Part::Heading(level, words.to_owned(), leaves));
    }

    fn text(&mut self, words: &str, look: Look) {
        let (size, bold, soft) = match look {
            Look::Plain => (10.0, false, false),
            Look::Lead => (13.0, false, false),
            Look::Caption => (10.0, true, false),
            Look::Small => (8.0, false, true),
        };
        if look == Look::Caption && self.y > MARGIN {
            self.y += 8.0;
        }
        let lines = self.ruler.lines(words, size, bold, ROOM);
        let leaves = self.lines(&lines, MARGIN, size, (bold, soft));
        self.y += 3.0;
        if !leaves.is_empty() {
            self.laid.parts.push(Part::Text(leaves));
        }
    }

    /// Title and number on the left, what is said of it on the right.
    fn figure(&mut self, title: &str, number: &str, said: &[(String, bool)]) {
        let room = ROOM - SAID;
        let lines: Vec<(String, bool)> = said
            .iter()
            .flat_map(|(words, soft)| {
                self.ruler.lines(words, 8.0, false, room).into_iter().map(|line| (line, *soft))
            })
            .collect();
        let titles = self.ruler.lines(title, 9.5, true, SAID - 10.0);
        let numbers = self.ruler.lines(number, 16.0, true, SAID - 10.0);
        let left = titles.len() as f32 * 9.5 * 1.4 + numbers.len() as f32 * 16.0 * 1.4;
        self.need((lines.len() as f32 * 11.2).max(left) + 14.0);
        self.put((MARGIN, self.y), What::Rule(ROOM, false), None);
        self.y += 5.0;
        let top = self.y;
        let mut leaves = self.lines(&titles, MARGIN, 9.5, (true, false));
        leaves.extend(self.lines(&numbers, MARGIN, 16.0, (true, false)));
        let left = self.y;
        self.y = top;
        for (line, soft) in &lines {
            leaves.extend(self.lines(std::slice::from_ref(line), MARGIN + SAID, 8.0, (false, *soft)));
        }
        self.y = self.y.max(left) + 7.0;
        self.laid.parts.push(Part::Text(leaves));
    }

    fn chart(&mut self, svg: &str, says: &str) {
        let (width, height) = drawn(svg);
        self.need(height + 6.0);
        let leaf = self.leaf();
        self.put((MARGIN, self.y), What::Drawing(svg.to_owned(), width, height), Some(leaf));
        self.y += height + 6.0;
        self.laid.parts.push(Part::Chart(says.to_owned(), leaf));
    }

    fn table(&mut self, heads: &[(String, bool)], rows: &[Vec<(String, bool)>]) {
        let widths = self.widths(heads, rows);
        let first = rows.first().map_or(0.0, |row| self.height(row, &widths, false));
        let room = self.height(heads, &widths, true) + first;
        self.need(room);
        let mut told = vec![self.row(heads, &widths, true, true)];
        for cells in rows {
            let before = self.laid.pages.len();
            let height = self.height(cells, &widths, false);
            self.need(height);
            if self.laid.pages.len() > before {
                // The heads once more, for the eye alone.
                self.row(heads, &widths, true, false);
            }
            told.push(self.row(cells, &widths, false, true));
        }
        self.y += 5.0;
        self.laid.parts.push(Part::Table(told));
    }

    /// Columns as wide as what stands in them; where that is too much, the widest give.
    fn widths(&mut self, heads: &[(String, bool)], rows: &[Vec<(String, bool)>]) -> Vec<f32> {
        let mut widths: Vec<f32> = Vec::new();
        let mut floors: Vec<f32> = Vec::new();
        for (place, (head, _)) in heads.iter().enumerate() {
            // A head may break between words.
            let word =
                head.split_whitespace().map(|word| self.ruler.width(word, TABLE, true)).fold(0.0, f32::max);
            let cells = rows.iter().filter_map(|row| row.get(place));
            let widest = cells.map(|(text, _)| self.ruler.width(text, TABLE, false)).fold(word, f32::max);
            widths.push((widest + 2.0 * PAD).min(230.0));
            floors.push((word + 2.0 * PAD + 0.5).min(230.0));
        }
        let sum: f32 = widths.iter().sum();
        if sum > ROOM {
            // What is wider than the longest word of its head gives, each its part; where that is not enough, all do.
            let least: f32 = floors.iter().sum();
            let part = ((ROOM - least) / (sum - least).max(1.0)).clamp(0.0, 1.0);
            let scale = (ROOM / least.max(1.0)).min(1.0);
            for (width, floor) in widths.iter_mut().zip(&floors) {
                *width = (floor + (*width - floor).max(0.0) * part) * scale;
            }
        } else {
            // What is to spare makes heads that were broken whole again; a narrow table is not torn apart over the page.
            let wants: Vec<f32> = heads
                .iter()
                .zip(&widths)
                .map(|((head, _), width)| {
                    (self.ruler.width(head, TABLE, true) + 2.0 * PAD + 1.0).min(WHOLE) - width
                })
                .map(|want| want.max(0.0))
                .collect();
            let part = ((ROOM - sum) / wants.iter().sum::<f32>().max(1.0)).min(1.0);
            widths.iter_mut().zip(&wants).for_each(|(width, want)| *width += want * part);
            let more = (ROOM - widths.iter().sum::<f32>()).clamp(0.0, 60.0);
            if let Some(first) = widths.first_mut() {
                *first += more;
            }
        }
        widths
    }

    fn height(&mut self, cells: &[(String, bool)], widths: &[f32], bold: bool) -> f32 {
        let most = cells
            .iter()
            .zip(widths)
            .map(|((text, _), width)| self.ruler.lines(text, TABLE, bold, width - 2.0 * PAD + 0.5).len())
            .max()
            .unwrap_or(1);
        most.max(1) as f32 * TABLE * 1.3 + 4.0
    }

    /// One row; its cells' leaves.
    fn row(&mut self, cells: &[(String, bool)], widths: &[f32], bold: bool, told: bool) -> Vec<Vec<usize>> {
        let (top, mut bottom, mut x) = (self.y, self.y + TABLE * 1.3, MARGIN);
        let mut leaves = Vec::new();
        for ((text, numeric), width) in cells.iter().zip(widths) {
            let mut y = top + 2.0;
            let mut own = Vec::new();
            for line in self.ruler.lines(text, TABLE, bold, width - 2.0 * PAD + 0.5) {
                let wide = if *numeric { self.ruler.width(&line, TABLE, bold) } else { 0.0 };
                let left = if *numeric { x + width - PAD - wide } else { x + PAD };
                let leaf = told.then(|| self.leaf());
                self.put((left, y + TABLE), What::Text(line, TABLE, bold, false), leaf);
                own.extend(leaf);
                y += TABLE * 1.3;
            }
            bottom = bottom.max(y);
            x += width;
            leaves.push(own);
        }
        self.y = bottom + 2.0;
        let across = widths.iter().sum();
        self.put((MARGIN, self.y), What::Rule(across, bold), None);
        leaves
    }
}

/// How large a heading is, and the white above it.
fn heading(level: u16) -> (f32, f32) {
    match level {
        1 => (24.0, 4.0),
        2 => (14.0, 18.0),
        _ => (10.5, 8.0),
    }
}

/// How large a drawing stands on the page.
fn drawn(svg: &str) -> (f32, f32) {
    let (across, down) = size(svg);
    let width = (across * 0.75).clamp(ROOM * 0.62, ROOM);
    (width, width * down / across.max(1.0))
}

/// A drawing's own size, as it says itself.
fn size(svg: &str) -> (f32, f32) {
    let of = |name: &str| -> Option<f32> {
        let at = svg.find(&format!(" {name}=\""))? + name.len() + 3;
        svg.get(at..)?.split('"').next()?.parse().ok()
    };
    (of("width").unwrap_or(480.0), of("height").unwrap_or(200.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &str, look: Look) -> Block {
        Block::Text(words.to_owned(), look)
    }

    fn chart() -> Block {
        Block::Chart("<svg width=\"640\" height=\"230\"></svg>".to_owned(), "Et diagram".to_owned())
    }

    fn table() -> Block {
        let heads = vec![("Navn".to_owned(), false), ("Opslag med loft pr. forfatter".to_owned(), true)];
        let rows = (0..9).map(|n| vec![(format!("Række {n}"), false), (n.to_string(), true)]).collect();
        Block::Table(heads, rows)
    }

    /// What a page ends with: the words of its last line, or nothing where that is no text.
    fn last(page: &[Mark]) -> Option<&str> {
        let lowest = page.iter().filter(|mark| mark.leaf.is_some()).max_by(|a, b| a.at.1.total_cmp(&b.at.1));
        match &lowest?.what {
            What::Text(words, ..) => Some(words),
            _ => None,
        }
    }

    #[test]
    fn no_heading_caption_or_head_ends_a_page_and_nothing_runs_into_its_foot() {
        // Pushed down the page line by line, every break falls somewhere else.
        for lines in 0..60 {
            let mut blocks: Vec<Block> = (0..lines).map(|_| text("En linje", Look::Plain)).collect();
            for _ in 0..3 {
                blocks.push(Block::Heading(2, "Overskrift".to_owned()));
                blocks.extend([text("Billedtekst", Look::Caption), chart(), table()]);
            }
            let laid = lay(&blocks);
            for page in &laid.pages {
                let words = last(page).unwrap_or_default();
                assert!(!["Overskrift", "Billedtekst", "Navn"].contains(&words), "{lines}: {words}");
                for mark in page {
                    let bottom = match &mark.what {
                        What::Text(..) | What::Rule(..) => mark.at.1,
                        What::Drawing(_, _, height) => mark.at.1 + height,
                    };
                    assert!(bottom <= FLOOR + 3.0, "{lines}: {bottom} of {FLOOR}");
                }
            }
        }
    }

    #[test]
    fn a_head_with_room_beside_it_is_not_broken() {
        let laid = lay(&[table()]);
        let whole =
            |mark: &Mark| matches!(&mark.what, What::Text(words, ..) if words.contains("pr. forfatter"));
        assert!(laid.pages[0].iter().any(whole), "the head stands in two lines at most");
        assert!(lay(&[]).pages.len() == 1);
    }
}
