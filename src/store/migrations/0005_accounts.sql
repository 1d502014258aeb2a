-- Accounts: second factors, recovery codes, one-time links, identities of a single sign-on, where a session is used.

ALTER TABLE users ADD COLUMN disabled BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE users ADD COLUMN seen_at BIGINT;
ALTER TABLE users ADD COLUMN factor TEXT;                           -- base32 secret of the phone's codes; NULL = off
ALTER TABLE users ADD COLUMN factor_offered TEXT;                   -- shown as QR, not yet confirmed by a code
ALTER TABLE users ADD COLUMN factor_step BIGINT NOT NULL DEFAULT 0; -- the last 30 s step whose code was used

ALTER TABLE sessions ADD COLUMN seen_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN place TEXT NOT NULL DEFAULT '';     -- the caller's network, never the whole address
ALTER TABLE sessions ADD COLUMN browser TEXT NOT NULL DEFAULT '';   -- "Firefox, Windows"
ALTER TABLE sessions ADD COLUMN stage TEXT NOT NULL DEFAULT 'open'; -- open, or code: the second factor is missing
ALTER TABLE sessions ADD COLUMN sso BOOLEAN NOT NULL DEFAULT FALSE;

ALTER TABLE sign_in_failures ADD COLUMN caller TEXT NOT NULL DEFAULT '';

CREATE TABLE recovery_codes (
    name TEXT NOT NULL REFERENCES users (name) ON DELETE CASCADE,
    hash TEXT NOT NULL,                     -- SHA-256 of 80 random bits: nothing to guess
    PRIMARY KEY (name, hash)
);

CREATE TABLE access_links (
    hash TEXT NOT NULL PRIMARY KEY,         -- SHA-256 of the link's 256 random bits
    name TEXT NOT NULL UNIQUE REFERENCES users (name) ON DELETE CASCADE,
    expires_at BIGINT NOT NULL
);

-- Browsers somebody has signed in with: a stranger who exhausts a name's tries does not shut these out.
CREATE TABLE known_browsers (
    hash TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL REFERENCES users (name) ON DELETE CASCADE,
    expires_at BIGINT NOT NULL
);

-- A single sign-on under way.
CREATE TABLE sign_ons (
    state TEXT NOT NULL PRIMARY KEY,        -- SHA-256
    nonce TEXT NOT NULL,
    verifier TEXT NOT NULL,
    onward TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE identities (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    name TEXT NOT NULL REFERENCES users (name) ON DELETE CASCADE,
    PRIMARY KEY (issuer, subject)
);
