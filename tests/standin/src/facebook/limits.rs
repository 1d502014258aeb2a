//! Rate limits by the stand-in's clock: usage headers that rise, codes 4, 17, 32, 613 and 80001 when they are spent.

use serde_json::{Value, json};

const HOUR: i64 = 3_600_000_000;
const MINUTE: i64 = 60_000_000;

/// Counts calls.
#[derive(Clone, Debug, Default)]
pub(super) struct Meter {
    calls: Vec<i64>,
    /// Calls an hour, and the code that comes when they are spent.
    budget: Option<(u64, i64)>,
    /// A block until an instant, and its code.
    block: Option<(i64, i64)>,
    forced: Option<u64>,
}

impl Meter {
    pub fn limit(&mut self, calls: u64, code: i64) {
        self.budget = Some((calls, code));
        self.calls.clear();
    }

    pub fn block(&mut self, until: i64, code: i64) {
        self.block = Some((until, code));
    }

    pub fn force(&mut self, percent: Option<u64>) {
        self.forced = percent;
    }

    pub fn lift(&mut self) {
        *self = Self::default();
    }

    /// Counts calls at `now`; the code of the limit that is spent, if one is.
    pub fn count(&mut self, now: i64, calls: usize) -> Option<i64> {
        self.block = self.block.filter(|(until, _)| now < *until);
        self.calls.retain(|at| now - at < HOUR);
        let spent = self.budget.filter(|(most, _)| self.calls.len() as u64 >= *most);
        self.calls.extend(std::iter::repeat_n(now, calls));
        self.block.map(|(_, code)| code).or(spent.map(|(_, code)| code))
    }

    /// Usage headers for the answer at `now`.
    pub fn headers(&self, now: i64, page: &str) -> Vec<(&'static str, String)> {
        let code = self.block.map(|(_, code)| code).or(self.budget.map(|(_, code)| code));
        let spent = match (self.block, self.forced, self.budget) {
            (Some(_), ..) => 100,
            (_, Some(percent), _) => percent,
            (_, _, Some((most, _))) => self.calls.len() as u64 * 100 / most.max(1),
            _ => return Vec::new(),
        };
        let usage = json!({"call_count": spent, "total_time": spent / 3, "total_cputime": spent / 4});
        match code {
            Some(613) => Vec::new(),
            Some(32) => vec![("x-page-usage", usage.to_string())],
            Some(80_001) => {
                let minutes = self.minutes_left(now, spent);
                vec![("x-business-use-case-usage", business(page, spent, minutes).to_string())]
            }
            _ => vec![("x-app-usage", usage.to_string())],
        }
    }

    fn minutes_left(&self, now: i64, spent: u64) -> i64 {
        let until = self.block.map(|(until, _)| until);
        let oldest = self.calls.first().filter(|_| spent >= 100).map(|at| at + HOUR);
        until.or(oldest).map_or(0, |until| ((until - now).max(0) + MINUTE - 1) / MINUTE)
    }
}

fn business(page: &str, spent: u64, minutes: i64) -> Value {
    json!({page: [{
        "type": "pages", "call_count": spent, "total_cputime": spent / 4, "total_time": spent / 3,
        "estimated_time_to_regain_access": minutes,
    }]})
}
