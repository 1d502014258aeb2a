//! Tests of judging: what a moderator and an author would notice.

use hashwall::domain::hashtag::Hashtag;
use hashwall::domain::house::House;
use hashwall::domain::post::{Attachment, Draft, PostId, State};
use hashwall::domain::verdict::{Knowledge, Verdict};
use hashwall::moderate::folding::Listed;
use hashwall::moderate::rulebook::Rulebook;
use hashwall::moderate::words::default_rulebook;
use hashwall::moderate::{RULES, judge};
use proptest::prelude::*;

use crate::support::build::{MONDAY, draft};

fn knowledge() -> Knowledge {
    Knowledge { now: MONDAY, ..Knowledge::default() }
}

fn trusted() -> Knowledge {
    Knowledge { source_trusted: true, ..knowledge() }
}

fn post(text: &str) -> Draft {
    draft("1", text)
}

fn outcome(verdict: Option<Verdict>) -> (Option<State>, String) {
    verdict.map_or((None, String::new()), |verdict| (Some(verdict.state), verdict.rule.into_owned()))
}

#[track_caller]
fn told(house: House) -> Rulebook {
    Rulebook::of_house(house)
}

fn becomes(state: Option<State>, rule: &str, draft: &Draft, knowledge: &Knowledge, lists: &Rulebook) {
    assert_eq!(outcome(judge(draft, knowledge, lists)), (state, rule.to_owned()), "{}", draft.text);
}

const GOOD: &str = "I dag åbner vi #Ledelsesugen med oplæg om tillid.";

#[test]
fn an_honest_post_waits_for_a_moderator() {
    becomes(None, "", &post(GOOD), &knowledge(), &default_rulebook());
    becomes(None, "", &post(GOOD), &knowledge(), &Rulebook::default());
}

#[test]
fn criticism_is_never_a_reason() {
    for text in [
        "#Ledelsesugen er spild af tid. Ledelsen i kommunen har svigtet os, og det er for dårligt!",
        "Endnu en uge med floskler om ledelse. Hvad med lønnen? #Ledelsesugen",
        "Direktøren burde trække sig. Det er inkompetent ledelse, og jeg er vred. #Ledelsesugen",
        "Strejke nu! Regeringen lyver om velfærden #Ledelsesugen",
    ] {
        becomes(None, "", &post(text), &knowledge(), &default_rulebook());
        becomes(Some(State::Approved), "trusted-source", &post(text), &trusted(), &default_rulebook());
    }
}

#[test]
fn a_danish_word_that_is_rude_in_english_is_no_reason() {
    for text in ["Ugen er slut, og vi slutter af med kaffe #Ledelsesugen", "Fagets fart er god #Ledelsesugen"]
    {
        becomes(None, "", &post(text), &knowledge(), &default_rulebook());
    }
}

#[test]
fn trust_is_by_source_author_or_history() {
    becomes(Some(State::Approved), "trusted-source", &post(GOOD), &trusted(), &Rulebook::default());
    let list = |entry: &str| told(House { trusted_authors: vec![entry.to_owned()], ..House::default() });
    for entry in
        ["https://norden.example/users/lone", "mastodon:lone@norden.example", "Mastodon:@LONE@norden.example"]
    {
        becomes(Some(State::Approved), "trusted-author", &post(GOOD), &knowledge(), &list(entry));
    }
    for entry in ["lone@norden.example", "feed:lone@norden.example", "", "mastodon:"] {
        becomes(None, "", &post(GOOD), &knowledge(), &list(entry));
    }
    let after = |approve_after| told(House { approve_after, ..House::default() });
    let history =
        |author_approved, author_rejected| Knowledge { author_approved, author_rejected, ..knowledge() };
    becomes(Some(State::Approved), "known-author", &post(GOOD), &history(3, 0), &after(3));
    becomes(None, "", &post(GOOD), &history(2, 0), &after(3));
    becomes(None, "", &post(GOOD), &history(9, 1), &after(3));
    becomes(None, "", &post(GOOD), &history(9, 0), &after(0));
    let mut nobody = post(GOOD);
    nobody.author.native_id.clear();
    nobody.author.handle.clear();
    becomes(None, "", &nobody, &history(9, 0), &after(3));
}

