-- Life of an edition, reports and where they go.

CREATE TABLE report_schedule (
    name TEXT NOT NULL PRIMARY KEY,         -- one schedule today: 'week'
    next BIGINT NOT NULL                    -- when it is due
);

-- One line for each report that fell due and each place it goes to.
CREATE TABLE reports (
    due BIGINT NOT NULL,                    -- the moment the schedule named
    target TEXT NOT NULL,                   -- mail:<address> | webhook:<host>
    state TEXT NOT NULL,                    -- waiting | sent | failed
    tries BIGINT NOT NULL,
    next_try BIGINT NOT NULL,
    lease_until BIGINT NOT NULL,            -- somebody is at it until then
    done_at BIGINT,
    said TEXT NOT NULL,                     -- what went wrong last; empty = nothing
    PRIMARY KEY (due, target)
);
CREATE INDEX reports_waiting ON reports (next_try) WHERE state = 'waiting';

-- An edition that nobody has touched has no line and is as the calendar says.
CREATE TABLE editions (
    year BIGINT NOT NULL PRIMARY KEY,
    stage TEXT NOT NULL,                    -- draft | open | live | frozen | archived
    changed_at BIGINT NOT NULL,
    changed_by TEXT NOT NULL,
    archive_on TEXT                         -- YYYY-MM-DD: only aggregates remain from then on
);

-- What a frozen edition is: its figures as they were, each file whole. Nobody is named in them.
CREATE TABLE edition_files (
    year BIGINT NOT NULL,
    name TEXT NOT NULL,                     -- index.html, figures.csv …
    body TEXT NOT NULL,                     -- text, or base64 of what is not
    is_base64 BOOLEAN NOT NULL,
    PRIMARY KEY (year, name)
);
