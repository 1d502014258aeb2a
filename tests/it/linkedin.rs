//! Tests of linkedin.
