//! Figures that show their working, as they are written down: one paper, and the page, the report, the spreadsheet and the
//! charts made from it. Handlers are in `desk/reach/`; where the numbers come from is the store's matter.

pub mod asked;
pub mod chart;
pub mod drill;
pub mod export;
pub mod paper;
pub mod report;
pub mod sections;
pub mod table;
