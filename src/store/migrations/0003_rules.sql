-- Rules, trust and the flood guard.

CREATE TABLE rules (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,                -- rises with every change: a form that shows an older one is refused
    name TEXT NOT NULL UNIQUE,              -- folded
    body TEXT NOT NULL,                     -- JSON
    changed_by TEXT NOT NULL,
    changed_at BIGINT NOT NULL
);

-- One row: the settings of the compiled-in rules, and what every process watches.
CREATE TABLE rulebook (
    one BIGINT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,                -- rises with every change of anything the rules are told
    house TEXT NOT NULL,                    -- JSON
    house_version BIGINT NOT NULL,
    house_by TEXT NOT NULL,
    house_at BIGINT NOT NULL,
    flooded_since BIGINT,                   -- new authors are on hold since; NULL if they are not
    flooded_count BIGINT NOT NULL,          -- new authors in ten minutes when it began
    flooded_usual BIGINT NOT NULL,
    spared_until BIGINT NOT NULL            -- a person lifted the hold: the guard looks away until then
);

CREATE TABLE distrusted_authors (
    author TEXT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL
);

ALTER TABLE posts ADD COLUMN organisation TEXT;     -- hash of its folded name; NULL if unknown
ALTER TABLE posts ADD COLUMN fingerprint BIGINT;    -- SimHash of its text; NULL if it has too few words
CREATE INDEX posts_organisation ON posts (organisation, published_at) WHERE organisation IS NOT NULL;
