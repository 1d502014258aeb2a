//! Read models fed by the event log. Each loads the *current* row of every post touched, so replaying from 0 gives the
//! same as following along.

pub mod census;
pub mod clearance;
pub mod figures;
pub mod kin;
pub mod lineage;
pub mod live;
pub mod media;
pub mod projection;
pub mod search;
pub mod shelf;
pub mod summed;
pub mod tally;
pub mod walls;
pub mod webhooks;
