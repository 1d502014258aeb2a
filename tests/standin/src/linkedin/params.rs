//! Rest.li query strings: values percent-encoded, the structure of `List(…)` raw.

use url::form_urlencoded;

/// Parameters in order, values still encoded.
pub struct Params(Vec<(String, String)>);

impl Params {
    /// `None` if it is not a query string of Rest.li 2.0.0: a raw `:` outside of a structure, for one.
    pub fn read(query: &str) -> Option<Self> {
        let mut found = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=')?;
            if value.contains(':') && !value.contains('(') {
                return None;
            }
            found.push((name.to_owned(), value.to_owned()));
        }
        Some(Self(found))
    }

    /// One value, decoded.
    pub fn get(&self, name: &str) -> Option<String> {
        self.raw(name).map(decoded)
    }

    /// A number; `None` if absent or none.
    pub fn number(&self, name: &str) -> Option<usize> {
        self.get(name)?.parse().ok()
    }

    /// The members of a `List(…)`, decoded; `None` if absent or no list.
    pub fn list(&self, name: &str) -> Option<Vec<String>> {
        let inner = self.raw(name)?.strip_prefix("List(")?.strip_suffix(')')?;
        Some(inner.split(',').filter(|member| !member.is_empty()).map(decoded).collect())
    }

    /// The first parameter that is not in `known`.
    pub fn unknown(&self, known: &[&str]) -> Option<&str> {
        self.0.iter().map(|(name, _)| name.as_str()).find(|name| !known.contains(name))
    }

    fn raw(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(have, _)| have == name).map(|(_, value)| value.as_str())
    }
}

fn decoded(value: &str) -> String {
    form_urlencoded::parse(format!("v={value}").as_bytes()).map(|(_, value)| value.into_owned()).collect()
}
