//! What the paper says: Danish numbers, dates and sentences, what is missing said so, people unnamed where they should be.

use hashwall::domain::figures::Filters;
use hashwall::web::reach::asked::Asked;
use hashwall::web::reach::paper::Paper;
use hashwall::web::reach::report;
use hashwall::web::reach::sections::{Voice, paper};

use super::fixture::{CAMPAIGN, answer, nothing, page};

fn written(address: &str, voice: Voice) -> (Paper, String) {
    let page = page(address);
    let paper = paper(&page, &answer(&page), voice);
    let text = report::html(&page, &paper).unwrap();
    (paper, text)
}

#[test]
fn a_report_in_danish_is_danish() {
    let (paper, text) = written("/raekkevidde?fra=2026-10-26&til=2026-11-01", Voice::Pseudonyms);
    assert_eq!(paper.days, "uge 44, 26. oktober – 1. november 2026");
    assert_eq!(
        paper.sentences,
        [
            "I uge 44 (26. oktober – 1. november 2026) blev der skrevet 1.955 opslag med #Ledelsesugen af 804 forfattere.",
            "Det er 12,3 % flere opslag end på samme tid i 2025 (1.741).",
            "187 organisationer er repræsenteret.",
            "Forfatterne har tilsammen 1.234.567 følgere. Følgertallet kendes for forfatterne bag 72,2 % af opslagene.",
            "Anslået har mellem 74.074 og 185.185 af følgerne set et opslag.",
            "Flest opslag kom fra LinkedIn (57,4 %).",
        ]
    );
    for words in [
        "lang=\"da\"",
        "+12,3 % i forhold til 2025 (1.741)",
        "−5,4 % i forhold til 2025 (850)",
        "uændret i forhold til 2025 (187)",
        "74.074–185.185",
        "Andel: 0,06–0,15. Kilde: Organisk rækkevidde efter branchens målinger",
        "Dækning: 72,2 % af opslagene (1.412 af 1.955)",
        "Formel: Potentiel rækkevidde, version 2",
        "ikke tilgængelig siden 29. oktober kl. 11.00",
        "Halvdelen blev afgjort inden for",
        "9 minutter",
        "personer, seneste tal, lægges ikke sammen",
        "Talt siden 27. oktober kl. 7.00",
        "Reaktioner efter type",
        "Synes godt om",
        "20.100",
        "Egen regel nr. 1",
        "Indeholder noget, der ligner et CPR-nummer",
        "−3",
    ] {
        assert!(text.contains(words), "{words:?} is not in\n{text}");
    }
    let (english, _) = written("/raekkevidde?lang=en", Voice::Pseudonyms);
    assert!(
        english.sentences[1].contains("12.3% more posts than at the same time in 2025 (1,741)"),
        "{:?}",
        english.sentences
    );
}

#[test]
fn sentences_begin_with_when_and_count_one_as_one() {
    let when = |query: &str| {
        let page = page(&format!("/raekkevidde?{query}"));
        Asked::read(&page, CAMPAIGN).unwrap().said(&page)
    };
    assert_eq!(when("udgave=2026"), "I udgaven 2026 (12. oktober – 15. november 2026)");
    assert_eq!(when("fra=2026-10-28&til=2026-10-28"), "Den 28. oktober 2026");
    assert_eq!(when("fra=2026-10-26&til=2026-10-30"), "I perioden 26.–30. oktober 2026");
    assert_eq!(
        when("fra=2026-10-26T09:00&til=2026-10-26T10:00"),
        "Fra 26. oktober kl. 9.00 til 26. oktober kl. 10.00"
    );
    let page = page("/raekkevidde?fra=2026-10-26&til=2026-11-01");
    let mut answer = answer(&page);
    let first = |answer: &_| paper(&page, answer, Voice::Desk).sentences[..3].join(" ");
    answer.figures.authors.value = Some(1);
    answer.figures.organisations.value = Some(1);
    let one = first(&answer);
    assert!(
        one.contains(" af én forfatter. ") && one.ends_with("Én organisation er repræsenteret."),
        "{one}"
    );
    (answer.figures.authors.value, answer.figures.organisations.value) = (Some(0), Some(0));
    let none = first(&answer);
    assert!(none.contains("1.955 opslag med #Ledelsesugen. Det er 12,3 %"), "{none}");
}

#[test]
fn a_report_names_no_person_unless_it_is_asked_to() {
    let (_, text) = written("/raekkevidde", Voice::Pseudonyms);
    for name in ["Lone Kjær", "Ib Østergård", "Opslag nummer 1 "] {
        assert!(!text.contains(name), "{name}");
    }
    for said in [
        "Forfatter 3",
        "Forfatter 2, Region Midtjylland",
        "Aarhus Kommune",
        "Opslag af en person",
        "nummereret",
    ] {
        assert!(text.contains(said), "{said}");
    }
    let (_, named) = written("/raekkevidde", Voice::Named);
    assert!(named.contains("Lone Kjær") && !named.contains("Forfatter 1"));
    let (public, text) = written("/raekkevidde", Voice::Public);
    assert!(public.part("top-authors").is_none() && public.part("moderation").is_none());
    assert!(!text.contains("Lone Kjær") && !text.contains("/raekkevidde/opslag"));
}

