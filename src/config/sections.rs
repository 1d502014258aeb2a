//! The sections of the configuration that are not sources, one function each.

use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};
use toml::Value;

use super::reader::Section;
use super::secret;
use super::settings::{Server, Site, Submissions, Takedown, Worker};
use super::values::{
    any_text, duration, hashtag, list, listen, net, number, origin, parsed, text, truth, web_url, word,
};
use crate::domain::edition::Campaign;
use crate::domain::house::House;
use crate::domain::sector::Sector;
use crate::http::{Http, HttpPolicy};

/// `[site]`.
pub fn site(mut section: Section<'_>) -> Option<Site> {
    let title = section.required("title", text);
    let tagline = section.required("tagline", any_text);
    let hashtags = section.required("hashtags", |value| {
        let tags = list(hashtag)(value)?;
        if tags.is_empty() { Err("at least one hashtag".to_owned()) } else { Ok(tags) }
    });
    let base_url = section.required("base_url", |value| {
        let plain = web_url(value)?;
        let bare = plain.query().is_none() && plain.fragment().is_none();
        if bare { Ok(plain) } else { Err("a URL without ? and #".to_owned()) }
    });
    let owner = section.required("owner", text);
    let contact = section.required("contact", text);
    let accessibility_statement = section.optional("accessibility_statement", web_url);
    let language = section.required("language", word(&[("da", "da"), ("en", "en")]));
    let page_size = section.required("page_size", number(1, 100_usize));
    section.finish();
    let mut base_url = base_url?;
    let path = base_url.path().trim_end_matches('/').to_owned();
    base_url.set_path(&path);
    Some(Site {
        count_views: true,     // said in `[reach]`, laid in by `load`
        public_figures: false, // the same
        title: title?,
        tagline: tagline?,
        hashtags: hashtags?,
        base_url,
        owner: owner?,
        contact: contact?,
        accessibility_statement,
        language: language?.to_owned(),
        page_size: page_size?,
        websub_hub: None,
        submissions: None, // the same
    })
}

/// `[server]`.
pub fn server(mut section: Section<'_>) -> Option<Server> {
    let listen = section.required("listen", listen);
    let trusted_proxies = section.required("trusted_proxies", list(net));
    let metrics_from = section.required("metrics_from", list(net));
    let frame_ancestors = section.required("frame_ancestors", list(origin));
    let session_hours = section.required("session_hours", number(1, 720_u32));
    let drain = section.required("drain", duration("0s", "5m"));
    section.finish();
    Some(Server {
        listen: listen?,
        trusted_proxies: trusted_proxies?,
        metrics_from: metrics_from?,
        frame_ancestors: frame_ancestors?,
        session_hours: session_hours?,
        drain: drain?,
    })
}

/// `[database]`. A relative SQLite path is taken from the data folder.
pub fn database(mut section: Section<'_>, data_dir: Option<&Path>) -> Option<SecretString> {
    const EXPECTED: &str =
        "\"sqlite:hashwall.db\" or a postgres:// URL as { env = \"NAME\" } or { file = \"path\" }";
    let path = section.key("url");
    let value = section.take("url");
    let url = match &value {
        None => {
            section.book.note(&path, "nothing", EXPECTED);
            None
        }
        // A URL without a password is no secret.
        Some(Value::String(plain)) if !section.book.from_env.contains(&path) && !has_password(plain) => {
            Some(SecretString::from(plain.trim()))
        }
        Some(value) => secret::read(section.book, &path, value, true),
    };
    let book = section.book;
    section.finish();
    let url = url?;
    let text = url.expose_secret();
    if let Some(file) = text.strip_prefix("sqlite:").map(|file| file.strip_prefix("//").unwrap_or(file))
        && !file.is_empty()
    {
        let in_memory = file.starts_with(":memory:");
        let file = if in_memory { PathBuf::from(file) } else { data_dir?.join(file) };
        return Some(SecretString::from(format!("sqlite:{}", file.display())));
    }
    let postgres = url::Url::parse(text)
        .is_ok_and(|url| matches!(url.scheme(), "postgres" | "postgresql") && url.has_host());
    if postgres {
        return Some(url);
    }
    book.note(&path, "a URL of another kind", EXPECTED);
    None
}

fn has_password(text: &str) -> bool {
    match url::Url::parse(text) {
        Ok(url) => url.password().is_some() || url.query_pairs().any(|(key, _)| key == "password"),
        Err(_) => text.contains('@'),
    }
}

/// `[http]`, and the hosts that may be private by themselves: sources are checked against them even if something else
/// is wrong here. `{version}` and `{base_url}` in the user agent are filled in.
pub fn http(mut section: Section<'_>, site: Option<&Site>) -> (Option<HttpPolicy>, Option<Vec<String>>) {
    let allow_private = section.required("allow_private", list(text));
    (policy(section, site, allow_private.clone()), allow_private)
}

