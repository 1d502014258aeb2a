//! The networks of the demo: pages, people and feeds, and how a line of the script becomes a post on one of them.

use std::sync::Mutex;
use std::time::Duration;

use hashwall::domain::time::Clock;
use hashwall_standin::Standin;
use hashwall_standin::facebook;
use hashwall_standin::faults::Fault;
use hashwall_standin::feeds::{Format, Item, Media, Picture};
use hashwall_standin::linkedin;
use hashwall_standin::mastodon;
use serde::Deserialize;

pub const LINKEDIN_TOKEN: &str = "demo-linkedin-token";
pub const FACEBOOK_TOKEN: &str = "demo-facebook-token";
pub const FACEBOOK_SECRET: &str = "demo-facebook-secret";
const FACEBOOK_PAGE: &str = "104512998877665";
/// The app secret is not Meta's: the token dies of a changed password.
const PASSWORD_CHANGED: u32 = 460;

/// People on Mastodon: user name, name, followers.
const PEOPLE: [(&str, &str, u64); 18] = [
    ("lone", "Lone Kjær", 420),
    ("mads", "Mads Ågesen", 96),
    ("aisha", "Aisha Rahimi", 1_210),
    ("soren", "Søren Østergaard", 64),
    ("birthe", "Birthe Holm", 233),
    ("jonas", "Jonas Friis", 18),
    ("karen", "Karen Blæsbjerg", 510),
    ("amir", "Amir Haddad", 87),
    ("ulla", "Ulla Dam", 145),
    ("peter", "Peter Lund", 39),
    ("maja", "Maja Krogh", 702),
    ("henrik", "Henrik Ravn", 120),
    ("line", "Line Sørensen", 77),
    ("oluf", "Oluf Bæk", 12),
    ("signe", "Signe Aagaard", 341),
    ("thomas", "Thomas Vinther", 205),
    ("promo", "Tjen Penge Nu", 3),
    ("vred", "Vred Borger", 9),
];

/// One line of the script.
#[derive(Clone, Debug, Deserialize)]
pub struct Line {
    pub on: String,
    pub text: String,
    #[serde(default)]
    pub who: String,
    pub title: Option<String>,
    /// Alternative text of a picture.
    pub image: Option<String>,
    /// Alternative text of a video's still.
    pub video: Option<String>,
    #[serde(default)]
    pub likes: u64,
    pub lang: Option<String>,
}

/// Where a line went, for edits and deletions.
#[derive(Clone, Debug)]
pub enum Published {
    Mastodon(String),
    LinkedIn(String),
    Facebook(String),
    Feed,
}

/// The networks.
pub struct Stage {
    pub standin: Standin,
    clock: Clock,
    numbered: Mutex<u32>,
}

impl Stage {
    /// Sets everything up, without posts.
    pub fn set(standin: Standin, clock: Clock) -> Self {
        for (name, shown, followers) in PEOPLE {
            standin.mastodon.add_account(mastodon::Account::local(name, shown).followers(followers));
        }
        standin.linkedin.set_versions(&["202609"]);
        standin.linkedin.add_token(LINKEDIN_TOKEN, &linkedin::Scope::ALL);
        // A demo asks every few seconds, which a real quota would not stand.
        standin.linkedin.set_quota(linkedin::Quota { per_app: None, per_member: None });
        standin.linkedin.add_organisation(5_515_715, "Ledelsesugen", "ledelsesugen", 8_430);
        standin.linkedin.add_organisation(5_515_716, "Nordby Kommune", "nordby-kommune", 3_120);
        standin.facebook.add_page(FACEBOOK_PAGE, "Region Midtland", Some("regionmidtland"), 15_240);
        standin.facebook.grant(FACEBOOK_TOKEN, facebook::Token::Page(FACEBOOK_PAGE.to_owned()));
        standin.facebook.app_secret(FACEBOOK_SECRET, true);
        standin.mastodon.set_limits(mastodon::Limits { general: u64::MAX, paging: u64::MAX });
        standin.feeds.open("blog", "Ledelsesbloggen", Format::Rss);
        standin.feeds.open("state", "Nyheder fra Styrelsen for Ledelse", Format::Atom);
        standin.feeds.open("podcast", "Ledelse på øret", Format::Rss);
        standin.feeds.open("video", "Ledelsesugens videoer", Format::Json);
        Self { standin, clock, numbered: Mutex::new(0) }
    }

    /// Lets the networks' clock follow the real one.
    pub fn tick(&self) {
        self.standin.clock.set((self.clock)().0);
    }

