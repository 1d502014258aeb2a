//! Tests of web_desk.
