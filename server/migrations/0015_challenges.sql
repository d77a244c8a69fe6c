-- Challenges: a question that is open for a time, with a picture and, in the end, a result.

CREATE TABLE challenge (
    slug TEXT PRIMARY KEY NOT NULL CHECK (length(slug) BETWEEN 1 AND 60 AND slug NOT GLOB '*[^a-z0-9-]*'),
    title_sv TEXT NOT NULL CHECK (length(title_sv) BETWEEN 5 AND 120),
    title_en TEXT CHECK (length(title_en) BETWEEN 5 AND 120),
    question TEXT NOT NULL CHECK (length(question) BETWEEN 20 AND 4000),
    opens_on TEXT NOT NULL CHECK (opens_on GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    closes_on TEXT NOT NULL CHECK (closes_on GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]' AND closes_on >= opens_on),
    result TEXT CHECK (length(result) BETWEEN 3 AND 4000),
    result_on TEXT CHECK (result_on GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1),
    CONSTRAINT a_result_has_a_day CHECK ((result IS NULL) = (result_on IS NULL))
) STRICT;

CREATE TABLE challenge_picture (
    challenge TEXT PRIMARY KEY NOT NULL REFERENCES challenge,
    kind TEXT NOT NULL CHECK (kind IN ('image/jpeg', 'image/png')),
    width INTEGER NOT NULL CHECK (width > 0),
    height INTEGER NOT NULL CHECK (height > 0),
    -- What it shows; without these words it is not shown.
    shows TEXT CHECK (length(shows) BETWEEN 3 AND 300),
    bytes BLOB NOT NULL
) STRICT;

-- Every version of it, and whose.
CREATE TABLE challenge_version (
    challenge TEXT NOT NULL REFERENCES challenge,
    version INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    account INTEGER NOT NULL REFERENCES account,
    said TEXT NOT NULL CHECK (json_valid(said)),
    PRIMARY KEY (challenge, version)
) STRICT;

CREATE TRIGGER challenge_version_is_never_changed BEFORE UPDATE ON challenge_version
BEGIN SELECT raise(ABORT, 'the history is append-only'); END;
CREATE TRIGGER challenge_version_is_never_deleted BEFORE DELETE ON challenge_version
BEGIN SELECT raise(ABORT, 'the history is append-only'); END;

-- The challenge that a submission answers.
ALTER TABLE submission ADD COLUMN challenge TEXT REFERENCES challenge;
CREATE INDEX submission_by_challenge ON submission (challenge);
