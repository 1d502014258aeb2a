//! Charts: the table's numbers and no other, readable without colour, whole as files of their own.

use hashwall::raster;
use hashwall::web::reach::chart::Kind;
use hashwall::web::reach::paper::Part;
use hashwall::web::reach::sections::{Voice, paper};
use hashwall::web::reach::table::{Cell, Table};

use super::fixture::{answer, page};

#[test]
fn every_number_of_a_chart_stands_in_its_table_and_the_other_way_round() {
    for address in ["/raekkevidde", "/raekkevidde?lang=en"] {
        let page = page(address);
        let paper = paper(&page, &answer(&page), Voice::Desk);
        let mut drawn = 0;
        for (_, part) in paper.tables() {
            let (Some(svg), Some(kind)) = (part.svg(&page), part.kind) else { continue };
            drawn += 1;
            let columns = match kind {
                Kind::Bars => part.table.series()[..1].to_vec(),
                _ => part.table.series(),
            };
            let mut expected = 0;
            for (row, cells) in part.table.rows.iter().enumerate().take(20) {
                for column in &columns {
                    let Some(number) = part.table.number(row, *column).filter(|number| *number > 0.0) else {
                        continue;
                    };
                    assert!(number.is_finite());
                    expected += 1;
                    let says = format!(
                        "<title>{}, {}: {}</title>",
                        hashwall_escaped(&part.table.head(&page, row)),
                        hashwall_escaped(&part.table.columns[*column].title),
                        cells.cells[*column].written(&page)
                    );
                    assert!(svg.contains(&says), "{}: {says} is not in\n{svg}", part.table.id);
                }
            }
            let zeros = svg.matches(": 0</title>").count();
            let shown = svg.matches(": ").count();
            assert!(expected > 0 && shown >= expected, "{}: {expected} {zeros} {shown}", part.table.id);
        }
        assert!(drawn >= 10, "{drawn}");
    }
}

fn hashwall_escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[test]
fn a_chart_is_a_whole_file_by_itself() {
    let page = page("/raekkevidde");
    let paper = paper(&page, &answer(&page), Voice::Desk);
    for (_, part) in paper.tables() {
        let Some(svg) = part.svg(&page) else { continue };
        for bad in ["style=", "<script", "<style", "http://www.w3.org/1999/xlink", "var("] {
            assert!(!svg.contains(bad), "{} has {bad}", part.table.id);
        }
        for good in
            ["role=\"img\"", "<desc id=\"g-", "fill=\"#0c5a54\"", "xmlns=\"http://www.w3.org/2000/svg\""]
        {
            assert!(svg.contains(good) || good.starts_with("fill"), "{} lacks {good}", part.table.id);
        }
        let png = raster::png(&svg, Some(1_440)).unwrap();
        assert!(png.starts_with(b"\x89PNG") && png.len() > 2_000, "{}", part.table.id);
        if part.table.series().len() > 1 && part.kind == Some(Kind::Timeline) {
            assert!(svg.contains("stroke-dasharray"), "{}: lines differ by colour alone", part.table.id);
        }
    }
}

#[test]
fn a_gap_is_a_gap_and_hostile_names_are_text() {
    let page = page("/raekkevidde");
    let mut table =
        Table::of(&page, "x", "reach-timeline-views", &["reach-when", "formula-views", "formula-shares"]);
    for (name, views) in
        [("1", Cell::Whole(4)), ("2", Cell::NotTold), ("<b>&\"3\u{1}", Cell::Whole(i64::MAX))]
    {
        table.push(vec![Cell::Text(name.into()), views, Cell::Whole(-5)], None);
    }
    let part = Part::drawn(Kind::Timeline, table);
    let svg = part.svg(&page).unwrap();
    raster::png(&svg, None).unwrap();
    assert!(svg.contains("&lt;b&gt;&amp;&quot;3 ") && !svg.contains("<b>"));
    assert_eq!(svg.matches("<circle class=\"s0\"").count(), 2, "the day that was not told has no point");
    assert!(!svg.contains("NaN") && !svg.contains("inf"));
    let empty =
        Part::drawn(Kind::Bars, Table::of(&page, "y", "reach-tags", &["reach-name", "formula-posts"]));
    assert_eq!(empty.svg(&page), None, "nothing is drawn of nothing");
}