/// As a municipality's employee writes: the organisation is known, the words are the person's.
#[test]
fn words_of_a_person_stand_in_no_report_without_names_whoever_the_employer_is() {
    let page = page("/raekkevidde");
    let mut answer = answer(&page);
    answer.figures.top_posts[2].title = "Tak til Mette Holm for en god dag".to_owned();
    let official = answer.figures.happenings[0].clone();
    answer.figures.happenings.push(hashwall::domain::figures::Around {
        title: "Morgenkaffe hos Lone Kjær".to_owned(),
        by_organisation: false,
        ..official
    });
    for voice in [Voice::Pseudonyms, Voice::Public] {
        let text = report::html(&page, &paper(&page, &answer, voice)).unwrap();
        for name in ["Mette Holm", "Lone Kjær", "Opslag nummer 1 "] {
            assert!(!text.contains(name), "{voice:?} says {name}");
        }
        assert!(text.contains("Arrangement 2") && text.contains("Åbning af ugen"), "{voice:?}");
    }
    let text = report::html(&page, &paper(&page, &answer, Voice::Pseudonyms)).unwrap();
    assert!(text.contains("Opslag nummer 2 "), "an organisation's own words stand");
    let named = report::html(&page, &paper(&page, &answer, Voice::Named)).unwrap();
    assert!(named.contains("Mette Holm") && named.contains("Morgenkaffe hos Lone Kjær"));
}

/// A rule is called what a moderator called it, and a reason can be in a moderator's own words: both may name somebody.
#[test]
fn what_moderators_wrote_names_nobody_in_a_report_without_names() {
    let (paper, text) = written("/raekkevidde", Voice::Pseudonyms);
    assert!(!text.contains("Sanne Bruun"), "{text}");
    let rows = |paper: &Paper| -> Vec<(String, String)> {
        let page = page("/raekkevidde");
        let table = &paper.part("reasons").unwrap().table;
        table.rows.iter().map(|row| (row.cells[0].written(&page), row.cells[1].written(&page))).collect()
    };
    let told = [
        ("Egen regel nr. 1", "60"),
        ("Uden begrundelse", "42"),
        ("Indeholder noget, der ligner et CPR-nummer", "9"),
        ("Moderatorens egne ord", "6"),
        ("Reklame eller svindel", "5"),
    ];
    assert_eq!(rows(&paper), told.map(|(name, count)| (name.to_owned(), count.to_owned())));
    for voice in [Voice::Desk, Voice::Named] {
        let (paper, _) = written("/raekkevidde", voice);
        let names = rows(&paper);
        assert_eq!(names[0].0, "Egen regel: Alt fra Sanne Bruun", "{voice:?}");
        assert_eq!(names[3].0, "Hetz mod Sanne Bruun", "{voice:?}");
    }
}

#[test]
fn a_last_edition_without_posts_and_an_estimate_without_a_source_are_said_in_danish() {
    let page = page("/raekkevidde");
    let mut answer = answer(&page);
    let (year, asked, before) = answer.before.take().unwrap();
    answer.before = Some((year, asked, nothing(before.window)));
    answer.figures.v_source = String::new();
    let text = report::html(&page, &paper(&page, &answer, Voice::Desk)).unwrap();
    assert!(text.contains("ingen tal fra sidste udgave"), "{text}");
    assert!(text.contains("Kilde: vores antagelse om"), "{text}");
}

#[test]
fn every_number_on_the_desk_opens_its_posts() {
    let page = page("/raekkevidde?udgave=2026");
    let paper = paper(&page, &answer(&page), Voice::Desk);
    for figure in &paper.sections[0].figures[..4] {
        let href = figure.href.as_deref().unwrap_or_else(|| panic!("{} opens nothing", figure.id));
        assert!(href.starts_with("/raekkevidde/opslag?udgave=2026&"), "{href}");
        assert!(
            !figure.definition.is_empty() && figure.facts.iter().any(|fact| fact.starts_with("Formel: "))
        );
    }
    for id in [
        "timeline",
        "networks",
        "engagement",
        "sectors",
        "organisations",
        "tags",
        "tag-pairs",
        "top-posts",
        "languages",
    ] {
        let table = &paper.part(id).unwrap_or_else(|| panic!("no {id}")).table;
        assert!(table.rows.iter().all(|row| row.href.is_some()), "{id}");
    }
}

#[test]
fn windows_of_nothing_an_hour_and_ten_years_are_sensible() {
    for query in ["udgave=2031", "fra=2026-10-26T09:00&til=2026-10-26T10:00", "fra=2017-01-01&til=2026-12-31"]
    {
        let page = page(&format!("/raekkevidde?{query}"));
        let mut answer = answer(&super::fixture::page("/raekkevidde"));
        answer.asked = Asked { filters: Filters::default(), ..Asked::read(&page, CAMPAIGN).unwrap() };
        answer.figures = nothing(answer.asked.window);
        answer.before = None;
        let paper = paper(&page, &answer, Voice::Desk);
        let text = report::html(&page, &paper).unwrap();
        assert_eq!(paper.sentences.len(), 1, "{query}");
        assert!(paper.sentences[0].ends_with(" er der ingen godkendte opslag."), "{:?}", paper.sentences);
        assert!(text.contains("ikke oplyst"), "an unknown audience is not nobody");
        assert!(!text.contains("NaN"));
    }
}
