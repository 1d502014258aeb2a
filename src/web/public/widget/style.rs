//! The widget's style sheet: the house's tokens and the wall's cards, made to stand in a shadow root on a page that is not
//! ours. Made of the same files as the wall's own, so that a card looks the same everywhere. Knows nothing of posts.

use std::sync::LazyLock;

use regex::{Captures, Regex};
use sha2::{Digest, Sha256};

use crate::web::assets;

/// Of `wall.css` and `happenings.css`, what a card is drawn with stands between these.
const BEGIN: &str = "/* widget: from here */";
const END: &str = "/* widget: to here */";

static SHEET: LazyLock<String> = LazyLock::new(|| {
    let cards: String = ["wall.css", "happenings.css"].map(|name| marked(&text(name))).concat();
    let tokens = themeable(&scoped(&text("tokens.css")));
    let unit = ".hw{--u:var(--hashwall-size,16px)}";
    let own = text("embed.css");
    small(&measured(&contained(&format!("{unit}\n{tokens}\n{cards}\n{own}"))))
});

static NAME: LazyLock<String> =
    LazyLock::new(|| format!("embed.css?v={}", hex::encode(&Sha256::digest(SHEET.as_bytes())[..4])));

/// The whole sheet.
pub fn sheet() -> &'static str {
    &SHEET
}

/// Its address, relative to the script's, with the hash of what it holds.
pub fn name() -> &'static str {
    &NAME
}

fn text(name: &str) -> String {
    assets::text(name).unwrap_or_else(|| {
        // A test asks for every part of it.
        tracing::error!(name, "a part of the widget's style is missing");
        String::new()
    })
}

/// Everything between the marks.
fn marked(css: &str) -> String {
    css.split(BEGIN).skip(1).filter_map(|rest| rest.split_once(END)).map(|(part, _)| part).collect()
}

/// What holds for a whole page holds for the widget's box.
fn scoped(css: &str) -> String {
    css.replace(":root", ".hw")
}

/// Each token can be set from outside: `--accent` by `--hashwall-accent`.
fn themeable(css: &str) -> String {
    replaced(css, r"(?m)^(\s*)--([a-z0-9-]+):\s*([^;]+);", |found| {
        format!("{}--{}: var(--hashwall-{}, {});", &found[1], &found[2], &found[2], &found[3])
    })
}

/// What a page's width decides, the widget's own width decides. There a rem would be the page's: it is written in pixels.
fn contained(css: &str) -> String {
    let queried =
        replaced(css, r"@media \((min|max)-width:", |found| format!("@container ({}-width:", &found[1]));
    replaced(&queried, r"(@container \((?:min|max)-width:\s*)([0-9.]+)rem", |found| {
        let pixels = found[2].parse::<f64>().unwrap_or(30.0) * 16.0;
        format!("{}{pixels}px", &found[1])
    })
}

/// A rem is of the page around, which may have set it to anything.
fn measured(css: &str) -> String {
    replaced(css, r"(-?[0-9.]+)rem\b", |found| format!("calc({} * var(--u))", &found[1]))
}

/// Without comments and the white space of people.
fn small(css: &str) -> String {
    let bare = replaced(css, r"(?s)/\*.*?\*/", |_| String::new());
    replaced(&bare, r"\s+", |_| " ".to_owned())
}

fn replaced(css: &str, pattern: &str, by: impl Fn(&Captures<'_>) -> String) -> String {
    match Regex::new(pattern) {
        Ok(pattern) => pattern.replace_all(css, |found: &Captures<'_>| by(found)).into_owned(),
        Err(error) => {
            // The patterns are ours, and a test runs each.
            tracing::error!(%error, "a pattern of the widget's style cannot be read");
            css.to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sheet_stands_on_its_own() {
        let sheet = sheet();
        for part in [".card-author", ".when-where", "--hashwall-accent", ".hw[data-theme=\"dark\"]", ".feed"]
        {
            assert!(sheet.contains(part), "{part} is not in\n{sheet}");
        }
        for foreign in ["rem", ":root", "@media (min-width", "url(", "@import", "/*"] {
            assert!(!sheet.contains(foreign), "{foreign} is in\n{sheet}");
        }
        // Every token that is used is there.
        let used = Regex::new(r"var\(--([a-z0-9-]+)").unwrap();
        for name in used.captures_iter(sheet).map(|found| found[1].to_owned()) {
            let known = name.starts_with("hashwall-") || sheet.contains(&format!("--{name}:"));
            assert!(known, "--{name}");
        }
    }

    #[test]
    fn each_change_does_what_it_says() {
        assert_eq!(themeable("  --ink: #000;\n"), "  --ink: var(--hashwall-ink, #000);\n");
        assert_eq!(contained("@media (min-width: 30rem) {"), "@container (min-width: 480px) {");
        assert_eq!(
            measured("a{margin:-0.75rem 2rem}"),
            "a{margin:calc(-0.75 * var(--u)) calc(2 * var(--u))}"
        );
        assert_eq!(marked(&format!("a{BEGIN}b{END}c{BEGIN}d{END}")), "bd");
        assert_eq!(small("a { /* x\n */  b: c }\n"), "a { b: c } ");
    }
}
