//! Tests of web_public.
