//! Two editions side by side: what stands where one of them has nothing, nothing told, or the same.

use hashwall::domain::figures::{Figure, Figures, Formula};
use hashwall::web::reach::sections::compared;

use super::fixture::{AFTER, CAMPAIGN, answer, at, nothing, page};

/// The last column, in the order of the figures: posts, authors, organisations, potential, estimated low and high.
fn changes(now: &Figures, before: &Figures) -> Vec<String> {
    let page = page("/raekkevidde/sammenlign");
    let paper = compared(&page, CAMPAIGN, (2026, now), (2025, before), at(AFTER));
    let table = &paper.part("compare-figures").unwrap().table;
    table.rows.iter().map(|row| row.cells[3].written(&page)).collect()
}

#[test]
fn zero_nothing_and_not_told_are_three_different_things() {
    let now = answer(&page("/raekkevidde")).figures;
    let mut before = now.clone();
    before.posts.value = Some(1_741);
    before.authors.value = Some(0);
    before.potential = Figure::untold(Formula::PotentialReach, 0, None);
    let told = changes(&now, &before);
    assert_eq!(told[..4], ["+12,3 %", "+804", "uændret", "kan ikke sammenlignes"]);
    before.organisations.version += 1;
    assert_eq!(changes(&now, &before)[2], "kan ikke sammenlignes", "counted in another way");
    let mut none = now.clone();
    none.authors.value = Some(0);
    before.authors.value = Some(0);
    assert_eq!(changes(&none, &before)[1], "uændret", "zero and zero");
}

#[test]
fn an_edition_without_posts_is_said_to_have_none_and_nothing_is_set_against_it() {
    let now = answer(&page("/raekkevidde")).figures;
    let empty = nothing(now.window);
    assert!(changes(&now, &empty).iter().all(|change| change == "ingen opslag i 2025"));
    assert!(changes(&empty, &now).iter().all(|change| change == "ingen opslag i 2026"));
}

#[test]
fn two_years_stand_beside_each_other_and_are_not_added_up() {
    let page = page("/raekkevidde/sammenlign");
    let now = answer(&page).figures;
    let paper = compared(&page, CAMPAIGN, (2026, &now), (2025, &now), at(AFTER));
    let svg = paper.part("compare-networks").unwrap().svg(&page).unwrap();
    for said in ["LinkedIn, 2026: 1.122", "LinkedIn, 2025: 1.122"] {
        assert!(svg.contains(&format!("<title>{said}</title>")), "{said} is not in {svg}");
    }
    assert!(!svg.contains("2.244"), "{svg}");
    let names: Vec<String> = paper
        .part("compare-figures")
        .unwrap()
        .table
        .rows
        .iter()
        .map(|row| row.cells[0].written(&page))
        .collect();
    assert_eq!(names[4..], ["Anslået rækkevidde, laveste skøn", "Anslået rækkevidde, højeste skøn"]);
}
