-- Counts over time, audiences and our own counting.

-- Reactions by type, as the network names them: JSON, name to count; NULL = not told.
ALTER TABLE engagement ADD COLUMN kinds TEXT;

-- What a network told of a post, each time it told something else than before. A row goes with its post, and when the
-- network's storage rule ends its time.
CREATE TABLE snapshots (
    post TEXT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    at BIGINT NOT NULL,                     -- when the counts were fetched
    reactions BIGINT,
    comments BIGINT,
    shares BIGINT,
    views BIGINT,
    kinds TEXT,
    expires_at BIGINT,
    PRIMARY KEY (post, at)
);
CREATE INDEX snapshots_at ON snapshots (at);
CREATE INDEX snapshots_expires ON snapshots (expires_at) WHERE expires_at IS NOT NULL;

-- What a network measured of a page whose administrator let us ask: one value a metric and day.
CREATE TABLE own_figures (
    source TEXT NOT NULL,
    metric TEXT NOT NULL,                   -- the network's own name
    day TEXT NOT NULL,                      -- Danish calendar day it is about
    value BIGINT NOT NULL,
    fetched_at BIGINT NOT NULL,
    PRIMARY KEY (source, metric, day)
);
CREATE INDEX own_figures_day ON own_figures (day);

-- What is known of each metric: which network, how its days go together, since when it is not told.
CREATE TABLE own_metrics (
    source TEXT NOT NULL,
    metric TEXT NOT NULL,
    network TEXT NOT NULL,
    manner TEXT NOT NULL,                   -- sum | unique | running
    asked_at BIGINT NOT NULL,
    unavailable_since BIGINT,
    why TEXT,
    PRIMARY KEY (source, metric)
);

-- Our own counting: sums by the hour, nothing else. No address, no browser, no person, no post.
CREATE TABLE view_hours (
    hour BIGINT NOT NULL,                   -- its first instant, µs UTC
    surface TEXT NOT NULL,                  -- wall | widget | display
    kind TEXT NOT NULL,                     -- load | card | click-out | search
    host TEXT NOT NULL,                     -- of the page around a widget; empty elsewhere, and where it was not told
    count BIGINT NOT NULL,
    PRIMARY KEY (hour, surface, kind, host)
);
