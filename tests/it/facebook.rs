//! Tests of facebook.
