//! From texts and environment to [`Settings`], or to every mistake in them.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::layers::lay;
use super::mistake::{Mistake, Mistakes};
use super::reach;
use super::reader::{Notebook, Section};
use super::settings::{Settings, Site};
use super::sources::{Around, schedules, sources};
use super::values::text;
use super::walls::walls;
use super::{accounts, outputs, report, sections};
use crate::moderate::words::words;

/// What holds unless it is said otherwise; every key with its comment.
pub const DEFAULT: &str = include_str!("../../config/default.toml");

/// Reads the default, a file if one is given, and the environment.
///
/// # Errors
/// Every mistake found.
pub fn load(file: Option<&Path>, env: &BTreeMap<String, String>) -> Result<Settings, Mistakes> {
    let Some(path) = file else { return from_layers(&[], env) };
    match std::fs::read_to_string(path) {
        Ok(text) => from_layers(&[(&path.display().to_string(), &text)], env),
        Err(broken) => Err(Mistakes(vec![Mistake {
            key: path.display().to_string(),
            found: broken.to_string(),
            expected: "a configuration file that can be read".to_owned(),
        }])),
    }
}

/// Reads the default, these texts over it, and the environment: for the demo and for tests.
///
/// # Errors
/// Every mistake found.
pub fn from_toml_texts(texts: &[&str], env: &BTreeMap<String, String>) -> Result<Settings, Mistakes> {
    let named: Vec<_> = texts.iter().map(|text| ("configuration", *text)).collect();
    from_layers(&named, env)
}

fn from_layers(texts: &[(&str, &str)], env: &BTreeMap<String, String>) -> Result<Settings, Mistakes> {
    let mut all = vec![("config/default.toml", DEFAULT)];
    all.extend_from_slice(texts);
    let layers = lay(&all, env)?;
    let book = Notebook {
        mistakes: RefCell::default(),
        secrets: RefCell::default(),
        from_env: &layers.from_env,
        env,
    };
    let settings = read(Section::new(&book, "", layers.table));
    let (mistakes, secrets) = (book.mistakes.into_inner(), book.secrets.into_inner());
    match settings {
        Some(settings) if mistakes.is_empty() => Ok(Settings { secrets, ..settings }),
        _ => Err(Mistakes(mistakes)),
    }
}

/// Reads everything before it gives up on anything.
fn read(mut root: Section<'_>) -> Option<Settings> {
    let data_dir = root.required("data_dir", text).map(PathBuf::from);
    let site = sections::site(root.section("site"));
    let server = sections::server(root.section("server"));
    let database_url = sections::database(root.section("database"), data_dir.as_deref());
    let (http, allow_private) = sections::http(root.section("http"), site.as_ref());
    let people = accounts::accounts(root.section("accounts"));
    let oidc = accounts::oidc(root.section("oidc"));
    let campaign = sections::campaign(root.section("campaign"));
    let worker = sections::worker(root.section("worker"));
    let moderation = sections::moderation(root.section("moderation"));
    let takedown = sections::takedown(root.section("takedown"));
    let websub_hub = outputs::outputs(root.section("outputs"));
    let limits = outputs::limits(root.section("limits"));
    let submissions = sections::submissions(root.section("submissions"));
    let reach = reach::reach(root.section("reach"));
    let report = report::report(root.section("report"));
    let log = sections::log(root.section("log"));
    let around = Around {
        hashtags: site.as_ref().map(|site| site.hashtags.clone()).unwrap_or_default(), // a mistake by now
        allow_private,
        campaign,
        schedules: schedules(root.section("schedule")),
    };
    let walls = walls(&mut root);
    let sources = sources(&mut root, &around);
    root.finish();
    let ((mut moderation, built_in_words), (log, log_json)) = (moderation?, log?);
    if built_in_words {
        moderation.hold_words.extend(words().hold.iter().cloned());
        moderation.reject_words.extend(words().reject.iter().cloned());
    }
    Some(Settings {
        site: Site {
            websub_hub: websub_hub?,
            count_views: reach.as_ref().is_some_and(|reach| reach.count_views),
            submissions: submissions.as_ref().filter(|taken| taken.open).map(|taken| taken.keep),
            public_figures: reach.as_ref().is_some_and(|reach| reach.public_page),
            ..site?
        },
        server: server?,
        database_url: database_url?,
        data_dir: data_dir?,
        http: http?,
        accounts: people?,
        oidc: oidc?,
        campaign: campaign?,
        worker: worker?,
        takedown: takedown?,
        limits: limits?,
        submissions: submissions?,
        reach: reach?,
        report: report?,
        moderation,
        built_in_words,
        log,
        log_json,
        walls,
        sources,
        secrets: Vec::new(),
    })
}
