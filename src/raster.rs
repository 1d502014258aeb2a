//! Our own drawings as pictures: SVG in, PNG out, for social previews and charts. It opens no file, asks no host and uses
//! no font of the machine: the same drawing is the same picture everywhere. Knows nothing of what is drawn.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::{Database, Source};
use resvg::usvg::{ImageHrefResolver, Options, Tree};

use crate::domain::markup;

/// The one family there is, regular and bold: whatever a drawing asks for.
pub const FAMILY: &str = "DejaVu Sans";

/// Pixels of the largest picture: four bytes each while it is drawn.
const MOST_PIXELS: u64 = 16_000_000;
/// Bytes of the longest drawing.
const LONGEST: usize = 2 * 1024 * 1024;
/// Of the family, in parts of the size.
const SPACE: f32 = 0.3179;

static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    for face in [dejavu::sans::regular(), dejavu::sans::bold()] {
        fonts.load_font_source(Source::Binary(Arc::new(face)));
    }
    fonts.set_sans_serif_family(FAMILY);
    fonts.set_serif_family(FAMILY);
    fonts.set_monospace_family(FAMILY);
    Arc::new(fonts)
});

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum RasterError {
    /// Longer than [`LONGEST`].
    #[error("a drawing of {0} bytes is too long")]
    TooLong(usize),
    /// Nothing, or more pixels than are drawn.
    #[error("a picture of {0} by {1} pixels is not drawn")]
    Size(u32, u32),
    /// Not SVG.
    #[error("not a drawing: {0}")]
    Drawing(String),
    /// It could not be written.
    #[error("the picture cannot be written: {0}")]
    Writing(String),
}

/// The drawing as a PNG of `width` pixels, its height in proportion; of its own size without one. Blocks for some
/// milliseconds: call it where that may be.
///
/// # Errors
/// No drawing, or one too large.
pub fn png(svg: &str, width: Option<u32>) -> Result<Vec<u8>, RasterError> {
    let tree = tree(svg)?;
    let size = tree.size();
    let scale = width.map_or(1.0, |width| width as f32 / size.width());
    let (across, down) = ((size.width() * scale).round() as u32, (size.height() * scale).round() as u32);
    let fits = u64::from(across) * u64::from(down) <= MOST_PIXELS;
    let pixmap = if fits { Pixmap::new(across, down) } else { None };
    let mut pixmap = pixmap.ok_or(RasterError::Size(across, down))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    pixmap.encode_png().map_err(|error| RasterError::Writing(error.to_string()))
}

/// How wide one line of text is, in the units of `size`.
pub fn width(text: &str, size: f32, bold: bool) -> f32 {
    let weight = if bold { "bold" } else { "normal" };
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"10\"><text y=\"5\" font-family=\"{FAMILY}\" \
         font-size=\"{size}\" font-weight=\"{weight}\">{}</text></svg>",
        escaped(text)
    );
    // What cannot be drawn takes no room.
    tree(&svg).map_or(0.0, |tree| tree.root().abs_bounding_box().width())
}

/// `text` broken into at most `most` lines of at most `room`; the last ends in … where there is more. A word wider than
/// the room is cut.
pub fn lines(text: &str, size: f32, bold: bool, room: f32, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut taken = 0.0;
    let mut words = text.split_whitespace();
    let ended = loop {
        let Some(word) = words.next() else { break true };
        let mut word = word.to_owned();
        let mut wide = width(&word, size, bold);
        while wide > room && word.chars().count() > 1 {
            let kept = word.chars().count() * 9 / 10;
            word = word.chars().take(kept.max(1)).collect();
            wide = width(&word, size, bold);
        }
        let gap = if line.is_empty() { 0.0 } else { SPACE * size };
        if taken + gap + wide > room && !line.is_empty() {
            lines.push(std::mem::take(&mut line));
            taken = 0.0;
            if lines.len() == most {
                break false;
            }
        }
        if !line.is_empty() {
            line.push(' ');
            taken += SPACE * size;
        }
        line.push_str(&word);
        taken += wide;
    };
    if !line.is_empty() {
        lines.push(line);
    }
    if !ended && let Some(last) = lines.last_mut() {
        let whole = last.trim_end_matches([',', '.', ':', ';', '–', '-']).len();
        last.truncate(whole);
        while width(&format!("{last}…"), size, bold) > room && last.pop().is_some() {}
        last.push('…');
    }
    lines
}

