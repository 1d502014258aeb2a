//! `hashwall inspect`: why something was read as it was.
