//! `[[source]]` tables: what is collected, and by what right.

use std::collections::BTreeMap;

use secrecy::SecretString;
use toml::{Table, Value};
use url::Url;

use super::reader::{Notebook, Section};
use super::secret;
use super::values::{Read, cron, digits, hashtag, list, number, parsed, text, truth, web_url, word};
use crate::domain::edition::Campaign;
use crate::domain::hashtag::Hashtag;
use crate::domain::network::Network;
use crate::domain::sector::Sector;
use crate::domain::source::{
    CalendarSettings, FacebookSettings, FeedSettings, LinkedInSettings, MastodonSettings, Matching, Right,
    Schedule, Settings, Source,
};
use crate::http::refusal;

/// What sources need from other sections.
pub struct Around {
    /// The wall's hashtags.
    pub hashtags: Vec<Hashtag>,
    /// Hosts that may be private; `None` if that list is a mistake itself, and addresses cannot be judged.
    pub allow_private: Option<Vec<String>>,
    /// When the week is; `None` if that is a mistake itself.
    pub campaign: Option<Campaign>,
    /// Schedules by network, for sources without their own.
    pub schedules: BTreeMap<Network, Schedule>,
}

/// `[schedule.<network>]`.
pub fn schedules(mut section: Section<'_>) -> BTreeMap<Network, Schedule> {
    let mut found = BTreeMap::new();
    for network in Network::COLLECTED {
        let mut own = section.section(network.as_str());
        let (quiet, campaign) = (own.required("quiet", cron), own.required("campaign", cron));
        own.finish();
        if let (Some(quiet), Some(campaign)) = (quiet, campaign) {
            found.insert(network, Schedule { quiet, campaign });
        }
    }
    section.finish();
    found
}

/// All sources that are switched on. Those switched off are checked too, but for their secrets' values.
pub fn sources(root: &mut Section<'_>, around: &Around) -> Vec<Source> {
    let book = root.book;
    let tables = match root.take("source") {
        None => Vec::new(),
        Some(Value::Array(tables)) => tables,
        Some(_) => {
            book.note(
                "source",
                "one table",
                "a list of tables: [[source]] in double brackets, once for each source",
            );
            Vec::new()
        }
    };
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut found = Vec::new();
    for (at, table) in tables.into_iter().enumerate() {
        let path = format!("source[{at}]");
        let Value::Table(table) = table else {
            book.note(&path, "something else", "a table: [[source]]");
            continue;
        };
        let id = table.get("id").and_then(Value::as_str).unwrap_or_default().to_owned(); // checked within
        if let Some(first) = seen.insert(id.clone(), at).filter(|_| !id.is_empty()) {
            book.note(&format!("{path}.id"), format!("{id:?}, as in source[{first}]"), "an id of its own");
        }
        let before = book.mistakes.borrow().len();
        found.extend(source(book, &path, table, around));
        // People know a source by its id; counting tables from 0 is for programs.
        if identifier(&Value::String(id.clone())).is_ok() {
            for mistake in &mut book.mistakes.borrow_mut()[before..] {
                mistake.key.push_str(&format!(" ({id})"));
            }
        }
    }
    found
}

fn source(book: &Notebook<'_>, path: &str, table: Table, around: &Around) -> Option<Source> {
    let mut section = Section::new(book, path, table);
    let id = section.required("id", identifier);
    let network = section.required("network", word(NETWORKS));
    let title = section.required("title", text);
    let enabled = section.optional("enabled", truth).unwrap_or(true);
    let right = section.required("right", word(RIGHTS));
    let right_note = section.required("right_note", |value| {
        text(value).map_err(|_| {
            "where that right is written down: a link, a file number, a name and a date".to_owned()
        })
    });
    let hashtags = section.optional("hashtags", list(hashtag)).unwrap_or_else(|| around.hashtags.clone());
    let how = section.optional("match", word(MATCHES)).unwrap_or(Match::Tag);
    let schedule = schedule(&mut section, network.and_then(|network| around.schedules.get(&network)));
    let trusted = section.optional("trusted", truth).unwrap_or(false);
    let organisation = section.optional("organisation", text);
    let sector =
        section.optional("sector", parsed::<Sector>("one of \"stat\", \"region\", \"kommune\", \"other\""));
    let Some(network) = network else {
        // Without its network nobody knows which other keys are right; the one mistake is told.
        return None;
    };
    let mut own = Own { section: &mut section, around, enabled };
    let settings = match network {
        Network::Feed => own.feed().map(Settings::Feed),
        Network::LinkedIn => own.linkedin().map(Settings::LinkedIn),
        Network::Facebook => own.facebook().map(Settings::Facebook),
        Network::Mastodon => own.mastodon().map(Settings::Mastodon),
        Network::Calendar => own.calendar().map(Settings::Calendar),
        // Handed in, never collected: the word is not among those that are read above.
        Network::Submitted => None,
    };
    section.finish();
    let source = Source {
        id: id?,
        title: title?,
        right: right?,
        right_note: right_note?,
        matching: match how {
            Match::Tag => Matching::Tag(hashtags),
            Match::TagOrWord => Matching::TagOrWord(hashtags),
            Match::All => Matching::All,
        },
        schedule: schedule?,
        trusted,
        organisation,
        sector,
        settings: settings?,
    };
    enabled.then_some(source)
}

