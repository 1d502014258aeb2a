//! `GET /raekkevidde`, and `GET /raekkevidde/tal`: the part of it that an open page fetches again.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Response};

use super::form::Form;
use super::read;
use crate::domain::user::User;
use crate::web::desk::menu::Menu;
use crate::web::desk::problem::Problem;
use crate::web::error::html;
use crate::web::i18n::Language;
use crate::web::page::Page;
use crate::web::reach::asked::Asked;
use crate::web::reach::paper::Paper;
use crate::web::reach::sections::{Voice, paper};
use crate::web::state::WebState;

#[derive(Template)]
#[template(path = "desk/reach.html")]
struct ReachPage<'a> {
    page: &'a Page,
    menu: Menu,
    form: Form,
    asked: Asked,
    paper: Paper,
}

#[derive(Template)]
#[template(path = "desk/reach_fragment.html")]
struct Fragment<'a> {
    page: &'a Page,
    asked: Asked,
    paper: Paper,
}

/// The handler of the page.
///
/// # Errors
/// An address that makes no sense, index, database.
pub async fn show(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
) -> Result<Response, Problem> {
    let answer = read::answer(&state, &page).await?;
    let template = ReachPage {
        menu: Menu::of(user),
        form: Form::of(&page, state.settings.campaign, &answer.asked, &answer.figures),
        paper: paper(&page, &answer, Voice::Desk),
        asked: answer.asked,
        page: &page,
    };
    Ok(html(&template)?.into_response())
}

/// The handler of the part.
///
/// # Errors
/// See [`show`].
pub async fn fragment(State(state): State<WebState>, page: Page) -> Result<Response, Problem> {
    let answer = read::answer(&state, &page).await?;
    let template = Fragment { paper: paper(&page, &answer, Voice::Desk), asked: answer.asked, page: &page };
    Ok(html(&template)?.into_response())
}

/// Ways to take the figures along: address, message key, and whether a browser is to keep the file.
fn takes(page: &Page, asked: &Asked) -> Vec<(String, &'static str, bool)> {
    let other = match page.language {
        Language::Danish => "en",
        Language::English => "da",
    };
    let report = asked.address(page, "/raekkevidde/rapport");
    let bare = report.split("&lang=").next().unwrap_or_default();
    let mut ways = vec![
        (report.clone(), "reach-take-report", false),
        (format!("{bare}&lang={other}"), "reach-take-report-other", false),
    ];
    if cfg!(feature = "pdf") {
        ways.push((asked.address(page, "/raekkevidde/rapport.pdf"), "reach-take-pdf", true));
    }
    ways.extend([
        (asked.address(page, "/raekkevidde.xlsx"), "reach-take-xlsx", true),
        (asked.address(page, "/raekkevidde.csv"), "reach-take-csv", true),
        (asked.address(page, "/raekkevidde.json"), "reach-take-json", true),
        (page.href("/raekkevidde/sammenlign"), "reach-compare", false),
        (page.href("/raekkevidde/udgaver"), "reach-editions", false),
    ]);
    ways
}

fn chart_href(page: &Page, asked: &Asked, table: &str, ending: &str) -> String {
    asked.address(page, &format!("/raekkevidde/diagram/{table}.{ending}"))
}

impl ReachPage<'_> {
    fn takes(&self) -> Vec<(String, &'static str, bool)> {
        takes(self.page, &self.asked)
    }

    fn chart_href(&self, table: &str, ending: &str) -> String {
        chart_href(self.page, &self.asked, table, ending)
    }

    fn fragment_href(&self) -> String {
        self.asked.address(self.page, "/raekkevidde/tal")
    }

    fn live_href(&self) -> String {
        self.page.href("/raekkevidde/live")
    }
}

impl Fragment<'_> {
    fn takes(&self) -> Vec<(String, &'static str, bool)> {
        takes(self.page, &self.asked)
    }

    fn chart_href(&self, table: &str, ending: &str) -> String {
        chart_href(self.page, &self.asked, table, ending)
    }
}
