//! Tests of the moderators' own rules: what each condition looks at, what is refused, and what is told of a match.

use hashwall::domain::house::House;
use hashwall::domain::network::Network;
use hashwall::domain::post::{Attachment, AttachmentKind, Draft, State};
use hashwall::domain::rule::{Asked, Condition, Outcome, Rule, Together};
use hashwall::domain::sector::Sector;
use hashwall::domain::verdict::Knowledge;
use hashwall::moderate::own::Own;
use hashwall::moderate::rulebook::Rulebook;
use hashwall::moderate::{explain, judge};
use proptest::prelude::*;

use crate::support::build::{MONDAY, draft};

pub fn condition(kind: Asked, values: &[&str]) -> Condition {
    Condition { kind, not: false, values: values.iter().map(|value| (*value).to_owned()).collect() }
}

/// A rule that holds.
pub fn rule(name: &str, conditions: Vec<Condition>) -> Rule {
    Rule {
        name: name.to_owned(),
        note: String::new(),
        enabled: true,
        when: Together::All,
        then: Some(Outcome::Hold),
        labels: Vec::new(),
        blur: false,
        conditions,
    }
}

fn book(rules: &[Rule]) -> Rulebook {
    Rulebook::new(&House::default(), rules, false).unwrap()
}

fn knowledge() -> Knowledge {
    Knowledge { now: MONDAY, ..Knowledge::default() }
}

#[track_caller]
fn matches(condition: Condition, post: &Draft, knowledge: &Knowledge) -> bool {
    let verdict = judge(post, knowledge, &book(&[rule("min regel", vec![condition])]));
    verdict.is_some_and(|verdict| verdict.rule == "min regel")
}

#[test]
fn each_condition_looks_at_what_it_says() {
    let plain = draft("1", "Vi taler om ledelse i dag, og det er godt at være her #Ledelsesugen");
    let mut other = plain.clone();
    other.text = "Vind en GRATIS iPhone nu, kun i dag, skynd dig ind og se mere her".to_owned();
    other.network = Network::Facebook;
    other.source = "side".to_owned();
    other.organisation = Some("Aarhus Kommune".to_owned());
    other.sector = Sector::Kommune;
    other.language = None;
    other.links = vec!["https://www.sub.bit.ly/abc".to_owned()];
    other.author.native_id = "42".to_owned();
    other.published_at = MONDAY.minus(std::time::Duration::from_secs(3 * 3_600));
    other.attachments = vec![Attachment { kind: AttachmentKind::Video, ..Attachment::default() }];
    let known = Knowledge {
        author_approved: 3,
        author_last_hour: 1,
        organisation_last_hour: 1,
        labels: vec!["gammelt".to_owned()],
        ..knowledge()
    };
    let strange = Knowledge {
        author_last_hour: 5,
        organisation_last_hour: 9,
        near_duplicate_of: Some(hashwall::domain::post::PostId("x".to_owned())),
        ..knowledge()
    };
    for (kind, values) in [
        (Asked::Words, &["gratis iphone"][..]),
        (Asked::Regex, &[r"gratis\s+i\w+"]),
        (Asked::Author, &["42"]),
        (Asked::NewAuthor, &["3"]),
        (Asked::Organisation, &["aarhus kommune"]),
        (Asked::Network, &["facebook", "linkedin"]),
        (Asked::Source, &["side"]),
        (Asked::Language, &["unknown"]),
        (Asked::Media, &["video"]),
        (Asked::LinkDomain, &["https://bit.ly/x"]),
        (Asked::OlderThan, &["2"]),
        (Asked::Similar, &["Vind en gratis iPhone nu, kun i dag, skynd dig ind og se mere"]),
        (Asked::NearDuplicate, &[]),
        (Asked::AuthorPerHour, &["5"]),
        (Asked::OrganisationPerHour, &["5"]),
        (Asked::Sector, &["kommune"]),
    ] {
        assert!(matches(condition(kind, values), &other, &strange), "{kind:?} {values:?}");
        assert!(!matches(condition(kind, values), &plain, &known), "{kind:?} {values:?}");
        let turned = Condition { not: true, ..condition(kind, values) };
        assert!(!matches(turned.clone(), &other, &strange), "not {kind:?}");
        assert!(matches(turned, &plain, &known), "not {kind:?}");
    }
    assert!(matches(condition(Asked::Label, &["Gammelt"]), &plain, &known));
    assert!(!matches(condition(Asked::Label, &["nyt"]), &plain, &known));
    assert!(matches(condition(Asked::Kind, &["post"]), &plain, &known));
    assert!(!matches(condition(Asked::Kind, &["video"]), &plain, &known));
    let silent = draft("2", "#Ledelsesugen #tak");
    assert!(matches(condition(Asked::HashtagOnly, &[]), &silent, &known));
    assert!(!matches(condition(Asked::HashtagOnly, &[]), &plain, &known));
    assert!(
        !matches(condition(Asked::LinkDomain, &["it.ly"]), &other, &known),
        "a part of a name is another host"
    );
}

