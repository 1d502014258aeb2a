//! Tests of the store: every function on both engines, one test body run twice.

mod audit;
mod concurrency;
mod crash;
mod deciding;
mod expiry;
mod flood;
mod ingest;
mod knowledge;
mod leases;
mod listing;
mod opening;
mod queue;
mod reasons;
mod rules;
mod sightings;
mod sources;
mod stepping;
mod trust;
mod unread;
mod users;
