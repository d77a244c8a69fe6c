-- Files beside entries. They lie in the database itself, so that a file and what is known of it are written together or
-- not at all, and one backup holds both. A file is taken away, never deleted.

CREATE TABLE file (
    id TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 32 AND id NOT GLOB '*[^0-9a-f]*'),
    entry TEXT NOT NULL REFERENCES entry,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 5 AND 100),
    kind TEXT NOT NULL CHECK (kind IN ('image/jpeg', 'image/png', 'application/pdf')),
    -- What a picture shows.
    description TEXT CHECK (length(description) BETWEEN 3 AND 300),
    width INTEGER CHECK (width > 0),
    height INTEGER CHECK (height > 0),
    size INTEGER NOT NULL CHECK (size > 0),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'shown', 'withdrawn')),
    added_at INTEGER NOT NULL,
    -- The manager who added it; nobody where it came from whoever handed the entry in.
    account INTEGER REFERENCES account,
    decided_by INTEGER REFERENCES account,
    decided_at INTEGER,
    CONSTRAINT pictures_have_a_size CHECK ((kind = 'application/pdf') = (width IS NULL) AND (width IS NULL) = (height IS NULL)),
    CONSTRAINT pictures_shown_are_described CHECK (state <> 'shown' OR kind = 'application/pdf' OR description IS NOT NULL),
    CONSTRAINT decided_by_somebody CHECK ((decided_at IS NULL) = (decided_by IS NULL)),
    CONSTRAINT what_a_sender_sends_is_looked_at CHECK (state <> 'shown' OR account IS NOT NULL OR decided_by IS NOT NULL)
) STRICT;

CREATE INDEX file_by_entry ON file (entry);

-- What is in them, apart, so that lists need not read past it.
CREATE TABLE file_content (
    file TEXT PRIMARY KEY NOT NULL REFERENCES file,
    bytes BLOB NOT NULL
) STRICT;

CREATE TRIGGER file_is_only_decided_on
BEFORE UPDATE OF id, entry, name, kind, width, height, size, added_at, account ON file
BEGIN SELECT raise(ABORT, 'a file stays as it came'); END;
CREATE TRIGGER file_content_is_never_changed BEFORE UPDATE ON file_content
BEGIN SELECT raise(ABORT, 'a file stays as it came'); END;
