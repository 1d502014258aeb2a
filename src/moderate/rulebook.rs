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
    /// The settings, as they were written.
    pub house: House,
    /// [`House::hold_words`], made ready to look for.
    pub hold_words: Vec<Listed>,
    /// [`House::reject_words`], made ready to look for.
    pub reject_words: Vec<Listed>,
    /// [`House::trusted_organisations`], folded.
    pub trusted_organisations: Vec<String>,
    /// The flood guard holds new authors for the time being.
    pub flooded: bool,
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
        Ok(Self { own: own.collect::<Result<_, _>>()?, flooded, ..Self::of_house(house.clone()) })
    }

    /// The settings alone.
    pub fn of_house(house: House) -> Self {
        Self {
            hold_words: listed(&house.hold_words),
            reject_words: listed(&house.reject_words),
            trusted_organisations: house.trusted_organisations.iter().map(|name| fold(name.trim())).collect(),
            flooded: false,
            own: Vec::new(),
            house,
        }
    }
}
