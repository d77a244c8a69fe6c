-- What an arrival says is written once. Of who handed something in, and when, a row of `submission` and the first one of
-- `change` tell; the event that said the same is no longer written, and those that there are stay, as history does.

-- For `IN` of three words or more in a constraint SQLite fills a table of its own for each row that is written, which was
-- a good part of what an arrival cost. These say the same without it. What is stored is as sound by them as it was, so that
-- only their wording need change, as https://www.sqlite.org/lang_altertable.html allows in its section 7.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(replace(replace(replace(sql,
    'origin IN (''residents'', ''employees'', ''world'')',
    'origin = ''residents'' OR origin = ''employees'' OR origin = ''world'''),
    'priority IN (''high'', ''medium'', ''low'')',
    'priority = ''high'' OR priority = ''medium'' OR priority = ''low'''),
    'stage IN (''need'', ''idea'', ''trial'', ''in-use'')',
    'stage = ''need'' OR stage = ''idea'' OR stage = ''trial'' OR stage = ''in-use'''),
    'decision IN (''waiting'', ''published'', ''declined'')',
    'decision = ''waiting'' OR decision = ''published'' OR decision = ''declined''')
WHERE type = 'table' AND name = 'entry';
UPDATE sqlite_schema SET sql = replace(sql,
    'naming IN (''anonymous'', ''internal'', ''public'')',
    'naming = ''anonymous'' OR naming = ''internal'' OR naming = ''public''')
WHERE type = 'table' AND name = 'submission';
PRAGMA writable_schema = RESET;

-- Where an entry began is where it lies, until somebody places it: the place is set down then, and no longer on arrival.
DROP TRIGGER entry_starts_somewhere;
DROP TRIGGER start_place_is_only_weeded;
DELETE FROM start_place WHERE entry IN (SELECT reference FROM entry WHERE placed = 0);
CREATE TRIGGER start_place_is_only_weeded BEFORE DELETE ON start_place
WHEN NOT EXISTS (SELECT 1 FROM weeding WHERE rule = 'declined' AND weeding.entry = old.entry)
BEGIN SELECT raise(ABORT, 'the history is append-only'); END;

CREATE TRIGGER first_place_is_kept BEFORE UPDATE OF x, y ON entry WHEN old.placed = 0
BEGIN INSERT INTO start_place (entry, x, y) VALUES (old.reference, old.x, old.y) ON CONFLICT (entry) DO NOTHING; END;
