-- Named walls: a title and a saved view. What was removed stays as a row, so that a seed of the configuration does not
-- bring it back.
CREATE TABLE walls (
    slug TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,                -- of the whole list: max(version) + 1 inside the write transaction
    title TEXT NOT NULL,
    query TEXT NOT NULL,                    -- query string of the wall's own address
    theme TEXT NOT NULL,
    layout TEXT NOT NULL,
    language TEXT,                          -- NULL speaks the house's language
    removed BOOLEAN NOT NULL
);