    /// Publishes a line where it belongs.
    pub fn publish(&self, line: &Line) -> Published {
        match line.on.as_str() {
            "linkedin" => self.on_linkedin(line),
            "facebook" => {
                let id = self.standin.facebook.publish(FACEBOOK_PAGE, facebook_post(line));
                self.standin.facebook.set_counts(&id, line.likes, line.likes / 9, line.likes / 20);
                Published::Facebook(id)
            }
            "facebook-tagged" => {
                let post = facebook::Post::new(&line.text).tagging(FACEBOOK_PAGE, "Region Midtland");
                Published::Facebook(self.standin.facebook.tag(FACEBOOK_PAGE, post))
            }
            "mastodon" => {
                let mut status = mastodon::Status::new(&line.who, &line.text);
                if let Some(alt) = &line.image {
                    status = status.image(alt);
                }
                if let Some(language) = &line.lang {
                    status = status.language(Some(language));
                }
                let uri = self.standin.mastodon.publish(status);
                self.standin.mastodon.set_counts(&uri, line.likes, line.likes / 6, line.likes / 4);
                Published::Mastodon(uri)
            }
            feed => {
                self.standin.feeds.publish(feed, self.item(feed, line));
                Published::Feed
            }
        }
    }

    /// A slip of the pen is mended at the source.
    pub fn edit(&self, published: &Published, text: &str) {
        match published {
            Published::Mastodon(uri) => self.standin.mastodon.edit(uri, text),
            Published::LinkedIn(urn) => self.standin.linkedin.edit(urn, text),
            Published::Facebook(id) => self.standin.facebook.edit(id, text),
            Published::Feed => {}
        }
    }

    /// The author regrets.
    pub fn delete(&self, published: &Published) {
        match published {
            Published::Mastodon(uri) => self.standin.mastodon.delete(uri),
            Published::LinkedIn(urn) => self.standin.linkedin.delete(urn),
            Published::Facebook(id) => self.standin.facebook.delete(id),
            Published::Feed => {}
        }
    }

    /// Fault number `number` of the evening. Gives the sources whose token was renewed: they are paused, and an operator
    /// would start them again.
    pub fn trouble(&self, number: usize) -> &'static [&'static str] {
        let faults = &self.standin.faults;
        match number % 6 {
            0 => faults.next("/mastodon", 2, Fault::Status(502, None)),
            1 => faults.next("/feeds/state", 1, Fault::HtmlPage),
            2 => faults.next("/facebook", 1, Fault::Truncate),
            3 => self.standin.linkedin.revoke_token(LINKEDIN_TOKEN),
            4 => {
                self.standin.linkedin.restore_token(LINKEDIN_TOKEN);
                self.standin.facebook.revoke(FACEBOOK_TOKEN, PASSWORD_CHANGED);
                return &["demo-linkedin", "demo-linkedin-nordby"];
            }
            _ => {
                let page = facebook::Token::Page(FACEBOOK_PAGE.to_owned());
                self.standin.facebook.grant(FACEBOOK_TOKEN, page);
                faults.next("/feeds/blog", 1, Fault::Hang(Duration::from_secs(6)));
                return &["demo-facebook"];
            }
        }
        &[]
    }

    fn on_linkedin(&self, line: &Line) -> Published {
        let organisation = if line.who == "nordby" { "5515716" } else { "5515715" };
        let mut post = linkedin::Post::text(&line.text);
        if let Some(alt) = &line.image {
            post = post.image(alt);
        }
        let urn = self.standin.linkedin.publish(organisation, post);
        self.standin.linkedin.set_reactions(&urn, "LIKE", line.likes.cast_signed());
        Published::LinkedIn(urn)
    }

    fn item(&self, feed: &str, line: &Line) -> Item {
        let number = {
            let mut numbered = self.numbered.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            *numbered += 1;
            *numbered
        };
        let slug = format!("nr-{number}");
        let feeds = &self.standin.feeds;
        let alt = line.image.as_ref().or(line.video.as_ref());
        let media = match feed {
            "podcast" => Some(("audio/mpeg", "mp3", 1_620)),
            "video" => Some(("video/mp4", "mp4", 184)),
            _ => None,
        };
        let paragraphs = line.text.split("\n\n").map(|part| format!("<p>{part}</p>"));
        Item {
            id: format!("{feed}-{number}"),
            link: feeds.article(feed, &slug),
            title: line.title.clone().unwrap_or_default(),
            summary: line.text.split(". ").next().unwrap_or_default().to_owned(),
            html: paragraphs.collect(),
            author: String::new(),
            tags: vec!["Ledelsesugen".to_owned()],
            published: 0,
            updated: None,
            picture: alt.map(|alt| Picture { url: feeds.picture(number), alt: alt.clone() }),
            media: media.map(|(kind, end, seconds)| Media {
                url: format!("{}/{slug}.{end}", feeds.url(feed)),
                media_type: kind.to_owned(),
                seconds,
            }),
        }
    }
}

fn facebook_post(line: &Line) -> facebook::Post {
    let post = facebook::Post::new(&line.text);
    if line.image.is_some() { post.photo() } else { post }
}
