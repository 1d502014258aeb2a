-- The house. One text for SQLite and PostgreSQL: BIGINT TEXT BOOLEAN alone, times as µs UTC, ids made by us.
-- Whatever a network may send at any length is indexed by its hash: a PostgreSQL index row holds 2,7 kB at most.

CREATE TABLE posts (
    id TEXT NOT NULL PRIMARY KEY,
    identity TEXT NOT NULL UNIQUE,          -- hash of network and native id, as in tombstones
    network TEXT NOT NULL,
    source TEXT NOT NULL,                   -- the source that may edit it: the first that saw it, while it is active
    state TEXT NOT NULL,
    rule TEXT,
    reason TEXT,
    changed BOOLEAN NOT NULL,
    verdict_rule TEXT,                      -- what the rules said last: an undo returns to it
    verdict_reason TEXT,
    draft TEXT NOT NULL,                    -- JSON, without counts and storage limits, which have columns
    content_hash TEXT NOT NULL,             -- of what makes an edit an edit
    text_hash TEXT,                         -- of the folded words; NULL when too few to call two posts the same
    url_hash TEXT,                          -- of the canonical link; NULL if there is none
    author TEXT,                            -- hash of network and the author's native id; NULL if unknown
    followers BIGINT,
    day TEXT NOT NULL,                      -- Danish calendar day of publication, 2026-10-26
    published_at BIGINT NOT NULL,
    collected_at BIGINT NOT NULL,
    refreshed_at BIGINT NOT NULL,           -- when what is shown was last written
    checked_at BIGINT NOT NULL,             -- when the source last said that it is still there
    content_until BIGINT,
    author_until BIGINT
);
CREATE INDEX posts_queue ON posts (state, published_at, id);
CREATE INDEX posts_text ON posts (text_hash) WHERE text_hash IS NOT NULL;
CREATE INDEX posts_url ON posts (url_hash) WHERE url_hash IS NOT NULL;
CREATE INDEX posts_author ON posts (author, state) WHERE author IS NOT NULL;
CREATE INDEX posts_day ON posts (day, network);
CREATE INDEX posts_check ON posts (source, checked_at);
CREATE INDEX posts_content_until ON posts (content_until) WHERE content_until IS NOT NULL;
CREATE INDEX posts_author_until ON posts (author_until) WHERE author_until IS NOT NULL;

CREATE TABLE engagement (
    post TEXT NOT NULL PRIMARY KEY REFERENCES posts (id) ON DELETE CASCADE,
    reactions BIGINT,
    comments BIGINT,
    shares BIGINT,
    views BIGINT,
    fetched_at BIGINT NOT NULL,
    expires_at BIGINT
);
CREATE INDEX engagement_expires ON engagement (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE log (
    seq BIGINT NOT NULL PRIMARY KEY,        -- max(seq) + 1 inside the write transaction: gap-free, in commit order
    at BIGINT NOT NULL,
    action TEXT NOT NULL,
    post TEXT NOT NULL,                     -- no reference: the log outlives the post
    actor TEXT NOT NULL,
    from_state TEXT,
    to_state TEXT,
    rule TEXT,
    reason TEXT,
    undoes BIGINT
);
CREATE INDEX log_post ON log (post, seq);
CREATE INDEX log_people ON log (seq) WHERE action IN ('decided', 'undone', 'erased');

CREATE TABLE tombstones (
    identity TEXT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL
);

CREATE TABLE blocked_authors (
    author TEXT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL
);

CREATE TABLE sources (
    id TEXT NOT NULL PRIMARY KEY,
    network TEXT NOT NULL,
    title TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    next_run BIGINT NOT NULL,
    last_run BIGINT,
    last_success BIGINT,
    failures BIGINT NOT NULL,
    paused TEXT,
    error TEXT,
    moved_to TEXT,
    left_off TEXT NOT NULL,                 -- JSON: the collector's cursor
    notes TEXT NOT NULL,                    -- JSON: remarks of the last run
    runs BIGINT NOT NULL,
    failed_runs BIGINT NOT NULL,
    posts BIGINT NOT NULL,
    kept_out BIGINT NOT NULL,
    unmatched BIGINT NOT NULL,
    lease TEXT,                             -- random; who knows it may write the run
    worker TEXT,
    lease_until BIGINT NOT NULL
);
CREATE INDEX sources_due ON sources (next_run);

CREATE TABLE users (
    name TEXT NOT NULL PRIMARY KEY,
    role TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE sessions (
    token_hash TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL REFERENCES users (name) ON DELETE CASCADE,
    started_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_expires ON sessions (expires_at);
CREATE INDEX sessions_name ON sessions (name);

CREATE TABLE sign_in_failures (
    name TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX sign_in_failures_name ON sign_in_failures (name, at);
CREATE INDEX sign_in_failures_at ON sign_in_failures (at);

CREATE TABLE projections (
    name TEXT NOT NULL PRIMARY KEY,
    position BIGINT NOT NULL
);

CREATE TABLE reach_days (
    day TEXT NOT NULL,
    network TEXT NOT NULL,
    posts BIGINT NOT NULL,
    authors BIGINT NOT NULL,
    reactions BIGINT,
    comments BIGINT,
    shares BIGINT,
    views BIGINT,
    oldest_fetch BIGINT,
    newest_fetch BIGINT,
    PRIMARY KEY (day, network)
);

-- Where the read model last counted a post: what to recompute when its row is gone or its day has moved.
CREATE TABLE reach_posts (
    post TEXT NOT NULL PRIMARY KEY,
    day TEXT NOT NULL,
    network TEXT NOT NULL
);
