-- Mail: who wants it about what, and what is on its way to them.

-- Each address that mail has ever been meant for.
CREATE TABLE mail_address (
    email TEXT PRIMARY KEY NOT NULL CHECK (length(email) BETWEEN 3 AND 254),
    -- Whoever has it may see and stop all that is sent to the address. It stands in mails, so it is kept as it is.
    token TEXT NOT NULL UNIQUE CHECK (length(token) = 64),
    -- When a mail to it was last refused for good, and what the mail server said.
    refused_at INTEGER,
    refusal TEXT CHECK (length(refusal) <= 500),
    CONSTRAINT refused_with_words CHECK ((refused_at IS NULL) = (refusal IS NULL))
) STRICT;

-- What an address follows: what its owner has handed in, an entry, or whatever a filter finds.
CREATE TABLE following (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL REFERENCES mail_address,
    language TEXT NOT NULL CHECK (language IN ('sv', 'en')),
    about TEXT NOT NULL CHECK (about IN ('own', 'entry', 'filter')),
    entry TEXT REFERENCES entry,
    query TEXT,
    pace TEXT NOT NULL CHECK (pace IN ('at-once', 'weekly')),
    -- Whoever has it may confirm and stop this following. It stands in mails, so it is kept as it is.
    token TEXT NOT NULL UNIQUE CHECK (length(token) = 64),
    -- The secret of the receipt, for the link to it in mails about what one has handed in oneself.
    receipt TEXT CHECK (length(receipt) BETWEEN 32 AND 64),
    -- Whoever asked for it, where that person had signed in.
    account INTEGER REFERENCES account,
    asked_at INTEGER NOT NULL,
    confirmed_at INTEGER,
    stopped_at INTEGER,
    CONSTRAINT a_filter_or_an_entry CHECK ((about = 'filter') = (query IS NOT NULL) AND (about = 'filter') = (entry IS NULL)),
    CONSTRAINT ones_own_has_a_receipt CHECK ((about = 'own') = (receipt IS NOT NULL))
) STRICT;

-- The same is followed once by an address.
CREATE UNIQUE INDEX following_once ON following (email, about, coalesce(entry, ''), coalesce(query, ''));
CREATE INDEX following_by_entry ON following (entry);

-- What is new for those who want it weekly, until the next weekly mail is gathered.
CREATE TABLE digest_line (
    id INTEGER PRIMARY KEY,
    following INTEGER NOT NULL REFERENCES following,
    entry TEXT NOT NULL REFERENCES entry,
    -- What has happened, as JSON; none where the entry is new to the filter.
    news TEXT,
    noted_at INTEGER NOT NULL
) STRICT;

CREATE INDEX digest_line_by_following ON digest_line (following);

-- The mails, written in the transaction of what causes them.
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    -- The left side of the Message-ID: a mail that was sent twice can be recognised.
    message_key TEXT NOT NULL UNIQUE CHECK (length(message_key) = 32),
    email TEXT NOT NULL REFERENCES mail_address,
    language TEXT NOT NULL CHECK (language IN ('sv', 'en')),
    kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
    entry TEXT REFERENCES entry,
    following INTEGER REFERENCES following,
    -- What it says, as JSON; kept no longer than until it is sent.
    letter TEXT,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
    queued_at INTEGER NOT NULL,
    -- From when its patience is counted: anew when a manager has it tried again.
    begun_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0),
    settled_at INTEGER,
    setback TEXT CHECK (setback IN ('unreachable', 'delayed', 'refused')),
    -- What the mail server said.
    reply TEXT CHECK (length(reply) <= 500),
    CONSTRAINT settled_at_some_time CHECK ((state = 'waiting') = (settled_at IS NULL)),
    CONSTRAINT failed_for_a_reason CHECK (state <> 'failed' OR setback IS NOT NULL),
    CONSTRAINT kept_until_sent CHECK ((state = 'sent') = (letter IS NULL))
) STRICT;

CREATE INDEX outbox_by_state ON outbox (state, due_at);
CREATE INDEX outbox_by_address ON outbox (email, kind);