#[test]
fn blocked_authors_are_rejected_however_trusted() {
    let blocked = Knowledge { author_blocked: true, ..trusted() };
    becomes(Some(State::Rejected), "blocked-author", &post(GOOD), &blocked, &Rulebook::default());
    let lists =
        told(House { blocked_authors: vec!["mastodon:lone@norden.example".to_owned()], ..House::default() });
    becomes(Some(State::Rejected), "blocked-author", &post(GOOD), &trusted(), &lists);
}

#[test]
fn listed_words_beat_trust_and_are_named() {
    let verdict = judge(&post("Sikke en 1 d i o t #Ledelsesugen"), &trusted(), &default_rulebook()).unwrap();
    assert_eq!((verdict.state, verdict.rule.as_ref()), (State::Held, "hold-words"));
    assert!(verdict.reason.contains("“idiot”"), "{}", verdict.reason);
    assert!(!verdict.reason.contains("1 d i o t"));
    let verdict = judge(&post("Køb V1agra, idiot"), &trusted(), &default_rulebook()).unwrap();
    assert_eq!((verdict.state, verdict.rule.as_ref()), (State::Rejected, "reject-words"));
}

#[test]
fn listed_words_are_found_wherever_they_are_shown() {
    let lists = default_rulebook();
    let mut title = post(GOOD);
    title.title = Some("Røvhuller".to_owned());
    let mut alt = post(GOOD);
    alt.attachments = vec![Attachment { alt: "fuck".to_owned(), ..Attachment::default() }];
    let mut name = post(GOOD);
    name.author.name = "Kæmpe Idiot".to_owned();
    let mut tag = post(GOOD);
    tag.hashtags.push(Hashtag::new("idiot").unwrap());
    for draft in [title, alt, name, tag] {
        becomes(Some(State::Held), "hold-words", &draft, &knowledge(), &lists);
    }
}

#[test]
fn danish_words_that_only_look_alike_are_left_alone() {
    for text in [
        "Vi har svinget os op på et højere niveau i Svinninge",
        "Lortemadsklubben findes ikke, men Nigeria, Niger og piktogrammer gør",
        "Piken, fissuren og kussinen: tre sære ord",
        "Shitake og bitcoins er mad",
    ] {
        let verdict = judge(&post(text), &knowledge(), &default_rulebook());
        let reason = verdict.map(|verdict| verdict.reason).unwrap_or_default();
        // The last has a listed word in the plural, and no other.
        assert!(reason.is_empty() || reason.contains("bitcoin"), "{text}: {reason}");
    }
}

#[test]
fn abuse_threats_and_fraud_are_held_in_both_languages() {
    for text in [
        "Den chef er en SKIDERIK og intet andet",
        "Jeg smadrer dig, når jeg ser dig",
        "De burde slaas ihjel alle sammen",
        "Jeg ved, hvor du bor!",
        "What a d.o.u.c.h.e.b.a.g of a boss",
        "I know where your kids go to school",
        "Tjen op til 5.000 kr. om dagen hjemme fra sofaen",
        "Du har vundet! Hent din gevinst her",
        "Great post! DM to promote your page",
        "Kviklån på fem minutter",
    ] {
        becomes(Some(State::Held), "hold-words", &post(text), &trusted(), &default_rulebook());
    }
}

#[test]
fn criticism_and_everyday_words_are_no_abuse() {
    for text in [
        "Ledelsen har svigtet os, og kommunen lyver om tallene",
        "Direktøren bør gå af. Det er uansvarligt, inkompetent og en skandale",
        "Vi er rasende, trætte og skuffede; ministeren er til grin",
        "Slut med møder: vi skyder ugen i gang med et kys på kinden og nye fag",
        "Skriv til mig på mail, eller følg os på LinkedIn",
        "Svinekød i kantinen, en tøsedreng i fodboldklubben og en pikant sauce",
        "Vi taler om selvmordsforebyggelse, vold og trusler mod ledere",
        "Ti medarbejdere har vundet prisen som årets hold",
        "Management failed us and the numbers are wrong; resign",
        "The whole board should be ashamed of this decision",
        "Gevinsten er et bedre arbejdsmiljø, og lånet til kommunen er billigt",
        "Pas på dine kolleger, og pas på hinanden",
    ] {
        let verdict = judge(&post(text), &knowledge(), &default_rulebook());
        let by_words =
            verdict.filter(|verdict| ["hold-words", "reject-words"].contains(&verdict.rule.as_ref()));
        assert!(by_words.is_none(), "{text}: {by_words:?}");
    }
}

