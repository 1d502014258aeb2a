//! What is there: Pages, posts, media, tokens, and the day's calls.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use serde_json::{Value, json};

use super::gate::{Quota, Role};
use super::post::{Content, Post};
use crate::clock::Clock;

/// Everything.
pub struct World {
    pub organisations: HashMap<String, Organisation>,
    pub posts: BTreeMap<String, Stored>,
    pub media: HashMap<String, Medium>,
    pub tokens: HashMap<String, Token>,
    pub versions: Vec<String>,
    pub quota: Quota,
    pub shows_total: bool,
    pub batch_get: bool,
    pub media_life: Duration,
    calls: HashMap<(String, String), u32>,
    calls_day: i64,
    made: u64,
}

pub struct Organisation {
    pub id: u64,
    pub name: String,
    pub vanity_name: String,
    pub followers: u64,
    pub role: Role,
}

pub struct Stored {
    /// As the API sends it.
    pub body: Value,
    /// The author in whose list it stands.
    pub listed_by: String,
    pub reactions: BTreeMap<String, i64>,
    /// Member, text, ms.
    pub comments: Vec<(String, String, i64)>,
    /// Impressions and shares.
    pub statistics: Option<(i64, i64)>,
}

pub struct Medium {
    pub owner: String,
    pub status: String,
    pub kind: &'static str,
}

pub struct Token {
    pub scopes: Vec<super::Scope>,
    /// s since the epoch.
    pub made: i64,
    pub state: TokenState,
    pub fresh_refusals: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum TokenState {
    Live,
    Revoked,
    Expired,
}

impl World {
    pub fn new(clock: &Clock) -> Self {
        Self {
            organisations: HashMap::new(),
            posts: BTreeMap::new(),
            media: HashMap::new(),
            tokens: HashMap::new(),
            // Not every month exists.
            versions: ["202602", "202603", "202607", "202608", "202609", super::LinkedIn::VERSION]
                .map(str::to_owned)
                .to_vec(),
            quota: Quota::default(),
            shows_total: false,
            batch_get: true,
            media_life: Duration::from_secs(24 * 3600),
            calls: HashMap::new(),
            calls_day: clock.secs().div_euclid(86_400),
            made: 0,
        }
    }

    pub fn add_organisation(&mut self, id: u64, name: &str, vanity_name: &str, followers: u64) {
        let (name, vanity_name) = (name.to_owned(), vanity_name.to_owned());
        let page = Organisation { id, name, vanity_name, followers, role: Role::Administrator };
        self.organisations.insert(id.to_string(), page);
    }

    /// Counts a call; the limit's name if it is one too many. Counting starts anew at 00:00 UTC.
    pub fn count_call(&mut self, resource: &str, token: &str, now_secs: i64) -> Result<(), &'static str> {
        let day = now_secs.div_euclid(86_400);
        if day != self.calls_day {
            self.calls.clear();
            self.calls_day = day;
        }
        let limits = [("APPLICATION", "", self.quota.per_app), ("MEMBER", token, self.quota.per_member)];
        for (name, who, limit) in limits {
            let calls = self.calls.entry((resource.to_owned(), who.to_owned())).or_default();
            *calls += 1;
            if limit.is_some_and(|limit| *calls > limit) {
                return Err(name);
            }
        }
        Ok(())
    }

    /// Changes a post, if it is there.
    pub fn change(&mut self, urn: &str, change: impl FnOnce(&mut Stored)) {
        if let Some(stored) = self.posts.get_mut(urn) {
            change(stored);
        }
    }

    /// Ids are snowflakes: milliseconds in the upper bits, so 19 digits for a long time.
    fn next_id(&mut self, now_millis: i64) -> i64 {
        self.made += 1;
        (now_millis << 22) | i64::try_from(self.made % (1 << 22)).unwrap_or_default()
    }

    fn add_medium(&mut self, owner: &str, kind: &'static str, now_millis: i64) -> String {
        let id = self.next_id(now_millis);
        let urn = format!("urn:li:{kind}:D4E10AQ{id:x}_-s");
        let medium = Medium { owner: owner.to_owned(), status: "AVAILABLE".to_owned(), kind };
        self.media.insert(urn.clone(), medium);
        urn
    }

    pub fn publish(&mut self, author: &str, post: Post, now_millis: i64) -> String {
        let at = post.at_millis.unwrap_or(now_millis);
        let kind = if post.as_ugc { "ugcPost" } else { "share" };
        let urn = format!("urn:li:{kind}:{}", self.next_id(at));
        let mut body = json!({
            "id": urn, "author": author, "visibility": post.visibility, "lifecycleState": post.lifecycle_state,
            "lifecycleStateInfo": {"isEditedByAuthor": false},
            "distribution": {"feedDistribution": "MAIN_FEED", "targetEntities": [], "thirdPartyDistributionChannels": []},
            "isReshareDisabledByAuthor": false, "createdAt": at - 1334, "publishedAt": at, "lastModifiedAt": at,
        });
        if let Some(commentary) = post.commentary {
            body["commentary"] = commentary.into();
        }
        if let Some(parent) = post.reshares {
            body["reshareContext"] = json!({"parent": parent, "root": parent});
        }
        if let Some(content) = post.content {
            body["content"] = self.content(author, content, at);
        }
        let stored = Stored {
            body,
            listed_by: author.to_owned(),
            reactions: BTreeMap::new(),
            comments: Vec::new(),
            statistics: None,
        };
        self.posts.insert(urn.clone(), stored);
        urn
    }

    fn content(&mut self, author: &str, content: Content, at: i64) -> Value {
        match content {
            Content::Media { kind, alt, title } => {
                let mut media = json!({"id": self.add_medium(author, kind, at)});
                for (key, text) in [("altText", alt), ("title", title)] {
                    if !text.is_empty() {
                        media[key] = text.into();
                    }
                }
                json!({"media": media})
            }
            Content::Images(alts) => {
                let images: Vec<Value> = alts
                    .into_iter()
                    .map(|alt| json!({"id": self.add_medium(author, "image", at), "altText": alt}))
                    .collect();
                json!({"multiImage": {"images": images}})
            }
            Content::Article { source, title, description } => {
                let thumbnail = self.add_medium(author, "image", at);
                json!({"article": {"source": source, "thumbnail": thumbnail, "title": title, "description": description}})
            }
            Content::Poll { question, options } => {
                let options: Vec<Value> =
                    options.into_iter().map(|text| json!({"text": text, "voteCount": 0})).collect();
                json!({"poll": {"question": question, "options": options, "uniqueVotersCount": 0, "settings":
                    {"duration": "SEVEN_DAYS", "voteSelectionType": "SINGLE_VOTE", "isVoterVisibleToAuthor": true}}})
            }
            Content::Raw(value) => value,
        }
    }
}
