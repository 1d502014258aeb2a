-- Moderators' messages to the screens. A row a message, never removed; `changed` counts the changes of the whole table.
CREATE TABLE notices (
    number BIGINT NOT NULL PRIMARY KEY,
    text TEXT NOT NULL,
    begins BIGINT NOT NULL,
    ends BIGINT,
    author TEXT NOT NULL,
    written BIGINT NOT NULL,
    withdrawn BIGINT,
    withdrawn_by TEXT,
    changed BIGINT NOT NULL
);
