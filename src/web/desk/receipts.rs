//! `GET /kvittering/{number}`: what was removed, when, by whom, and where it was looked for since. Also as text and JSON,
//! to keep or to send on. Ids and hashes, never content.

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::menu::Menu;
use super::problem::Problem;
use super::review::actor;
use crate::domain::reason::{self, Reason};
use crate::domain::receipt::{Place, Receipt};
use crate::domain::user::User;
use crate::store::{reasons, receipts};
use crate::web::error::html;
use crate::web::page::Page;
use crate::web::state::WebState;

/// A receipt with its words.
pub struct ReceiptView<'a> {
    page: &'a Page,
    /// The receipt.
    pub receipt: Receipt,
    /// The reason as it was worded then.
    pub reason: String,
    /// The address of this page, to which `som=` is added.
    here: String,
}

impl<'a> ReceiptView<'a> {
    /// With the list of reasons it is read with.
    pub fn new(page: &'a Page, receipt: Receipt, versions: &[Reason], here: String) -> Self {
        Self { page, reason: worded(page, &receipt, versions), receipt, here }
    }

    /// Where it stands, in a sentence.
    pub fn stands(&self) -> String {
        match self.receipt.cleared_at() {
            Some(at) => self.page.text_with("receipt-clear", "moment", exact(at)),
            None if self.receipt.checks.iter().any(|check| !check.clear) => {
                self.page.text("receipt-not-clear")
            }
            None => self.page.text("receipt-unseen"),
        }
    }

    /// Each place with what was seen there by every server: place, what, whether that is as it must be, moment.
    pub fn lines(&self) -> Vec<(String, String, bool, String)> {
        Place::ALL
            .iter()
            .map(|place| {
                let checks: Vec<_> =
                    self.receipt.checks.iter().filter(|check| check.place == *place).collect();
                let clear = (!checks.is_empty()).then(|| checks.iter().all(|check| check.clear));
                let at = checks.iter().map(|check| check.at).max().map(exact).unwrap_or_default();
                let seen = self.page.text(match (clear, place) {
                    (Some(true), Place::Tombstone) => "receipt-bar-stands",
                    (Some(false), Place::Tombstone) => "receipt-bar-missing",
                    (Some(true), _) => "receipt-seen-clear",
                    (Some(false), _) => "receipt-seen-there",
                    (None, _) => "receipt-seen-not",
                });
                (self.page.word("place", place.as_str()), seen, clear != Some(false), at)
            })
            .collect()
    }

    /// The removal's moment, to the second.
    pub fn at(&self) -> String {
        exact(self.receipt.at)
    }

    /// How many serving processes looked.
    pub fn servers(&self) -> usize {
        let mut names: Vec<_> = self.receipt.checks.iter().map(|check| &check.server).collect();
        names.dedup();
        names.len()
    }

    /// Everything that happened to the post.
    pub fn log_href(&self) -> String {
        self.page.href(format!("/log?opslag={}", self.receipt.post))
    }

    /// The receipt as a file.
    pub fn file_href(&self, kind: &str) -> String {
        format!("{}{}som={kind}", self.here, if self.here.contains('?') { '&' } else { '?' })
    }
}

/// A form of the receipt to keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum File {
    /// For people.
    Text,
    /// For programs.
    Json,
}

impl File {
    /// What the address asks for.
    pub fn asked(page: &Page) -> Option<Self> {
        match page.parameter("som") {
            "tekst" => Some(Self::Text),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

#[derive(Template)]
#[template(path = "desk/receipt.html")]
struct ReceiptPage<'a> {
    page: &'a Page,
    menu: Menu,
    receipt: ReceiptView<'a>,
    who: String,
}

/// The handler.
///
/// # Errors
/// No such receipt, database.
pub async fn show(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
    Path(number): Path<String>,
) -> Result<Response, Problem> {
    let number = number.parse().map_err(|_| Problem::NotFound)?;
    let receipt = receipts::find(&state.db, number).await?.ok_or(Problem::NotFound)?;
    if let Some(kind) = File::asked(&page) {
        return Ok(file(&page, &receipt, kind));
    }
    let versions = reasons::all(&state.db).await?;
    let template = ReceiptPage {
        menu: Menu::of(user),
        who: actor(&page, &receipt.actor),
        receipt: ReceiptView::new(&page, receipt, &versions, page.href(format!("/kvittering/{number}"))),
        page: &page,
    };
    Ok(html(&template)?.into_response())
}

/// The receipt as a file to keep. It names no moderator: the person it is given to has no need of that, the log has it.
pub fn file(page: &Page, receipt: &Receipt, kind: File) -> Response {
    let (ending, content_type, body) = match kind {
        File::Text => ("txt", "text/plain; charset=utf-8", text(page, receipt)),
        File::Json => ("json", "application/json", format!("{:#}\n", machine(page, receipt))),
    };
    let name = format!("attachment; filename=\"kvittering-{}.{ending}\"", receipt.number);
    let headers = [
        (header::CONTENT_TYPE, content_type.to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, body).into_response()
}

fn machine(page: &Page, receipt: &Receipt) -> serde_json::Value {
    let checks: Vec<_> = receipt
        .checks
        .iter()
        .map(|check| {
            json!({ "server": check.server, "place": check.place, "clear": check.clear, "at": check.at.rfc3339() })
        })
        .collect();
    json!({
        "receipt": receipt.number,
        "wall": page.site.base_url,
        "post": receipt.post,
        "network": receipt.network,
        "removed_at": receipt.at.rfc3339(),
        "log_entry": receipt.seq,
        "reason": receipt.reason,
        "request": receipt.request,
        "identity_sha256": receipt.identity,
        "content_sha256": receipt.content_hash,
        "link_sha256": receipt.url_hash,
        "attachments": receipt.pictures,
        "clear": receipt.is_clear(),
        "cleared_at": receipt.cleared_at().map(crate::domain::time::Timestamp::rfc3339),
        "checks": checks,
    })
}

fn text(page: &Page, receipt: &Receipt) -> String {
    let view = ReceiptView { page, receipt: receipt.clone(), reason: String::new(), here: String::new() };
    let mut lines = vec![
        page.text_with("receipt-title", "number", receipt.number.to_string()),
        page.site.title.clone(),
        page.site.base_url.to_string(),
        String::new(),
        format!("{}: {}", page.text("receipt-removed"), view.at()),
        format!("{}: {}", page.text("receipt-post"), receipt.post),
        format!("{}: {}", page.text("receipt-network"), page.word("network", receipt.network.as_str())),
        format!("{}: {}", page.text("receipt-attachments"), receipt.pictures),
        format!("{}: {}", page.text("receipt-identity"), receipt.identity),
        format!("{}: {}", page.text("receipt-content"), receipt.content_hash),
        format!("{}: {}", page.text("receipt-entry"), receipt.seq),
        String::new(),
        view.stands(),
    ];
    for (place, seen, _, at) in view.lines() {
        lines.push(format!("- {place}: {seen} {at}").trim_end().to_owned());
    }
    lines.join("\n") + "\n"
}

/// Danish time to the second, with its date: what a receipt is asked for.
fn exact(at: crate::domain::time::Timestamp) -> String {
    at.to_copenhagen().format("%Y-%m-%d %H:%M:%S").to_string()
}

fn worded(page: &Page, receipt: &Receipt, versions: &[Reason]) -> String {
    let reason = reason::at(versions, &receipt.reason, receipt.at);
    reason.map_or_else(|| receipt.reason.clone(), |reason| reason.label.of(page.language.as_str()).to_owned())
}
