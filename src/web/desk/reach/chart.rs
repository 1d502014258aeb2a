//! A bar chart of posts per day as numbers for an SVG: the same numbers stand in the table under it.

use chrono::NaiveDate;

use super::figures::Figures;
use super::window::{Window, day};
use crate::domain::network::Network;
use crate::web::desk::numbers;
use crate::web::i18n::text_with;
use crate::web::page::Page;

/// Longer windows would be bars thinner than a line.
const MOST_DAYS: usize = 184;
/// The SVG's own units.
pub const WIDTH: u64 = 640;
const HEIGHT: u64 = 120;
/// Room above for the largest number, and below for the days.
const TOP: u64 = 20;

/// One network's bars.
pub struct Chart {
    /// Name of the network.
    pub title: String,
    /// What it shows, for those who do not see it.
    pub label: String,
    /// One a day; days without posts have none.
    pub bars: Vec<Bar>,
    /// First and last day.
    pub ends: (String, String),
    /// Where the bars stand.
    pub base: u64,
}

/// One day.
pub struct Bar {
    /// Left edge.
    pub x: u64,
    /// Upper edge.
    pub y: u64,
    /// Width.
    pub width: u64,
    /// Height.
    pub height: u64,
    /// `26. oktober 2026: 12`.
    pub title: String,
    /// The number over the bar, on the highest one alone.
    pub highest: Option<String>,
}

/// The charts of all networks that have posts, with one scale for all; none for a long window.
pub fn charts(page: &Page, figures: &Figures) -> Vec<Chart> {
    let days: Vec<NaiveDate> = figures.window.days().take(MOST_DAYS + 1).collect();
    if days.len() > MOST_DAYS {
        return Vec::new();
    }
    let highest = figures.days.iter().map(|line| line.posts).max().unwrap_or(0);
    figures
        .networks
        .iter()
        .filter(|line| line.posts > 0)
        .map(|line| chart(page, figures, line.network, &days, highest.max(1)))
        .collect()
}

fn chart(page: &Page, figures: &Figures, network: Network, days: &[NaiveDate], highest: u64) -> Chart {
    let posts = |date: &NaiveDate| {
        let written = date.to_string();
        figures
            .days
            .iter()
            .find(|line| line.network == network && line.day == written)
            .map_or(0, |line| line.posts)
    };
    let counts: Vec<u64> = days.iter().map(posts).collect();
    let (peak, most) =
        counts.iter().copied().enumerate().rev().max_by_key(|(_, count)| *count).unwrap_or((0, 0));
    let step = WIDTH / (days.len() as u64).max(1);
    let gap = if step > 3 { step / 5 } else { 0 };
    let bars = counts
        .iter()
        .enumerate()
        .filter(|(_, count)| **count > 0)
        .map(|(place, count)| {
            // A single post is still seen beside a thousand.
            let height = (count.saturating_mul(HEIGHT) / highest).max(2);
            Bar {
                x: place as u64 * step,
                y: TOP + HEIGHT - height,
                width: (step - gap).max(1),
                height,
                title: format!("{}: {}", day(page, days[place]), numbers::counted(page, *count)),
                highest: (place == peak).then(|| numbers::counted(page, *count)),
            }
        })
        .collect();
    let title = page.word("network", network.as_str());
    let Window { from, to } = figures.window;
    Chart {
        label: text_with(
            page.language,
            "reach-chart-label",
            &[
                ("network", title.as_str().into()),
                ("count", numbers::counted(page, most).into()),
                ("day", days.get(peak).map(|date| day(page, *date)).unwrap_or_default().into()),
            ],
        ),
        title,
        bars,
        ends: (day(page, from), day(page, to)),
        base: TOP + HEIGHT,
    }
}

impl Bar {
    /// The middle, where the number stands; kept inside the picture.
    pub fn middle(&self) -> u64 {
        (self.x + self.width / 2).clamp(14, WIDTH - 14)
    }

    /// Where the number stands.
    pub fn over(&self) -> u64 {
        self.y - 5
    }
}
