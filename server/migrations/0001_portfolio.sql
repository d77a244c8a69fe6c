-- The portfolio. Tables are STRICT, and CHECK constraints repeat the domain's rules, so that no other program can
-- store what Fyrfält would not. Instants are seconds since 1970 in UTC; days are Swedish civil days as ISO text.

-- "FYRF": tells our files from other SQLite databases.
PRAGMA application_id = 1180258886;

-- What is known of the database itself, such as that the demo filled it.
CREATE TABLE meta (
    name TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT;

-- Lists that the municipality edits ----------------------------------------------------------------------------------

CREATE TABLE unit (
    slug TEXT PRIMARY KEY NOT NULL CHECK (length(slug) BETWEEN 1 AND 60 AND slug NOT GLOB '*[^a-z0-9-]*'),
    sv TEXT NOT NULL CHECK (length(trim(sv)) > 0),
    en TEXT CHECK (length(trim(en)) > 0),
    contact TEXT,
    position INTEGER NOT NULL UNIQUE
) STRICT;

CREATE TABLE board (
    slug TEXT PRIMARY KEY NOT NULL CHECK (length(slug) BETWEEN 1 AND 60 AND slug NOT GLOB '*[^a-z0-9-]*'),
    sv TEXT NOT NULL CHECK (length(trim(sv)) > 0),
    en TEXT CHECK (length(trim(en)) > 0),
    contact TEXT,
    position INTEGER NOT NULL UNIQUE
) STRICT;

-- The first of each list takes what nobody else is named for.
INSERT INTO unit (position, slug, sv, en) VALUES
    (1, 'kommunledning', 'Kommunledning', 'Municipal management'),
    (2, 'samhallsbyggnad', 'Samhällsbyggnad', 'Planning and environment'),
    (3, 'kultur-och-fritid', 'Kultur och fritid', 'Culture and leisure'),
    (4, 'stod-och-omsorg', 'Stöd och omsorg', 'Support and care'),
    (5, 'skola-familj', 'Skola/familj', 'Schools and families'),
    (6, 'utvecklingsenheten', 'Utvecklingsenheten', 'Development unit'),
    (7, 'kommunikation', 'Kommunikation', 'Communications'),
    (8, 'arbetsmarknadsenheten', 'Arbetsmarknadsenheten', 'Labour market unit'),
    (9, 'tomelilla-direkt', 'Tomelilla direkt', 'Tomelilla direkt (contact centre)');

INSERT INTO board (position, slug, sv, en) VALUES
    (1, 'kommunstyrelsen', 'Kommunstyrelsen', 'Municipal executive board'),
    (2, 'familjenamnden', 'Familjenämnden', 'Children and families board'),
    (3, 'vard-och-omsorgsnamnden', 'Vård- och omsorgsnämnden', 'Health and social care board'),
    (4, 'byggnadsnamnden', 'Byggnadsnämnden', 'Building board'),
    (5, 'kultur-och-fritidsnamnden', 'Kultur- och fritidsnämnden', 'Culture and leisure board'),
    (6, 'samhallsbyggnadsnamnden', 'Samhällsbyggnadsnämnden', 'Community planning board'),
    (7, 'overformyndarnamnden', 'Överförmyndarnämnden', 'Chief guardian board'),
    (8, 'valnamnden', 'Valnämnden', 'Election board');

-- People who sign in -------------------------------------------------------------------------------------------------

CREATE TABLE account (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL UNIQUE CHECK (email = lower(email) AND length(email) <= 254),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 2 AND 200),
    role TEXT NOT NULL CHECK (role IN ('employee', 'manager')),
    password_hash TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    disabled_at INTEGER
) STRICT;

-- A session is known by the hash of its token: whoever reads the database cannot act as anybody.
CREATE TABLE session (
    token_hash BLOB PRIMARY KEY NOT NULL CHECK (length(token_hash) = 32),
    account INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
) STRICT;

CREATE INDEX session_by_account ON session (account);

-- Failures to sign in, by the hash of an address or of a client, to slow down guessing also across restarts.
CREATE TABLE sign_in_failure (
    subject BLOB PRIMARY KEY NOT NULL CHECK (length(subject) = 32),
    failures INTEGER NOT NULL CHECK (failures > 0),
    last_at INTEGER NOT NULL
) STRICT;

-- Entries ------------------------------------------------------------------------------------------------------------

-- The latest running number of each year.
CREATE TABLE reference_counter (
    year INTEGER PRIMARY KEY NOT NULL CHECK (year BETWEEN 1900 AND 2999),
    latest INTEGER NOT NULL CHECK (latest BETWEEN 1 AND 999999)
) STRICT;

