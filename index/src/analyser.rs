//! Danish text → terms.
