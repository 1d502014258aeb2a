//! `[reach]`: what figures are estimated with, and whether we count our own views.

use toml::Value;

use super::reader::Section;
use super::settings::Reach;
use super::values::{any_text, truth};
use crate::domain::figures::Estimate;

/// `[reach]`.
pub fn reach(mut section: Section<'_>) -> Option<Reach> {
    let v_low = section.required("estimate_low", part);
    let v_high = section.required("estimate_high", |value| {
        let high = part(value)?;
        match v_low {
            Some(low) if high < low => Err("a number that is not less than estimate_low".to_owned()),
            _ => Ok(high),
        }
    });
    let source = section.required("estimate_source", any_text);
    let count_views = section.required("count_views", truth);
    let public_page = section.required("public_page", truth);
    section.finish();
    let estimate = Estimate { v_low: v_low?, v_high: v_high?, source: source? };
    Some(Reach { estimate, count_views: count_views?, public_page: public_page? })
}

fn part(value: &Value) -> Result<f64, String> {
    let number = value
        .as_float()
        .or_else(|| value.as_integer().and_then(|number| u8::try_from(number).ok().map(f64::from)));
    number
        .filter(|part| (0.0..=1.0).contains(part))
        .ok_or_else(|| "a number from 0 to 1, like 0.06".to_owned())
}
