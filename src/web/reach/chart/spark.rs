//! A line the height of a word. It stands beside the number it is about and is hidden from screen readers: the timeline
//! says the same with its table.

use super::svg::length;

const WIDTH: f64 = 120.0;
const TALL: f64 = 24.0;

/// The line of these numbers; empty where there are fewer than two.
pub fn sparkline(numbers: &[f64]) -> String {
    if numbers.len() < 2 {
        return String::new();
    }
    let most = numbers.iter().copied().fold(1.0, f64::max);
    let step = WIDTH / (numbers.len() - 1) as f64;
    let points: Vec<String> = numbers
        .iter()
        .enumerate()
        .map(|(place, number)| {
            let x = place as f64 * step;
            format!("{} {}", length(x), length(TALL - 2.0 - number.max(0.0) / most * (TALL - 4.0)))
        })
        .collect();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"spark\" viewBox=\"0 0 {WIDTH} {TALL}\" width=\"{WIDTH}\" \
         height=\"{TALL}\" aria-hidden=\"true\"><polyline class=\"l0\" points=\"{}\" fill=\"none\" stroke=\"#0c5a54\" \
         stroke-width=\"1.5\"/></svg>",
        points.join(" ")
    )
}
