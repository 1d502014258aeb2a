//! `hashwall check`: every mistake of the configuration, with its key; or, if there is none, what it says. Opens nothing,
//! calls nobody, shows no secret.

use std::io::Write;

use crate::config::{Mistakes, Settings};
use crate::domain::source::{Matching, Source};
use crate::domain::time::Timestamp;
use crate::schedule::next_run;

/// Writes the mistakes or a summary; true if there are no mistakes.
///
/// # Errors
/// `out` cannot be written.
pub fn run(loaded: Result<Settings, Mistakes>, now: Timestamp, out: &mut impl Write) -> anyhow::Result<bool> {
    let settings = match loaded {
        Ok(settings) => settings,
        Err(mistakes) => {
            writeln!(out, "{mistakes}")?;
            let count = mistakes.0.len();
            writeln!(
                out,
                "{count} {} in the configuration.",
                if count == 1 { "mistake" } else { "mistakes" }
            )?;
            return Ok(false);
        }
    };
    summary(&settings, now, out)?;
    advice(&settings, out)?;
    writeln!(out, "No mistakes in the configuration.")?;
    Ok(true)
}

fn summary(settings: &Settings, now: Timestamp, out: &mut impl Write) -> anyhow::Result<()> {
    let tags: Vec<String> = settings.site.hashtags.iter().map(|tag| format!("#{}", tag.written)).collect();
    writeln!(out, "Wall       {} ({}), {}", settings.site.title, tags.join(" "), settings.site.base_url)?;
    writeln!(out, "Listens    {}", settings.server.listen)?;
    writeln!(out, "Database   {}", settings.database())?;
    writeln!(out, "Data       {}", settings.data_dir.display())?;
    let season = if settings.campaign.is_on(now) { "on now" } else { "not on now" };
    writeln!(out, "Campaign   week {}, {season}", settings.campaign.week)?;
    for (key, origin) in &settings.secrets {
        writeln!(out, "Secret     {key} found in {origin}")?;
    }
    for host in &settings.http.allow_private {
        writeln!(out, "Private    {host} may be called although its address is private")?;
    }
    if settings.sources.is_empty() {
        writeln!(out, "Sources    none")?;
    }
    for source in &settings.sources {
        let next = next_run(&source.schedule, settings.campaign, now).to_copenhagen();
        writeln!(out, "Source     {} ({}): {}", source.id, source.network().as_str(), source.title)?;
        writeln!(out, "           reads {}", wanted(source))?;
        writeln!(out, "           right {}: {}", source.right.as_str(), source.right_note)?;
        writeln!(out, "           next run {} Danish time", next.format("%Y-%m-%d %H:%M:%S"))?;
    }
    Ok(())
}

fn wanted(source: &Source) -> String {
    let tags = |tags: &[crate::domain::hashtag::Hashtag]| {
        tags.iter().map(|tag| format!("#{}", tag.written)).collect::<Vec<_>>().join(", ")
    };
    let wanted = match &source.matching {
        Matching::Tag(wanted) => format!("posts with {}", tags(wanted)),
        Matching::TagOrWord(wanted) => format!("posts with {} or the plain word", tags(wanted)),
        Matching::All => "every post".to_owned(),
    };
    format!("{wanted}; {}", if source.trusted { "shown without a moderator" } else { "a moderator decides" })
}

/// What is no mistake and yet not fit for the public.
fn advice(settings: &Settings, out: &mut impl Write) -> anyhow::Result<()> {
    let site = &settings.site;
    let public = !matches!(site.base_url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    if site.contact.ends_with("@localhost") {
        writeln!(out, "Advice     set site.owner and site.contact before the wall is public")?;
    }
    if public && site.base_url.scheme() != "https" {
        writeln!(out, "Advice     site.base_url is not https: sign-in needs it outside this machine")?;
    }
    if public && site.accessibility_statement.is_none() {
        writeln!(out, "Advice     Danish public bodies must state site.accessibility_statement")?;
    }
    Ok(())
}
