//! `hashwall check`: every mistake of the configuration, with its key.
