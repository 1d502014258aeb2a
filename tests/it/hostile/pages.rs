//! What a page may hold, whatever its posts say: our own scripts from our own address, and nothing that a post brought.

use scraper::{ElementRef, Html, Selector};

/// Elements our templates and the sanitiser's allow-list may make. Anything else came from a post.
const ELEMENTS: &str = "html head title meta link base body header nav main footer section search aside div span p a h1 h2 h3 h4 \
     ul ol li dl dt dd form fieldset legend label input select option optgroup button textarea details summary article time \
     mark img figure figcaption small strong em b i u s sub sup br hr blockquote q cite code pre del ins abbr kbd samp var \
     table caption thead tbody tfoot tr th td template noscript script svg path circle rect g line polyline text title desc \
     output dialog wbr ruby rt rp dfn iframe hash-wall";

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
    assert!(!in_post || !forbidden.contains(&name), "{what}: <{name}> in a post: {shown}");
    if name == "script" {
        assert_eq!(element.text().collect::<String>().trim(), "", "{what}: an inline script: {shown}");
        assert!(element.attr("src").is_some_and(|src| src.starts_with("/assets/")), "{what}: {shown}");
    }
    for (attribute, value) in element.value().attrs() {
        assert!(!attribute.starts_with("on"), "{what}: {attribute} in {shown}");
        assert!(
            attribute != "style" && attribute != "srcdoc" && attribute != "srcset",
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
                assert!(mail || web || own || address.is_empty(), "{what}: href {value:?} in {shown}");
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

/// The address of the next page of a list, if it has one.
pub fn next(page: &str) -> Option<String> {
    let document = Html::parse_document(page);
    let link = Selector::parse("main a[rel=next]").unwrap();
    document.select(&link).next().and_then(|link| link.attr("href")).map(str::to_owned)
}
