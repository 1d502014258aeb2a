-- The API's keys, webhooks out and what was delivered, and what a hub of our feeds was told.

CREATE TABLE api_keys (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,              -- the log names it for good, so it is never given again
    hash TEXT NOT NULL UNIQUE,              -- SHA-256 of 256 random bits; the key itself is nowhere
    scopes TEXT NOT NULL,                   -- words with a space between; may be empty
    made_at BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    used_on TEXT,                           -- Danish day, 2026-10-26
    revoked_at BIGINT
);

CREATE TABLE webhooks (
    id TEXT NOT NULL PRIMARY KEY,
    title TEXT NOT NULL,
    url TEXT NOT NULL,
    secret TEXT NOT NULL,                   -- it signs, so it cannot be a hash
    kinds TEXT NOT NULL,                    -- of events, with a space between
    made_at BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    active BOOLEAN NOT NULL
);

-- One event for one receiver. No content: that is read when it is sent, if it may still be shown then.
CREATE TABLE deliveries (
    id TEXT NOT NULL PRIMARY KEY,           -- the webhook-id header: the same at every try
    webhook TEXT NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
    seq BIGINT NOT NULL,                    -- its entry of the log
    kind TEXT NOT NULL,
    post TEXT NOT NULL,
    at BIGINT NOT NULL,                     -- when it happened
    state TEXT NOT NULL,                    -- waiting, sent, failed, overtaken
    tries BIGINT NOT NULL,
    due_at BIGINT NOT NULL,                 -- of a waiting one: when it is tried; pushed on while one process tries it
    tried_at BIGINT,
    outcome TEXT                            -- of the last try, in words
);
CREATE INDEX deliveries_due ON deliveries (state, due_at);
CREATE INDEX deliveries_of ON deliveries (webhook, seq);

CREATE TABLE hub (
    url TEXT NOT NULL PRIMARY KEY,
    told BIGINT NOT NULL,                   -- the log seq of the last change it was told of
    tries BIGINT NOT NULL,
    due_at BIGINT NOT NULL
);
