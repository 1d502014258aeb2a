//! Meta's usage headers: how much of a limit is spent, and for how long it is shut. Percent and **minutes**.

use std::time::Duration;

use serde_json::Value;

use crate::domain::time::Timestamp;
use crate::http::Response;

/// At this share of a limit we slow down by ourselves; at 100 Meta shuts the door, and calling on keeps it shut.
const SLOW_FROM: f64 = 90.0;
/// How long we hold back then. App limits roll over an hour, so a quarter of it frees a quarter of the calls.
const SLOW_FOR: Duration = Duration::from_secs(15 * 60);
/// Longest block that is believed: a wrong header must not stop a source for years.
const LONGEST_MINUTES: f64 = 7.0 * 24.0 * 60.0;

/// What the headers of the answers so far say; the worst counts.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Usage {
    /// Highest percentage of any limit.
    pub percent: f64,
    /// Longest time until access comes back, in minutes.
    pub regain_minutes: f64,
}

impl Usage {
    /// Reads `X-App-Usage`, `X-Page-Usage` and `X-Business-Use-Case-Usage`. Headers that are missing or unreadable say
    /// nothing: Meta leaves them out until enough calls were made.
    pub fn of(response: &Response) -> Self {
        let mut usage = Self::default();
        for (name, value) in &response.headers {
            let Ok(value) = serde_json::from_str::<Value>(value) else { continue };
            match name.as_str() {
                "x-app-usage" | "x-page-usage" => usage.take(&value),
                "x-business-use-case-usage" => {
                    let cases = value.as_object().into_iter().flat_map(|by_id| by_id.values());
                    let cases = cases.filter_map(Value::as_array).flatten();
                    // Limits of advertising, messages and Instagram are told alongside and do not bind us.
                    let ours = |case: &&Value| case.get("type").is_none_or(|kind| kind == "pages");
                    cases.filter(ours).for_each(|case| usage.take(case));
                }
                _ => {}
            }
        }
        usage
    }

    /// True if we should hold back.
    pub fn is_high(self) -> bool {
        self.percent >= SLOW_FROM || self.regain_minutes > 0.0
    }

    /// True if Meta says that no more calls are answered.
    pub fn is_spent(self) -> bool {
        self.percent >= 100.0 || self.regain_minutes > 0.0
    }

    /// When access comes back, if Meta says so.
    pub fn regained_at(self, now: Timestamp) -> Option<Timestamp> {
        let minutes = self.regain_minutes.min(LONGEST_MINUTES);
        (minutes > 0.0).then(|| now.plus(Duration::from_secs_f64(minutes * 60.0)))
    }

    /// When to call again after holding back.
    pub fn slow_until(self, now: Timestamp) -> Timestamp {
        self.regained_at(now).unwrap_or_default().max(now.plus(SLOW_FOR))
    }

    fn take(&mut self, numbers: &Value) {
        let number = |name: &str| {
            let value = numbers.get(name);
            // Old answers send the numbers as strings.
            value
                .and_then(|v| v.as_f64().or_else(|| v.as_str()?.trim().parse().ok()))
                .filter(|n| n.is_finite())
        };
        for name in ["call_count", "total_time", "total_cputime"] {
            self.percent = number(name).unwrap_or_default().max(self.percent);
        }
        self.regain_minutes =
            number("estimated_time_to_regain_access").unwrap_or_default().max(self.regain_minutes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_secs(1_792_998_000);

    fn usage(name: &str, value: &str) -> Usage {
        let headers = vec![(name.to_owned(), value.to_owned())];
        let url = url::Url::parse("https://graph.facebook.com/").unwrap();
        Usage::of(&Response { status: 200, headers, body: Vec::new(), url, moved_to: None })
    }

    #[test]
    fn the_worst_number_counts() {
        let calm = usage("x-app-usage", r#"{"call_count":28,"total_time":25,"total_cputime":25}"#);
        assert!(!calm.is_high() && (calm.percent - 28.0).abs() < 0.1);
        let near = usage("x-page-usage", r#"{"call_count":2,"total_time":91,"total_cputime":1}"#);
        assert!(near.is_high() && !near.is_spent());
    }

    #[test]
    fn time_to_regain_access_is_in_minutes() {
        let spent = usage(
            "x-business-use-case-usage",
            r#"{"104512998877665":[{"type":"pages","call_count":100,"total_cputime":20,"total_time":20,
                "estimated_time_to_regain_access":12}]}"#,
        );
        assert!(spent.is_spent());
        assert_eq!(spent.regained_at(NOW), Some(NOW.plus(Duration::from_secs(720))));
    }

    #[test]
    fn a_spent_limit_of_advertising_does_not_stop_reading_pages() {
        let ads = usage(
            "x-business-use-case-usage",
            r#"{"1":[{"type":"ads_insights","call_count":100,"estimated_time_to_regain_access":60},
                    {"type":"pages","call_count":3,"estimated_time_to_regain_access":0}]}"#,
        );
        assert!(!ads.is_high());
    }

    #[test]
    fn odd_headers_say_nothing_and_huge_ones_are_capped() {
        for odd in ["", "null", "[1]", r#"{"call_count":"many"}"#, r#"{"x":{"y":1}}"#] {
            assert_eq!(usage("x-business-use-case-usage", odd), Usage::default());
            assert_eq!(usage("x-app-usage", odd), Usage::default());
        }
        let huge = usage("x-app-usage", r#"{"estimated_time_to_regain_access":1e300}"#);
        assert_eq!(huge.regained_at(NOW), Some(NOW.plus(Duration::from_secs(7 * 86_400))));
    }
}
