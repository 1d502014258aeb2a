//! Writing SVG: a string that grows, escaped; series told apart by pattern as well as colour.

use std::fmt::Write;

use crate::domain::markup;

/// How a series looks on paper: the values of `assets/tokens.css` by day, which pages lay their own variables over.
const SERIES: [&str; 6] = ["#0c5a54", "#7a4b00", "#77827e", "#a3211b", "#1c6b34", "#4a5653"];
/// Text.
pub const INK: &str = "#16201e";
/// Text of axes.
pub const SOFT: &str = "#4a5653";
/// Grid.
pub const LINE: &str = "#d9d8d0";
/// What lies under everything.
const GROUND: &str = "#ffffff";
/// Fonts of an exported file; a page uses its own.
const FONT: &str = "DejaVu Sans, Noto Sans, Liberation Sans, sans-serif";
/// Dashes by series, so that lines differ without colour.
pub const DASHES: [&str; 6] = ["", "6 3", "2 3", "9 3 2 3", "12 4", "1 4"];

/// A drawing.
pub struct Svg {
    /// Unique in a page: patterns and labels are found by it.
    pub id: String,
    text: String,
}

/// Where a text is anchored.
#[derive(Clone, Copy)]
pub enum Anchor {
    /// It begins there.
    Start,
    /// Its middle is there.
    Middle,
    /// It ends there.
    End,
}

/// A length with one decimal, and none where it is whole.
pub fn length(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    if rounded.fract() == 0.0 { format!("{rounded:.0}") } else { format!("{rounded:.1}") }
}

/// Text as a drawing holds it: on one line, without what no XML may hold.
pub fn escaped(text: &str) -> String {
    markup::escaped_xml(&text.replace(char::is_control, " ")).into_owned()
}

impl Svg {
    /// A drawing of so many units with its name and what it shows, for those who do not see it.
    pub fn new(id: &str, width: f64, height: f64, title: &str, description: &str) -> Self {
        let mut svg = Self { id: id.to_owned(), text: String::with_capacity(4_096) };
        let (title, description) = (escaped(title), escaped(description));
        let (width, height) = (length(width), length(height));
        svg.put(format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"plot\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
             height=\"{height}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\" font-family=\"{FONT}\" font-size=\"11\">\
             <title id=\"{id}-t\">{title}</title><desc id=\"{id}-d\">{description}</desc>\
             <rect class=\"ground\" width=\"{width}\" height=\"{height}\" fill=\"{GROUND}\"/>"
        ));
        svg
    }

    fn put(&mut self, what: std::fmt::Arguments<'_>) {
        // Writing to a string does not fail.
        if self.text.write_fmt(what).is_err() {
            tracing::error!("a chart could not be written");
        }
    }

    /// The patterns of the first `count` series: the first is plain.
    pub fn patterns(&mut self, count: usize) {
        const SHAPES: [&str; 5] = [
            "<path d=\"M0 6 6 0\"/>",
            "<path d=\"M0 3H6\"/>",
            "<path d=\"M0 0 6 6\"/>",
            "<path d=\"M3 0V6\"/>",
            "<path d=\"M0 3H6M3 0V6\"/>",
        ];
        if count < 2 {
            return;
        }
        self.text.push_str("<defs>");
        for (place, shape) in SHAPES.iter().enumerate().take(count - 1) {
            let id = self.id.clone();
            self.put(format_args!(
                "<pattern id=\"{id}-p{}\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\"><g class=\"hatch\" \
                 stroke=\"{GROUND}\" stroke-width=\"1.5\" fill=\"none\">{shape}</g></pattern>",
                place + 1
            ));
        }
        self.text.push_str("</defs>");
    }

    /// A filled box of a series, with what it says.
    pub fn bar(&mut self, series: usize, x: f64, y: f64, width: f64, height: f64, says: &str) {
        let at = format!(
            "x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"",
            length(x),
            length(y),
            length(width),
            length(height)
        );
        let (series, says) = (series % SERIES.len(), escaped(says));
        self.put(format_args!(
            "<rect class=\"s{series}\" {at} fill=\"{}\"><title>{says}</title></rect>",
            SERIES[series]
        ));
        if series > 0 {
            let id = self.id.clone();
            self.put(format_args!("<rect {at} fill=\"url(#{id}-p{series})\" pointer-events=\"none\"/>"));
        }
    }

    /// A line of a series through its points.
    pub fn run(&mut self, series: usize, points: &[(f64, f64)]) {
        let series = series % SERIES.len();
        let path: Vec<String> =
            points.iter().map(|(x, y)| format!("{} {}", length(*x), length(*y))).collect();
        let dashes = DASHES[series];
        let dashes =
            if dashes.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{dashes}\"") };
        self.put(format_args!(
            "<polyline class=\"l{series}\" points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\" \
             stroke-linejoin=\"round\"{dashes}/>",
            path.join(" "),
            SERIES[series]
        ));
    }

    /// A point of a series, with what it says.
    pub fn dot(&mut self, series: usize, x: f64, y: f64, says: &str) {
        let series = series % SERIES.len();
        self.put(format_args!(
            "<circle class=\"s{series}\" cx=\"{}\" cy=\"{}\" r=\"2.5\" fill=\"{}\"><title>{}</title></circle>",
            length(x),
            length(y),
            SERIES[series],
            escaped(says)
        ));
    }

    /// A line of the grid.
    pub fn rule(&mut self, from: (f64, f64), to: (f64, f64)) {
        self.put(format_args!(
            "<path class=\"grid\" d=\"M{} {}L{} {}\" stroke=\"{LINE}\" fill=\"none\"/>",
            length(from.0),
            length(from.1),
            length(to.0),
            length(to.1)
        ));
    }

    /// Words of an axis.
    pub fn soft(&mut self, x: f64, y: f64, anchor: Anchor, words: &str) {
        self.words("soft", SOFT, x, y, anchor, words);
    }

    /// Words that matter.
    pub fn strong(&mut self, x: f64, y: f64, anchor: Anchor, words: &str) {
        self.words("strong", INK, x, y, anchor, words);
    }

    fn words(&mut self, class: &str, ink: &str, x: f64, y: f64, anchor: Anchor, words: &str) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        self.put(format_args!(
            "<text class=\"{class}\" x=\"{}\" y=\"{}\" text-anchor=\"{anchor}\" fill=\"{ink}\">{}</text>",
            length(x),
            length(y),
            escaped(words)
        ));
    }

    /// The whole text.
    pub fn finish(mut self) -> String {
        self.text.push_str("</svg>");
        self.text
    }
}
