//! Charts as SVG, drawn on the server from the table that stands behind each: a chart cannot show another number than its
//! table. Shapes carry presentation attributes, so that an exported file is whole by itself, and classes, so that a page
//! can give them the colours of day, night and paper. No style attribute, no script.

mod bars;
mod heat;
mod plot;
mod spark;
mod svg;
mod timeline;

pub use plot::{Kind, draw, says};
pub use spark::sparkline;
