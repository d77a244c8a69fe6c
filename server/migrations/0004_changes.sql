-- Every change of an entry: who made it, when, why, and what it changed from what to what. Played from its beginning the
-- log gives the entry as it stands. What stood before this migration begins its log when the program next starts.

CREATE TABLE change (
    id INTEGER PRIMARY KEY,
    entry TEXT NOT NULL REFERENCES entry,
    -- Counts the changes of the entry.
    number INTEGER NOT NULL CHECK (number >= 1),
    happened_at INTEGER NOT NULL,
    -- Who made it, where that person had signed in.
    account INTEGER REFERENCES account,
    kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
    why TEXT CHECK (length(why) BETWEEN 5 AND 1000),
    -- The number of the state whose content was taken back.
    restored INTEGER CHECK (restored >= 1),
    -- Whether what the entry said before is for managers alone.
    conceals INTEGER NOT NULL DEFAULT 0 CHECK (conceals IN (0, 1)),
    -- How `what` is written: 1 is the JSON of the first state for the first change, of a list of differences for others.
    format INTEGER NOT NULL CHECK (format >= 1),
    what TEXT NOT NULL CHECK (length(what) > 0),
    CONSTRAINT one_after_the_other UNIQUE (entry, number),
    CONSTRAINT restored_from_before CHECK (restored < number)
) STRICT;

CREATE TRIGGER change_is_never_changed BEFORE UPDATE ON change
BEGIN SELECT raise(ABORT, 'the history is append-only'); END;
CREATE TRIGGER change_is_never_deleted BEFORE DELETE ON change
BEGIN SELECT raise(ABORT, 'the history is append-only'); END;
