//! The parameters of a request to the API, read strictly: what cannot be used is said, never guessed. Knows no endpoint.

use std::str::FromStr;

use axum::http::Uri;
use chrono::{Datelike, NaiveDate};
use url::form_urlencoded;

use super::problem::Problem;

/// Parameters being taken one by one.
pub struct Asked {
    left: Vec<(String, String)>,
}

impl Asked {
    /// Of an address.
    ///
    /// # Errors
    /// A parameter that is given twice.
    pub fn of(uri: &Uri) -> Result<Self, Problem> {
        let query = uri.query().unwrap_or_default();
        let left: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let mut names: Vec<&str> = left.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        match names.windows(2).find(|pair| pair[0] == pair[1]) {
            Some(pair) => Err(Problem::parameter(pair[0], "It is given more than once.")),
            None => Ok(Self { left }),
        }
    }

    /// Text of at most so many characters.
    ///
    /// # Errors
    /// It is longer.
    pub fn text(&mut self, name: &str, longest: usize) -> Result<Option<String>, Problem> {
        let value = self.take(name);
        match value.as_ref().filter(|value| value.chars().count() > longest) {
            Some(_) => Err(Problem::parameter(name, format!("At most {longest} characters."))),
            None => Ok(value),
        }
    }

    /// One of a few words.
    ///
    /// # Errors
    /// Another word.
    pub fn word<T: FromStr<Err = String>>(&mut self, name: &str) -> Result<Option<T>, Problem> {
        self.take(name).map(|word| word.parse().map_err(|why| Problem::parameter(name, why))).transpose()
    }

    /// One of these words.
    ///
    /// # Errors
    /// Another word.
    pub fn one_of(&mut self, name: &str, words: &[&'static str]) -> Result<Option<&'static str>, Problem> {
        let Some(asked) = self.take(name) else { return Ok(None) };
        let found = words.iter().copied().find(|word| *word == asked);
        found.map(Some).ok_or_else(|| Problem::parameter(name, format!("One of {}.", words.join(", "))))
    }

    /// A whole number.
    ///
    /// # Errors
    /// Anything else, or outside the range.
    pub fn number(&mut self, name: &str, least: usize, most: usize) -> Result<Option<usize>, Problem> {
        let Some(asked) = self.take(name) else { return Ok(None) };
        let digits = !asked.is_empty() && asked.bytes().all(|byte| byte.is_ascii_digit());
        let number = asked.parse().ok().filter(|number| digits && (least..=most).contains(number));
        number
            .map(Some)
            .ok_or_else(|| Problem::parameter(name, format!("A whole number from {least} to {most}.")))
    }

    /// A day: `2026-10-26`.
    ///
    /// # Errors
    /// Anything else.
    pub fn day(&mut self, name: &str) -> Result<Option<NaiveDate>, Problem> {
        let Some(asked) = self.take(name) else { return Ok(None) };
        let day = Some(&asked).filter(|asked| asked.len() == 10).and_then(|asked| asked.parse().ok());
        day.filter(|day: &NaiveDate| (1..=9999).contains(&day.year()))
            .map(Some)
            .ok_or_else(|| Problem::parameter(name, "A day that exists, as 2026-10-26."))
    }

    /// That nothing else was asked.
    ///
    /// # Errors
    /// A parameter nobody knows: a filter with a slip in its name must not widen the answer in silence.
    pub fn finish(self) -> Result<(), Problem> {
        match self.left.first() {
            Some((name, _)) => Err(Problem::parameter(name, "There is no such parameter here.")),
            None => Ok(()),
        }
    }

    fn take(&mut self, name: &str) -> Option<String> {
        let place = self.left.iter().position(|(known, _)| known == name)?;
        Some(self.left.swap_remove(place).1)
    }
}
