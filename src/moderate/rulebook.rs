//! Everything the rules are told: the house's settings and the moderators' own rules, made ready once.

use super::folding::Listed;
use super::mistake::Mistake;
use super::own::Own;
use super::words::listed;
use crate::domain::hashtag::fold;
use crate::domain::house::House;
use crate::domain::rule::Rule;

/// The rules in force at one moment.
#[derive(Clone, Debug, Default)]
pub struct Rulebook {
    /// Words and phrases that hold a post; compared folded, as whole words.
    pub hold_words: Vec<Listed>,
    /// Words and phrases that reject a post.
    pub reject_words: Vec<Listed>,
    /// Authors that are always approved: native id, or `network:handle`.
    pub trusted_authors: Vec<String>,
    /// Authors that are always rejected, in the same form.
    pub blocked_authors: Vec<String>,
    /// Organisations whose own sources are shown at once, folded.
    pub trusted_organisations: Vec<String>,
    /// Sectors of such organisations.
    pub trusted_sectors: Vec<String>,
    /// Approved posts an author needs before new ones are approved by themselves; 0 = never.
    pub approve_after: u64,
    /// Everything no rule approves or rejects is held rather than pending.
    pub hold_everything: bool,
    /// Authors without an approved post are held rather than pending.
    pub hold_new_authors: bool,
    /// The flood guard holds them for the time being.
    pub flooded: bool,
    /// Posts of one author within an hour; 0 = no cap.
    pub author_per_hour: u64,
    /// Posts of one organisation within an hour; 0 = no cap.
    pub organisation_per_hour: u64,
    /// Cues for health, union matters and children hold a post.
    pub sensitive: bool,
    /// The moderators' rules that are switched on, in their order.
    pub own: Vec<Own>,
}

impl Rulebook {
    /// Makes settings and rules ready; rules that are off are left out. `flooded` is the flood guard's word.
    ///
    /// # Errors
    /// The first rule that cannot be used, by its name.
    pub fn new(house: &House, rules: &[Rule], flooded: bool) -> Result<Self, (String, Vec<Mistake>)> {
        let on = rules.iter().filter(|rule| rule.enabled);
        let own = on.map(|rule| Own::new(rule).map_err(|mistakes| (rule.name.clone(), mistakes)));
        Ok(Self { own: own.collect::<Result<_, _>>()?, flooded, ..Self::of_house(house) })
    }

    /// The settings alone.
    pub fn of_house(house: &House) -> Self {
        Self {
            hold_words: listed(&house.hold_words),
            reject_words: listed(&house.reject_words),
            trusted_authors: house.trusted_authors.clone(),
            blocked_authors: house.blocked_authors.clone(),
            trusted_organisations: house.trusted_organisations.iter().map(|name| fold(name.trim())).collect(),
            trusted_sectors: house.trusted_sectors.clone(),
            approve_after: house.approve_after,
            hold_everything: house.hold_everything,
            hold_new_authors: house.hold_new_authors,
            flooded: false,
            author_per_hour: house.author_per_hour,
            organisation_per_hour: house.organisation_per_hour,
            sensitive: house.hold_sensitive,
            own: Vec::new(),
        }
    }
}
