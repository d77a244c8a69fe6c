-- Weeding: the log of what was let go of by which rule. What was never to be deleted may be only once the log names it.

CREATE TABLE weeding (
    id INTEGER PRIMARY KEY,
    weeded_at INTEGER NOT NULL,
    rule TEXT NOT NULL CHECK (rule IN ('declined', 'senders', 'comments', 'files', 'mails')),
    -- After how many months, as the rule then said.
    months INTEGER NOT NULL CHECK (months BETWEEN 1 AND 1200),
    -- The entry, which may be gone.
    entry TEXT,
    -- Which of several: the number of a comment or a mail, the name of a file.
    item TEXT,
    -- What stays known of a submission that was weeded whole, as JSON.
    remains TEXT CHECK (json_valid(remains)),
    CONSTRAINT a_submission_leaves_something_known CHECK ((rule = 'declined') = (remains IS NOT NULL))
) STRICT;

CREATE INDEX weeding_by_entry ON weeding (entry);

CREATE TRIGGER weeding_is_never_changed BEFORE UPDATE ON weeding
BEGIN SELECT raise(ABORT, 'the history is append-only'); END;
CREATE TRIGGER weeding_is_never_deleted BEFORE DELETE ON weeding
BEGIN SELECT raise(ABORT, 'the history is append-only'); END;

DROP TRIGGER event_is_never_deleted;
CREATE TRIGGER event_is_only_weeded BEFORE DELETE ON event
WHEN NOT EXISTS (SELECT 1 FROM weeding WHERE rule = 'declined' AND weeding.entry = old.entry)
BEGIN SELECT raise(ABORT, 'the history is append-only'); END;

DROP TRIGGER start_place_is_never_deleted;
CREATE TRIGGER start_place_is_only_weeded BEFORE DELETE ON start_place
WHEN NOT EXISTS (SELECT 1 FROM weeding WHERE rule = 'declined' AND weeding.entry = old.entry)
BEGIN SELECT raise(ABORT, 'the history is append-only'); END;

DROP TRIGGER change_is_never_deleted;
CREATE TRIGGER change_is_only_weeded BEFORE DELETE ON change
WHEN NOT EXISTS (SELECT 1 FROM weeding WHERE rule = 'declined' AND weeding.entry = old.entry)
BEGIN SELECT raise(ABORT, 'the history is append-only'); END;

DROP TRIGGER custody_change_is_never_deleted;
CREATE TRIGGER custody_change_is_only_weeded BEFORE DELETE ON custody_change
WHEN NOT EXISTS (SELECT 1 FROM weeding WHERE rule = 'declined' AND weeding.entry = old.submission)
BEGIN SELECT raise(ABORT, 'the history is append-only'); END;

DROP TRIGGER message_is_never_deleted;
CREATE TRIGGER message_is_only_weeded BEFORE DELETE ON message
WHEN NOT EXISTS (SELECT 1 FROM weeding WHERE rule = 'declined' AND weeding.entry = old.submission)
BEGIN SELECT raise(ABORT, 'the history is append-only'); END;

DROP TRIGGER outcome_is_never_deleted;
CREATE TRIGGER outcome_is_only_weeded BEFORE DELETE ON outcome
WHEN NOT EXISTS (SELECT 1 FROM weeding WHERE rule = 'declined' AND weeding.entry = old.submission)
BEGIN SELECT raise(ABORT, 'the history is append-only'); END;

DROP TRIGGER comment_is_never_deleted;
CREATE TRIGGER comment_is_only_weeded BEFORE DELETE ON comment
WHEN NOT EXISTS (SELECT 1 FROM weeding WHERE rule = 'comments' AND weeding.item = CAST(old.id AS TEXT))
BEGIN SELECT raise(ABORT, 'what was said stays said'); END;

CREATE TRIGGER file_is_only_weeded BEFORE DELETE ON file
WHEN NOT EXISTS (SELECT 1 FROM weeding WHERE (rule = 'files' AND weeding.item = old.id)
    OR (rule = 'declined' AND weeding.entry = old.entry))
BEGIN SELECT raise(ABORT, 'a file is taken away, never deleted'); END;
