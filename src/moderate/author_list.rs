//! How an operator names an author in a list: the network's own id, or `network:handle`.

use crate::domain::hashtag::fold;
use crate::domain::post::Draft;

/// The entry of the list that names the post's author, if one does. Ids are compared as they are, handles folded and
/// with or without `@`. An empty id or handle is nobody.
pub fn named<'a>(list: &'a [String], draft: &Draft) -> Option<&'a str> {
    let author = &draft.author;
    let handle = (!author.handle.is_empty()).then(|| fold(&author.handle));
    list.iter().map(|entry| entry.trim()).find(|entry| {
        let by_id = !author.native_id.is_empty() && *entry == author.native_id;
        let by_handle = entry.split_once(':').is_some_and(|(network, name)| {
            network.eq_ignore_ascii_case(draft.network.as_str())
                && handle.as_deref() == Some(&fold(name.trim().trim_start_matches('@')))
        });
        by_id || by_handle
    })
}
