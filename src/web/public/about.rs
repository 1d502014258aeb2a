//! Pages that say what the wall is, what it keeps and for whom it works: made from the configuration, so that they
//! cannot promise something else than what is done.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::{Html, IntoResponse, Redirect, Response};

use super::query::WallQuery;
use crate::domain::source::{Settings, Source};
use crate::web::assets;
use crate::web::error::{WebError, html};
use crate::web::i18n;
use crate::web::page::Page;
use crate::web::state::PublicState;

#[derive(Template)]
#[template(path = "about.html")]
struct AboutPage {
    page: Page,
    sources: Arc<Vec<Source>>,
}

/// `GET /om`.
///
/// # Errors
/// The page cannot be rendered.
pub async fn about(State(state): State<PublicState>, page: Page) -> Result<Html<String>, WebError> {
    html(&AboutPage { page, sources: state.sources })
}

impl AboutPage {
    fn tags(&self) -> String {
        let tags: Vec<_> = self.page.site.hashtags.iter().map(|tag| format!("#{}", tag.written)).collect();
        tags.join(", ")
    }
}

#[derive(Template)]
#[template(path = "privacy.html")]
struct PrivacyPage {
    page: Page,
    sources: Arc<Vec<Source>>,
}

/// `GET /privatliv`.
///
/// # Errors
/// The page cannot be rendered.
pub async fn privacy(State(state): State<PublicState>, page: Page) -> Result<Html<String>, WebError> {
    html(&PrivacyPage { page, sources: state.sources })
}

impl PrivacyPage {
    /// How long a source's posts are kept, from its own settings.
    fn kept(&self, source: &Source) -> String {
        match &source.settings {
            Settings::LinkedIn(linkedin) => i18n::text_with(
                self.page.language,
                "privacy-kept-linkedin",
                &[
                    ("days", linkedin.keep_days.into()),
                    ("activity", linkedin.activity_hours.into()),
                    ("profile", linkedin.profile_hours.into()),
                ],
            ),
            Settings::Feed(feed) if !feed.full_text => self.page.text("privacy-kept-excerpt"),
            Settings::Feed(_) | Settings::Facebook(_) | Settings::Mastodon(_) => {
                self.page.text("privacy-kept-while-public")
            }
        }
    }
}

#[derive(Template)]
#[template(path = "accessibility.html")]
struct AccessibilityPage {
    page: Page,
}

/// `GET /tilgaengelighed`.
///
/// # Errors
/// The page cannot be rendered.
pub async fn accessibility(page: Page) -> Result<Html<String>, WebError> {
    html(&AccessibilityPage { page })
}

/// What can be typed into the search field, each with the key of what it means.
pub const QUERIES: [(&str, &str); 12] = [
    ("ledelse", "words"),
    ("tillid omsorg", "all"),
    ("\"tillid og mod\"", "phrase"),
    ("tillid -styring", "without"),
    ("leder OR chef", "either"),
    ("(tillid OR mod) kommune", "brackets"),
    ("#tillid", "tag"),
    ("fra:kommune", "from"),
    ("sektor:region", "sector"),
    ("type:artikel", "kind"),
    ("sprog:en", "language"),
    ("siden:26/10 til:28/10", "dates"),
];

#[derive(Template)]
#[template(path = "search_help.html")]
struct SearchHelpPage {
    page: Page,
}

/// `GET /soegehjaelp`.
///
/// # Errors
/// The page cannot be rendered.
pub async fn search_help(page: Page) -> Result<Html<String>, WebError> {
    html(&SearchHelpPage { page })
}

impl SearchHelpPage {
    /// What to type, the wall of it, and what it means.
    fn rows(&self) -> Vec<(&'static str, String, String)> {
        QUERIES
            .map(|(text, key)| {
                let query = WallQuery { text: text.to_owned(), ..WallQuery::default() };
                (text, self.page.href(query.href("/")), self.page.word("query", key))
            })
            .into()
    }
}

/// `GET /was`: the address Danish public sites answer at with their accessibility statement.
///
/// # Errors
/// Not found where the configuration names no statement.
pub async fn statement(page: Page) -> Result<Redirect, WebError> {
    let statement = page.site.accessibility_statement.as_ref().ok_or(WebError::NotFound)?;
    Ok(Redirect::temporary(statement.as_str()))
}

/// `GET /robots.txt`: search engines may read the wall, not its streams, frames and signed-in pages.
pub async fn robots() -> Response {
    const TEXT: &str = "User-agent: *\nDisallow: /live\nDisallow: /embed$\nDisallow: /embed?\nDisallow: /moderation\n\
         Disallow: /kilder\nDisallow: /log\n";
    (
        [
            (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
            (header::CACHE_CONTROL, "public, max-age=3600"),
        ],
        TEXT,
    )
        .into_response()
}

/// `GET /favicon.ico`: what browsers ask for where they do not read the page's own icon link.
pub async fn favicon() -> Response {
    assets::stable("mark.svg")
}

/// Where to write, as a link: a mail address or a web page; `None` for anything else, which is shown as it is.
fn contact_href(contact: &str) -> Option<String> {
    if contact.starts_with("https://") || contact.starts_with("http://") {
        return Some(contact.to_owned());
    }
    let is_address = contact.contains('@') && !contact.contains(char::is_whitespace);
    is_address.then(|| format!("mailto:{contact}"))
}
