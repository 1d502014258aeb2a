//! What a page may hold, whatever its posts say: our own scripts from our own address, and nothing that a post brought.

use scraper::{ElementRef, Html, Selector};

/// Elements our templates and the sanitiser's allow-list may make. Anything else came from a post.
const ELEMENTS: &str = "html head title meta link base body header nav main footer section search aside div span p a h1 h2 h3 h4 \
     ul ol li dl dt dd form fieldset legend label input select option optgroup button textarea details summary article time \
     mark img figure figcaption small strong em b i u s sub sup br hr blockquote q cite code pre del ins abbr kbd samp var \
     table caption thead tbody tfoot tr th td template noscript script svg path circle rect g line polyline text title desc \
     output dialog wbr ruby rt rp dfn iframe hash-wall datalist \
     defs pattern tspan";

/// The only drawing on a card, letter by letter.
const MENU_ICON: &str = r#"<svg aria-hidden="true" class="icon" focusable="false" viewBox="0 0 16 16"><path d="M3 8h.01M8 8h.01M13 8h.01"></path></svg>"#;

/// Fails if anything in `page` would run, load from elsewhere, or change how the page looks. Gives the number of cards.
#[track_caller]
pub fn assert_harmless(what: &str, page: &str) -> usize {
    assert!(!page.contains('\0'), "{what}: a NUL");
    let document = Html::parse_document(page);
    let everything = Selector::parse("*").unwrap();
    for element in document.select(&everything) {
        assert_element(what, element);
    }
    document.select(&Selector::parse("article.card").unwrap()).count()
}

#[track_caller]
fn assert_element(what: &str, element: ElementRef<'_>) {
    let name = element.value().name();
    let shown: String = element.html().chars().take(400).collect();
    assert!(ELEMENTS.split_whitespace().any(|known| known == name), "{what}: <{name}>: {shown}");
    let in_post =
        element.ancestors().filter_map(ElementRef::wrap).any(|above| above.value().name() == "article");
    let forbidden = ["script", "template", "noscript", "iframe", "style", "svg", "meta", "link"];
    // The dots of a card's menu are ours; what a post says stands in `.card-text` and `.card-lead`.
    let in_words = element
        .ancestors()
        .filter_map(ElementRef::wrap)
        .any(|above| above.value().classes().any(|class| class == "card-text" || class == "card-lead"));
    let own_icon = shown == MENU_ICON && !in_words;
    assert!(!in_post || own_icon || !forbidden.contains(&name), "{what}: <{name}> in a post: {shown}");
    let equivalent = element.attr("http-equiv").unwrap_or_default();
    assert!(!equivalent.eq_ignore_ascii_case("refresh"), "{what}: sends the reader away: {shown}");
    assert_ne!(element.attr("name"), Some("kode"), "{what}: asks for a password: {shown}");
    // Data that no browser runs; it can hold no end of itself.
    let data = element.attr("type") == Some("application/ld+json") && !in_post;
    if data {
        assert!(!element.text().any(|text| text.contains('<')), "{what}: markup in data: {shown}");
    }
    if name == "script" && !data {
        assert_eq!(element.text().collect::<String>().trim(), "", "{what}: an inline script: {shown}");
        assert!(element.attr("src").is_some_and(|src| src.starts_with("/assets/")), "{what}: {shown}");
    }
    for (attribute, value) in element.value().attrs() {
        assert!(!attribute.starts_with("on"), "{what}: {attribute} in {shown}");
        // The template of a card offers widths of our own pictures; markup that came from a network may not.
        let own_widths = attribute == "srcset" && name == "img" && in_post && !in_words && are_ours(value);
        assert!(
            own_widths || !["style", "srcdoc", "srcset"].contains(&attribute),
            "{what}: {attribute} in {shown}"
        );
        let address: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
        let address = address.to_lowercase();
        match attribute {
            "href" if name == "base" => panic!("{what}: a base address: {shown}"),
            "href" => {
                let mail = address.starts_with("mailto:");
                let web = address.starts_with("https://") || address.starts_with("http://");
                let own =
                    (address.starts_with('/') && !address.starts_with("//")) || address.starts_with('#');
                // A link's address is for the reader to follow; a `<link>` is loaded.
                let followed = name != "link" || address.starts_with("http://wall.example/");
                let fine = own || followed && (mail || web || address.is_empty());
                assert!(fine, "{what}: href {value:?} in {shown}");
            }
            "src" | "action" | "formaction" | "poster" | "data" | "background" | "ping" => {
                assert!(
                    address.starts_with('/') && !address.starts_with("//"),
                    "{what}: {attribute} {value:?} in {shown}"
                );
            }
            _ => {}
        }
    }
}

/// True if each candidate of a `srcset` is a width of a picture that we serve.
fn are_ours(candidates: &str) -> bool {
    candidates.split(',').all(|candidate| {
        let mut words = candidate.split_ascii_whitespace();
        let address = words.next().unwrap_or_default();
        let width = words.next().and_then(|width| width.strip_suffix('w')).unwrap_or_default();
        address.starts_with("/media/") && width.parse::<u32>().is_ok() && words.next().is_none()
    })
}

/// The address of the next page of a list, if it has one.
pub fn next(page: &str) -> Option<String> {
    let document = Html::parse_document(page);
    let link = Selector::parse("main a[rel=next]").unwrap();
    document.select(&link).next().and_then(|link| link.attr("href")).map(str::to_owned)
}

#[test]
fn a_page_that_harms_is_found() {
    for markup in [
        "<script>pwned()</script>",
        "<script src=https://evil.example/x.js></script>",
        "<img src=x onerror=pwned()>",
        "<img src=https://evil.example/a.png>",
        "<img src=//evil.example/a.png>",
        "<img srcset='//evil.example/a.png 2x'>",
        "<img srcset='/media/a/0 320w, //evil.example/a.png 640w'>",
        "<div class=card-text><img srcset='/media/a/0?w=320 320w'></div>",
        "<p style='position:fixed'>x</p>",
        "<style>*{display:none}</style>",
        "<a href='java\nscript:pwned()'>x</a>",
        "<a href='\u{1}data:text/html,x'>x</a>",
        "<svg onload=pwned()></svg>",
        "<math></math>",
        "<object></object>",
        "<iframe srcdoc=x></iframe>",
        "<form action=https://evil.example></form>",
        "<input name=kode>",
        "<meta http-equiv=refresh content=0>",
        "<link rel=stylesheet href=https://evil.example/x.css>",
        "<base href=//evil.example>",
    ] {
        let page = format!("<!doctype html><body><article class=card>{markup}</article>");
        let found = std::panic::catch_unwind(|| assert_harmless("a test", &page));
        assert!(found.is_err(), "not found: {markup}");
        let page = format!("<!doctype html><body>{markup}");
        let found = std::panic::catch_unwind(|| assert_harmless("a test", &page));
        assert!(found.is_err(), "not found outside a post: {markup}");
    }
    assert_eq!(
        assert_harmless("a test", "<article class=card><p><a href='https://kl.dk/'>x</a></p></article>"),
        1
    );
}
