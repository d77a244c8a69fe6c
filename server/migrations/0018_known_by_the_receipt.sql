-- A form that was sent before is known by its receipt: the receipt's secret follows from the form's key. The key's own
-- hash said the same once more, and its index cost every submission a page somewhere in it.

-- Other tables refer to rows of this one, which are gone for a moment.
PRAGMA defer_foreign_keys = ON;

CREATE TEMPORARY TABLE submission_before AS SELECT * FROM submission ORDER BY rowid;
DROP TABLE submission;

-- How an entry came in, where somebody handed it in. A public record on arrival: it is decided on, never deleted, but for
-- what is weeded.
CREATE TABLE submission (
    reference TEXT PRIMARY KEY NOT NULL REFERENCES entry,
    kind TEXT NOT NULL CHECK (kind IN ('need', 'idea')),
    arrived_at INTEGER NOT NULL,
    naming TEXT NOT NULL CHECK (naming IN ('anonymous', 'internal', 'public')),
    sender_name TEXT CHECK (length(sender_name) BETWEEN 2 AND 200),
    sender_email TEXT CHECK (length(sender_email) <= 254),
    -- For the registrar.
    diary_number TEXT CHECK (length(diary_number) BETWEEN 1 AND 60),
    receipt_hash BLOB NOT NULL UNIQUE CHECK (length(receipt_hash) = 32),
    content_digest BLOB NOT NULL CHECK (length(content_digest) = 32),
    submitted_by INTEGER REFERENCES account,
    -- Who has it.
    holder INTEGER REFERENCES account,
    -- Whether it may hold what is secret by law.
    is_secret INTEGER NOT NULL DEFAULT 0 CHECK (is_secret IN (0, 1)),
    -- Counts the changes of the diary number and of the two above: of two who change them the second is told.
    custody INTEGER NOT NULL DEFAULT 0 CHECK (custody >= 0),
    -- The challenge that it answers.
    challenge TEXT REFERENCES challenge,
    CONSTRAINT a_name_unless_anonymous CHECK ((naming = 'anonymous') = (sender_name IS NULL))
) STRICT;

INSERT INTO submission (reference, kind, arrived_at, naming, sender_name, sender_email, diary_number, receipt_hash,
    content_digest, submitted_by, holder, is_secret, custody, challenge)
SELECT reference, kind, arrived_at, naming, sender_name, sender_email, diary_number, receipt_hash, content_digest,
    submitted_by, holder, is_secret, custody, challenge
FROM submission_before ORDER BY rowid;

DROP TABLE submission_before;

CREATE INDEX submission_by_arrival ON submission (arrived_at);
-- Most have no holder and answer no challenge.
CREATE INDEX submission_by_holder ON submission (holder) WHERE holder IS NOT NULL;
CREATE INDEX submission_by_challenge ON submission (challenge) WHERE challenge IS NOT NULL;
