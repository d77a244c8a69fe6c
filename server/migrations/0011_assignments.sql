-- Who answers for an entry inside the municipality, and the next step with its day. Rows are only ever added: the latest
-- of an entry holds. It is not published, and so not part of the entry's own log.

CREATE TABLE assignment (
    id INTEGER PRIMARY KEY,
    entry TEXT NOT NULL REFERENCES entry,
    -- Counts the assignments of the entry: of two who change them at once the second is told.
    number INTEGER NOT NULL CHECK (number >= 1),
    person INTEGER REFERENCES account,
    next_step TEXT CHECK (length(next_step) BETWEEN 3 AND 200),
    due TEXT CHECK (due GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    assigned_by INTEGER NOT NULL REFERENCES account,
    assigned_at INTEGER NOT NULL,
    CONSTRAINT one_after_the_other UNIQUE (entry, number),
    CONSTRAINT a_step_has_a_day CHECK ((next_step IS NULL) = (due IS NULL)),
    CONSTRAINT a_step_has_somebody CHECK (next_step IS NULL OR person IS NOT NULL)
) STRICT;

CREATE INDEX assignment_by_person ON assignment (person);

CREATE TRIGGER assignment_is_never_changed BEFORE UPDATE ON assignment
BEGIN SELECT raise(ABORT, 'the history is append-only'); END;
CREATE TRIGGER assignment_is_never_deleted BEFORE DELETE ON assignment
BEGIN SELECT raise(ABORT, 'the history is append-only'); END;
