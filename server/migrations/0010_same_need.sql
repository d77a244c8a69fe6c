-- Who has the need of an entry: an account, or a browser, known by the hash of what it was given. Taking it back deletes
-- the row, so that nothing is kept of it.

CREATE TABLE same_need (
    entry TEXT NOT NULL REFERENCES entry,
    account INTEGER REFERENCES account,
    browser BLOB CHECK (length(browser) = 32),
    said_at INTEGER NOT NULL,
    CONSTRAINT an_account_or_a_browser CHECK ((account IS NULL) <> (browser IS NULL)),
    CONSTRAINT once_for_an_account UNIQUE (entry, account),
    CONSTRAINT once_for_a_browser UNIQUE (entry, browser)
) STRICT;
