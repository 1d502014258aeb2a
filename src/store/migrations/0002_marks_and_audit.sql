-- What the house adds to a post, and who did what to the house itself.

ALTER TABLE posts ADD COLUMN marks TEXT NOT NULL DEFAULT '{}';  -- JSON: pinned, featured, blurred, labels, alt

CREATE TABLE audit (
    seq BIGINT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,                   -- thing.verb
    subject TEXT NOT NULL,
    detail TEXT NOT NULL
);
