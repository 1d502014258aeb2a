//! What the house is told, checked: plain values, ready to use.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use ipnet::IpNet;
use secrecy::ExposeSecret;
use url::Url;

use crate::domain::edition::Campaign;
use crate::domain::hashtag::Hashtag;
use crate::domain::house::House;
use crate::domain::source::Source;
use crate::domain::user::Role;
use crate::domain::wall::NamedWall;
use crate::http::HttpPolicy;
use crate::mail::MailServer;
use crate::oidc::settings::OidcSettings;
use crate::schedule::Cron;

/// Everything.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What visitors see.
    pub site: Site,
    /// How we listen.
    pub server: Server,
    /// `sqlite:…` or `postgres://…`; may hold a password, never logged.
    pub database_url: secrecy::SecretString,
    /// Where indexes (and a relative SQLite file) live.
    pub data_dir: PathBuf,
    /// How people sign in.
    pub accounts: Accounts,
    /// The identity provider, if there is one.
    pub oidc: Option<OidcSettings>,
    /// How we call others.
    pub http: HttpPolicy,
    /// When the campaign is.
    pub campaign: Campaign,
    /// How workers run.
    pub worker: Worker,
    /// What the rules are told in a database that is new.
    pub moderation: House,
    /// How requests to remove a post are dealt with.
    pub takedown: Takedown,
    /// How much one caller may ask.
    pub limits: Limits,
    /// How what visitors hand in is dealt with.
    pub submissions: Submissions,
    /// What figures are estimated with, and whether we count views.
    pub reach: Reach,
    /// The week report, sent by itself.
    pub report: Report,
    /// The built-in word lists are used beside those of `moderation`.
    pub built_in_words: bool,
    /// `tracing` filter, `info` by default.
    pub log: String,
    /// True for JSON log lines.
    pub log_json: bool,
    /// The named walls a new database begins with.
    pub walls: Vec<NamedWall>,
    /// What we collect.
    pub sources: Vec<Source>,
    /// Which secrets were found, and where, for `hashwall check`: key and origin, never the value.
    pub secrets: Vec<(String, String)>,
}

/// `[site]`.
#[derive(Clone, Debug)]
pub struct Site {
    /// `Ledelsesugen`.
    pub title: String,
    /// One line under the title.
    pub tagline: String,
    /// The hashtags of the wall, first the one that is shown.
    pub hashtags: Vec<Hashtag>,
    /// Views are counted, see [`Reach::count_views`].
    pub count_views: bool,
    /// Everybody may see figures at `/tal`, see [`Reach::public_page`].
    pub public_figures: bool,
    /// Where the wall is reached from outside; a path in it has no trailing slash.
    pub base_url: Url,
    /// Who runs it, for the footer and the privacy page.
    pub owner: String,
    /// Where to write.
    pub contact: String,
    /// Accessibility statement, if there is one.
    pub accessibility_statement: Option<Url>,
    /// `da` or `en`: the language of a visitor who asks for neither.
    pub language: String,
    /// Posts on the first page.
    pub page_size: usize,
    /// The WebSub hub that our feeds name and that is told of changes; `[outputs]`.
    pub websub_hub: Option<Url>,
    /// How long what visitors hand in is kept, if they may hand something in; `[submissions]`.
    pub submissions: Option<Duration>,
}

/// `[server]`.
#[derive(Clone, Debug)]
pub struct Server {
    /// Address and port.
    pub listen: SocketAddr,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Addresses that may read `/metrics`.
    pub metrics_from: Vec<IpNet>,
    /// Origins that may frame the widget; empty = any.
    pub frame_ancestors: Vec<String>,
    /// How long a session lasts.
    pub session_hours: u32,
    /// How long open requests may take to end at shutdown.
    pub drain: Duration,
}

impl Settings {
    /// The kind of database and where it is; of its URL no more than may be shown.
    pub fn database(&self) -> String {
        let url = self.database_url.expose_secret();
        match url.strip_prefix("sqlite:") {
            Some(file) => format!("SQLite, {file}"),
            None => {
                let url = Url::parse(url).ok();
                let host = url.as_ref().and_then(Url::host_str).unwrap_or("a local socket").to_owned();
                let port =
                    url.as_ref().and_then(Url::port).map(|port| format!(":{port}")).unwrap_or_default();
                format!("PostgreSQL on {host}{port}")
            }
        }
    }
}

