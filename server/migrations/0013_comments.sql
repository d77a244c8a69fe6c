-- What people say about published entries. A comment is hidden or withdrawn, never deleted.

CREATE TABLE comment (
    id INTEGER PRIMARY KEY,
    entry TEXT NOT NULL REFERENCES entry,
    said TEXT NOT NULL CHECK (length(said) BETWEEN 3 AND 2000),
    said_at INTEGER NOT NULL,
    -- Whoever said it, where that person had signed in.
    account INTEGER REFERENCES account,
    -- What a resident wants to be called; nothing where that person does not.
    signature TEXT CHECK (length(signature) BETWEEN 2 AND 60),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'shown', 'hidden', 'withdrawn')),
    -- The manager who showed or hid it.
    decided_by INTEGER REFERENCES account,
    decided_at INTEGER,
    CONSTRAINT accounts_have_names CHECK (account IS NULL OR signature IS NULL),
    CONSTRAINT only_residents_wait CHECK (state <> 'waiting' OR account IS NULL),
    CONSTRAINT only_accounts_withdraw CHECK (state <> 'withdrawn' OR account IS NOT NULL),
    CONSTRAINT decided_by_somebody CHECK ((decided_at IS NULL) = (decided_by IS NULL)),
    CONSTRAINT hidden_by_somebody CHECK (state <> 'hidden' OR decided_by IS NOT NULL)
) STRICT;

CREATE INDEX comment_by_entry ON comment (entry);
CREATE INDEX comment_by_state ON comment (state);

CREATE TRIGGER comment_is_only_decided_on
BEFORE UPDATE OF id, entry, said, said_at, account, signature ON comment
BEGIN SELECT raise(ABORT, 'what was said stays said'); END;
CREATE TRIGGER comment_is_never_deleted BEFORE DELETE ON comment
BEGIN SELECT raise(ABORT, 'what was said stays said'); END;
