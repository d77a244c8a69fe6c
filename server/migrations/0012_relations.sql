-- How entries hang together. A relation is withdrawn, never deleted. Those that are the same from both sides begin with
-- the entry of the lower reference, so that there is one of each.

CREATE TABLE relation (
    id INTEGER PRIMARY KEY,
    from_entry TEXT NOT NULL REFERENCES entry,
    to_entry TEXT NOT NULL REFERENCES entry,
    kind TEXT NOT NULL CHECK (kind IN ('part-of', 'depends-on', 'builds-on', 'similar-to', 'conflicts-with')),
    account INTEGER NOT NULL REFERENCES account,
    noted_at INTEGER NOT NULL,
    withdrawn_at INTEGER,
    withdrawn_by INTEGER REFERENCES account,
    CONSTRAINT between_two CHECK (from_entry <> to_entry),
    CONSTRAINT mutual_in_order CHECK (kind NOT IN ('similar-to', 'conflicts-with') OR from_entry < to_entry),
    CONSTRAINT withdrawn_by_somebody CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL))
) STRICT;

CREATE UNIQUE INDEX relation_once ON relation (from_entry, to_entry, kind) WHERE withdrawn_at IS NULL;
CREATE INDEX relation_by_target ON relation (to_entry);

CREATE TRIGGER relation_is_only_withdrawn
BEFORE UPDATE OF id, from_entry, to_entry, kind, account, noted_at ON relation
BEGIN SELECT raise(ABORT, 'the history is append-only'); END;
CREATE TRIGGER relation_is_never_deleted BEFORE DELETE ON relation
BEGIN SELECT raise(ABORT, 'the history is append-only'); END;
