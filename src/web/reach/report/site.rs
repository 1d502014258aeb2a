//! The same report as the page of a small site that opens from a folder: with ways to its other language and its files.

use askama::Template;

use super::html::style;
use crate::web::i18n::Language;
use crate::web::page::Page;
use crate::web::reach::paper::Paper;

#[derive(Template)]
#[template(path = "reach/site.html")]
struct Site<'a> {
    page: &'a Page,
    paper: &'a Paper,
    year: i32,
    style: String,
}

/// The page. Links are names of files beside it.
///
/// # Errors
/// The template cannot be written.
pub fn site(page: &Page, paper: &Paper, year: i32) -> Result<String, askama::Error> {
    Site { page, paper, year, style: style() }.render()
}

impl Site<'_> {
    /// The file of the other language, and its code.
    fn other(&self) -> (String, &'static str) {
        let other = match self.page.language {
            Language::Danish => Language::English,
            Language::English => Language::Danish,
        };
        let code = other.as_str();
        let home = code == self.page.site.language;
        (if home { "index.html".to_owned() } else { format!("{code}.html") }, code)
    }

    fn files(&self) -> [(String, &'static str); 3] {
        let code = self.page.language.as_str();
        [
            (format!("figures-{code}.xlsx"), "reach-take-xlsx"),
            (format!("figures-{code}.csv"), "reach-take-csv"),
            (format!("figures-{code}.json"), "reach-take-json"),
        ]
    }

    fn chart_href(&self, table: &str, ending: &str) -> String {
        format!("{table}-{}.{ending}", self.page.language.as_str())
    }
}
