//! Tests of normalising whole posts.