const NETWORKS: &[(&str, Network)] = &[
    (Network::LinkedIn.as_str(), Network::LinkedIn),
    (Network::Facebook.as_str(), Network::Facebook),
    (Network::Mastodon.as_str(), Network::Mastodon),
    (Network::Feed.as_str(), Network::Feed),
    (Network::Calendar.as_str(), Network::Calendar),
];
const RIGHTS: &[(&str, Right)] = &[
    (Right::OwnPage.as_str(), Right::OwnPage),
    (Right::WrittenConsent.as_str(), Right::WrittenConsent),
    (Right::PublicApi.as_str(), Right::PublicApi),
    (Right::Licence.as_str(), Right::Licence),
];

#[derive(Clone, Copy)]
enum Match {
    Tag,
    TagOrWord,
    All,
}

const MATCHES: &[(&str, Match)] =
    &[("tag", Match::Tag), ("tag-or-word", Match::TagOrWord), ("all", Match::All)];

fn identifier(value: &Value) -> Read<String> {
    let id = value.as_str().filter(|id| {
        (1..=40).contains(&id.len())
            && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    });
    id.map(str::to_owned).ok_or_else(|| "1 to 40 of the characters a-z, 0-9 and -".to_owned())
}

/// A source's own schedule: the network's, with `quiet` or `campaign` or both of its own.
fn schedule(section: &mut Section<'_>, of_network: Option<&Schedule>) -> Option<Schedule> {
    if !section.has("schedule") {
        section.take("schedule"); // known, though absent
        return of_network.cloned();
    }
    let mut own = section.section("schedule");
    let (quiet, campaign) = (own.optional("quiet", cron), own.optional("campaign", cron));
    own.finish();
    Some(Schedule {
        quiet: quiet.or_else(|| of_network.map(|schedule| schedule.quiet.clone()))?,
        campaign: campaign.or_else(|| of_network.map(|schedule| schedule.campaign.clone()))?,
    })
}

/// A source's keys that only its network knows.
struct Own<'s, 'b> {
    section: &'s mut Section<'b>,
    around: &'s Around,
    enabled: bool,
}

impl Own<'_, '_> {
    fn feed(&mut self) -> Option<FeedSettings> {
        let url = self.section.required("url", |value| self.around.callable(value, false));
        let full_text = self.section.optional("full_text", truth).unwrap_or(false);
        Some(FeedSettings { url: url?.into(), full_text })
    }

    fn calendar(&mut self) -> Option<CalendarSettings> {
        let url = self.section.required("url", |value| {
            // What calendar programs write for https.
            let https = value.as_str().and_then(|text| text.trim().strip_prefix("webcal://"));
            let plain = https.map(|rest| Value::String(format!("https://{rest}")));
            self.around.callable(plain.as_ref().unwrap_or(value), false)
        });
        let follow = self.section.optional("follow", |value| {
            let path = text(value).ok().filter(|path| path.starts_with('/') && path.len() > 1);
            path.ok_or_else(|| "how the paths of the happenings' pages begin, like \"/kalender/\"".to_owned())
        });
        let days = number(0, 60_u64);
        let before = self.section.optional("days_before", &days);
        let after = self.section.optional("days_after", &days);
        let campaign = self.around.campaign?;
        let campaign = Campaign {
            days_before: before.unwrap_or(campaign.days_before),
            days_after: after.unwrap_or(campaign.days_after),
            ..campaign
        };
        Some(CalendarSettings { url: url?.into(), follow, campaign })
    }

