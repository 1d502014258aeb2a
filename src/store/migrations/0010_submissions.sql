-- What visitors hand in, and the log of what people did.

-- The declaration beside the post it became: no address, no browser, no name. It outlives the post.
CREATE TABLE submissions (
    number BIGINT NOT NULL PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,        -- of the secret in the link the person has
    at BIGINT NOT NULL,
    post TEXT NOT NULL,
    own BOOLEAN NOT NULL,                   -- they declare it their own; else somebody's public post
    words TEXT NOT NULL,                    -- the sentence as it stood on the page
    wording TEXT NOT NULL,                  -- its version
    language TEXT NOT NULL,                 -- in which it stood
    withdrawn_at BIGINT
);
CREATE INDEX submissions_at ON submissions (at);
CREATE INDEX submissions_post ON submissions (post);

-- What people did, marks too: the log of the desk.
CREATE INDEX log_hands ON log (seq) WHERE action IN ('decided', 'undone', 'erased', 'marked');