#[test]
fn all_or_any_of_the_conditions() {
    let both = vec![condition(Asked::Words, &["gratis"]), condition(Asked::NewAuthor, &["1"])];
    let post = draft("1", "Alt er gratis i dag");
    let known = Knowledge { author_approved: 1, ..knowledge() };
    let all = rule("r", both);
    assert_eq!(judge(&post, &known, &book(std::slice::from_ref(&all))), None);
    let any = Rule { when: Together::Any, ..all.clone() };
    assert_eq!(judge(&post, &known, &book(&[any])).unwrap().rule, "r");
    assert_eq!(judge(&post, &knowledge(), &book(std::slice::from_ref(&all))).unwrap().state, State::Held);
    let off = Rule { enabled: false, ..all };
    assert_eq!(judge(&post, &knowledge(), &book(&[off])), None);
}

#[test]
fn every_rule_that_matches_marks_and_the_strongest_decides() {
    let word = || vec![condition(Asked::Words, &["gratis"])];
    let rules = [
        Rule { then: Some(Outcome::Approve), labels: vec!["godt".to_owned()], ..rule("godkend", word()) },
        Rule { then: None, labels: vec!["reklame".to_owned()], blur: true, ..rule("mærk", word()) },
        Rule { note: "Altid.".to_owned(), then: Some(Outcome::Reject), ..rule("afvis", word()) },
    ];
    let verdict = judge(&draft("1", "Alt er Gratis"), &knowledge(), &book(&rules)).unwrap();
    assert_eq!((verdict.state, verdict.rule.as_ref()), (State::Rejected, "afvis"));
    assert_eq!(verdict.labels, ["godt", "reklame"]);
    assert!(verdict.blurred);
    assert_eq!(verdict.reason, "“gratis”", "the listed word, not what the author wrote");
    let marks = judge(&draft("1", "Alt er gratis"), &knowledge(), &book(&rules[1..2])).unwrap();
    assert_eq!((marks.state, marks.rule.as_ref()), (State::Pending, "mærk"));
    let approved =
        Rulebook::new(&House { hold_everything: true, ..House::default() }, &rules[..1], false).unwrap();
    assert_eq!(judge(&draft("1", "Alt er gratis"), &knowledge(), &approved).unwrap().state, State::Approved);
}

#[test]
fn a_personal_number_is_named_before_any_other_reason_to_hold() {
    let rules = [rule("r", vec![condition(Asked::Words, &["borger"])])];
    let verdict = judge(&draft("1", "Borger 070761-4285"), &knowledge(), &book(&rules)).unwrap();
    assert_eq!(verdict.rule, "personal-number");
}

#[test]
fn what_matched_is_told_as_it_is_written() {
    let rules = [
        rule("ord", vec![condition(Asked::Words, &["gratis iphone"])]),
        rule("udtryk", vec![condition(Asked::Regex, &["vind .{1,5} nu"])]),
    ];
    let post = draft("1", "Få en GRATIS 1phone, og Vind den NU!");
    assert_eq!(explain(&post, "ord", &book(&rules)), ["GRATIS 1phone"]);
    assert_eq!(explain(&post, "udtryk", &book(&rules)), ["Vind den NU"]);
    assert!(explain(&post, "en slettet regel", &book(&rules)).is_empty());
}

