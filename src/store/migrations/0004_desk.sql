-- The desk: who has which post in hand, who is here, what each person did and can take back, notes, what was approved
-- before an edit, near-duplicates, and each person's settings.

-- Two people never hold the same post: it is free, or somebody's until a moment. The log knows nothing of it.
CREATE TABLE leases (
    post TEXT NOT NULL PRIMARY KEY REFERENCES posts (id) ON DELETE CASCADE,
    holder TEXT NOT NULL,                   -- a user's name
    page TEXT NOT NULL,                     -- which of their open pages: laptop and phone do not free each other's
    until BIGINT NOT NULL
);
CREATE INDEX leases_holder ON leases (holder);

CREATE TABLE presence (
    name TEXT NOT NULL PRIMARY KEY,
    seen_at BIGINT NOT NULL
);

-- One press of a key, however many posts it moved. What Z steps back through.
CREATE TABLE actions (
    id BIGINT NOT NULL PRIMARY KEY,         -- max(id) + 1 inside the write transaction
    actor TEXT NOT NULL,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    posts BIGINT NOT NULL,                  -- how many parts it had: a part goes with its post
    request TEXT,                           -- the page's own key of it: sent twice, it is done once
    closed_at BIGINT,                       -- taken back, or found impossible to take back
    closing TEXT                            -- the page's key of the taking back
);
CREATE UNIQUE INDEX actions_request ON actions (actor, request) WHERE request IS NOT NULL;
CREATE INDEX actions_open ON actions (actor, id);

CREATE TABLE action_parts (
    action BIGINT NOT NULL,
    seq BIGINT NOT NULL,                    -- its entry of the log
    post TEXT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    before TEXT,                            -- JSON: the marks it replaced; NULL where no mark was changed
    PRIMARY KEY (action, seq)
);
CREATE INDEX action_parts_seq ON action_parts (seq);
CREATE INDEX action_parts_post ON action_parts (post);

CREATE TABLE notes (
    seq BIGINT NOT NULL PRIMARY KEY,        -- its entry of the log
    post TEXT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    author TEXT NOT NULL,
    at BIGINT NOT NULL,
    words TEXT NOT NULL,
    taken_back BOOLEAN NOT NULL
);
CREATE INDEX notes_post ON notes (post, seq);

-- The words that were approved, kept while an edit of them waits.
CREATE TABLE approved_versions (
    post TEXT NOT NULL PRIMARY KEY REFERENCES posts (id) ON DELETE CASCADE,
    at BIGINT NOT NULL,
    words TEXT NOT NULL
);

-- 64 bits of the words, cut in eight: texts that are nearly the same agree in one of the eight, or more.
CREATE TABLE sketches (
    post TEXT NOT NULL PRIMARY KEY REFERENCES posts (id) ON DELETE CASCADE,
    sketch BIGINT NOT NULL,
    cluster TEXT NOT NULL,                  -- id of the first post of its kind; it may be gone
    b0 BIGINT NOT NULL,
    b1 BIGINT NOT NULL,
    b2 BIGINT NOT NULL,
    b3 BIGINT NOT NULL,
    b4 BIGINT NOT NULL,
    b5 BIGINT NOT NULL,
    b6 BIGINT NOT NULL,
    b7 BIGINT NOT NULL
);
CREATE INDEX sketches_cluster ON sketches (cluster);
CREATE INDEX sketches_b0 ON sketches (b0);
CREATE INDEX sketches_b1 ON sketches (b1);
CREATE INDEX sketches_b2 ON sketches (b2);
CREATE INDEX sketches_b3 ON sketches (b3);
CREATE INDEX sketches_b4 ON sketches (b4);
CREATE INDEX sketches_b5 ON sketches (b5);
CREATE INDEX sketches_b6 ON sketches (b6);
CREATE INDEX sketches_b7 ON sketches (b7);

CREATE TABLE desk_settings (
    name TEXT NOT NULL PRIMARY KEY REFERENCES users (name) ON DELETE CASCADE,
    letters BOOLEAN NOT NULL,               -- keys of one letter do something (WCAG 2.1.4)
    blurred BOOLEAN NOT NULL                -- pictures are blurred until asked for
);