CREATE TABLE entry (
    reference TEXT PRIMARY KEY NOT NULL
        CHECK (reference GLOB '[12][0-9][0-9][0-9]-[0-9][0-9][0-9][0-9]*' AND length(reference) <= 11),
    title_sv TEXT NOT NULL CHECK (length(title_sv) BETWEEN 5 AND 120),
    title_en TEXT CHECK (length(title_en) BETWEEN 5 AND 120),
    summary_sv TEXT NOT NULL CHECK (length(summary_sv) BETWEEN 10 AND 280),
    summary_en TEXT CHECK (length(summary_en) BETWEEN 10 AND 280),
    need TEXT NOT NULL CHECK (length(need) BETWEEN 20 AND 4000),
    hoped_benefit TEXT CHECK (length(hoped_benefit) BETWEEN 3 AND 4000),
    origin TEXT NOT NULL CHECK (origin IN ('residents', 'employees', 'world')),
    board TEXT NOT NULL REFERENCES board ON UPDATE CASCADE,
    priority TEXT NOT NULL CHECK (priority IN ('high', 'medium', 'low')),

    -- The place on the compass, and how often it has been placed: of two managers the second is told.
    x REAL NOT NULL,
    y REAL NOT NULL,
    placed INTEGER NOT NULL DEFAULT 0 CHECK (placed >= 0),

    -- The journey, with what each stage needs.
    stage TEXT NOT NULL CHECK (stage IN ('need', 'idea', 'trial', 'in-use')),
    plan TEXT CHECK (length(plan) BETWEEN 3 AND 4000),
    audience TEXT CHECK (length(audience) BETWEEN 2 AND 200),
    responsible TEXT CHECK (length(responsible) BETWEEN 2 AND 200),
    receiving_unit TEXT REFERENCES unit ON UPDATE CASCADE,
    began TEXT CHECK (began GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    to_show TEXT CHECK (length(to_show) BETWEEN 3 AND 4000),
    in_use_since TEXT CHECK (in_use_since GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),

    paused_since TEXT CHECK (paused_since GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    paused_reason TEXT CHECK (length(paused_reason) BETWEEN 5 AND 1000),
    ended_on TEXT CHECK (ended_on GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    ended_reason TEXT CHECK (length(ended_reason) BETWEEN 5 AND 1000),
    ended_lesson TEXT CHECK (length(ended_lesson) BETWEEN 5 AND 1000),

    -- What has been decided of it. Only what is published is seen by others than managers.
    decision TEXT NOT NULL CHECK (decision IN ('waiting', 'published', 'declined')),
    decided_at INTEGER,
    decline_reason TEXT CHECK (length(decline_reason) BETWEEN 5 AND 1000),
    version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1),

    example_from TEXT CHECK (length(example_from) BETWEEN 2 AND 200),
    created TEXT NOT NULL CHECK (created GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    updated TEXT NOT NULL CHECK (updated GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),

    CONSTRAINT place_in_the_diamond CHECK (abs(x) + abs(y) <= 1.000000001),
    CONSTRAINT an_idea_has_a_plan_and_an_audience
        CHECK (stage = 'need' OR (plan IS NOT NULL AND audience IS NOT NULL)),
    CONSTRAINT a_trial_has_somebody_to_answer_a_taker_a_beginning_and_an_aim
        CHECK (stage IN ('need', 'idea') OR (responsible IS NOT NULL AND receiving_unit IS NOT NULL
            AND began IS NOT NULL AND to_show IS NOT NULL)),
    CONSTRAINT in_use_has_a_day CHECK (stage <> 'in-use' OR in_use_since IS NOT NULL),
    CONSTRAINT paused_with_a_reason CHECK ((paused_since IS NULL) = (paused_reason IS NULL)),
    CONSTRAINT ended_with_a_reason_and_a_lesson
        CHECK ((ended_on IS NULL) = (ended_reason IS NULL) AND (ended_on IS NULL) = (ended_lesson IS NULL)),
    CONSTRAINT not_paused_and_ended CHECK (paused_since IS NULL OR ended_on IS NULL),
    CONSTRAINT decided_at_some_time CHECK ((decision = 'waiting') = (decided_at IS NULL)),
    CONSTRAINT declined_with_a_reason CHECK ((decision = 'declined') = (decline_reason IS NOT NULL))
) STRICT;

CREATE INDEX entry_by_decision ON entry (decision);

CREATE TABLE entry_unit (
    entry TEXT NOT NULL REFERENCES entry,
    unit TEXT NOT NULL REFERENCES unit ON UPDATE CASCADE,
    position INTEGER NOT NULL CHECK (position BETWEEN 0 AND 4),
    PRIMARY KEY (entry, unit)
) STRICT, WITHOUT ROWID;

CREATE TABLE entry_goal (
    entry TEXT NOT NULL REFERENCES entry,
    goal INTEGER NOT NULL CHECK (goal BETWEEN 1 AND 17),
    PRIMARY KEY (entry, goal)
) STRICT, WITHOUT ROWID;

CREATE TABLE benefit (
    id INTEGER PRIMARY KEY,
    entry TEXT NOT NULL REFERENCES entry,
    who TEXT NOT NULL CHECK (length(who) BETWEEN 2 AND 200),
    evidence TEXT NOT NULL CHECK (evidence IN ('measured', 'observed')),
    what TEXT NOT NULL CHECK (length(what) BETWEEN 3 AND 4000),
    figure REAL,
    measure TEXT CHECK (length(measure) BETWEEN 1 AND 40),
    noted_on TEXT NOT NULL CHECK (noted_on GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    confirmed_by TEXT NOT NULL CHECK (length(confirmed_by) BETWEEN 2 AND 200),
    CONSTRAINT a_figure_has_a_measure CHECK ((figure IS NULL) = (measure IS NULL))
) STRICT;

CREATE INDEX benefit_by_entry ON benefit (entry);

CREATE TABLE spread (
    id INTEGER PRIMARY KEY,
    entry TEXT NOT NULL REFERENCES entry,
    place TEXT NOT NULL CHECK (length(place) BETWEEN 2 AND 200),
    taken_up_on TEXT NOT NULL CHECK (taken_up_on GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]')
) STRICT;

CREATE INDEX spread_by_entry ON spread (entry);

CREATE TRIGGER benefit_belongs_to_what_is_in_use BEFORE INSERT ON benefit
WHEN (SELECT stage FROM entry WHERE reference = new.entry) <> 'in-use'
BEGIN SELECT raise(ABORT, 'benefit belongs to what is in use'); END;

CREATE TRIGGER spread_belongs_to_what_is_in_use BEFORE INSERT ON spread
WHEN (SELECT stage FROM entry WHERE reference = new.entry) <> 'in-use'
BEGIN SELECT raise(ABORT, 'spread belongs to what is in use'); END;

-- How an entry came in, where somebody handed it in. A public record on arrival: it is decided on, never deleted.
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
    key_hash BLOB NOT NULL UNIQUE CHECK (length(key_hash) = 32),
    content_digest BLOB NOT NULL CHECK (length(content_digest) = 32),
    submitted_by INTEGER REFERENCES account,
    CONSTRAINT a_name_unless_anonymous CHECK ((naming = 'anonymous') = (sender_name IS NULL))
) STRICT;

-- History: append-only -----------------------------------------------------------------------------------------------

-- Every move of an entry's journey.
CREATE TABLE move (
    id INTEGER PRIMARY KEY,
    entry TEXT NOT NULL REFERENCES entry,
    moved_on TEXT NOT NULL CHECK (moved_on GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    who TEXT NOT NULL CHECK (length(who) > 0),
    from_standing TEXT NOT NULL CHECK (from_standing IN ('need', 'idea', 'trial', 'in-use', 'paused', 'ended')),
    to_standing TEXT NOT NULL CHECK (to_standing IN ('need', 'idea', 'trial', 'in-use', 'paused', 'ended')),
    why TEXT CHECK (length(why) BETWEEN 5 AND 1000)
) STRICT;

CREATE INDEX move_by_entry ON move (entry);

-- Everything else that happens to an entry: who did what, and when.
CREATE TABLE event (
    id INTEGER PRIMARY KEY,
    entry TEXT NOT NULL REFERENCES entry,
    happened_at INTEGER NOT NULL,
    account INTEGER REFERENCES account,
    what TEXT NOT NULL CHECK (what IN ('received', 'edited', 'placed', 'published', 'declined')),
    x REAL,
    y REAL,
    CONSTRAINT a_placing_has_a_place CHECK ((what = 'placed') = (x IS NOT NULL AND y IS NOT NULL))
) STRICT;

CREATE INDEX event_by_entry ON event (entry);

CREATE TRIGGER move_is_never_changed BEFORE UPDATE ON move
BEGIN SELECT raise(ABORT, 'the history is append-only'); END;
CREATE TRIGGER move_is_never_deleted BEFORE DELETE ON move
BEGIN SELECT raise(ABORT, 'the history is append-only'); END;
CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
BEGIN SELECT raise(ABORT, 'the history is append-only'); END;
CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
BEGIN SELECT raise(ABORT, 'the history is append-only'); END;