#[track_caller]
fn refused(rule: &Rule, key: &str) {
    let mistakes = Own::new(rule).unwrap_err();
    assert!(mistakes.iter().any(|mistake| mistake.key == key), "{mistakes:?}");
}

#[test]
fn what_makes_no_sense_is_refused_by_name() {
    let of = |kind, values: &[&str]| rule("r", vec![condition(kind, values)]);
    let words = || of(Asked::Words, &["a"]);
    refused(&Rule { name: " ".to_owned(), ..words() }, "no-name");
    refused(&Rule { name: "Hold-Words".to_owned(), ..words() }, "house-name");
    refused(&Rule { name: "x".repeat(81), ..words() }, "long-name");
    refused(&Rule { then: None, ..words() }, "no-outcome");
    refused(&rule("r", vec![]), "no-condition");
    refused(&of(Asked::Words, &[]), "no-value");
    refused(&of(Asked::Words, &["!!"]), "no-letters");
    refused(&of(Asked::HashtagOnly, &["x"]), "no-value-taken");
    refused(&of(Asked::OlderThan, &["to"]), "number");
    refused(&of(Asked::OlderThan, &["18446744073709551615"]), "number");
    refused(&of(Asked::AuthorPerHour, &["1", "2"]), "one-number");
    refused(&of(Asked::Network, &["twitter"]), "unknown-word");
    refused(&of(Asked::LinkDomain, &["bitly"]), "domain");
    refused(&of(Asked::Similar, &["for kort"]), "short-text");
    refused(&of(Asked::Regex, &["(åben"]), "regex");
    refused(&of(Asked::Regex, &[".*"]), "regex-empty");
    for slow in ["(((\\w{1,100}){1,100}){1,100}){1,100}x", "(x{1000}){1000}", "\\pL{5000}y"] {
        refused(&of(Asked::Regex, &[slow]), "regex-large");
    }
}

#[test]
fn expressions_people_write_fit() {
    for text in
        [r"\bgratis\b", r"(?:vind|vinder)\s+\w+\s+nu", r"https?://\S+\.ru/", r"[€$£]\s?\d{2,6}", "æøå+"]
    {
        assert!(Own::new(&rule("r", vec![condition(Asked::Regex, &[text])])).is_ok(), "{text}");
    }
}

#[test]
fn a_rule_survives_its_own_file_and_an_unknown_field_does_not() {
    let whole =
        Rule { labels: vec!["a".to_owned()], ..rule("r", vec![condition(Asked::Words, &["æ \"ø\""])]) };
    let text = toml::to_string(&whole).unwrap();
    assert_eq!(toml::from_str::<Rule>(&text).unwrap(), whole);
    let json = serde_json::to_string(&whole).unwrap();
    assert_eq!(serde_json::from_str::<Rule>(&json).unwrap(), whole);
    let wrong = toml::from_str::<Rule>(&format!("fejl = 1\n{text}")).unwrap_err();
    assert!(wrong.message().contains("unknown field `fejl`"), "{wrong}");
}

#[test]
fn only_an_organisations_own_source_speaks_for_it() {
    let house = House {
        trusted_organisations: vec!["aarhus kommune".to_owned()],
        trusted_sectors: vec!["region".to_owned()],
        ..House::default()
    };
    let book = Rulebook::new(&house, &[], false).unwrap();
    let mut post = draft("1", "God ledelse kræver mod #Ledelsesugen");
    post.organisation = Some("Aarhus Kommune".to_owned());
    let vouched = Knowledge { organisation_vouched: true, ..knowledge() };
    assert_eq!(judge(&post, &knowledge(), &book), None, "anybody can call themselves that");
    let verdict = judge(&post, &vouched, &book).unwrap();
    assert_eq!((verdict.state, verdict.rule.as_ref()), (State::Approved, "trusted-organisation"));
    let distrusted = Knowledge { author_distrusted: true, ..vouched.clone() };
    assert_eq!(judge(&post, &distrusted, &book).unwrap().rule, "distrusted-author");
    post.organisation = Some("Region Fyn".to_owned());
    assert_eq!(judge(&post, &vouched, &book), None);
    post.sector = Sector::Region;
    assert_eq!(judge(&post, &vouched, &book).unwrap().state, State::Approved);
}

