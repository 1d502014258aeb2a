//! The week report as it is sent: a letter with files, or JSON for a webhook. Who sends it where is the app's matter.

use axum::http::Uri;
use serde_json::{Value, json};

use super::read;
use crate::domain::time::Timestamp;
use crate::web::i18n::text_with;
use crate::web::page::{Page, encode};
use crate::web::reach::asked::{self, Asked};
use crate::web::reach::export::{self, name};
use crate::web::reach::report;
use crate::web::reach::sections::{Voice, paper};
use crate::web::state::WebState;

/// What is sent.
#[derive(Clone, Debug)]
pub struct Parcel {
    /// `Ledelsesugen: rækkevidde, uge 44, 26. oktober – 1. november 2026`.
    pub subject: String,
    /// The main points and where to see more.
    pub text: String,
    /// Names, kinds of content and files.
    pub files: Vec<(String, &'static str, Vec<u8>)>,
    /// The same for a machine.
    pub json: Value,
}

/// The report as `[report]` wants it, of what is known now: the campaign's latest week, or the last seven days.
///
/// # Errors
/// Index, database, or a file that cannot be written.
pub async fn parcel(state: &WebState, now: Timestamp) -> anyhow::Result<Parcel> {
    let wanted = &state.settings.report;
    let week = if wanted.week { asked::week(state.settings.campaign, now) } else { None };
    let window = week.or_else(|| asked::last_days(now)).ok_or_else(|| anyhow::anyhow!("no such days"))?;
    let mut query = Asked { window, filters: Default::default() }.query();
    query.push(("lang".to_owned(), wanted.language.clone()));
    let uri: Uri = format!("/raekkevidde?{}", encode(&query)).parse()?;
    let page = Page::new(state.public.site.clone(), now, &uri);
    let answer =
        read::settled(state, &page).await.map_err(|problem| anyhow::anyhow!("no figures: {problem:?}"))?;
    let voice = if wanted.names { Voice::Named } else { Voice::Pseudonyms };
    let page = page.at(answer.as_of);
    let paper = paper(&page, &answer, voice);
    let (from, to) = answer.asked.days();
    let called = |ending: &str| name::of(&page, &from.to_string(), &to.to_string(), "", ending);
    let files = {
        let (page, paper) = (page.clone(), paper.clone());
        // A workbook and a PDF take a processor some hundred milliseconds.
        tokio::task::spawn_blocking(move || files(&page, &paper)).await??
    };
    let there = page.absolute(&answer.asked.address(&page, "/raekkevidde"));
    let mut text = paper.sentences.join("\n");
    text.push_str("\n\n");
    text.push_str(&text_with(page.language, "letter-more", &[("link", there.as_str().into())]));
    text.push('\n');
    text.push_str(&paper.notes.join("\n"));
    text.push('\n');
    Ok(Parcel {
        subject: format!("{}, {}", paper.title, paper.days),
        json: json!({
            "subject": paper.title,
            "days": paper.days,
            "sentences": paper.sentences,
            "link": there,
            "figures": export::json(&page, &paper),
        }),
        text,
        files: files.into_iter().map(|(ending, body)| (called(ending), name::kind(ending), body)).collect(),
    })
}

fn files(
    page: &Page,
    paper: &crate::web::reach::paper::Paper,
) -> anyhow::Result<Vec<(&'static str, Vec<u8>)>> {
    let mut files =
        vec![("html", report::html(page, paper)?.into_bytes()), ("xlsx", export::workbook(page, paper)?)];
    #[cfg(feature = "pdf")]
    files.insert(0, ("pdf", report::pdf(page, paper)?));
    files.shrink_to_fit();
    Ok(files)
}
