//! Written by the house.
