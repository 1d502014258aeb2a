//! What an edition is when it is frozen: a small site of its own that opens without a server, in both languages, with its
//! figures as files. Nobody is named in it.

use axum::http::Uri;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::read;
use crate::domain::time::Timestamp;
use crate::store::editions::EditionFile;
use crate::web::i18n::Language;
use crate::web::page::Page;
use crate::web::reach::sections::{Voice, paper};
use crate::web::reach::{export, report};
use crate::web::state::WebState;

/// The files: `index.html` in the wall's language, the other language beside it, the figures, a chart each.
///
/// # Errors
/// No such edition, index, database, or a file that cannot be written.
pub async fn files(state: &WebState, year: i32, now: Timestamp) -> anyhow::Result<Vec<EditionFile>> {
    let mut files = Vec::new();
    for language in Language::ALL {
        let code = language.as_str();
        let uri: Uri = format!("/raekkevidde?udgave={year}&lang={code}").parse()?;
        let page = Page::new(state.public.site.clone(), now, &uri);
        let answer = read::settled(state, &page)
            .await
            .map_err(|problem| anyhow::anyhow!("no figures: {problem:?}"))?;
        let page = page.at(answer.as_of);
        let paper = paper(&page, &answer, Voice::Pseudonyms);
        let home =
            if code == state.public.site.language { "index.html".to_owned() } else { format!("{code}.html") };
        let mut put = |name: String, body: String| files.push(EditionFile { name, body, is_base64: false });
        put(home, report::site(&page, &paper, year)?);
        put(format!("figures-{code}.csv"), export::comma(&page, &paper)?);
        put(format!("figures-{code}.json"), serde_json::to_string_pretty(&export::json(&page, &paper))?);
        for (_, part) in paper.tables() {
            if let Some(svg) = part.svg(&page) {
                put(format!("{}-{code}.svg", part.table.id), svg);
            }
        }
        let book = STANDARD.encode(export::workbook(&page, &paper)?);
        files.push(EditionFile { name: format!("figures-{code}.xlsx"), body: book, is_base64: true });
    }
    Ok(files)
}