#[test]
fn duplicates_are_held_and_point_at_the_first() {
    let knowledge = Knowledge { duplicate_of: Some(PostId("abc".to_owned())), ..trusted() };
    let verdict = judge(&post(GOOD), &knowledge, &Rulebook::default()).unwrap();
    assert_eq!((verdict.state, verdict.rule.as_ref()), (State::Held, "duplicate"));
    assert!(verdict.reason.contains("abc"));
}

#[test]
fn holding_everything_spares_the_approved() {
    let lists = told(House { hold_everything: true, approve_after: 2, ..default_rulebook().house });
    becomes(Some(State::Held), "hold-everything", &post(GOOD), &knowledge(), &lists);
    becomes(Some(State::Approved), "trusted-source", &post(GOOD), &trusted(), &lists);
    let known = Knowledge { author_approved: 2, ..knowledge() };
    becomes(Some(State::Approved), "known-author", &post(GOOD), &known, &lists);
    becomes(Some(State::Held), "hold-words", &post("idiot"), &knowledge(), &lists);
}

#[test]
fn posts_that_say_nothing_are_held() {
    for text in [
        "#Ledelsesugen",
        "https://kl.dk/a #Ledelsesugen 🎉",
        "@kl: #Ledelsesugen!",
        "www.kl.dk 👉 https://kl.dk",
    ] {
        becomes(Some(State::Held), "only-links", &post(text), &knowledge(), &Rulebook::default());
    }
    becomes(None, "", &post("Tak! #Ledelsesugen"), &knowledge(), &Rulebook::default());
    let mut picture = post("#Ledelsesugen");
    picture.attachments = vec![Attachment { url: "https://kl.dk/a.jpg".to_owned(), ..Attachment::default() }];
    becomes(None, "", &picture, &knowledge(), &Rulebook::default());
    let mut titled = post("https://kl.dk/a");
    titled.title = Some("Ny viden om tillid".to_owned());
    becomes(None, "", &titled, &knowledge(), &Rulebook::default());
}

#[test]
fn heaps_of_hashtags_and_warnings_are_held() {
    let tags = |n: usize| (0..n).map(|n| format!("#tag{n} ")).collect::<String>();
    becomes(None, "", &post(&format!("Tak {}", tags(15))), &knowledge(), &Rulebook::default());
    becomes(
        Some(State::Held),
        "many-hashtags",
        &post(&format!("Tak {}", tags(16))),
        &trusted(),
        &Rulebook::default(),
    );
    let mut warned = post(GOOD);
    warned.warning = Some("Vold".to_owned());
    becomes(Some(State::Held), "content-warning", &warned, &trusted(), &Rulebook::default());
}

#[test]
fn personal_numbers_are_held_and_never_repeated() {
    let verdict =
        judge(&post("Borgeren 070761-4285 fik svar #Ledelsesugen"), &trusted(), &Rulebook::default())
            .unwrap();
    assert_eq!((verdict.state, verdict.rule.as_ref()), (State::Held, "personal-number"));
    assert!(!verdict.reason.contains("070761"));
    becomes(
        None,
        "",
        &post("Ring på +45 33 70 33 70, sag 2026-1012345, ordre 4512345678"),
        &knowledge(),
        &Rulebook::default(),
    );
}

#[test]
fn every_rule_has_its_own_name() {
    let mut names: Vec<_> = RULES.iter().map(|rule| rule.name()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), RULES.len());
}

proptest! {
    #[test]
    fn no_text_breaks_a_rule(text in "(\\PC|[0-9 .@#*$-]|idiot){0,60}", word in "\\PC{0,10}") {
        let lists = Rulebook { hold_words: vec![Listed::new(&word)], ..default_rulebook() };
        judge(&post(&text), &knowledge(), &lists);
    }

    #[test]
    fn a_listed_word_is_found_however_it_is_drawn_out_and_cut(gap in "[.*_ \u{200b}-]{1,3}", times in 1usize..6) {
        let spelt = "idiot".chars().map(String::from).collect::<Vec<_>>().join(&gap);
        for text in [format!("en {spelt}!"), format!("en idi{}t!", "o".repeat(times * 2 + 1))] {
            let verdict = judge(&post(&text), &knowledge(), &default_rulebook());
            prop_assert_eq!(outcome(verdict), (Some(State::Held), "hold-words".to_owned()), "{}", text);
        }
    }
}
