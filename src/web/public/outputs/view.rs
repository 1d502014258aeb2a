//! A view: which posts, and where its page is. The wall is one; a named wall is another.

use super::format::Format;
use crate::web::page::{Page, encode};
use crate::web::public::query::WallQuery;

/// A view of the wall.
#[derive(Clone, Debug)]
pub struct View {
    /// What a reader calls it.
    pub title: String,
    /// One line about it; may be empty.
    pub about: String,
    /// Its posts, as the saved and the asked query say together.
    pub query: WallQuery,
    /// What of the query stands in its addresses: of a named wall, what was asked beyond its own.
    pub asked: WallQuery,
    /// Path of its page: `/`, `/w/ledelsesugen`.
    pub page: String,
    /// Path of its outputs without the ending: `/opslag`, `/w/ledelsesugen`.
    pub stem: String,
}

/// One of its outputs, for a `<link>`.
#[derive(Clone, Debug)]
pub struct Alternate {
    /// Absolute.
    pub href: String,
    /// Media type.
    pub kind: &'static str,
    /// For people.
    pub title: String,
}

impl View {
    /// The wall itself, as the address asks for it.
    pub fn wall(page: &Page) -> Self {
        let query = WallQuery::read(page);
        let about = page.site.tagline.clone();
        let title = match query.text.as_str() {
            "" => page.hashtag(),
            text => page.text_with("wall-title-search", "query", text),
        };
        let title = match query.active(page).into_iter().map(|one| one.label).collect::<Vec<_>>().join(", ") {
            filters if filters.is_empty() => title,
            filters => format!("{title} ({filters})"),
        };
        let asked = query.clone();
        Self { title, about, query, asked, page: "/".to_owned(), stem: "/opslag".to_owned() }
    }

    /// The address of an output, from outside.
    pub fn address(&self, page: &Page, format: Format) -> String {
        self.address_with(page, format, &self.asked.from_the_top(), &[])
    }

    /// The same with another place in the list, and more parameters.
    pub fn address_with(
        &self,
        page: &Page,
        format: Format,
        asked: &WallQuery,
        more: &[(String, String)],
    ) -> String {
        let mut parameters = asked.parameters();
        parameters.extend_from_slice(more);
        let query = encode(&parameters);
        let path = format!("{}.{}", self.stem, format.ending());
        page.absolute(&page.href(if query.is_empty() { path } else { format!("{path}?{query}") }))
    }

    /// The address of its page, from outside.
    pub fn home(&self, page: &Page) -> String {
        page.absolute(&page.href(self.asked.from_the_top().href(&self.page)))
    }

    /// What feed readers and calendars find on its page.
    pub fn alternates(&self, page: &Page) -> Vec<Alternate> {
        let one = |format: Format| Alternate {
            href: self.address(page, format),
            kind: format.media_type(),
            title: format!("{} ({})", self.title, format.name()),
        };
        Format::ALL.map(one).into()
    }
}
