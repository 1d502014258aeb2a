//! The formats, by the ending of an address.

/// What a view can be had as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `.json`: posts as data.
    Json,
    /// `.rss`: RSS 2.0.
    Rss,
    /// `.atom`: Atom (RFC 4287).
    Atom,
    /// `.jsonfeed`: JSON Feed 1.1.
    JsonFeed,
    /// `.ics`: the happenings among it, as iCalendar (RFC 5545).
    Ics,
}

impl Format {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 5] = [Self::Rss, Self::Atom, Self::JsonFeed, Self::Json, Self::Ics];

    /// The ending, without its dot.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Rss => "rss",
            Self::Atom => "atom",
            Self::JsonFeed => "jsonfeed",
            Self::Ics => "ics",
        }
    }

    /// What it is sent as.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Rss => "application/rss+xml",
            Self::Atom => "application/atom+xml",
            Self::JsonFeed => "application/feed+json",
            Self::Ics => "text/calendar",
        }
    }

    /// Its name, the same in every language.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Json => "JSON",
            Self::Rss => "RSS",
            Self::Atom => "Atom",
            Self::JsonFeed => "JSON Feed",
            Self::Ics => "iCalendar",
        }
    }

    /// `ledelsesugen.rss` in two; `None` without an ending of ours. For routes that take the whole last part of a path.
    pub fn split(name: &str) -> Option<(&str, Self)> {
        let (name, ending) = name.rsplit_once('.')?;
        Self::ALL.into_iter().find(|format| format.ending() == ending).map(|format| (name, format))
    }
}

#[cfg(test)]
mod tests {
    use super::Format;

    #[test]
    fn an_ending_is_told_from_the_name() {
        assert_eq!(Format::split("uge.44.jsonfeed"), Some(("uge.44", Format::JsonFeed)));
        for other in ["ledelsesugen", "ledelsesugen.xml", "rss", ""] {
            assert_eq!(Format::split(other), None, "{other}");
        }
    }
}
