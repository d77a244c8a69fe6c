-- Managers carry entries from need to benefit: who did it, and what was taken back.

-- The account that made a move; none for those that came with an import or the demo, which only `who` tells of.
ALTER TABLE move ADD COLUMN account INTEGER REFERENCES account;

-- A benefit and a spreading stay when an entry goes back to a stage that has none: withdrawn, never deleted.
ALTER TABLE benefit ADD COLUMN account INTEGER REFERENCES account;
ALTER TABLE benefit ADD COLUMN recorded_at INTEGER;
ALTER TABLE benefit ADD COLUMN withdrawn_at INTEGER;
ALTER TABLE spread ADD COLUMN account INTEGER REFERENCES account;
ALTER TABLE spread ADD COLUMN recorded_at INTEGER;
ALTER TABLE spread ADD COLUMN withdrawn_at INTEGER;

CREATE TRIGGER benefit_is_only_withdrawn
BEFORE UPDATE OF id, entry, who, evidence, what, figure, measure, noted_on, confirmed_by, account, recorded_at ON benefit
BEGIN SELECT raise(ABORT, 'the history is append-only'); END;
CREATE TRIGGER benefit_is_never_deleted BEFORE DELETE ON benefit
BEGIN SELECT raise(ABORT, 'the history is append-only'); END;
CREATE TRIGGER spread_is_only_withdrawn
BEFORE UPDATE OF id, entry, place, taken_up_on, account, recorded_at ON spread
BEGIN SELECT raise(ABORT, 'the history is append-only'); END;
CREATE TRIGGER spread_is_never_deleted BEFORE DELETE ON spread
BEGIN SELECT raise(ABORT, 'the history is append-only'); END;
