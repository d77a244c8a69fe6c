-- Reception: who has what has come in, what the registrar notes of it, what is asked and answered, and where it went.

ALTER TABLE submission ADD COLUMN holder INTEGER REFERENCES account;
-- Whether it may hold what is secret by law.
ALTER TABLE submission ADD COLUMN is_secret INTEGER NOT NULL DEFAULT 0 CHECK (is_secret IN (0, 1));
-- Counts the changes of the diary number and of the two above: of two who change them the second is told.
ALTER TABLE submission ADD COLUMN custody INTEGER NOT NULL DEFAULT 0 CHECK (custody >= 0);

CREATE INDEX submission_by_arrival ON submission (arrived_at);
CREATE INDEX submission_by_holder ON submission (holder);

-- Who changed them, and to what.
CREATE TABLE custody_change (
    id INTEGER PRIMARY KEY,
    submission TEXT NOT NULL REFERENCES submission,
    changed_at INTEGER NOT NULL,
    account INTEGER NOT NULL REFERENCES account,
    holder INTEGER REFERENCES account,
    diary_number TEXT,
    is_secret INTEGER NOT NULL
) STRICT;

CREATE INDEX custody_change_by_submission ON custody_change (submission);

CREATE TRIGGER custody_change_is_never_changed BEFORE UPDATE ON custody_change
BEGIN SELECT raise(ABORT, 'the history is append-only'); END;
CREATE TRIGGER custody_change_is_never_deleted BEFORE DELETE ON custody_change
BEGIN SELECT raise(ABORT, 'the history is append-only'); END;

-- What is asked of a sender, and what the sender answers.
CREATE TABLE message (
    id INTEGER PRIMARY KEY,
    submission TEXT NOT NULL REFERENCES submission,
    said_at INTEGER NOT NULL,
    -- The manager who asked; nobody where the sender answered.
    account INTEGER REFERENCES account,
    said TEXT NOT NULL CHECK (length(said) BETWEEN 3 AND 4000)
) STRICT;

CREATE INDEX message_by_submission ON message (submission);

CREATE TRIGGER message_is_never_changed BEFORE UPDATE ON message
BEGIN SELECT raise(ABORT, 'the history is append-only'); END;
CREATE TRIGGER message_is_never_deleted BEFORE DELETE ON message
BEGIN SELECT raise(ABORT, 'the history is append-only'); END;

-- Where something went that was declined because it goes on elsewhere: into another entry, or to the right place.
CREATE TABLE outcome (
    submission TEXT PRIMARY KEY NOT NULL REFERENCES submission,
    merged_into TEXT REFERENCES entry,
    sent_to TEXT CHECK (sent_to IN ('fault-report', 'complaint', 'citizens-initiative', 'elsewhere')),
    elsewhere TEXT CHECK (length(elsewhere) BETWEEN 2 AND 200),
    CONSTRAINT merged_or_sent_on CHECK ((merged_into IS NULL) <> (sent_to IS NULL)),
    CONSTRAINT an_elsewhere_has_a_name CHECK ((sent_to IS 'elsewhere') = (elsewhere IS NOT NULL)),
    CONSTRAINT not_into_itself CHECK (merged_into IS NOT submission)
) STRICT;

CREATE INDEX outcome_by_target ON outcome (merged_into);

CREATE TRIGGER outcome_is_never_changed BEFORE UPDATE ON outcome
BEGIN SELECT raise(ABORT, 'the history is append-only'); END;
CREATE TRIGGER outcome_is_never_deleted BEFORE DELETE ON outcome
BEGIN SELECT raise(ABORT, 'the history is append-only'); END;

CREATE TRIGGER outcome_of_what_was_declined BEFORE INSERT ON outcome
WHEN (SELECT decision FROM entry WHERE reference = new.submission) IS NOT 'declined'
BEGIN SELECT raise(ABORT, 'only what was declined goes elsewhere'); END;

-- What is merged has been declined and is no target any more, so that nothing leads around in a circle.
CREATE TRIGGER merged_into_what_goes_on BEFORE INSERT ON outcome
WHEN new.merged_into IS NOT NULL
    AND (SELECT decision FROM entry WHERE reference = new.merged_into) NOT IN ('waiting', 'published')
BEGIN SELECT raise(ABORT, 'merged into what does not go on'); END;
