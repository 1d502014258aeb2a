//! How wide text is in the one family there is, and where its lines break. Widths are taken letter by letter: the family
//! moves few pairs together, and never so much that a line would stand out.

use std::collections::HashMap;

use crate::raster;

/// Letters measured at this size.
const AT: f32 = 100.0;

/// Letters already measured, by weight.
#[derive(Default)]
pub struct Ruler {
    letters: HashMap<(char, bool), f32>,
    between: HashMap<bool, f32>,
}

impl Ruler {
    /// How wide a line is, in the units of `size`.
    pub fn width(&mut self, text: &str, size: f32, bold: bool) -> f32 {
        text.chars().map(|letter| self.letter(letter, bold)).sum::<f32>() * size / AT
    }

    /// Between two letters, so that a space has its width, too.
    fn letter(&mut self, letter: char, bold: bool) -> f32 {
        if let Some(known) = self.letters.get(&(letter, bold)) {
            return *known;
        }
        let pair = *self.between.entry(bold).or_insert_with(|| raster::width("nn", AT, bold));
        let width = (raster::width(&format!("n{letter}n"), AT, bold) - pair).max(0.0);
        self.letters.insert((letter, bold), width);
        width
    }

    /// The lines of a text within `room`. A word wider than the room is cut where it must be.
    pub fn lines(&mut self, text: &str, size: f32, bold: bool, room: f32) -> Vec<String> {
        let mut lines = Vec::new();
        let mut line = String::new();
        for word in text.split_whitespace() {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if self.width(&longer, size, bold) <= room {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            for letter in word.chars() {
                line.push(letter);
                if self.width(&line, size, bold) > room && line.chars().count() > 1 {
                    line.pop();
                    lines.push(std::mem::replace(&mut line, letter.to_string()));
                }
            }
        }
        if !line.is_empty() {
            lines.push(line);
        }
        lines
    }
}
