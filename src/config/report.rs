//! `[report]`: the week report, sent by itself.

use toml::Value;

use super::reader::Section;
use super::secret;
use super::settings::Report;
use super::values::{cron, list, number, text, truth, web_url, word};
use crate::mail::{MailServer, Security, is_address};
use crate::schedule::Cron;

/// `[report]`: off without somewhere to send it.
pub fn report(mut section: Section<'_>) -> Option<Report> {
    let schedule = section.required("schedule", |value| Cron::parse(&cron(value)?));
    let days = section.required("days", word(&[("week", true), ("last-7-days", false)]));
    let language = section.required("language", word(&[("da", "da"), ("en", "en")]));
    let names = section.required("names", truth);
    let mail_to = section.required("mail_to", list(address));
    let webhook = section.optional("webhook", web_url);
    let token = secret::optional(&mut section, "webhook_token", true);
    let wanted = mail_to.as_ref().is_some_and(|to| !to.is_empty());
    let mail = mail(section.section("mail"), wanted);
    section.finish();
    Some(Report {
        schedule: schedule?,
        week: days?,
        language: language?.to_owned(),
        names: names?,
        mail_to: mail_to?,
        webhook,
        webhook_token: token,
        mail: mail?,
    })
}

/// `[report.mail]`: needed where there is somebody to write to.
fn mail(mut section: Section<'_>, wanted: bool) -> Option<Option<MailServer>> {
    let on = wanted || section.has("host");
    let host = if on { section.required("host", text) } else { section.optional("host", text) };
    let port = section.required("port", number(1, u16::MAX));
    let security = section.required(
        "security",
        word(&[("starttls", Security::StartTls), ("tls", Security::Tls), ("none", Security::Plain)]),
    );
    let user = section.optional("user", text);
    let password = secret::optional(&mut section, "password", on);
    let from = if on { section.required("from", address) } else { section.optional("from", address) };
    if user.is_some() && password.is_none() {
        section.book.note(&section.key("password"), "nothing", "a password for the user");
    }
    section.finish();
    if !on {
        return Some(None);
    }
    Some(Some(MailServer {
        host: host?,
        port: port?,
        security: security?,
        login: user.zip(password),
        from: from?,
    }))
}

fn address(value: &Value) -> Result<String, String> {
    let address = text(value)?;
    if is_address(&address) {
        Ok(address)
    } else {
        Err("an address like \"navn@kommune.example\"".to_owned())
    }
}