/// Text as it may stand in a drawing: escaped, without what the family has no picture of (emoji, controls), which would
/// be drawn as empty boxes.
pub fn escaped(text: &str) -> String {
    let has_picture =
        |c: &char| !matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{200b}'..='\u{200f}' | '\u{1f000}'..);
    let drawn: String =
        text.chars().filter(has_picture).map(|c| if c.is_control() { ' ' } else { c }).collect();
    markup::escaped(&drawn).into_owned()
}

/// A drawing, read with our own fonts and nothing from outside.
///
/// # Errors
/// Not SVG, or longer than is drawn.
pub fn tree(svg: &str) -> Result<Tree, RasterError> {
    if svg.len() > LONGEST {
        return Err(RasterError::TooLong(svg.len()));
    }
    let options = Options {
        font_family: FAMILY.to_owned(),
        fontdb: Arc::clone(&FONTS),
        // A drawing that names a file or an address gets nothing.
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    Tree::from_str(svg, &options).map_err(|error| RasterError::Drawing(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawing(inside: &str) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"40\" \
             height=\"20\"><rect width=\"40\" height=\"20\" fill=\"#fff\"/>{inside}</svg>"
        )
    }

    #[test]
    fn a_drawing_becomes_a_picture_of_the_width_asked_for() {
        let small = image::load_from_memory(&png(&drawing(""), None).unwrap()).unwrap();
        assert_eq!((small.width(), small.height()), (40, 20));
        let large = png(&drawing(""), Some(400)).unwrap();
        let large = image::load_from_memory(&large).unwrap();
        assert_eq!((large.width(), large.height()), (400, 200));
        assert!(matches!(png(&drawing(""), Some(90_000)), Err(RasterError::Size(..))));
        assert!(matches!(png("<p>", None), Err(RasterError::Drawing(_))));
    }

    #[test]
    fn letters_are_drawn_whatever_family_is_asked_for() {
        let empty = png(&drawing(""), None).unwrap();
        for family in ["serif", "sans-serif", "Comic Sans MS", "DejaVu Sans"] {
            let drawn =
                format!("<text x=\"2\" y=\"15\" font-family=\"{family}\" font-size=\"12\">Æøå</text>");
            assert_ne!(png(&drawing(&drawn), None).unwrap(), empty, "{family}");
        }
    }

    #[test]
    fn a_drawing_reads_no_file_and_no_address() {
        let empty = png(&drawing(""), None).unwrap();
        let pixel = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
        for href in ["/etc/passwd", "file:///etc/passwd", "http://127.0.0.1/x.png", pixel] {
            let image = format!("<image xlink:href=\"{href}\" width=\"40\" height=\"20\"/>");
            assert_eq!(png(&drawing(&image), None).unwrap(), empty, "{href}");
        }
    }

    #[test]
    fn text_is_broken_at_words_and_ends_in_a_sign_of_more() {
        let text = "Tillid er godt, og mere tillid er bedre, siger de fleste ledere i det offentlige";
        let broken = lines(text, 20.0, false, 260.0, 9);
        assert!(broken.len() > 2 && broken.join(" ") == text, "{broken:?}");
        assert!(broken.iter().all(|line| width(line, 20.0, false) <= 261.0), "{broken:?}");
        let cut = lines(text, 20.0, false, 260.0, 2);
        assert!(cut.len() == 2 && cut[1].ends_with('…') && !cut[1].ends_with(",…"), "{cut:?}");
        let endless = lines(&"å".repeat(300), 20.0, true, 260.0, 3);
        assert!(endless.iter().all(|line| width(line, 20.0, true) <= 261.0), "{endless:?}");
        assert_eq!(lines("", 20.0, false, 260.0, 2), Vec::<String>::new());
        assert!(width("MMM", 20.0, true) > width("iii", 20.0, false));
    }

    #[test]
    fn text_is_escaped_and_what_has_no_letter_is_left_out() {
        assert_eq!(escaped("a<b> & \"c\" 🎉\u{0}"), "a&lt;b&gt; &amp; &quot;c&quot;  ");
    }
}
