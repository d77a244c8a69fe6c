-- What an arrival says is written once. Of who handed something in, and when, a row of `submission` and the first one of
-- `change` tell; the event that said the same is no longer written, and those that there are stay, as history does.

-- Where an entry began is where it lies, until somebody places it: the place is set down then, and no longer on arrival.
DROP TRIGGER entry_starts_somewhere ON entry;
DROP FUNCTION keep_start;
ALTER TABLE start_place DISABLE TRIGGER start_place_is_only_weeded;
DELETE FROM start_place WHERE entry IN (SELECT reference FROM entry WHERE placed = 0);
ALTER TABLE start_place ENABLE TRIGGER start_place_is_only_weeded;

CREATE FUNCTION keep_first_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO start_place (entry, x, y) VALUES (old.reference, old.x, old.y) ON CONFLICT (entry) DO NOTHING;
    RETURN new;
END $$;
CREATE TRIGGER first_place_is_kept BEFORE UPDATE OF x, y ON entry
    FOR EACH ROW WHEN (old.placed = 0) EXECUTE FUNCTION keep_first_place();
