//! `GET /log/eksport`: the decision log with the filter of the page, as CSV or JSON, streamed page by page. It names
//! moderators and ids of posts, no author and no word of a post; that it was taken stands in the audit trail.

use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde_json::json;

use super::journal::worded;
use super::journal_filter::Filter;
use super::problem::Problem;
use crate::domain::post::State as PostState;
use crate::domain::reason::Reason;
use crate::domain::user::User;
use crate::store::decisions::{self, Decision, Wanted};
use crate::store::{audit, reasons};
use crate::web::i18n::Language;
use crate::web::page::Page;
use crate::web::reach::export::guarded;
use crate::web::state::WebState;

/// Entries read at a time: what is held in memory, however long the log is.
const AT_ONCE: u32 = 500;

/// What makes a Danish spreadsheet read the letters as they are.
const BYTE_ORDER_MARK: &str = "\u{feff}";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Csv,
    Json,
}

/// The export on its way out.
struct Export {
    state: WebState,
    page: Page,
    wanted: Wanted,
    versions: Vec<Reason>,
    kind: Kind,
    before: Option<u64>,
    begun: bool,
    ended: bool,
}

/// The handler; `som` is `csv` or `json`.
///
/// # Errors
/// Database; another `som` is not found.
pub async fn export(
    State(state): State<WebState>,
    Extension(user): Extension<User>,
    page: Page,
) -> Result<Response, Problem> {
    let (kind, ending, content_type) = match page.parameter("som") {
        "csv" => (Kind::Csv, "csv", "text/csv; charset=utf-8"),
        "json" => (Kind::Json, "json", "application/json"),
        _ => return Err(Problem::NotFound),
    };
    let versions = reasons::all(&state.db).await?;
    let filter = Filter::read(&state.db, &page, &versions).await?;
    let actor = format!("user:{}", user.name);
    audit::note(&state.db, page.now, &actor, "log.exported", ending, &filter.told()).await?;
    let day = page.now.to_copenhagen().format("%Y-%m-%d");
    let name = format!("attachment; filename=\"hashwall-log-{day}.{ending}\"");
    let export = Export {
        state,
        page,
        wanted: filter.wanted,
        versions,
        kind,
        before: None,
        begun: false,
        ended: false,
    };
    // An error on the way breaks the transfer: a file that is too short must not look whole.
    let body = Body::from_stream(stream::try_unfold(export, Export::next));
    Ok(([(header::CONTENT_TYPE, content_type.to_owned()), (header::CONTENT_DISPOSITION, name)], body)
        .into_response())
}

impl Export {
    async fn next(mut self) -> Result<Option<(Bytes, Self)>, std::io::Error> {
        if self.ended {
            return Ok(None);
        }
        let found = decisions::page(&self.state.db, &self.wanted, self.before, AT_ONCE)
            .await
            .map_err(std::io::Error::other)?;
        self.ended = found.len() < AT_ONCE as usize;
        self.before = found.last().map(|last| last.entry.seq);
        let text = match self.kind {
            Kind::Csv => self.csv(&found).map_err(std::io::Error::other)?,
            Kind::Json => self.json(&found),
        };
        self.begun = true;
        Ok(Some((Bytes::from(text), self)))
    }

    fn csv(&self, found: &[Decision]) -> Result<String, Box<dyn std::error::Error + Send + Sync>> {
        // Where the comma is the decimal sign, spreadsheets take the semicolon to part cells.
        let parting = if self.page.language == Language::Danish { b';' } else { b',' };
        let mut table = csv::WriterBuilder::new().delimiter(parting).from_writer(Vec::new());
        if !self.begun {
            let heads = [
                "seq", "at", "action", "actor", "post", "network", "from", "to", "rule", "reason", "words",
                "undoes",
            ];
            table.write_record(heads.map(|head| self.page.word("log-csv", head)))?;
        }
        for Decision { entry, network, .. } in found {
            let state =
                |state: Option<PostState>| state.map_or_else(String::new, |state| state.as_str().to_owned());
            let cell = |text: Option<&str>| guarded(text.unwrap_or_default());
            table.write_record([
                entry.seq.to_string(),
                entry.at.to_copenhagen().format("%Y-%m-%d %H:%M:%S").to_string(),
                entry.action.as_str().to_owned(),
                guarded(&entry.actor),
                guarded(&entry.post.0),
                network.map_or_else(String::new, |network| network.as_str().to_owned()),
                state(entry.from),
                state(entry.to),
                cell(entry.rule.as_deref()),
                cell(entry.reason.as_deref()),
                cell(worded(&self.page, entry, &self.versions).as_deref()),
                entry.undoes.map_or_else(String::new, |seq| seq.to_string()),
            ])?;
        }
        let mark = if self.begun { "" } else { BYTE_ORDER_MARK };
        Ok(format!("{mark}{}", String::from_utf8(table.into_inner()?)?))
    }

    fn json(&self, found: &[Decision]) -> String {
        let mut text = String::from(if self.begun { "" } else { "[" });
        for (place, Decision { entry, network, .. }) in found.iter().enumerate() {
            let words = worded(&self.page, entry, &self.versions);
            let line = json!({
                "seq": entry.seq,
                "at": entry.at.rfc3339(),
                "action": entry.action,
                "actor": entry.actor,
                "post": entry.post,
                "network": network,
                "from": entry.from,
                "to": entry.to,
                "rule": entry.rule,
                "reason": entry.reason,
                "words": words,
                "undoes": entry.undoes,
            });
            let first = !self.begun && place == 0;
            text.push_str(&format!("{}{line}", if first { "\n" } else { ",\n" }));
        }
        if self.ended {
            text.push_str("\n]\n");
        }
        text
    }
}
