-- A session that somebody ends stays known for a while, by its hash: what its owner was writing is kept for its owner.
ALTER TABLE session ADD COLUMN ended_at INTEGER;

-- Forms of people whose session had ended when they sent them, until they have signed in again.
CREATE TABLE kept_form (
    token_hash BLOB PRIMARY KEY NOT NULL CHECK (length(token_hash) = 32),
    -- Whose session it was: nobody else gets it.
    account INTEGER NOT NULL REFERENCES account,
    path TEXT NOT NULL,
    -- Its fields in their order, as JSON.
    fields TEXT NOT NULL CHECK (json_valid(fields)),
    -- Whether it was sent the way of forms that may carry a file, and whether it carried one, which is not kept.
    is_upload INTEGER NOT NULL CHECK (is_upload IN (0, 1)),
    had_file INTEGER NOT NULL CHECK (had_file IN (0, 1)),
    kept_at INTEGER NOT NULL
) STRICT;

CREATE INDEX kept_form_by_account ON kept_form (account, kept_at);

-- Which rules of weeding the server has been started with, and when. Rules are first kept to a day after they were set,
-- so that somebody can see what they will do.
CREATE TABLE weeding_rules (
    id INTEGER PRIMARY KEY,
    set_at INTEGER NOT NULL,
    rules TEXT NOT NULL
) STRICT;

CREATE TRIGGER weeding_rules_are_never_changed BEFORE UPDATE ON weeding_rules
BEGIN SELECT raise(ABORT, 'the history is append-only'); END;
CREATE TRIGGER weeding_rules_are_never_deleted BEFORE DELETE ON weeding_rules
BEGIN SELECT raise(ABORT, 'the history is append-only'); END;

-- A sender who had signed in is weeded from the logs too: of what a row says, only who sent it may go.
DROP TRIGGER event_is_never_changed;
CREATE TRIGGER event_is_never_changed BEFORE UPDATE OF id, entry, happened_at, what, x, y ON event
BEGIN SELECT raise(ABORT, 'the history is append-only'); END;
CREATE TRIGGER event_only_forgets_a_weeded_sender BEFORE UPDATE OF account ON event
WHEN new.account IS NOT NULL OR old.what <> 'received'
    OR NOT EXISTS (SELECT 1 FROM weeding WHERE rule = 'senders' AND weeding.entry = old.entry)
BEGIN SELECT raise(ABORT, 'the history is append-only'); END;

DROP TRIGGER change_is_never_changed;
CREATE TRIGGER change_is_never_changed
BEFORE UPDATE OF id, entry, number, happened_at, kind, why, restored, conceals, format, what ON change
BEGIN SELECT raise(ABORT, 'the history is append-only'); END;
CREATE TRIGGER change_only_forgets_a_weeded_sender BEFORE UPDATE OF account ON change
WHEN new.account IS NOT NULL OR old.kind <> 'received'
    OR NOT EXISTS (SELECT 1 FROM weeding WHERE rule = 'senders' AND weeding.entry = old.entry)
BEGIN SELECT raise(ABORT, 'the history is append-only'); END;
