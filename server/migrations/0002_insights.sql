-- The whole at a glance: the target mix that has been agreed, and where each entry lay at first.

-- How large a share of the portfolio each facet should have, from a day on. Kept over time: never changed, followed.
CREATE TABLE target_mix (
    id INTEGER PRIMARY KEY,
    enhancement INTEGER NOT NULL CHECK (enhancement BETWEEN 0 AND 100),
    mission INTEGER NOT NULL CHECK (mission BETWEEN 0 AND 100),
    adaptive INTEGER NOT NULL CHECK (adaptive BETWEEN 0 AND 100),
    anticipatory INTEGER NOT NULL CHECK (anticipatory BETWEEN 0 AND 100),
    holds_from TEXT NOT NULL CHECK (holds_from GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    reason TEXT NOT NULL CHECK (length(reason) BETWEEN 5 AND 1000),
    account INTEGER NOT NULL REFERENCES account,
    set_at INTEGER NOT NULL,
    CONSTRAINT shares_make_a_hundred CHECK (enhancement + mission + adaptive + anticipatory = 100)
) STRICT;

CREATE TRIGGER target_mix_is_never_changed BEFORE UPDATE ON target_mix
BEGIN SELECT raise(ABORT, 'the history is append-only'); END;
CREATE TRIGGER target_mix_is_never_deleted BEFORE DELETE ON target_mix
BEGIN SELECT raise(ABORT, 'the history is append-only'); END;

-- Where an entry lay before anybody placed it. The events of placing tell only where it was placed, so that without
-- this the first place is forgotten with the first move.
CREATE TABLE start_place (
    entry TEXT PRIMARY KEY NOT NULL REFERENCES entry,
    x REAL NOT NULL,
    y REAL NOT NULL,
    CONSTRAINT start_in_the_diamond CHECK (abs(x) + abs(y) <= 1.000000001)
) STRICT;

-- What has never been placed still lies where it began. For what has been, nobody knows.
INSERT INTO start_place (entry, x, y) SELECT reference, x, y FROM entry WHERE placed = 0;

-- From now on it is kept, however an entry comes in.
CREATE TRIGGER entry_starts_somewhere AFTER INSERT ON entry
BEGIN INSERT INTO start_place (entry, x, y) VALUES (new.reference, new.x, new.y); END;

CREATE TRIGGER start_place_is_never_changed BEFORE UPDATE ON start_place
BEGIN SELECT raise(ABORT, 'the history is append-only'); END;
CREATE TRIGGER start_place_is_never_deleted BEFORE DELETE ON start_place
BEGIN SELECT raise(ABORT, 'the history is append-only'); END;
