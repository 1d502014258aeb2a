//! Tests of moderate.