fn policy(
    mut section: Section<'_>,
    site: Option<&Site>,
    allow_private: Option<Vec<String>>,
) -> Option<HttpPolicy> {
    let user_agent = section.required("user_agent", |value| {
        let agent = text(value)?;
        let sendable = agent.chars().all(|c| c == ' ' || c.is_ascii_graphic());
        if sendable { Ok(agent) } else { Err("plain ASCII text".to_owned()) }
    });
    let timeout = section.required("timeout", duration("1s", "5m"));
    let max_body = section.required("max_body", number(1_000, 100_000_000_usize));
    let min_gap = section.required("min_gap", duration("0s", "1m"));
    let extra_ca = section.optional("extra_ca", text).map(PathBuf::from);
    let (book, extra_ca_key) = (section.book, section.key("extra_ca"));
    section.finish();
    let base_url = site?.base_url.as_str();
    let user_agent =
        user_agent?.replace("{version}", env!("CARGO_PKG_VERSION")).replace("{base_url}", base_url);
    let policy = HttpPolicy {
        user_agent,
        allow_private: allow_private?,
        timeout: timeout?,
        max_body: max_body?,
        min_gap: min_gap?,
        extra_ca,
    };
    // The client itself is the judge of a certificate file.
    if policy.extra_ca.is_some()
        && let Err(refused) = Http::new(policy.clone())
    {
        book.note(&extra_ca_key, refused.to_string(), "a file of certificates in PEM form");
        return None;
    }
    Some(policy)
}

/// `[campaign]`.
pub fn campaign(mut section: Section<'_>) -> Option<Campaign> {
    let week = section.required("week", number(1, 53_u32));
    let days_before = section.required("days_before", number(0, 60_u64));
    let days_after = section.required("days_after", number(0, 60_u64));
    section.finish();
    Some(Campaign { week: week?, days_before: days_before?, days_after: days_after? })
}

/// `[worker]`.
pub fn worker(mut section: Section<'_>) -> Option<Worker> {
    let parallel = section.required("parallel", number(1, 64_usize));
    let lease = section.required("lease", duration("5s", "1h"));
    let jitter = section.required("jitter", duration("0s", "15m"));
    let max_backoff = section.required("max_backoff", duration("1s", "60m"));
    let recheck = section.required("recheck", duration("1s", "15m"));
    let purge_every = section.required("purge_every", duration("1s", "1h"));
    section.finish();
    Some(Worker {
        parallel: parallel?,
        lease: lease?,
        jitter: jitter?,
        max_backoff: max_backoff?,
        recheck: recheck?,
        purge_every: purge_every?,
    })
}

/// `[moderation]`, and whether the built-in words are used.
pub fn moderation(mut section: Section<'_>) -> Option<(House, bool)> {
    let hold_words = section.required("hold_words", list(text));
    let reject_words = section.required("reject_words", list(text));
    let trusted_authors = section.required("trusted_authors", list(text));
    let blocked_authors = section.required("blocked_authors", list(text));
    let approve_after = section.required("approve_after", number(0, 1_000_u64));
    let hold_everything = section.required("hold_everything", truth);
    let trusted_organisations = section.required("trusted_organisations", list(text));
    let trusted_sectors = section.required(
        "trusted_sectors",
        list(parsed::<Sector>("one of \"stat\", \"region\", \"kommune\", \"other\"")),
    );
    let hold_new_authors = section.required("hold_new_authors", truth);
    let author_per_hour = section.required("author_per_hour", number(0, 10_000_u64));
    let organisation_per_hour = section.required("organisation_per_hour", number(0, 10_000_u64));
    let hold_sensitive = section.required("hold_sensitive", truth);
    let flood_guard = section.required("flood_guard", truth);
    let built_in = section.required("use_built_in_words", truth);
    section.finish();
    let house = House {
        hold_words: hold_words?,
        reject_words: reject_words?,
        trusted_authors: trusted_authors?,
        blocked_authors: blocked_authors?,
        trusted_organisations: trusted_organisations?,
        trusted_sectors: trusted_sectors?.into_iter().map(|sector| sector.as_str().to_owned()).collect(),
        approve_after: approve_after?,
        hold_everything: hold_everything?,
        hold_new_authors: hold_new_authors?,
        author_per_hour: author_per_hour?,
        organisation_per_hour: organisation_per_hour?,
        hold_sensitive: hold_sensitive?,
        flood_guard: flood_guard?,
    };
    Some((house, built_in?))
}

/// `[takedown]`.
pub fn takedown(mut section: Section<'_>) -> Option<Takedown> {
    let hide_at_once = section.required("hide_at_once", truth);
    let hides_per_hour = section.required("hides_per_hour", number(0, 1_000_u64));
    let requests_per_hour = section.required("requests_per_hour", number(1, 10_000_u64));
    let answer_within = section.required("answer_within", duration("1h", "30d"));
    let forget_after = section.required("forget_after", duration("1d", "365d"));
    section.finish();
    Some(Takedown {
        hide_at_once: hide_at_once?,
        hides_per_hour: hides_per_hour?,
        requests_per_hour: requests_per_hour?,
        answer_within: answer_within?,
        forget_after: forget_after?,
    })
}

/// `[submissions]`.
pub fn submissions(mut section: Section<'_>) -> Option<Submissions> {
    let open = section.required("open", truth);
    let per_hour = section.required("per_hour", number(1, 100_000_u64));
    let keep = section.required("keep", duration("1d", "3650d"));
    let allow_private = section.required("allow_private", list(text));
    section.finish();
    Some(Submissions { open: open?, per_hour: per_hour?, keep: keep?, allow_private: allow_private? })
}

/// `[log]`: the filter, and whether lines are JSON.
pub fn log(mut section: Section<'_>) -> Option<(String, bool)> {
    let filter = section.required("filter", |value| {
        let filter = text(value)?;
        tracing_subscriber::EnvFilter::try_new(&filter)
            .map(|_| filter)
            .map_err(|_| "a filter like \"info\" or \"info,hashwall::collect=debug\"".to_owned())
    });
    let json = section.required("json", truth);
    section.finish();
    Some((filter?, json?))
}
