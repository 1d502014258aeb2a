//! Tests of mastodon.
