//! Tests of finding and comparing hashtags.

use hashwall::domain::hashtag::Hashtag;
use proptest::prelude::*;

fn tags(text: &str) -> Vec<String> {
    Hashtag::find_all(text).into_iter().map(|tag| tag.written).collect()
}

#[test]
fn danish_tags_are_found_where_people_write_them() {
    assert_eq!(tags("Klar til #Ledelsesugen 2026!"), ["Ledelsesugen"]);
    assert_eq!(
        tags("(#Ledelsesugen) »#ledelse« ,#velfærd.#ÆØÅ"),
        ["Ledelsesugen", "ledelse", "velfærd", "ÆØÅ"]
    );
    assert_eq!(tags("＃Ledelsesugen"), ["Ledelsesugen"]);
    assert_eq!(tags("#ledelsesugen's program"), ["ledelsesugen"]);
    assert_eq!(tags("🎉#Ledelsesugen🎉 1\u{fe0f}\u{20e3}#dag ❤\u{fe0f}#tak"), ["Ledelsesugen", "dag", "tak"]);
    assert_eq!(tags("#Ledelsesugen\n#ledelsesugen #LEDELSESUGEN"), ["Ledelsesugen"]);
    assert_eq!(tags("#uge_44 #44uge"), ["uge_44", "44uge"]);
}

#[test]
fn other_signs_are_no_tags() {
    for text in [
        "#2026",
        "#_",
        "#1_2",
        "# Ledelsesugen",
        "a#b",
        "5#b",
        "&#39;",
        "&#xe5;",
        "&#tag",
        "#",
        "##",
        "#\u{fe0f}\u{20e3}",
        "#http://kl.dk",
        "/#tag",
        "C#",
    ] {
        assert_eq!(tags(text), [""; 0], "{text}");
    }
}

#[test]
fn addresses_hide_their_fragments() {
    assert_eq!(
        tags("https://kl.dk/#tag https://kl.dk/?#tag http://kl.dk/a(#tag) www.kl.dk/?x=#tag"),
        [""; 0]
    );
    assert_eq!(tags("twitter.com/#tag kl.dk/a#tag"), [""; 0]);
    assert_eq!(tags("https://kl.dk/side #Ledelsesugen"), ["Ledelsesugen"]);
    assert_eq!(tags("https://kl.dk/side\n#Ledelsesugen"), ["Ledelsesugen"]);
}

#[test]
fn signs_in_a_row_follow_twitter_text() {
    assert_eq!(tags("##tag"), ["tag"]);
    assert_eq!(tags("#tag#tag2"), [""; 0]);
    assert_eq!(tags("#tag #tag2"), ["tag", "tag2"]);
}

#[test]
fn comparing_folds_case_and_composition_and_nothing_else() {
    let same = |a: &str, b: &str| Hashtag::new(a).unwrap().folded == Hashtag::new(b).unwrap().folded;
    assert!(same("#Ledelsesugen", "LEDELSESUGEN"));
    assert!(same("#A\u{30a}rhus", "århus"));
    assert_eq!(tags("#va\u{30a}gn"), ["vågn"]);
    assert!(same("STRASSE", "straße"));
    assert!(!same("Ledelsesugen2026", "Ledelsesugen"));
    assert!(!same("Aarhus", "Århus"));
    assert!(!same("ol", "øl"));
}

#[test]
fn tags_of_twitter_texts_conformance_suite() {
    assert_eq!(tags("(#hashtag1 )#hashtag2 [#hashtag3 ]#hashtag4 ’#hashtag5’#hashtag6").len(), 6);
    assert_eq!(tags("日本語ハッシュタグ#日本語ハッシュタグ"), [""; 0]);
    assert_eq!(tags("できましたよー！＃日本語ハッシュタグ。"), ["日本語ハッシュタグ"]);
    assert_eq!(tags("#il·lusió #メ～テレ #各〃 #〃"), ["il·lusió", "メ～テレ", "各〃"]);
    assert_eq!(tags("#עַל־יְדֵי #וכו׳ #מ״כ").len(), 3);
    assert_eq!(tags("#شما\u{200c}ها"), ["شما\u{200c}ها"]);
    assert_eq!(tags(":#hashtag ;#ashtag ,#shtag .#htag !#tag ?#ag").len(), 6);
}

#[test]
fn a_word_is_a_tag_with_or_without_its_sign() {
    assert_eq!(Hashtag::new(" #Ledelsesugen ").unwrap().written, "Ledelsesugen");
    assert!(Hashtag::new("to ord").is_none());
    assert!(Hashtag::new("").is_none());
    assert!(Hashtag::new("2026").is_none());
}

proptest! {
    #[test]
    fn any_text_is_survived_and_every_tag_is_one(text in "(\\PC|[#＃&/ _\u{fe0f}\u{30a}a1å]|https://){0,60}") {
        for tag in Hashtag::find_all(&text) {
            prop_assert_eq!(Hashtag::new(&tag.written), Some(tag.clone()));
            prop_assert_eq!(Hashtag::find_all(&format!("x #{} y", tag.written)), vec![tag]);
        }
    }
}