    fn linkedin(&mut self) -> Option<LinkedInSettings> {
        let api = self.base("api", "https://api.linkedin.com", true);
        let organization = self.section.required("organization", digits);
        let version = self.section.required("version", linkedin_version);
        let token = self.secret("token");
        let acknowledged =
            self.section.required("acknowledge_linkedin_rules", |value| match value.as_bool() {
                Some(true) => Ok(()),
                _ => Err("true, once LinkedIn's display and storage rules were read: they are told in \
                      config/default.toml above its example of a LinkedIn source"
                    .to_owned()),
            });
        let keep_days = self.section.optional("keep_days", number(1, 180_u32)).unwrap_or(180);
        let activity_hours = self.section.optional("activity_hours", number(1, 48_u32)).unwrap_or(48);
        let profile_hours = self.section.optional("profile_hours", number(1, 24_u32)).unwrap_or(24);
        acknowledged?;
        Some(LinkedInSettings {
            api: api?,
            organization: organization?,
            version: version?,
            token: token?,
            keep_days,
            activity_hours,
            profile_hours,
        })
    }

    fn facebook(&mut self) -> Option<FacebookSettings> {
        let api = self.base("api", "https://graph.facebook.com", true);
        let version = self.section.required("version", graph_version);
        let page = self.section.required("page", digits);
        let token = self.secret("token");
        let app_secret = secret::optional(self.section, "app_secret", self.enabled);
        let tagged = self.section.optional("tagged", truth).unwrap_or(false);
        Some(FacebookSettings {
            api: api?,
            version: version?,
            page: page?,
            token: token?,
            app_secret,
            tagged,
        })
    }

    fn mastodon(&mut self) -> Option<MastodonSettings> {
        let with_token = self.section.has("token");
        let server = self.section.required("server", |value| self.around.callable(value, with_token));
        let tag = self.section.required("tag", hashtag);
        let token = secret::optional(self.section, "token", self.enabled);
        Some(MastodonSettings { server: server.map(without_slash)?, tag: tag?.written, token })
    }

    fn secret(&mut self, key: &'static str) -> Option<SecretString> {
        secret::required(self.section, key, self.enabled)
    }

    /// The base of an API, without a slash at its end.
    fn base(&mut self, key: &'static str, usual: &str, with_token: bool) -> Option<String> {
        if !self.section.has(key) {
            self.section.take(key); // known, though absent
            return Some(usual.to_owned());
        }
        self.section.optional(key, |value| self.around.callable(value, with_token)).map(without_slash)
    }
}

impl Around {
    /// A URL the outbound client would not refuse at first sight.
    fn callable(&self, value: &Value, with_token: bool) -> Read<Url> {
        let url = web_url(value)?;
        let why = self.allow_private.as_ref().and_then(|allowed| refusal(&url, with_token, allowed));
        match why {
            None => Ok(url),
            Some(why) => Err(format!("an address that may be called ({why}; see http.allow_private)")),
        }
    }
}

fn without_slash(url: Url) -> String {
    url.as_str().trim_end_matches('/').to_owned()
}

/// LinkedIn's versions are months; which months exist changes, so only the form is checked.
fn linkedin_version(value: &Value) -> Read<String> {
    let version = digits(value).unwrap_or_default(); // refused below
    let month = version.get(4..6).and_then(|month| month.parse::<u8>().ok());
    let proper =
        version.len() == 6 && version.starts_with("20") && month.is_some_and(|m| (1..=12).contains(&m));
    if proper { Ok(version) } else { Err("a year and month in six digits, like \"202609\"".to_owned()) }
}

fn graph_version(value: &Value) -> Read<String> {
    let version = text(value).unwrap_or_default(); // refused below
    let numbers = version.strip_prefix('v').and_then(|numbers| numbers.split_once('.'));
    let number =
        |text: &str| !text.is_empty() && text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_digit());
    let proper = numbers.is_some_and(|(major, minor)| number(major) && number(minor));
    if proper { Ok(version) } else { Err("a Graph API version, like \"v26.0\"".to_owned()) }
}
