//! A window, its filters and the way to one number's posts, as the index is asked.

use hashwall_index::{Adds, Figuring, Filter};

use crate::domain::figures::{Drill, Filters, Only, Window};
use crate::domain::hashtag::fold;
use crate::domain::time::Timestamp;

/// What a window and its filters ask.
pub(super) fn figuring(window: &Window, filters: &Filters, now: Timestamp) -> Figuring {
    let mut asked = Vec::new();
    let mut narrow = |field: &'static str, any_of: Vec<String>| {
        if !any_of.is_empty() {
            asked.push(Filter { field, any_of });
        }
    };
    narrow("sector", filters.sectors.iter().map(|sector| sector.as_str().to_owned()).collect());
    narrow("organisation", filters.organisations.clone());
    narrow("network", filters.networks.iter().map(|network| network.as_str().to_owned()).collect());
    narrow("language", filters.languages.clone());
    Figuring {
        text: filters.theme.clone(),
        now: Some(now.0),
        since: Some(window.from.0),
        until: Some(window.until.0),
        filters: asked,
        ..Figuring::default()
    }
}

/// The same, narrowed to the posts of one number.
pub(super) fn narrowed(mut figuring: Figuring, drill: &Drill) -> Figuring {
    let one =
        |field, value: &Option<String>| value.clone().map(|value| Filter { field, any_of: vec![value] });
    let network = drill.network.map(|network| network.as_str().to_owned());
    let sector = drill.sector.map(|sector| sector.as_str().to_owned());
    let filters = [
        one("network", &network),
        one("sector", &sector),
        one("organisation", &drill.organisation),
        one("writer", &drill.author),
        one("language", &drill.language),
        one("media", &drill.media),
    ];
    figuring.filters.extend(filters.into_iter().flatten());
    // All of them: each is a filter of its own.
    figuring.filters.extend(drill.tags.iter().map(|tag| Filter { field: "tag", any_of: vec![fold(tag)] }));
    if let Some((from, until)) = drill.between {
        figuring.since = Some(figuring.since.map_or(from.0, |since| since.max(from.0)));
        figuring.until = Some(figuring.until.map_or(until.0, |before| before.min(until.0)));
    }
    figuring.weekday_hour = drill.weekday_hour;
    figuring.without_happenings = drill.without_happenings;
    figuring
}

/// What each post of a list adds.
pub(super) const fn adds(only: Only) -> Adds {
    match only {
        Only::Posts => Adds::One,
        Only::Authors => Adds::Writers,
        Only::Organisations => Adds::Organisations,
        Only::Reactions => Adds::Count("reactions"),
        Only::Comments => Adds::Count("comments"),
        Only::Shares => Adds::Count("shares"),
        Only::Views => Adds::Count("views"),
        Only::Followers => Adds::Followers,
    }
}
