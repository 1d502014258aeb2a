-- Takedown: reasons, requests from the public form, receipts; the panic button.

-- The list of reasons. A row is a version and is never changed: a decision keeps the words it was made with.
CREATE TABLE reasons (
    key TEXT NOT NULL,                      -- what the log holds as the reason
    version BIGINT NOT NULL,                -- from 1
    since BIGINT NOT NULL,                  -- its words hold for decisions from here; 0 = from the beginning
    actor TEXT NOT NULL,
    place BIGINT NOT NULL,                  -- order of the list; 1 to 9 are also keys of the queue
    active BOOLEAN NOT NULL,                -- offered; an old one is kept for old decisions
    use_for TEXT NOT NULL,                  -- reject | remove | both
    ground TEXT NOT NULL,                   -- law | terms, as a statement of reasons names it
    label_da TEXT NOT NULL,
    label_en TEXT NOT NULL,
    statement_da TEXT NOT NULL,             -- to the author
    statement_en TEXT NOT NULL,
    PRIMARY KEY (key, version)
);

CREATE TABLE requests (
    number BIGINT NOT NULL PRIMARY KEY,     -- what a person quotes; from 1
    token_hash TEXT NOT NULL UNIQUE,        -- SHA-256 of the status link's secret
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,                     -- takedown | review
    post TEXT NOT NULL,                     -- as asked: it may name nothing
    claim TEXT NOT NULL,                    -- author | pictured | other
    ground TEXT NOT NULL,                   -- what the person chose
    message TEXT NOT NULL,                  -- blanked some time after the answer, like contact
    contact TEXT NOT NULL,
    language TEXT NOT NULL,
    hid BIGINT,                             -- seq of the entry that hid the post at once
    outcome TEXT,                           -- NULL = open
    answered_at BIGINT,
    answered_by TEXT,
    reason TEXT,                            -- key of a reason
    answer TEXT NOT NULL                    -- the moderator's words to the person
);
CREATE INDEX requests_open ON requests (at) WHERE outcome IS NULL;
CREATE INDEX requests_post ON requests (post);

CREATE TABLE receipts (
    number BIGINT NOT NULL PRIMARY KEY,     -- from 1
    post TEXT NOT NULL UNIQUE,
    seq BIGINT NOT NULL,                    -- the log entry of the removal
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    reason TEXT NOT NULL,
    network TEXT NOT NULL,
    identity TEXT NOT NULL,                 -- the tombstone's hash
    content_hash TEXT NOT NULL,
    url_hash TEXT,
    pictures BIGINT NOT NULL,               -- attachments it had
    request BIGINT                          -- the request it answers
);
CREATE INDEX receipts_seq ON receipts (seq);
CREATE INDEX receipts_url ON receipts (url_hash) WHERE url_hash IS NOT NULL;

-- What a server saw when it looked whether a removed post is gone.
CREATE TABLE receipt_checks (
    receipt BIGINT NOT NULL REFERENCES receipts (number),
    server TEXT NOT NULL,
    place TEXT NOT NULL,
    clear BOOLEAN NOT NULL,
    at BIGINT NOT NULL,                     -- of the first look that found it clear, or of the last that did not
    PRIMARY KEY (receipt, server, place)
);

-- Each press of the panic button.
CREATE TABLE pauses (
    number BIGINT NOT NULL PRIMARY KEY,
    since BIGINT NOT NULL,
    actor TEXT NOT NULL,
    ended BIGINT,
    ended_by TEXT
);
