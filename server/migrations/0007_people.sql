-- People: administrators, managers of some units, one-time links, and what was done with each account.

-- A manager manages every entry, unless the account is for its own units only.
ALTER TABLE account ADD COLUMN own_units_only INTEGER NOT NULL DEFAULT 0
    CHECK (own_units_only IN (0, 1) AND (own_units_only = 0 OR role = 'manager'));
-- An administrator is a manager of every entry who looks after the accounts too.
ALTER TABLE account ADD COLUMN administers INTEGER NOT NULL DEFAULT 0
    CHECK (administers IN (0, 1) AND (administers = 0 OR (role = 'manager' AND own_units_only = 0)));
-- The person's name and address are gone; what the account decided stays.
ALTER TABLE account ADD COLUMN erased_at INTEGER;

CREATE TABLE account_unit (
    account INTEGER NOT NULL REFERENCES account,
    unit TEXT NOT NULL REFERENCES unit ON UPDATE CASCADE,
    PRIMARY KEY (account, unit)
) STRICT, WITHOUT ROWID;

-- What the browser said of itself, so that people recognise their sessions.
ALTER TABLE session ADD COLUMN agent TEXT CHECK (length(agent) <= 200);

-- A link that works once: to choose a password, or without an account to make the first administrator.
CREATE TABLE account_link (
    token_hash BLOB PRIMARY KEY NOT NULL CHECK (length(token_hash) = 32),
    account INTEGER REFERENCES account,
    made_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL CHECK (expires_at > made_at),
    used_at INTEGER
) STRICT;

CREATE INDEX account_link_by_account ON account_link (account);

-- What was done with an account, by whom.
CREATE TABLE account_deed (
    id INTEGER PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES account,
    done_by INTEGER REFERENCES account,
    done_at INTEGER NOT NULL,
    what TEXT NOT NULL CHECK (what IN ('added', 'changed', 'invited', 'password-set', 'sessions-ended', 'disabled',
        'enabled', 'exported', 'erased'))
) STRICT;

CREATE INDEX account_deed_by_account ON account_deed (account);

CREATE TRIGGER account_deed_is_never_changed BEFORE UPDATE ON account_deed
BEGIN SELECT raise(ABORT, 'the history is append-only'); END;
CREATE TRIGGER account_deed_is_never_deleted BEFORE DELETE ON account_deed
BEGIN SELECT raise(ABORT, 'the history is append-only'); END;
