//! Taking what a visitor (or a program with a key) hands in: read, looked at, judged, stored. It waits for a person whatever
//! the rules would approve; what they hold or reject is held or rejected.

use tokio::sync::Semaphore;

use super::address::{self, Address, NoAddress};
use super::preview::{Look, look};
use crate::collect::aside::aside;
use crate::config::settings::Submissions;
use crate::domain::post::{Keep, State};
use crate::domain::submission::Declaration;
use crate::domain::time::Timestamp;
use crate::domain::verdict::Verdict;
use crate::http::Http;
use crate::moderate;
use crate::rules::Rules;
use crate::store::db::{Db, StoreError};
use crate::store::posts;
use crate::store::submissions::{self, Filed};

/// Characters of somebody's own words; of another's, which are quoted.
pub const LONGEST_OWN: usize = 3_000;
/// See [`LONGEST_OWN`].
pub const LONGEST_QUOTE: usize = 500;
/// Characters of a name.
pub const LONGEST_NAME: usize = 120;
/// Characters of what is pasted as an address.
pub const LONGEST_ADDRESS: usize = 2_000;
/// Pages that are looked at at the same time; further ones are taken without a look.
const LOOKS: usize = 6;

static LOOKING: Semaphore = Semaphore::const_new(LOOKS);

/// What is handed in, as it was typed.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The address of a public post; may be empty.
    pub address: String,
    /// Their words, or the post's; may be empty where the page tells.
    pub words: String,
    /// Who wrote it; may be empty.
    pub name: String,
    /// What they declared.
    pub declaration: Declaration,
}

/// Why something is not taken, in a word the message files know (`submit-wrong-…`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Neither an address nor words.
    Nothing,
    /// The address cannot be read as one.
    NoAddress,
    /// It leads into somebody's own network.
    Private,
    /// There is no such page.
    Gone,
    /// Words without an address that are not their own.
    NotOwn,
    /// The page tells nothing: words are needed.
    NoWords,
    /// Too many characters.
    Long,
}

impl Refusal {
    /// The end of its message's key.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::NoAddress => "address",
            Self::Private => "private",
            Self::Gone => "gone",
            Self::NotOwn => "not-own",
            Self::NoWords => "no-words",
            Self::Long => "long",
        }
    }
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// What the store says.
    Filed(Filed),
    /// It is not taken, and nothing is stored.
    Refused(Refusal),
}

/// What taking needs.
pub struct Intake<'a> {
    /// The store.
    pub db: &'a Db,
    /// The rules in force.
    pub rules: &'a Rules,
    /// The outbound client.
    pub http: &'a Http,
    /// Hosts that may be private, as the client is told.
    pub allow_private: &'a [String],
    /// `[submissions]`.
    pub settings: &'a Submissions,
}

impl Intake<'_> {
    /// Takes it. The same `token_hash` again is the same submission.
    ///
    /// # Errors
    /// Database.
    pub async fn take(&self, token_hash: &str, offer: &Offer, now: Timestamp) -> Result<Taken, StoreError> {
        let mut address = match checked(offer, self.allow_private) {
            Ok(address) => address,
            Err(refusal) => return Ok(Taken::Refused(refusal)),
        };
        // What is known is neither fetched again nor counted.
        if let Some(known) = submissions::known(self.db, token_hash, address.as_ref().map(known_by)).await? {
            return Ok(Taken::Filed(known));
        }
        let looked = match &address {
            Some(address) if address.readable => self.looked(address, now).await,
            _ => Look::Silent,
        };
        let meta = match looked {
            Look::Read(meta) => Some(meta),
            Look::Silent => None,
            // A short address of a network's post is that post: one, whoever brings it by which address. What leads to a
            // network's sign-in is not.
            Look::Elsewhere(url) => {
                let led = address::read(url.as_str(), self.allow_private).ok();
                if let Some(led) = led.filter(|led| led.native_id != led.url.as_str()) {
                    if let Some(known) = submissions::known(self.db, token_hash, Some(known_by(&led))).await?
                    {
                        return Ok(Taken::Filed(known));
                    }
                    address = Some(led);
                }
                None
            }
            Look::Gone => return Ok(Taken::Refused(Refusal::Gone)),
            Look::Private => return Ok(Taken::Refused(Refusal::Private)),
        };
        if meta.is_none() && offer.words.trim().is_empty() {
            return Ok(Taken::Refused(Refusal::NoWords));
        }
        let keep = Keep { content_until: Some(now.plus(self.settings.keep)), author_until: None };
        let made = aside(|| super::draft::of(offer, address.as_ref(), meta.as_deref(), keep, now));
        let Ok(draft) = made else { return Ok(Taken::Refused(Refusal::NoWords)) };
        let known = posts::knowledge(self.db, std::slice::from_ref(&draft), false, now).await?;
        let book = self.rules.refresh(self.db).await?;
        let verdict = known.first().and_then(|known| aside(|| moderate::judge(&draft, known, &book)));
        let verdict = verdict.filter(|verdict: &Verdict| verdict.state != State::Approved);
        let bounds = submissions::Bounds { per_hour: self.settings.per_hour };
        let filed =
            submissions::file(self.db, token_hash, &offer.declaration, &draft, verdict.as_ref(), bounds, now)
                .await?;
        Ok(Taken::Filed(filed))
    }

    async fn looked(&self, address: &Address, now: Timestamp) -> Look {
        match LOOKING.try_acquire() {
            Ok(_turn) => look(self.http, &address.url, now).await,
            Err(_many) => Look::Silent,
        }
    }
}

fn known_by(address: &Address) -> submissions::Link<'_> {
    submissions::Link { network: address.network, native_id: &address.native_id, url: address.url.as_str() }
}

/// The address, if there is one, and whether the rest makes sense beside it.
fn checked(offer: &Offer, allow_private: &[String]) -> Result<Option<Address>, Refusal> {
    let (pasted, words) = (offer.address.trim(), offer.words.trim());
    let most = if offer.declaration.own { LONGEST_OWN } else { LONGEST_QUOTE };
    let long = |text: &str, most: usize| text.chars().nth(most).is_some();
    if long(pasted, LONGEST_ADDRESS) || long(words, most) || long(offer.name.trim(), LONGEST_NAME) {
        return Err(Refusal::Long);
    }
    if pasted.is_empty() {
        return match (words.is_empty(), offer.declaration.own) {
            (true, _) => Err(Refusal::Nothing),
            (false, true) => Ok(None),
            (false, false) => Err(Refusal::NotOwn),
        };
    }
    address::read(pasted, allow_private).map(Some).map_err(|why| match why {
        NoAddress::Unreadable => Refusal::NoAddress,
        NoAddress::Private => Refusal::Private,
    })
}
