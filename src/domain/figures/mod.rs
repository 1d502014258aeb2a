//! Figures for a window of time: what is asked, what is answered, and how each number came about.

mod answer;
mod compare;
mod drill;
mod formula;
mod groups;
mod measured;
mod window;

pub use answer::{Figures, Heat, NetworkFigures, Point, PointNetwork, Step, Timeline, TopAuthor, TopPost};
pub use compare::{Change, aligned, change};
pub use drill::{Drill, Only};
pub use formula::{Coverage, Figure, Formula};
pub use groups::{AUTHOR_CAP, Around, Group, Pair};
pub use measured::{
    Cause, KindSum, Manner, Measured, MeasuredPoint, Moderation, OwnFigure, OwnReading, OwnTold, POST_KINDS,
    POST_VIEWS, Seen, Surface,
};
pub use window::{Estimate, Filters, Window};
