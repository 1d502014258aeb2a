//! A source as configured: one account, page, tag or feed we collect from, and by what right.

use secrecy::SecretString;

use super::edition::Campaign;
use super::hashtag::Hashtag;
use super::network::Network;
use super::sector::Sector;
use super::time::Timestamp;

/// By what right a source is read; stated in configuration, shown on the sources page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    /// The operator's own page or feed.
    OwnPage,
    /// A partner's written consent.
    WrittenConsent,
    /// A public API whose terms allow it.
    PublicApi,
    /// A licence on the content.
    Licence,
}

impl Right {
    /// The word used in configuration and message files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OwnPage => "own-page",
            Self::WrittenConsent => "written-consent",
            Self::PublicApi => "public-api",
            Self::Licence => "licence",
        }
    }
}

/// Which of a source's posts are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Matching {
    /// Those that carry one of the hashtags, in text or structure.
    Tag(Vec<Hashtag>),
    /// Those that carry one of the hashtags, or name it as a plain word.
    TagOrWord(Vec<Hashtag>),
    /// Every post of the source.
    All,
}

/// When a source is collected. Times are Danish.
#[derive(Clone, Debug)]
pub struct Schedule {
    /// Cron expression outside the campaign.
    pub quiet: String,
    /// Cron expression during the campaign.
    pub campaign: String,
}

/// One configured source.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its key in configuration, the database, URLs and metrics: `a-z0-9-`.
    pub id: String,
    /// For people.
    pub title: String,
    /// By what right it is read.
    pub right: Right,
    /// Where that right is written down: a link, a file number, a name and date.
    pub right_note: String,
    /// Which posts are wanted.
    pub matching: Matching,
    /// When it is collected.
    pub schedule: Schedule,
    /// Its posts are shown without waiting for a moderator.
    pub trusted: bool,
    /// The organisation its posts belong to, if one.
    pub organisation: Option<String>,
    /// That organisation's sector, where the data in `config/sectors.toml` does not know it.
    pub sector: Option<Sector>,
    /// What the network needs to know.
    pub settings: Settings,
}

impl Source {
    /// The network it reads.
    pub fn network(&self) -> Network {
        match self.settings {
            Settings::Feed(_) => Network::Feed,
            Settings::LinkedIn(_) => Network::LinkedIn,
            Settings::Facebook(_) => Network::Facebook,
            Settings::Mastodon(_) => Network::Mastodon,
            Settings::Calendar(_) => Network::Calendar,
        }
    }
}

/// What each network needs to know of a source.
#[derive(Clone, Debug)]
pub enum Settings {
    /// RSS, Atom, JSON Feed, or a web page that links to one.
    Feed(FeedSettings),
    /// A LinkedIn organisation page.
    LinkedIn(LinkedInSettings),
    /// A Facebook Page.
    Facebook(FacebookSettings),
    /// A hashtag on a Mastodon server.
    Mastodon(MastodonSettings),
    /// A calendar.
    Calendar(CalendarSettings),
}

/// Settings of a feed.
#[derive(Clone, Debug)]
pub struct FeedSettings {
    /// The feed, or a web page that announces one by `<link rel="alternate">`.
    pub url: String,
    /// True if the whole text may be shown; otherwise title, an excerpt of 300 characters and the link.
    pub full_text: bool,
}

/// Settings of a LinkedIn organisation.
#[derive(Clone, Debug)]
pub struct LinkedInSettings {
    /// Base of the API, `https://api.linkedin.com` unless it is a stand-in.
    pub api: String,
    /// Numeric organisation id.
    pub organization: String,
    /// `LinkedIn-Version` header, `YYYYMM`. Never defaulted to the current month: not every month exists.
    pub version: String,
    /// OAuth access token with `r_organization_social`.
    pub token: SecretString,
    /// Days an organisation's own posts are kept (LinkedIn's storage rules: about six months).
    pub keep_days: u32,
    /// Hours members' activity (engagement) is kept; LinkedIn's limit is 48.
    pub activity_hours: u32,
    /// Hours other members' profile data is kept; LinkedIn's limit is 24.
    pub profile_hours: u32,
}

/// Settings of a Facebook Page.
#[derive(Clone, Debug)]
pub struct FacebookSettings {
    /// Base of the API, `https://graph.facebook.com` unless it is a stand-in.
    pub api: String,
    /// Graph API version, `v26.0`.
    pub version: String,
    /// Numeric Page id.
    pub page: String,
    /// Page or system-user token.
    pub token: SecretString,
    /// App secret, for `appsecret_proof`; optional unless the app demands it.
    pub app_secret: Option<SecretString>,
    /// Also read posts of others that tag the Page.
    pub tagged: bool,
}

/// Settings of a Mastodon hashtag.
#[derive(Clone, Debug)]
pub struct MastodonSettings {
    /// Base of the server, `https://mastodon.social`.
    pub server: String,
    /// Hashtag without `#`.
    pub tag: String,
    /// Access token, needed only where the server closed its public timelines.
    pub token: Option<SecretString>,
}

/// Settings of a calendar.
#[derive(Clone, Debug)]
pub struct CalendarSettings {
    /// An iCalendar feed, or a web page with schema.org Event markup.
    pub url: String,
    /// Of a web page that lists happenings: links to pages of this host whose path begins so are read, too.
    pub follow: Option<String>,
    /// The week, and the days around it, whose entries are wanted.
    pub campaign: Campaign,
}

/// A stored post that is due for a check at its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The network's id.
    pub native_id: String,
    /// The original link.
    pub url: String,
    /// When it was published.
    pub published_at: Timestamp,
}
