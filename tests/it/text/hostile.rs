//! Whatever comes in, what goes out is safe, well formed, and came fast.

use hashwall::collect::text::html::{Clean, clean_html, from_text};
use hashwall::domain::hashtag::Hashtag;
use proptest::prelude::*;
use scraper::{Html, Node};

/// Parses as a browser would and looks for anything that is not on the list.
fn check(clean: &Clean) -> Result<(), TestCaseError> {
    const ELEMENTS: &[&str] = &[
        "html",
        "body",
        "p",
        "br",
        "strong",
        "em",
        "u",
        "s",
        "code",
        "pre",
        "blockquote",
        "ul",
        "ol",
        "li",
        "a",
    ];
    let parsed = Html::parse_fragment(&clean.html);
    for node in parsed.tree.nodes() {
        match node.value() {
            Node::Element(element) => {
                prop_assert!(ELEMENTS.contains(&element.name()), "<{}> in {}", element.name(), clean.html);
                for (name, value) in element.attrs() {
                    prop_assert!(
                        element.name() == "a" && matches!(name, "href" | "rel"),
                        "{name} in {}",
                        clean.html
                    );
                    let fine =
                        ["http://", "https://", "mailto:"].iter().any(|scheme| value.starts_with(scheme));
                    prop_assert!(
                        name == "rel" && value == "nofollow ugc noopener noreferrer" || fine,
                        "{value}"
                    );
                }
            }
            Node::Comment(_) | Node::Doctype(_) | Node::ProcessingInstruction(_) => {
                prop_assert!(false, "not text in {}", clean.html);
            }
            _ => {}
        }
    }
    let again = clean_html(&clean.html, None);
    prop_assert_eq!(&again.html, &clean.html);
    prop_assert_eq!(&again.text, &clean.text);
    // A link to a person is known by its class the first time and no more afterwards.
    prop_assert!(clean.links.iter().all(|link| again.links.contains(link)));
    Ok(())
}

fn markup() -> impl Strategy<Value = String> {
    let name = "(p|br|b|i|u|s|strong|em|a|ul|ol|li|blockquote|pre|code|h1|h3|table|tr|td|div|span|figure|q|img|script|style|svg|math|template|noscript|textarea|title|select|iframe|form|option|mtext|xmp)";
    let piece = prop_oneof![
        3 => name.prop_map(|name| format!("<{name}>")),
        2 => name.prop_map(|name| format!("</{name}>")),
        1 => Just("<a href=\"https://kl.dk/a?b=1#c\" class=mention>".to_owned()),
        1 => Just("<a href=javascript:alert(1) onclick=alert(1)>".to_owned()),
        1 => Just("<a href=\"  JAVA&#10;SCRIPT:alert(1)\">".to_owned()),
        1 => Just("<span class=invisible>".to_owned()),
        1 => Just("<span class=ellipsis>".to_owned()),
        1 => Just("<img src=x onerror=alert(1)>".to_owned()),
        1 => Just("<p style=\"x\" id=\"y\" class='z' data-x=\"<script>\">".to_owned()),
        1 => Just("<!-- a --!> --><![CDATA[ x ]]>".to_owned()),
        1 => Just("https://kl.dk/x".to_owned()),
        4 => "[a-zæøå #@&<>\"'=/\n\u{a0}\u{200d}\u{30a}\u{301}👩💻\u{202e}-]{0,8}",
        1 => "&(amp|lt|gt|nbsp|oslash|#39|#x3c|#0|shy|zwj);",
        1 => "\\PC{0,4}",
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn html_is_safe_and_cleaning_it_again_changes_nothing(untrusted in markup()) {
        let clean = clean_html(&untrusted, Some("https://kl.dk/"));
        check(&clean)?;
        let low = clean.html.to_lowercase();
        for bad in ["<script", "<img", "<svg", "<iframe", "href=\"javascript", " onerror=\"", "<style"] {
            prop_assert!(!low.contains(bad), "{bad} in {}", clean.html);
        }
    }

    #[test]
    fn text_is_safe_and_reads_the_same_as_html(text in "([a-zæøå <>&\"'#@.()\n\u{a0}\u{202e}]|https://kl.dk/|www\\.|\\PC){0,60}") {
        let clean = from_text(&text);
        check(&clean)?;
    }
}

#[test]
fn bombs_are_cheap() {
    let bombs = [
        "<div>".repeat(200_000),
        "<b>".repeat(100_000),
        (0..20_000).map(|n| format!("<font size={n}>")).collect::<String>() + &"<p>a".repeat(50_000),
        "<div><table></div></table>".repeat(40_000),
        "<b id=1><table></b>".repeat(30_000) + &"<p>".repeat(100_000),
        (0..100_000).map(|n| format!(" a{n}=1")).fold("<p".to_owned(), |all, one| all + &one) + ">x",
        "<ul><li>".repeat(90_000),
        "<blockquote>".repeat(50),
        "<a href=".repeat(100_000),
        "&lt;".repeat(200_000),
        "ord & ".repeat(160_000),
        format!("<table>{}", "&".repeat(900_000)),
        "fjorten tegn, &".repeat(60_000),
        (0..20_000).map(|n| format!("https://kl.dk/{n} ")).collect(),
        "<".repeat(900_000),
        "https://".repeat(100_000),
        "www.a,".repeat(150_000),
        "www.!".repeat(150_000),
        "#a".repeat(400_000),
        "#a ".repeat(300_000),
        ")".repeat(900_000),
        format!("https://kl.dk/{}", ")".repeat(900_000)),
        "</".repeat(400_000),
        "<!--".repeat(200_000),
        "<script>".repeat(100_000),
        "<script></".repeat(90_000),
        "<svg><p><style>".repeat(60_000),
        // As much as the guard lets through.
        (0..99).map(|n| format!("<font size={n}>")).collect::<String>() + &"<p>a".repeat(2_800),
        (0..700).map(|n| format!("<b id={n}><table></b></table>")).collect::<String>() + &"<p>a".repeat(100),
        "<div><table></div></table>".repeat(740),
        format!("<p {}>x", (0..560).map(|n| format!("{n}=1 ")).collect::<String>()).repeat(90),
        "<b><p>".repeat(1_400),
        "<a><i>".repeat(1_400),
    ];
    for bomb in bombs {
        // A quarter of the limit: enough to tell linear from quadratic.
        let bomb = &bomb[..bomb.floor_char_boundary(250_000)];
        let start = std::time::Instant::now();
        clean_html(bomb, Some("https://kl.dk/"));
        from_text(bomb);
        Hashtag::find_all(bomb);
        // A debug build on a busy machine; what is looked for are minutes.
        assert!(start.elapsed().as_secs() < 20, "{} took {:?}", &bomb[..20], start.elapsed());
    }
}
