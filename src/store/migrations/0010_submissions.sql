-- Links and texts that people hand us.

-- What people did, marks too: the log of the desk.
CREATE INDEX log_hands ON log (seq) WHERE action IN ('decided', 'undone', 'erased', 'marked');
