//! The report as PDF, drawn by ourselves from the same paper as the HTML: text stays text, charts stay lines, and tags
//! tell a screen reader what is a heading, a table and a figure. Carries no clock and no number by chance, so that the
//! same paper gives the same bytes.

mod blocks;
mod draw;
mod layout;
mod measure;

pub use draw::pdf;

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use super::*;
    use crate::domain::time::Timestamp;
    use crate::web::page::Page;
    use crate::web::reach::chart::Kind;
    use crate::web::reach::paper::{Paper, Part, Section};
    use crate::web::reach::table::{Cell, Table};

    #[test]
    fn the_same_paper_is_the_same_tagged_file() {
        let now = Timestamp::parse_rfc3339("2026-11-02T08:00:00Z").unwrap();
        let database = BTreeMap::from([("HASHWALL__DATABASE__URL".to_owned(), "sqlite::memory:".to_owned())]);
        let settings =
            crate::config::from_toml_texts(&[], &database).unwrap_or_else(|wrong| panic!("{wrong}"));
        let page = Page::new(Arc::new(settings.site), now, &"/raekkevidde".parse().unwrap());
        let mut table = Table::of(&page, "networks", "reach-networks", &["reach-network", "formula-posts"]);
        for (name, posts) in [("LinkedIn", 1_122), ("Æblegrød <&> \u{1f600}", -3), ("", 0)] {
            table.push(vec![Cell::Text(name.to_owned()), Cell::Whole(posts)], None);
        }
        let parts = vec![Part::drawn(Kind::Bars, table)];
        let section = Section { title: "Netværk".to_owned(), parts, ..Section::default() };
        let paper = Paper {
            title: "Ledelsesugen".to_owned(),
            as_of: now,
            sections: vec![section],
            ..Paper::default()
        };
        let file = pdf(&page, &paper).unwrap();
        assert_eq!(file, pdf(&page, &paper).unwrap());
        let holds = |what: &[u8]| file.windows(what.len()).any(|window| window == what);
        assert!(
            file.starts_with(b"%PDF-") && holds(b"/StructTreeRoot") && holds(b"/Lang"),
            "tagged, in a language"
        );
        assert!(
            pdf(&page, &Paper::default()).unwrap().starts_with(b"%PDF-"),
            "nothing at all is a file, too"
        );
    }
}
