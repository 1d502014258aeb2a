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
            "I perioden uge 44, 26. oktober – 1. november 2026 blev der skrevet 1.955 opslag med #Ledelsesugen af 804 \
             forfattere fra 187 organisationer.",
            "Det er 12,3 % flere end på samme tid i 2025 (1.741).",
            "Forfatterne har tilsammen 1.234.567 følgere; følgertallet er kendt for 72,2 % af opslagene.",
            "Det svarer til et skøn på mellem 74.074 og 185.185 nåede.",
            "Flest opslag kom fra LinkedIn (57,4 %).",
        ]
    );
    for words in [
        "lang=\"da\"",
        "+12,3 % i forhold til 2025 (1.741)",
        "−5,4 % i forhold til 2025 (850)",
        "74.074–185.185",
        "Andel: 0,06–0,15. Kilde: Organisk rækkevidde efter branchens målinger",
        "Dækning: 72,2 % af opslagene (1.412 af 1.955)",
        "Formel: Potentiel rækkevidde, version 2",
        "ikke tilgængelig siden 29. oktober kl. 11.00",
        "Halvdelen blev afgjort inden for",
        "9 minutter",
        "personer, seneste tal, lægges ikke sammen",
        "Talt siden 27. oktober kl. 7.00",
        "Regel: Gratis iPhone",
        "−3",
    ] {
        assert!(text.contains(words), "{words:?} is not in\n{text}");
    }
    let (english, _) = written("/raekkevidde?lang=en", Voice::Pseudonyms);
    assert!(
        english.sentences[1].contains("12.3% more than at the same time in 2025 (1,741)"),
        "{:?}",
        english.sentences
    );
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

#[test]
fn a_last_edition_without_posts_and_an_estimate_without_a_source_are_said_in_danish() {
    let page = page("/raekkevidde");
    let mut answer = answer(&page);
    let (year, asked, before) = answer.before.take().unwrap();
    answer.before = Some((year, asked, nothing(before.window)));
    answer.figures.v_source = String::new();
    let text = report::html(&page, &paper(&page, &answer, Voice::Desk)).unwrap();
    assert!(text.contains("ingen tal fra sidste udgave") && !text.contains("op fra ingen"), "{text}");
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
        assert!(
            paper.sentences[0].starts_with("Der er ingen godkendte opslag fra "),
            "{:?}",
            paper.sentences
        );
        assert!(text.contains("ikke oplyst"), "an unknown audience is not nobody");
        assert!(!text.contains("NaN"));
    }
}