impl Server {
    /// True if `peer` may read `/metrics`.
    pub fn may_read_metrics(&self, peer: IpAddr) -> bool {
        self.metrics_from.iter().any(|net| net.contains(&peer))
    }
}

/// `[accounts]`.
#[derive(Clone, Debug)]
pub struct Accounts {
    /// A session that is not used for so long ends.
    pub idle: Duration,
    /// Roles that must have a second factor.
    pub second_factor: Vec<Role>,
}

/// `[limits]`: requests a minute, as many of them at once; 0 = no limit.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Of one address; an IPv6 network of /64 is one.
    pub per_address: u32,
    /// Of one key.
    pub per_key: u32,
}

/// `[takedown]`.
#[derive(Clone, Debug)]
pub struct Takedown {
    /// A request of the author or of somebody pictured hides the post until it is answered.
    pub hide_at_once: bool,
    /// Posts hidden so in an hour; later requests wait for a moderator.
    pub hides_per_hour: u64,
    /// Requests taken in an hour, of everybody together.
    pub requests_per_hour: u64,
    /// After this long an open request is overdue; what people are told they may wait.
    pub answer_within: Duration,
    /// This long after the answer, the person's words and contact are blanked.
    pub forget_after: Duration,
}

/// `[submissions]`.
#[derive(Clone, Debug)]
pub struct Submissions {
    /// Visitors may hand something in.
    pub open: bool,
    /// Submissions taken in an hour, of everybody together.
    pub per_hour: u64,
    /// How long what was handed in is kept.
    pub keep: Duration,
    /// Private hosts whose pages visitors may have looked at. Empty in production.
    pub allow_private: Vec<String>,
}

/// `[reach]`.
#[derive(Clone, Debug)]
pub struct Reach {
    /// By what part of the potential reach a range is estimated.
    pub estimate: crate::domain::figures::Estimate,
    /// Loads, cards seen, click-outs and searches are counted, in sums by the hour alone.
    pub count_views: bool,
    /// Everybody may see the harmless part.
    pub public_page: bool,
}

impl Reach {
    /// What the public page estimates with; `None` where it is off.
    pub fn public_figures(&self) -> Option<std::sync::Arc<crate::domain::figures::Estimate>> {
        self.public_page.then(|| std::sync::Arc::new(self.estimate.clone()))
    }
}

/// `[worker]`.
#[derive(Clone, Debug)]
pub struct Worker {
    /// Sources collected at the same time by one process.
    pub parallel: usize,
    /// How long a run may take before its lease ends.
    pub lease: Duration,
    /// A run starts up to this much after its scheduled time, so that many sources do not start together.
    pub jitter: Duration,
    /// Longest wait between two tries of a failing source.
    pub max_backoff: Duration,
    /// How often a post younger than six hours is checked at its source; older ones proportionally less.
    pub recheck: Duration,
    /// How often storage limits are enforced; at most an hour.
    pub purge_every: Duration,
}

/// `[report]`.
#[derive(Clone, Debug)]
pub struct Report {
    /// When it is due.
    pub schedule: Cron,
    /// Of the campaign's latest week; else of the last seven days.
    pub week: bool,
    /// `da` or `en`.
    pub language: String,
    /// Authors are named.
    pub names: bool,
    /// Who gets it by mail.
    pub mail_to: Vec<String>,
    /// Who is called with it.
    pub webhook: Option<Url>,
    /// Sent to the webhook as `Authorization: Bearer`.
    pub webhook_token: Option<secrecy::SecretString>,
    /// Where mail is handed in; there where there is somebody to write to.
    pub mail: Option<MailServer>,
}

impl Report {
    /// The places it goes to, as the store calls them. A webhook's address may hold a secret: its host alone is kept.
    pub fn targets(&self) -> Vec<String> {
        let webhook = self.webhook.as_ref().and_then(Url::host_str).map(|host| format!("webhook:{host}"));
        self.mail_to.iter().map(|address| format!("mail:{address}")).chain(webhook).collect()
    }
}
