//! A query that counts so many times. tantivy's own does not say what is in it; ranking has to know.

use tantivy::Score;
use tantivy::query::{BoostWeight, EnableScoring, Query, Weight};
use tantivy::{Term, query::QueryClone};

/// A query and what its scores are multiplied by.
#[derive(Debug)]
pub(crate) struct Boosted {
    pub query: Box<dyn Query>,
    pub boost: Score,
}

impl Clone for Boosted {
    fn clone(&self) -> Self {
        Self { query: self.query.box_clone(), boost: self.boost }
    }
}

impl Query for Boosted {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let weight = self.query.weight(scoring)?;
        Ok(if scoring.is_scoring_enabled() { Box::new(BoostWeight::new(weight, self.boost)) } else { weight })
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.query.query_terms(visitor);
    }
}
