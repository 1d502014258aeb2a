//! Sends the week report when it is due: a line for each place in the store, each sent once by one process. A place that
//! refuses is tried again and shown on the desk; nothing else waits for it.

use std::time::Duration;

use anyhow::Context;
use serde_json::json;

use super::{App, POLL, REST, Wall, survived};
use crate::domain::time::Timestamp;
use crate::http::Request;
use crate::mail::{self, Letter};
use crate::store::reports::{self, Sending};
use crate::web::desk::reach::{Parcel, parcel};

/// Between two tries: the first after a minute, then four times as long each time, at most six hours.
const FIRST: Duration = Duration::from_secs(60);
const LONGEST: Duration = Duration::from_secs(6 * 3_600);
/// Tries before it is given up: about a day and a half.
const TRIES: u32 = 10;

impl App {
    /// What is due now: sets the schedule at first, notes what fell due, and sends one report to one place. Gives what
    /// was tried, as it stood before.
    ///
    /// # Errors
    /// Database, index.
    pub async fn report_step(&self, wall: &Wall, now: Timestamp) -> anyhow::Result<Option<Sending>> {
        let wanted = &self.settings.report;
        let targets = wanted.targets();
        if !targets.is_empty() {
            self.note_due(&targets, now).await?;
        }
        let Some(one) = reports::claim(&self.db, now).await? else { return Ok(None) };
        let said = match self.deliver(wall, &one, now).await {
            Ok(()) => {
                tracing::info!(target = %one.target, "the week report was sent");
                reports::sent(&self.db, &one, now).await?;
                return Ok(Some(one));
            }
            Err(refused) => format!("{refused:#}"),
        };
        let again = (one.tries < TRIES).then(|| now.plus(wait(one.tries)));
        tracing::warn!(target = %one.target, tries = one.tries, said, "the week report was not taken");
        reports::refused(&self.db, &one, again, &said, now).await?;
        Ok(Some(one))
    }

    async fn note_due(&self, targets: &[String], now: Timestamp) -> anyhow::Result<()> {
        let schedule = &self.settings.report.schedule;
        let after = |at: Timestamp| schedule.next_after(at).context("the schedule names no moment");
        match reports::next_due(&self.db).await? {
            None => reports::plan(&self.db, after(now)?).await?,
            Some(due) if due <= now => {
                // What fell due while nothing ran is one report, not one for each time.
                reports::fall_due(&self.db, due, after(now)?, targets).await?;
            }
            // The schedule was changed to something earlier.
            Some(due) if after(now)? < due => reports::plan(&self.db, after(now)?).await?,
            Some(_) => {}
        }
        Ok(())
    }

    async fn deliver(&self, wall: &Wall, one: &Sending, now: Timestamp) -> anyhow::Result<()> {
        let parcel = parcel(&self.web_state(wall), now).await?;
        match one.target.strip_prefix("mail:") {
            Some(address) => self.post(address, one, parcel).await,
            None => self.call(parcel, now).await,
        }
    }

    async fn post(&self, address: &str, one: &Sending, parcel: Parcel) -> anyhow::Result<()> {
        let server = self.settings.report.mail.as_ref().context("no mail server is set")?;
        let host = self.settings.site.base_url.host_str().unwrap_or("localhost");
        let letter = Letter {
            to: address.to_owned(),
            subject: parcel.subject,
            text: parcel.text,
            files: parcel.files,
            id: format!("<report-{}-{}@{host}>", one.due.0, hex::encode(address)),
        };
        Ok(mail::send(server, &letter).await?)
    }

    async fn call(&self, parcel: Parcel, now: Timestamp) -> anyhow::Result<()> {
        let wanted = &self.settings.report;
        let url = wanted.webhook.clone().context("no webhook is set")?;
        let body = serde_json::to_vec(&json!({ "event": "report", "report": parcel.json }))?;
        let request = Request {
            method: "POST",
            url,
            headers: Vec::new(),
            bearer: wanted.webhook_token.clone(),
            body: Some(("application/json", body)),
        };
        let answer = self.http.send(now, request).await?;
        anyhow::ensure!((200..300).contains(&answer.status), "the webhook answered {}", answer.status);
        Ok(())
    }

    pub(super) async fn send_reports(self, wall: Wall) {
        // Nothing is due more often than every minute.
        let often = 20 * POLL;
        while !self.closing.is_cancelled() {
            let sending = self.report_step(&wall, (self.clock)());
            match survived(Box::pin(sending)).await {
                Ok(Some(_)) => {}
                Ok(None) => self.rest(often).await,
                Err(broken) => {
                    tracing::error!(error = format!("{broken:#}"), "reports could not be looked after");
                    self.rest(REST).await;
                }
            }
        }
    }

    /// A loop's rest, cut short when the process is asked to stop.
    pub(super) async fn rest(&self, time: Duration) {
        tokio::select! {
            () = tokio::time::sleep(time) => {}
            () = self.closing.cancelled() => {}
        }
    }
}

fn wait(tries: u32) -> Duration {
    FIRST.saturating_mul(4_u32.saturating_pow(tries.saturating_sub(1))).min(LONGEST)
}