#[test]
fn caps_and_floods_hold_and_spare_who_is_known() {
    let house = House { author_per_hour: 3, organisation_per_hour: 5, approve_after: 2, ..House::default() };
    let calm = Rulebook::new(&house, &[], false).unwrap();
    let flooded = Rulebook::new(&house, &[], true).unwrap();
    let post = draft("1", "God ledelse kræver mod #Ledelsesugen");
    let rule_of = |known: &Knowledge, book: &Rulebook| {
        judge(&post, known, book).map(|verdict| verdict.rule.into_owned())
    };
    assert_eq!(rule_of(&Knowledge { author_last_hour: 2, ..knowledge() }, &calm), None);
    assert_eq!(
        rule_of(&Knowledge { author_last_hour: 3, ..knowledge() }, &calm).as_deref(),
        Some("too-many")
    );
    assert_eq!(
        rule_of(&Knowledge { organisation_last_hour: 5, ..knowledge() }, &calm).as_deref(),
        Some("too-many")
    );
    assert_eq!(rule_of(&knowledge(), &flooded).as_deref(), Some("new-author"));
    assert_eq!(rule_of(&Knowledge { author_approved: 1, ..knowledge() }, &flooded), None);
    assert_eq!(
        rule_of(&Knowledge { author_approved: 2, ..knowledge() }, &flooded).as_deref(),
        Some("known-author")
    );
    assert_eq!(
        rule_of(&Knowledge { source_trusted: true, ..knowledge() }, &flooded).as_deref(),
        Some("trusted-source")
    );
}

#[test]
fn cues_for_health_union_and_children_are_flagged_and_talk_of_work_is_not() {
    let book = Rulebook::of_house(House { hold_sensitive: true, ..House::default() });
    for (text, label) in [
        ("Jeg er sygemeldt, men glæder mig til at komme tilbage", "helbred"),
        ("Hun gik ned med stress efter en fyringsrunde", "helbred"),
        ("Min fagforening siger nej", "fagforening"),
        ("Hans er medlem af FOA og stolt af det", "fagforening"),
        ("Her ses Emma på 9 år i skolegården", "navngivet barn"),
        ("9-årige Noah viste rundt", "navngivet barn"),
        ("min søn Oliver var med på arbejde", "navngivet barn"),
        ("Ida fra 3. klasse holdt talen", "navngivet barn"),
    ] {
        let verdict = judge(&draft("1", text), &knowledge(), &book).unwrap_or_else(|| panic!("{text}"));
        assert_eq!((verdict.state, verdict.rule.as_ref()), (State::Held, "sensitive"), "{text}");
        assert_eq!(verdict.labels, [label], "{text}");
        assert!(!explain(&draft("1", text), "sensitive", &book).is_empty(), "{text}");
        for name in ["Emma", "Noah", "Oliver", "Ida"] {
            assert!(!verdict.reason.contains(name), "{}", verdict.reason);
        }
    }
    for text in [
        "Sygefraværet falder, når ledelsen er nærværende",
        "FOA og KL er enige om en ny aftale, og fagforeningen er glad",
        "Trivsel for børn og elever er vores vigtigste opgave",
        "Vi fejrer 25 år med ledelse, og Aarhus (2017) var et godt år",
        "I går talte Mette om stress på arbejdspladsen",
        "Kommunen har 9 skoler og 12 dagtilbud",
    ] {
        assert_eq!(judge(&draft("1", text), &knowledge(), &book), None, "{text}");
    }
}

proptest! {
    #[test]
    fn no_rule_and_no_text_breaks_anything(text in "\\PC{0,80}", value in "\\PC{0,20}", kind in 0usize..19) {
        let rule = rule("r", vec![condition(Asked::ALL[kind], &[&value])]);
        if Own::new(&rule).is_ok() {
            let book = book(&[rule]);
            let post = draft("1", &text);
            judge(&post, &knowledge(), &book);
            explain(&post, "r", &book);
        }
    }
}
